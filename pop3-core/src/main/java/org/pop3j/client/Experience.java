package org.pop3j.client;

/** What a client has learnt of its server in one session, for the next ones. Thread-safe. */
final class Experience {
    private volatile boolean lockStep;

    /** The server announces PIPELINING, but cannot do it. */
    void lostStep() {
        lockStep = true;
    }

    boolean lockStep() {
        return lockStep;
    }
}
