package org.pop3j.interop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.pop3j.interop.contract.ServerUnderTest.Setup;

/** PIPELINING (RFC 2449, section 6.6), STLS (RFC 2595), implicit TLS (RFC 8314). */
interface PipeliningAndTlsClauses extends Clauses {
    @Test
    @DisplayName("S-PIP-01")
    default void commandsInOneWriteAreAnsweredInOrder() throws IOException {
        try (Wire wire = session("a: b\r\n\r\nc\r\n", "a: b\r\n\r\ncc\r\n")) {
            wire.send("STAT\r\nRETR 2\r\nDELE 2\r\nXYZZY\r\nUIDL\r\nNOOP\r\nSTAT\r\n");
            assertThat(wire.line()).startsWith("+OK 2 ");
            assertThat(wire.line()).startsWith("+OK");
            assertThat(wire.rest()).containsExactly("a: b", "", "cc");
            assertThat(wire.line()).startsWith("+OK");
            assertThat(wire.line()).startsWith("-ERR");
            assertThat(wire.line()).startsWith("+OK");
            assertThat(wire.rest()).hasSize(1);
            assertThat(wire.line()).startsWith("+OK");
            assertThat(wire.line()).startsWith("+OK 1 ");
        }
    }

    @Test
    @DisplayName("S-PIP-02")
    default void whatFollowsALoginInOneWriteIsKept() throws IOException {
        String user = user(GeneralClauses.MAIL);
        try (Wire wire = Wire.clear(server())) {
            wire.send("USER " + user + "\r\nPASS " + ServerUnderTest.PASSWORD + "\r\nSTAT\r\nQUIT\r\n");
            assertThat(wire.line()).startsWith("+OK");
            assertThat(wire.line()).startsWith("+OK");
            assertThat(wire.line()).startsWith("+OK 1 ");
            assertThat(wire.line()).startsWith("+OK");
            assertThat(wire.ends()).isTrue();
        }
    }

    @Test
    @DisplayName("S-PIP-03")
    default void whatFollowsAnAuthWithItsResponseIsKept() throws IOException {
        String user = user(GeneralClauses.MAIL);
        try (Wire wire = Wire.clear(server())) {
            wire.send("AUTH PLAIN " + AuthClauses.plain("", user, ServerUnderTest.PASSWORD) + "\r\nSTAT\r\nQUIT\r\n");
            assertThat(wire.line()).startsWith("+OK");
            assertThat(wire.line()).startsWith("+OK 1 ");
            assertThat(wire.line()).startsWith("+OK");
        }
    }

    @Test
    @DisplayName("S-PIP-04")
    default void aClientThatReadsMayWriteAsMuchAsItLikesWhileAnswersAreUnderWay() throws IOException {
        // Two and a half megabytes of commands, and nearly seven of answers: more than sockets hold.
        int small = 400_000;
        String large = "Subject: large\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(30_000);
        try (Wire wire = session(large)) {
            CompletableFuture<Void> written = wire.sending("RETR 1\r\n" + "NOOP\r\n".repeat(small) + "RETR 1\r\n");
            assertThat(wire.line()).startsWith("+OK");
            assertThat(wire.rest()).hasSize(30_002);
            for (int i = 0; i < small; i++) {
                assertThat(wire.line()).startsWith("+OK");
            }
            assertThat(wire.line()).startsWith("+OK");
            assertThat(wire.rest()).hasSize(30_002);
            written.join();
        }
    }

    @Test
    @DisplayName("S-PIP-05, S-TLS-04")
    default void whatCameInTheClearBehindStlsIsNoCommand() throws IOException {
        needsStls();
        try (Wire wire = Wire.clear(server())) {
            wire.send("STLS\r\nXYZZY\r\nQUIT\r\n");
            if (wire.line().startsWith("-ERR")) {
                return; // Refused for what came behind it.
            }
            try {
                wire.handshake(server().trust());
            } catch (IOException e) {
                // The server took the octets for a handshake, or closed.
                assertThat(wire.everything()).doesNotContain("+OK", "-ERR");
                return;
            }
            assertThat(wire.quiet()).isTrue();
        }
    }

