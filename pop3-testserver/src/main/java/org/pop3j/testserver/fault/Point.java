package org.pop3j.testserver.fault;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where in a session a fault happens. Immutable.
 *
 * <p>A point of commands and answers holds for one keyword, or for all if it has none. The answer to AUTH is
 * the status line at the end of its exchange.
 *
 * @param place the kind of point
 * @param number of {@link Place#LINE} the line, from 1; of {@link Place#OCTET} how many octets go before; otherwise 0
 * @param keyword upper-case; empty if the point holds for all, or has nothing to do with commands
 */
public record Point(Place place, long number, Optional<String> keyword) {
    /** The kinds of points, in the order in which a session comes to them. */
    public enum Place {
        /** The connection has come; nothing was sent, not even TLS. */
        ACCEPT,
        /** A TLS handshake is about to begin, on the port for TLS or after STLS. */
        TLS,
        /** The greeting is about to be sent. */
        GREETING,
        /** A command has come and is about to be executed. Lines of more than 1,024 octets are none. */
        COMMAND,
        /** A client has proved who it is, by whatever means; its maildrop is about to be opened. */
        LOGIN,
        /** A logged-in client has said QUIT; its deletions are about to be made. */
        UPDATE,
        /** The whole of an answer. */
        REPLY,
        /** The command was executed; its status line is about to be sent. At QUIT the maildrop is updated by then. */
        STATUS_LINE,
        /** A line of the content of a multi-line answer is about to be sent. */
        LINE,
        /** So many octets of the content of a multi-line answer have been sent, counted as they are on the wire. */
        OCTET,
        /** The final dot is about to be sent. */
        TERMINATOR,
        /** The last octet of an answer was sent. At STLS the handshake comes next. */
        END;

        private static final Set<Place> OF_COMMANDS =
                EnumSet.of(COMMAND, REPLY, STATUS_LINE, LINE, OCTET, TERMINATOR, END);
        private static final Set<Place> OF_CONTENT = EnumSet.of(LINE, OCTET, TERMINATOR);

        boolean hasKeyword() {
            return OF_COMMANDS.contains(this);
        }

        boolean hasNumber() {
            return this == LINE || this == OCTET;
        }

        /** The name in the text of a fault. */
        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Set<String> WITHOUT_CONTENT =
            Set.of("USER", "PASS", "APOP", "AUTH", "STAT", "DELE", "NOOP", "RSET", "QUIT", "STLS", "UTF8");

    /**
     * Checks that the point exists.
     *
     * @throws IllegalArgumentException if it does not, and why
     */
    public Point {
        if (keyword.isPresent()) {
            String upper = keyword.get().toUpperCase(Locale.ROOT);
            if (!upper.matches("[A-Z][A-Z0-9]*")) {
                throw new IllegalArgumentException("a keyword has letters and digits: " + keyword.get());
            }
            if (!place.hasKeyword()) {
                throw new IllegalArgumentException(place.text() + " belongs to no command, it takes no keyword");
            }
            if (Place.OF_CONTENT.contains(place) && WITHOUT_CONTENT.contains(upper)) {
                throw new IllegalArgumentException(
                        "the answer to " + upper + " is a status line and nothing else: it has no " + place.text());
            }
            keyword = Optional.of(upper);
        }
        long least = place == Place.LINE ? 1 : 0;
        if (number < least || (!place.hasNumber() && number > 0)) {
            throw new IllegalArgumentException(
                    place.hasNumber() ? place.text() + " counts from " + least : place.text() + " takes no number");
        }
    }

    /** A connection has come; nothing was sent, not even TLS. */
    public static Point accept() {
        return of(Place.ACCEPT);
    }

    /** A TLS handshake is about to begin, on the port for TLS or after STLS. */
    public static Point tls() {
        return of(Place.TLS);
    }

    /** The greeting is about to be sent. */
    public static Point greeting() {
        return of(Place.GREETING);
    }

    /** Any command has come and is about to be executed. */
    public static Point command() {
        return of(Place.COMMAND);
    }

    /** A command has come and is about to be executed. */
    public static Point command(String keyword) {
        return of(Place.COMMAND, 0, keyword);
    }

    /** A client has proved who it is, by whatever means; its maildrop is about to be opened. */
    public static Point login() {
        return of(Place.LOGIN);
    }

    /** A logged-in client has said QUIT; its deletions are about to be made. */
    public static Point update() {
        return of(Place.UPDATE);
    }

    /** The whole of any answer. */
    public static Point reply() {
        return of(Place.REPLY);
    }

    /** The whole of the answer to a command. */
    public static Point reply(String keyword) {
        return of(Place.REPLY, 0, keyword);
    }

    /** Any command was executed; its status line is about to be sent. */
    public static Point statusLine() {
        return of(Place.STATUS_LINE);
    }

    /** A command was executed; its status line is about to be sent. */
    public static Point statusLine(String keyword) {
        return of(Place.STATUS_LINE, 0, keyword);
    }

    /** A line of the content of any multi-line answer is about to be sent; the first is 1. */
    public static Point line(long number) {
        return new Point(Place.LINE, number, Optional.empty());
    }

    /** A line of the content of the answer to a command is about to be sent; the first is 1. */
    public static Point line(long number, String keyword) {
        return of(Place.LINE, number, keyword);
    }

    /** So many octets of the content of any multi-line answer were sent, stuffed dots and CRLF included. */
    public static Point octet(long number) {
        return new Point(Place.OCTET, number, Optional.empty());
    }

    /** So many octets of the content of the answer to a command were sent, stuffed dots and CRLF included. */
    public static Point octet(long number, String keyword) {
        return of(Place.OCTET, number, keyword);
    }

    /** The final dot of any multi-line answer is about to be sent. */
    public static Point terminator() {
        return of(Place.TERMINATOR);
    }

    /** The final dot of the answer to a command is about to be sent. */
    public static Point terminator(String keyword) {
        return of(Place.TERMINATOR, 0, keyword);
    }

    /** The last octet of any answer was sent. */
    public static Point end() {
        return of(Place.END);
    }

    /** The last octet of the answer to a command was sent. */
    public static Point end(String keyword) {
        return of(Place.END, 0, keyword);
    }

    private static Point of(Place place) {
        return new Point(place, 0, Optional.empty());
    }

    private static Point of(Place place, long number, String keyword) {
        return new Point(place, number, Optional.of(keyword));
    }

    /** Whether it holds for a command, given by its keyword in upper case. */
    public boolean holdsFor(String command) {
        return keyword.isEmpty() || keyword.get().equals(command);
    }

    /** The point in the text of a fault, for example {@code octet 100 RETR}. */
    @Override
    public String toString() {
        return place.text()
                + (place.hasNumber() ? " " + number : "")
                + keyword.map(word -> " " + word).orElse("");
    }
}
