package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.SaslMechanism;

/** A command line as it came: what it says before the engine has seen it. It may hold a secret. Immutable. */
final class CommandText {
    /** None that anybody knows. */
    static final CommandText UNKNOWN = new CommandText("");

    private static final String HIDDEN = "****";
    private static final Set<String> SECRET = Set.of("PASS", "APOP", "AUTH");

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
        String[] words = text.split(" ", -1);
        return words.length > 1 && words[1].matches("[1-9][0-9]{0,8}") ? Integer.parseInt(words[1]) : 0;
    }

    /** As the engine would show it. */
    String redacted(List<SaslMechanism> offered) {
        String keyword = keyword();
        if (Arrays.stream(Keyword.values()).noneMatch(known -> known.name().equals(keyword))) {
            return HIDDEN;
        }
        if (!SECRET.contains(keyword)) {
            return text.replaceAll("[^ -~]", "?");
        }
        return offered.stream()
                .map(mechanism -> "AUTH " + mechanism.name())
                .filter(shown -> (text + " ").regionMatches(true, 0, shown + " ", 0, shown.length() + 1))
                .map(shown -> text.length() == shown.length() ? shown : shown + " " + HIDDEN)
                .findFirst()
                .orElse(bare() ? text : name + " " + HIDDEN);
    }
}
