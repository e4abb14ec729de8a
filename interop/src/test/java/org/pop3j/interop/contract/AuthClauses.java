package org.pop3j.interop.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.pop3j.interop.contract.ServerUnderTest.PASSWORD;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** AUTH (RFC 5034), whatever the mechanism. */
interface AuthClauses extends Clauses {
    static String plain(String authorization, String user, String password) {
        return Clauses.base64(authorization + "\0" + user + "\0" + password);
    }

    @Test
    @DisplayName("S-SAS-01")
    default void anUnknownMechanismIsRefusedAndTheSessionGoesOn() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            wire.refused("AUTH XYZZY");
            wire.login(user());
        }
    }

    @Test
    @DisplayName("S-SAS-02")
    default void aFirstResponseInTheCommandIsTaken() throws IOException {
        String user = user();
        try (Wire wire = Wire.clear(server())) {
            wire.ok("AUTH PLAIN " + plain("", user, PASSWORD));
            wire.ok("STAT");
        }
    }

    @Test
    @DisplayName("S-SAS-03, S-SAS-22, S-SAS-24")
    default void withoutAFirstResponseTheChallengeIsPlusAndOneSpace() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            assertThat(wire.command("AUTH PLAIN")).isEqualTo("+ ");
            wire.ok(plain("", user(), PASSWORD));
            wire.ok("STAT");
        }
    }

    @Test
    @DisplayName("S-SAS-04")
    default void anAsteriskCancels() throws IOException {
        needsPlain();
        try (Wire wire = Wire.clear(server())) {
            assertThat(wire.command("AUTH PLAIN")).startsWith("+ ");
            wire.refused("*");
            wire.login(user());
        }
    }

    @Test
    @DisplayName("S-SAS-05")
    default void whatIsNotBase64IsRefused() throws IOException {
        for (String response : List.of("!!!!", "AGFsaWNl AGFs", "AGF", "\u00e9\u00e9\u00e9\u00e9")) {
            try (Wire wire = Wire.clear(server())) {
                assertThat(wire.command("AUTH PLAIN")).startsWith("+ ");
                wire.refused(response);
                wire.refused("STAT");
            }
        }
    }

    @Test
    @DisplayName("S-SAS-06")
    default void paddingIsForTheEndOnly() throws IOException {
        String user = user();
        String right = plain("", user, PASSWORD);
        assertThat(right).as("base64 that needs no padding").doesNotContain("=");
        for (String response : List.of("=" + right, right.substring(0, 4) + "=" + right.substring(4), right + "=")) {
            try (Wire wire = Wire.clear(server())) {
                assertThat(wire.command("AUTH PLAIN")).startsWith("+ ");
                wire.refused(response);
            }
        }
    }

    @Test
    @DisplayName("S-SAS-07")
    default void whereTheServerGoesFirstThereIsNoFirstResponse() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            wire.refused("AUTH CRAM-MD5 " + Clauses.base64("alice 0123456789abcdef0123456789abcdef"));
        }
    }

    @Test
    @DisplayName("S-SAS-08")
    default void anEqualsSignIsAResponseThatIsEmpty() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            // An empty message is none of PLAIN's: refused, and not asked for again.
            wire.refused("AUTH PLAIN =");
            wire.login(user());
        }
    }

    @Test
    @DisplayName("S-SAS-09")
    default void afterASuccessAuthIsRefused() throws IOException {
        String user = user();
        try (Wire wire = Wire.clear(server())) {
            wire.ok("AUTH PLAIN " + plain("", user, PASSWORD));
            wire.refused("AUTH PLAIN " + plain("", user, PASSWORD));
            wire.ok("STAT");
        }
    }

    @Test
    @DisplayName("S-SAS-10")
    default void mechanismsComeInAnyCase() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            wire.ok("auth pLaIn " + plain("", user(), PASSWORD));
        }
    }

    @Test
    @DisplayName("S-SAS-11")
    default void aFailureLeavesEverythingAsItWas() throws IOException {
        needsPlain();
        String user = user(GeneralClauses.MAIL);
        try (Wire wire = Wire.clear(server())) {
            wire.refused("AUTH PLAIN " + plain("", user, "wrong"));
            // Neither a login nor half of one: GreenMail took PASS here.
            wire.refused("PASS " + PASSWORD);
            wire.ok("AUTH PLAIN " + plain("", user, PASSWORD));
            assertThat(wire.ok("STAT")).startsWith("+OK 1 ");
        }
    }

    @Test
    @DisplayName("S-SAS-11b")
    default void aWrongPasswordIsToldAuth() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            assertThat(wire.refused("AUTH PLAIN " + plain("", user(), "wrong"))).startsWith("-ERR [AUTH]");
        }
    }

    @Test
    @DisplayName("S-SAS-12")
    default void responsesMayBeLongerThanCommands() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            assertThat(wire.command("AUTH PLAIN")).startsWith("+ ");
            wire.refused(plain("z".repeat(255), "u".repeat(255), "p".repeat(255)));
            wire.login(user());
        }
    }

    @Test
    @DisplayName("S-SAS-13")
    default void nobodyIsSomebodyElse() throws IOException {
        needsPlain();
        try (Wire wire = Wire.clear(server())) {
            wire.refused("AUTH PLAIN " + plain(user(), user(), PASSWORD));
            wire.refused("STAT");
        }
    }

    @Test
    @DisplayName("S-SAS-13b")
    default void everybodyIsHimself() throws IOException {
        String user = user();
        try (Wire wire = Wire.clear(server())) {
            wire.ok("AUTH PLAIN " + plain(user, user, PASSWORD));
        }
    }

    @Test
    @DisplayName("S-SAS-13c")
    default void malformedMessagesOfPlainAreRefused() throws IOException {
        String user = user();
        for (String message : List.of(
                "x",
                "\0" + user,
                "\0\0" + PASSWORD,
                "\0" + user + "\0",
                "\0" + user + "\0" + PASSWORD + "\0",
                user + "\0" + PASSWORD)) {
            try (Wire wire = Wire.clear(server())) {
                wire.refused("AUTH PLAIN " + Clauses.base64(message));
                wire.refused("STAT");
            }
        }
    }

    @Test
    @DisplayName("S-SAS-23")
    default void aCommandWithItsFirstResponseMayHave255Octets() throws IOException {
        // 11 octets of command, 240 of base64, 2 of line end: 253, and the next longer base64 does not fit.
        try (Wire wire = Wire.clear(server())) {
            String response = plain("", "u".repeat(100), "p".repeat(78));
            assertThat(response).hasSize(240);
            wire.refused("AUTH PLAIN " + response);
            wire.login(user());
        }
    }

    @Test
    @DisplayName("S-SAS-26")
    default void theAuthorizationIdentityIsPrepared() throws IOException {
        // A soft hyphen is mapped to nothing (RFC 4013, section 2.1); a private-use character is prohibited (section
        // 2.3).
        String user = user();
        try (Wire wire = Wire.clear(server())) {
            wire.refused("AUTH PLAIN " + plain(utf8("\ue000") + user, user, PASSWORD));
            wire.ok("AUTH PLAIN " + plain(utf8("\u00ad") + user, user, PASSWORD));
        }
    }

    @Test
    @DisplayName("S-SAS-27")
    default void plainIsThereUnderTls() throws IOException {
        try (Wire wire = Wire.secure(server(), server().trust())) {
            assertThat(wire.lines("CAPA")).anyMatch(line -> line.matches("SASL(| .*) PLAIN(| .*)"));
            wire.ok("AUTH PLAIN " + plain("", user(), PASSWORD));
        }
    }

    static String utf8(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