    @Test
    @DisplayName("S-TLS-01")
    default void stlsIsAnsweredAndTheHandshakeFollows() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            assertThat(wire.lines("CAPA")).contains("STLS");
            wire.ok("STLS");
            wire.handshake(server().trust());
            wire.login(user(GeneralClauses.MAIL));
            assertThat(wire.message("RETR 1")).isEqualTo(GeneralClauses.MAIL);
            wire.ok("QUIT");
        }
    }

    @Test
    @DisplayName("S-TLS-02")
    default void underTlsStlsIsNeitherAnnouncedNorTaken() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            wire.ok("STLS");
            wire.handshake(server().trust());
            assertThat(wire.lines("CAPA")).isNotEmpty().doesNotContain("STLS");
            wire.refused("STLS");
        }
        try (Wire wire = Wire.secure(server(), server().trust())) {
            assertThat(wire.lines("CAPA")).isNotEmpty().doesNotContain("STLS");
            wire.refused("STLS");
        }
    }

    @Test
    @DisplayName("S-TLS-03")
    default void afterTheLoginStlsIsNotAnnounced() throws IOException {
        try (Wire wire = session()) {
            assertThat(wire.lines("CAPA")).isNotEmpty().doesNotContain("STLS");
        }
    }

    @Test
    @DisplayName("S-TLS-05")
    default void stlsTakesNoArgument() throws IOException {
        assertThat(first("STLS now")).startsWith("-ERR");
    }

    @Test
    @DisplayName("S-TLS-06")
    default void aNameGivenInTheClearIsForgotten() throws IOException {
        needsStls();
        try (Wire wire = Wire.clear(server())) {
            wire.ok("USER " + user());
            if (wire.command("STLS").startsWith("-ERR")) {
                return; // It comes before USER, or not at all.
            }
            wire.handshake(server().trust());
            wire.refused("PASS " + ServerUnderTest.PASSWORD);
        }
    }

    @Test
    @DisplayName("S-TLS-07")
    default void tlsIsOneDotTwoOrThreeAndNothingOlder() throws IOException {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            try (Wire wire = Wire.connect(server(), server().tlsPort())) {
                SSLSession session = wire.handshake(server().trust(), protocol);
                assertThat(session.getProtocol()).isEqualTo(protocol);
                assertThat(wire.line()).startsWith("+OK");
            }
        }
        assertThat(OldTls.answer(server(), 1)).as("TLS 1.0").isNotEqualTo(OldTls.SERVER_HELLO);
        assertThat(OldTls.answer(server(), 2)).as("TLS 1.1").isNotEqualTo(OldTls.SERVER_HELLO);
        assertThat(OldTls.answer(server(), 3)).as("TLS 1.2, by the same octets").isEqualTo(OldTls.SERVER_HELLO);
    }

    @Test
    @DisplayName("S-TLS-08")
    default void withImplicitTlsTheHandshakeComesBeforeTheGreeting() throws IOException {
        try (Wire wire = Wire.connect(server(), server().tlsPort())) {
            assertThat(wire.quiet()).isTrue();
            wire.handshake(server().trust());
            assertThat(wire.line()).startsWith("+OK");
            wire.login(user(GeneralClauses.MAIL));
            assertThat(wire.message("RETR 1")).isEqualTo(GeneralClauses.MAIL);
        }
    }

    @Test
    @DisplayName("S-TLS-09")
    default void aPasswordInTheClearCanBeForbidden() throws IOException {
        ServerUnderTest strict = server(Setup.NO_CLEAR_TEXT);
        String user = user(strict);
        try (Wire wire = Wire.clear(strict)) {
            List<String> capabilities = wire.lines("CAPA");
            assertThat(capabilities).doesNotContain("USER").contains("STLS");
            assertThat(capabilities).noneMatch(line -> line.matches("SASL .*\\b(PLAIN|LOGIN)\\b.*"));
            wire.ok("STLS");
            wire.handshake(strict.trust());
            assertThat(wire.lines("CAPA")).contains("USER").anyMatch(line -> line.matches("SASL .*\\bPLAIN\\b.*"));
            wire.login(user);
        }
    }

    @Test
    @DisplayName("S-TLS-10")
    default void whatIsNotAnnouncedInTheClearIsRefusedThere() throws IOException {
        ServerUnderTest strict = server(Setup.NO_CLEAR_TEXT);
        String user = user(strict);
        for (String command : List.of(
                "USER " + user,
                "AUTH PLAIN " + AuthClauses.plain("", user, ServerUnderTest.PASSWORD),
                "AUTH PLAIN",
                "AUTH LOGIN")) {
            try (Wire wire = Wire.clear(strict)) {
                wire.refused(command);
            }
        }
    }

    @Test
    @DisplayName("S-TLS-11")
    default void aFailedHandshakeEndsTheConnection() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            wire.ok("STLS");
            wire.send("this is no handshake, whatever else it is\r\nQUIT\r\n");
            assertThat(wire.everything()).doesNotContain("+OK", "-ERR");
        }
        assertThat(OldTls.answerAndEnd(server(), 2)).as("TLS 1.1, to the end").isNotEqualTo(OldTls.SERVER_HELLO);
        assertThat(first("CAPA")).startsWith("+OK");
    }

    @Test
    @DisplayName("S-TLS-13")
    default void stlsAfterUtf8IsRefusedOrWorks() throws IOException {
        try (Wire wire = Wire.clear(everything())) {
            wire.ok("UTF8");
            if (wire.command("STLS").startsWith("+OK")) {
                wire.handshake(everything().trust());
            }
            wire.ok("CAPA");
        }
    }
}
