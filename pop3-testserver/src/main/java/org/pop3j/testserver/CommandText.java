package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** A command line as it came: what it says before the engine has seen it. It may hold a secret. Immutable. */
final class CommandText {
    /** None that anybody knows. */
    static final CommandText UNKNOWN = new CommandText("");

    /** One character is one octet. */
    private final String text;

    /** The first word. */
    private final String name;

    private CommandText(String text) {
        this.text = text;
        int space = text.indexOf(' ');
        name = space < 0 ? text : text.substring(0, space);
    }

    /** What does not end with CRLF is no command. */
    static CommandText of(ByteBuffer line) {
        String text = new String(line.array(), line.arrayOffset() + line.position(), line.remaining(), ISO_8859_1);
        return text.endsWith("\r\n") ? new CommandText(text.substring(0, text.length() - 2)) : UNKNOWN;
    }

    /** In upper case if it is ASCII: others may become what they are not, such as a sharp s. */
    String keyword() {
        return name.chars().allMatch(c -> c < 0x80) ? name.toUpperCase(Locale.ROOT) : name;
    }

    /** Whether nothing follows the keyword. */
    boolean bare() {
        return name.length() == text.length();
    }

    boolean isQuit() {
        return text.equalsIgnoreCase("QUIT");
    }

    /** AUTH with an initial response. */
    boolean hasInitialResponse() {
        return text.matches("(?i)AUTH \\S+ \\S+");
    }

    /** The name that USER gives. */
    Optional<String> user() {
        return keyword().equals("USER") && !bare()
                ? Optional.of(new String(text.substring("USER ".length()).getBytes(ISO_8859_1), UTF_8))
                : Optional.empty();
    }

    /** The first argument as a message-number; 0 if it is none. */
    int messageNumber() {
        return CommandSyntax.messageNumber(text, name.length() + 1);
    }

    /** Without the line end. */
    byte[] octets() {
        return text.getBytes(ISO_8859_1);
    }
}
