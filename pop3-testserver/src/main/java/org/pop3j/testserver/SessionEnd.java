package org.pop3j.testserver;

/** Ends a session from wherever it is, through the engine if need be. */
final class SessionEnd extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RecordedSession.Ending ending;

    SessionEnd(RecordedSession.Ending ending) {
        super(ending.name(), null, false, false);
        this.ending = ending;
    }

    RecordedSession.Ending ending() {
        return ending;
    }
}
