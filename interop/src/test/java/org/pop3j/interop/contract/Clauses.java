package org.pop3j.interop.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/** What the tests of all clauses need. */
interface Clauses {
    Duration LOCK_BOUND = Duration.ofSeconds(15);

    /** The server, running, always the same one for a setup. */
    ServerUnderTest server(ServerUnderTest.Setup setup) throws IOException;

    default ServerUnderTest server() throws IOException {
        return server(ServerUnderTest.Setup.STANDARD);
    }

    default ServerUnderTest everything() throws IOException {
        return server(ServerUnderTest.Setup.EVERYTHING);
    }

    /** A new user with these messages, given as characters of ISO 8859-1. */
    default String user(String... messages) throws IOException {
        return user(server(), messages);
    }

    default String user(ServerUnderTest server, String... messages) throws IOException {
        String user = server.newUser();
        for (String message : messages) {
            server.deliver(user, message.getBytes(ISO_8859_1));
        }
        return user;
    }

    /** A new user with these messages, logged in. */
    default Wire session(String... messages) throws IOException {
        return Wire.of(server(), user(messages));
    }

    /** Logged in, as soon as the server has noticed that the last session is over. */
    default Wire next(String user) {
        Wire[] session = new Wire[1];
        try {
            await().dontCatchUncaughtExceptions().atMost(LOCK_BOUND).until(() -> {
                Wire wire = Wire.clear(server());
                wire.ok("USER " + user);
                if (wire.command("PASS " + ServerUnderTest.PASSWORD).startsWith("+OK")) {
                    session[0] = wire;
                    return true;
                }
                wire.close();
                return false;
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("the maildrop stays locked", e);
        }
        return session[0];
    }

    /** For clauses that a server without PLAIN could only seem to keep or to break. */
    default void needsPlain() throws IOException {
        String response = AuthClauses.plain("", user(), ServerUnderTest.PASSWORD);
        if (!first("AUTH PLAIN " + response).startsWith("+OK")) {
            throw new NotAsked("there is no PLAIN");
        }
    }

    /** For clauses that a server without STLS could only seem to keep or to break. */
    default void needsStls() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            if (!wire.lines("CAPA").contains("STLS")) {
                throw new NotAsked("there is no STLS");
            }
        }
    }

    /** The answer to a command that is the first one of its connection. */
    default String first(String command) throws IOException {
        try (Wire wire = Wire.clear(server())) {
            return wire.command(command);
        }
    }

    static List<String> tags(List<String> capabilities) {
        return capabilities.stream().map(line -> line.replaceFirst(" .*", "")).toList();
    }

    static String base64(String octets) {
        return Base64.getEncoder().encodeToString(octets.getBytes(ISO_8859_1));
    }

    static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64.getBytes(US_ASCII)), ISO_8859_1);
    }
}
