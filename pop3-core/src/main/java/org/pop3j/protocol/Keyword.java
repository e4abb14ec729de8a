package org.pop3j.protocol;

import static org.pop3j.protocol.SessionState.AUTHORIZATION;
import static org.pop3j.protocol.SessionState.TRANSACTION;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The command table: where each command is allowed, the shape of its arguments and the shape of its answer. Both engines
 * work from this table and from nothing else (RFC 1939, sections 4 to 7; RFC 2449, section 5; RFC 2595, section 4; RFC 5034,
 * section 4).
 */
public enum Keyword {
    /** Names the maildrop. */
    USER(Arguments.NAME, Answer.STATUS, AUTHORIZATION),
    /** Gives the password and asks for the lock. */
    PASS(Arguments.SECRET, Answer.STATUS, AUTHORIZATION),
    /** Proves who the client is by a digest of the greeting's timestamp, and asks for the lock. */
    APOP(Arguments.NAME_AND_DIGEST, Answer.STATUS, AUTHORIZATION),
    /** Proves who the client is by a mechanism: challenges and responses (RFC 5034, section 4). */
    AUTH(Arguments.MECHANISM, Answer.EXCHANGE, AUTHORIZATION),
    /** Asks for the drop listing. */
    STAT(Arguments.NONE, Answer.STATUS, TRANSACTION),
    /** Asks for scan listings. */
    LIST(Arguments.OPTIONAL_MESSAGE, Answer.LISTING, TRANSACTION),
    /** Asks for a message. */
    RETR(Arguments.MESSAGE, Answer.MESSAGE, TRANSACTION),
    /** Marks a message as deleted. */
    DELE(Arguments.MESSAGE, Answer.STATUS, TRANSACTION),
    /** Asks for an answer. */
    NOOP(Arguments.NONE, Answer.STATUS, TRANSACTION),
    /** Takes all marks back. */
    RSET(Arguments.NONE, Answer.STATUS, TRANSACTION),
    /** Ends the session; in TRANSACTION by way of UPDATE. */
    QUIT(Arguments.NONE, Answer.STATUS, AUTHORIZATION, TRANSACTION),
    /** Asks for a header and some lines of the body. */
    TOP(Arguments.MESSAGE_AND_LINES, Answer.MESSAGE, TRANSACTION),
    /** Asks for unique-ids. */
    UIDL(Arguments.OPTIONAL_MESSAGE, Answer.LISTING, TRANSACTION),
    /** Asks for capabilities. */
    CAPA(Arguments.NONE, Answer.LISTING, AUTHORIZATION, TRANSACTION),
    /** Asks for TLS on this connection. */
    STLS(Arguments.NONE, Answer.STATUS, AUTHORIZATION);

    /** What may stand between the keyword and CRLF. */
    enum Arguments {
        NONE,
        /** One word. */
        NAME,
        /** Two words. */
        NAME_AND_DIGEST,
        /** Everything after the first space, spaces included (RFC 1939, section 7). */
        SECRET,
        /** A name, perhaps a response in base64. */
        MECHANISM,
        OPTIONAL_MESSAGE,
        MESSAGE,
        MESSAGE_AND_LINES
    }

    /** What a positive answer consists of. A negative one is always a status line and nothing else. */
    enum Answer {
        STATUS,
        /** Any number of challenges, each to be answered, then the status line. */
        EXCHANGE,
        /** Status line, lines, dot; with an argument the status line only. */
        LISTING,
        /** Status line, message, dot. */
        MESSAGE
    }

    private static final Map<String, Keyword> BY_NAME = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        for (Keyword keyword : values()) {
            BY_NAME.put(keyword.name(), keyword);
        }
    }

    private final Arguments arguments;
    private final Answer answer;
    private final Set<SessionState> states;

    Keyword(Arguments arguments, Answer answer, SessionState first, SessionState... more) {
        this.arguments = arguments;
        this.answer = answer;
        this.states = EnumSet.of(first, more);
    }

    /**
     * Whether the command may be given in a state.
     *
     * @param state the state of the session
     * @return whether it is allowed there
     */
    public boolean allowedIn(SessionState state) {
        return states.contains(state);
    }

    /** Whether nothing may be sent behind it before its answer has come: the answer decides what is allowed next. */
    boolean awaited() {
        return this == USER || this == PASS || this == APOP || this == AUTH || this == STLS || this == QUIT;
    }

    Arguments arguments() {
        return arguments;
    }

    Answer answer() {
        return answer;
    }

    /** Keywords are case-insensitive (RFC 1939, section 3); null if the table does not have it. */
    static @Nullable Keyword find(String name) {
        return BY_NAME.get(name);
    }
}
