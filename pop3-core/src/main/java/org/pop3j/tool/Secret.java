package org.pop3j.tool;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Where the password or the access token comes from: a file, the environment, or the person at the terminal. */
final class Secret {
    static final String VARIABLE = "POP3_PASSWORD";

    /** Access tokens are long. */
    private static final int MAX_OCTETS = 65_536;

    /** What the JVM puts in the place of octets that are no characters in the locale. */
    private static final char UNREADABLE = '\uFFFD';

    private Secret() {}

    /** The first source that was named; the caller overwrites it. */
    static char[] read(Optional<Path> file, Surroundings surroundings, String user) throws ToolException {
        if (file.isPresent()) {
            return required(ofFile(file.get()), "the password file is empty");
        }
        String variable = surroundings.environment().get(VARIABLE);
        if (variable != null) {
            if (variable.indexOf(UNREADABLE) >= 0) {
                // Sent as it is it would be a wrong password, again and again.
                throw ToolException.usage(VARIABLE + " has characters that Java cannot read in this locale. Use"
                        + " --password-file, or set LC_ALL=C.UTF-8.");
            }
            return required(variable.toCharArray(), VARIABLE + " is empty");
        }
        Optional<Console> console = surroundings.interactive() ? Surroundings.console() : Optional.empty();
        if (console.isEmpty()) {
            throw ToolException.usage("There is no password. Put it into the environment variable " + VARIABLE
                    + ", or into a file and name that with --password-file.");
        }
        char[] typed = console.get().readPassword("Password of %s: ", Text.printable(user));
        return required(typed == null ? new char[0] : typed, "no password was typed");
    }

    private static char[] required(char[] secret, String otherwise) throws ToolException {
        if (secret.length == 0) {
            throw ToolException.usage("There is no password: " + otherwise + ".");
        }
        return secret;
    }

    private static char[] ofFile(Path file) throws ToolException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(MAX_OCTETS + 1);
            try {
                if (octets.length > MAX_OCTETS) {
                    throw ToolException.usage("The password file " + file + " is longer than any password.");
                }
                return decoded(octets);
            } catch (CharacterCodingException e) {
                throw ToolException.usage("The password file " + file + " is not text in UTF-8.");
            } finally {
                Arrays.fill(octets, (byte) 0);
            }
        } catch (ToolException e) {
            throw e;
        } catch (IOException e) {
            throw ToolException.local("The password file " + file + " cannot be read", e);
        }
    }

    /** Without the line end that editors put there. */
    private static char[] decoded(byte[] octets) throws CharacterCodingException {
        CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
        int end = text.length();
        if (end > 0 && text.get(end - 1) == '\n') {
            end--;
        }
        if (end > 0 && text.get(end - 1) == '\r') {
            end--;
        }
        char[] secret = Arrays.copyOf(text.array(), end);
        Arrays.fill(text.array(), '\0');
        return secret;
    }
}
