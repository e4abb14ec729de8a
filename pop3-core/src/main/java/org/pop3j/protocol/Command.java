package org.pop3j.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A command that can be sent: a keyword and its arguments, at most {@value #MAX_OCTETS} octets with CRLF (RFC 2449,
 * section 4). An argument with CR, LF or NUL, which could smuggle in a second command, cannot be built. The password of
 * PASS, the digest of APOP and the response of AUTH never show in {@link #toString()}. Not thread-safe because of {@link #wipe()}.
 */
public final class Command {
    /** Longest command line, CRLF included. */
    public static final int MAX_OCTETS = 255;

    private static final byte[] NO_ARGUMENT = {};

    private final Keyword keyword;
    private final byte[] argument;
    private final boolean mayEnd;
    private boolean wiped;

    private Command(Keyword keyword, byte[] argument) {
        this(keyword, argument, false);
    }

    private Command(Keyword keyword, byte[] argument, boolean mayEnd) {
        this.keyword = keyword;
        this.argument = argument;
        this.mayEnd = mayEnd;
        if (octets() > MAX_OCTETS) {
            wipe();
            throw new IllegalArgumentException(keyword + " would be longer than " + MAX_OCTETS + " octets");
        }
        for (byte octet : argument) {
            if (octet == '\r' || octet == '\n' || octet == 0) {
                wipe();
                throw new IllegalArgumentException(keyword + " with CR, LF or NUL in its argument");
            }
        }
    }

    /**
     * A command without argument.
     *
     * @param keyword any but those that need one
     * @return the command
     * @throws IllegalArgumentException if the keyword needs an argument
     */
    public static Command of(Keyword keyword) {
        require(
                keyword.arguments() == Keyword.Arguments.NONE
                        || keyword.arguments() == Keyword.Arguments.OPTIONAL_MESSAGE,
                keyword + " needs an argument");
        return new Command(keyword, NO_ARGUMENT);
    }

    /**
     * A command about one message.
     *
     * @param keyword LIST, UIDL, RETR or DELE
     * @param messageNumber 1 or more
     * @return the command
     * @throws IllegalArgumentException if the keyword does not take just a message-number, or the number is below 1
     */
    public static Command of(Keyword keyword, int messageNumber) {
        require(
                keyword.arguments() == Keyword.Arguments.MESSAGE
                        || keyword.arguments() == Keyword.Arguments.OPTIONAL_MESSAGE,
                keyword + " does not take just a message-number");
        return new Command(keyword, ascii(number(messageNumber)));
    }

    /**
     * TOP: the header and some lines of the body (RFC 1939, section 7).
     *
     * @param messageNumber 1 or more
     * @param lines lines of the body, 0 or more
     * @return the command
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Command top(int messageNumber, int lines) {
        require(lines >= 0, "TOP with a negative number of lines");
        return new Command(Keyword.TOP, ascii(number(messageNumber) + " " + lines));
    }

    /**
     * USER: the name of the maildrop (RFC 1939, section 7).
     *
     * @param name not empty; characters beyond ASCII are sent as UTF-8, which only a server with the capability {@code UTF8
     *     USER} takes (RFC 6856, section 2.2)
     * @return the command
     * @throws IllegalArgumentException if the name is empty, too long, or has CR, LF or NUL
     */
    public static Command user(String name) {
        require(!name.isEmpty(), "USER without a name");
        return new Command(Keyword.USER, name.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * PASS: the password (RFC 1939, section 7).
     *
     * @param password not empty, spaces allowed; characters beyond ASCII are sent as UTF-8, as in USER. It is copied: the
     *     caller may overwrite it, and should call {@link #wipe()} once the command was sent
     * @return the command
     * @throws IllegalArgumentException if the password is empty, too long, or has CR, LF or NUL
     */
    public static Command pass(char[] password) {
        require(password.length > 0, "PASS without a password");
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] argument = new byte[encoded.remaining()];
        encoded.get(argument);
        encoded.clear().put(new byte[encoded.capacity()]);
        return new Command(Keyword.PASS, argument);
    }

    /**
     * APOP: the name of the maildrop, and a digest of the greeting's timestamp and the password (RFC 1939, section 7).
     *
     * @param name not empty, without spaces; characters beyond ASCII are sent as UTF-8
     * @param digest 32 hexadecimal digits in lower case
     * @return the command
     * @throws IllegalArgumentException if the digest is none, or the name is empty, too long, or has spaces, CR, LF or NUL
     */
    public static Command apop(String name, String digest) {
        require(!name.isEmpty() && name.indexOf(' ') < 0, "APOP without a name, or with spaces in it");
        require(digest.matches("[0-9a-f]{32}"), "APOP takes 32 hexadecimal digits in lower case");
        return new Command(Keyword.APOP, (name + " " + digest).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * AUTH: asks for an exchange (RFC 5034, section 4). It always names a mechanism: some servers close the connection
     * if it does not.
     *
     * @param mechanism registered name, 1 to 20 letters, digits, hyphens and underscores
     * @return the command
     * @throws IllegalArgumentException if that is no name of a mechanism
     */
    public static Command auth(String mechanism) {
        requireMechanism(mechanism);
        return new Command(Keyword.AUTH, ascii(mechanism));
    }

    /**
     * AUTH with the first response in the command.
     *
     * @param mechanism registered name of a mechanism in which the client goes first
     * @param response octets, base64 not yet done; may be none
     * @param mayEnd whether the mechanism needs nothing else, so that {@code +OK} is a success
     * @return the command; {@link #wipe()} it once it was sent
     * @throws IllegalArgumentException if that is no name of a mechanism, or the command would be too long: then the
     *     response has to wait for the challenge
     */
    public static Command auth(String mechanism, byte[] response, boolean mayEnd) {
        requireMechanism(mechanism);
        byte[] encoded = response.length == 0 ? ascii("=") : Base64.getEncoder().encode(response);
        ByteBuffer argument = ByteBuffer.allocate(mechanism.length() + 1 + encoded.length);
        argument.put(ascii(mechanism)).put((byte) ' ').put(encoded);
        Arrays.fill(encoded, (byte) 0);
        return new Command(Keyword.AUTH, argument.array(), mayEnd);
    }

    /**
     * What kind of command this is.
     *
     * @return the keyword
     */
    public Keyword keyword() {
        return keyword;
    }

    /**
     * How many octets it has on the wire.
     *
     * @return octets, CRLF included
     */
    public int octets() {
        return keyword.name().length() + (argument.length == 0 ? 0 : 1 + argument.length) + 2;
    }

    /** Overwrites the argument. The command cannot be sent afterwards. */
    public void wipe() {
        Arrays.fill(argument, (byte) 0);
        wiped = true;
    }

    /** The line as it is sent, CRLF included. */
    byte[] line() {
        if (wiped) {
            throw new IllegalStateException(keyword + " was wiped");
        }
        ByteBuffer line = ByteBuffer.allocate(octets()).put(ascii(keyword.name()));
        if (argument.length > 0) {
            line.put((byte) ' ').put(argument);
        }
        return line.put((byte) '\r').put((byte) '\n').array();
    }

    /** Of AUTH: whether its response is all that the mechanism needs. */
    boolean mayEnd() {
        return mayEnd;
    }

    boolean multiLine() {
        return switch (keyword.answer()) {
            case STATUS, EXCHANGE -> false;
            case LISTING -> argument.length == 0;
            case MESSAGE -> true;
        };
    }

    /** The command without CRLF; a password, a digest or a response is replaced by asterisks. */
    @Override
    public String toString() {
        if (keyword == Keyword.PASS) {
            return "PASS ****";
        }
        if (keyword == Keyword.AUTH || keyword == Keyword.APOP) {
            String[] words = new String(argument, StandardCharsets.UTF_8).split(" ", 2);
            return keyword + " " + words[0] + (words.length > 1 ? " ****" : "");
        }
        return argument.length == 0 ? keyword.name() : keyword + " " + new String(argument, StandardCharsets.UTF_8);
    }

    private static String number(int messageNumber) {
        require(messageNumber >= 1, "message-number below 1");
        return Integer.toString(messageNumber);
    }

    private static void requireMechanism(String mechanism) {
        require(SaslMechanism.wellFormed(mechanism), "not a name of a mechanism");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
