package org.pop3j.protocol;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first line of every answer: status indicator, perhaps a response code, text for people (RFC 1939, section 3; RFC
 * 2449, section 8).
 *
 * @param positive whether it says {@code +OK}
 * @param code the response code in brackets, if there is one
 * @param text what follows, without the code; octets above 127 show as ISO 8859-1. May be empty, and may hold whatever
 *     control characters the server sent
 */
public record StatusLine(boolean positive, Optional<ResponseCode> code, String text) {
    private static final String OK = "+OK";
    private static final String ERR = "-ERR";

    /** One at sign, something on both sides of it, no spaces: dots are no matter, some servers put them anywhere. */
    private static final Pattern TIMESTAMP = Pattern.compile("<[!-;=?A-~]+@[!-;=?A-~]+>");

    static StatusLine ok(String text) {
        return new StatusLine(true, Optional.empty(), text);
    }

    /** Null if the line is no status line: the indicators are upper-case, and nothing but a space or a code follows. */
    static @Nullable StatusLine parse(String line) {
        if (follows(line, OK)) {
            return split(true, line.substring(OK.length()));
        }
        return follows(line, ERR) ? split(false, line.substring(ERR.length())) : null;
    }

    /** What a server may send: printable ASCII, at most 512 octets with CRLF (RFC 2449, section 3). */
    static void requireSendable(StatusLine statusLine) {
        String line = statusLine.toString();
        if (line.length() > 510 || !line.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("status line too long or not printable ASCII");
        }
    }

    /**
     * Of a greeting: what APOP makes a digest of. Anything but a msg-id of printable ASCII is none, because a server that
     * may choose other octets can find out the password (RFC 1939, section 7; CVE-2007-1558).
     *
     * @return {@code <local@domain>}, with the brackets; empty if there is none, or more than one
     */
    public Optional<String> timestamp() {
        Matcher matcher = TIMESTAMP.matcher(text);
        boolean one = positive && matcher.find() && text.indexOf('<') == text.lastIndexOf('<');
        return one ? Optional.of(matcher.group()) : Optional.empty();
    }

    StatusLine withoutCode() {
        return new StatusLine(positive, Optional.empty(), text);
    }

    private static boolean follows(String line, String indicator) {
        return line.startsWith(indicator)
                && (line.length() == indicator.length() || " \t[".indexOf(line.charAt(indicator.length())) >= 0);
    }

    private static StatusLine split(boolean positive, String rest) {
        String text = withoutSpace(rest);
        int end = text.indexOf(']');
        if (text.startsWith("[") && end > 0 && ResponseCode.wellFormed(text.substring(1, end))) {
            ResponseCode code = new ResponseCode(text.substring(1, end));
            return new StatusLine(positive, Optional.of(code), withoutSpace(text.substring(end + 1)));
        }
        return new StatusLine(positive, Optional.empty(), text);
    }

    private static String withoutSpace(String text) {
        return text.startsWith(" ") ? text.substring(1) : text;
    }

    /** The line as it is sent, without CRLF. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(positive ? OK : ERR);
        code.ifPresent(c -> line.append(" [").append(c.value()).append(']'));
        return text.isEmpty() ? line.toString() : line.append(' ').append(text).toString();
    }
}
