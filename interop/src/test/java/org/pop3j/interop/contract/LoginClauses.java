package org.pop3j.interop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** AUTHORIZATION: USER, PASS, APOP (RFC 1939, sections 4, 7 and 13). */
interface LoginClauses extends Clauses {
    Pattern TIMESTAMP = Pattern.compile("<[!-;=?-~]+@[!-;=?-~]+>");

    @Test
    @DisplayName("S-AUT-01")
    default void userAndPassLeadToTransaction() throws IOException {
        try (Wire wire = session()) {
            wire.ok("STAT");
        }
    }

    @Test
    @DisplayName("S-AUT-02")
    default void passNeedsUser() throws IOException {
        user();
        assertThat(first("PASS " + ServerUnderTest.PASSWORD)).startsWith("-ERR");
    }

    @Test
    @DisplayName("S-AUT-03")
    default void passComesDirectlyAfterUser() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            wire.ok("USER " + user());
            wire.lines("CAPA");
            wire.refused("PASS " + ServerUnderTest.PASSWORD);
        }
    }

    @Test
    @DisplayName("S-AUT-04")
    default void aWrongPasswordIsRefusedAndAnotherTryAllowedOrTheConnectionClosed() throws IOException {
        String user = user();
        try (Wire wire = Wire.clear(server())) {
            wire.ok("USER " + user);
            wire.refused("PASS wrong");
            wire.login(user);
            wire.ok("STAT");
        }
    }

    @Test
    @DisplayName("S-AUT-04b")
    default void afterAWrongPasswordPassNeedsANewUser() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            wire.ok("USER " + user());
            wire.refused("PASS wrong");
            wire.refused("PASS " + ServerUnderTest.PASSWORD);
            wire.refused("STAT");
        }
    }

    @Test
    @DisplayName("S-AUT-05")
    default void unknownAccountsAreAnsweredLikeWrongPasswords() throws IOException {
        String user = user();
        try (Wire known = Wire.clear(server());
                Wire unknown = Wire.clear(server())) {
            assertThat(unknown.ok("USER nobody-here")).isEqualTo(known.ok("USER " + user));
            assertThat(unknown.refused("PASS wrong")).isEqualTo(known.refused("PASS wrong"));
        }
    }

    @Test
    @DisplayName("S-AUT-06")
    default void quitBeforeTheLoginIsAnsweredAndEndsTheConnection() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            wire.ok("QUIT");
            assertThat(wire.ends()).isTrue();
        }
    }

    @Test
    @DisplayName("S-AUT-07")
    default void userNeedsANameAndPassAPassword() throws IOException {
        assertThat(first("USER")).startsWith("-ERR");
        try (Wire wire = Wire.clear(server())) {
            wire.ok("USER " + user());
            wire.refused("PASS");
        }
    }

    @Test
    @DisplayName("S-AUT-08")
    default void spacesBelongToThePassword() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            wire.ok("USER " + ServerUnderTest.SPACES);
            wire.refused("PASS two  words");
        }
        try (Wire wire = Wire.clear(server())) {
            wire.ok("USER " + ServerUnderTest.SPACES);
            wire.ok("PASS " + ServerUnderTest.SPACED_PASSWORD);
        }
    }

    @Test
    @DisplayName("S-AUT-09")
    default void anotherUserReplacesTheFirst() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            wire.ok("USER nobody-here");
            wire.login(user(GeneralClauses.MAIL));
            assertThat(wire.ok("STAT")).startsWith("+OK 1 ");
        }
    }

    @Test
    @DisplayName("S-AUT-10")
    default void theMaildropIsLockedForOthersUntilTheSessionEnds() throws IOException {
        String user = user(GeneralClauses.MAIL);
        try (Wire first = Wire.of(server(), user);
                Wire second = Wire.clear(server())) {
            second.ok("USER " + user);
            second.refused("PASS " + ServerUnderTest.PASSWORD);
            first.ok("DELE 1");
            first.ok("QUIT");
        }
        try (Wire third = next(user)) {
            assertThat(third.ok("STAT")).isEqualTo("+OK 0 0");
        }
    }

    @Test
    @DisplayName("S-AUT-10b, S-RC-01")
    default void aLockedMaildropIsToldInUseToWhoeverKnowsThePasswordWithoutALongWait() throws IOException {
        String user = user();
        try (Wire first = Wire.of(server(), user)) {
            try (Wire second = Wire.clear(server())) {
                second.ok("USER " + user);
                assertThat(second.command("PASS wrong")).startsWith("-ERR").doesNotContain("[IN-USE]");
                second.ok("USER " + user);
                long before = System.nanoTime();
                assertThat(second.command("PASS " + ServerUnderTest.PASSWORD)).startsWith("-ERR [IN-USE]");
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
            }
            first.ok("NOOP");
        }
    }

    @Test
    @DisplayName("S-AUT-11")
    default void anAccountThatUsesPassUsesNoApop() throws IOException {
        String user = user(everything());
        try (Wire wire = Wire.of(everything(), user)) {
            wire.ok("QUIT");
        }
        try (Wire wire = Wire.connect(everything(), everything().port())) {
            wire.refused(apop(wire.line(), user, ServerUnderTest.PASSWORD));
        }
    }

    @Test
    @DisplayName("S-AUT-12")
    default void aRefusedLoginKeepsNoLock() throws IOException {
        String user = user();
        try (Wire first = Wire.clear(server())) {
            first.ok("USER " + user);
            first.refused("PASS wrong");
            try (Wire second = Wire.of(server(), user)) {
                second.ok("STAT");
            }
        }
        try (Wire waiting = Wire.clear(server())) {
            try (Wire holder = next(user)) {
                waiting.ok("USER " + user);
                waiting.refused("PASS " + ServerUnderTest.PASSWORD);
                holder.ok("QUIT");
                assertThat(holder.ends()).isTrue();
            }
            // Who came too late has not got the lock since, either.
            try (Wire third = next(user)) {
                third.ok("STAT");
            }
        }
    }

    @Test
    @DisplayName("S-APO-01")
    default void theGreetingHasAFreshTimestamp() throws IOException {
        try (Wire one = Wire.connect(everything(), everything().port());
                Wire two = Wire.connect(everything(), everything().port())) {
            String first = timestamp(one.line());
            assertThat(first).matches("<[A-Za-z0-9.-]+@[A-Za-z0-9.-]+>").hasSizeGreaterThan(12);
            assertThat(timestamp(two.line())).isNotEqualTo(first);
        }
    }

    @Test
    @DisplayName("S-APO-02")
    default void apopTakesTheDigestOfTimestampAndSecret() throws IOException {
        String user = user(everything(), GeneralClauses.MAIL);
        try (Wire wire = Wire.connect(everything(), everything().port())) {
            wire.ok(apop(wire.line(), user, ServerUnderTest.PASSWORD));
            assertThat(wire.ok("STAT")).startsWith("+OK 1 ");
        }
    }

    @Test
    @DisplayName("S-APO-03")
    default void apopTakesNothingElse() throws IOException {
        String user = user(everything());
        try (Wire wire = Wire.connect(everything(), everything().port())) {
            String greeting = wire.line();
            wire.refused(apop(greeting, user, "wrong"));
            wire.refused("STAT");
        }
        try (Wire wire = Wire.connect(everything(), everything().port())) {
            wire.refused(apop(wire.line(), user, ServerUnderTest.PASSWORD).replaceFirst(".$", ""));
        }
        try (Wire wire = Wire.clear(everything())) {
            wire.refused("APOP " + user);
        }
    }

    @Test
    @DisplayName("S-APO-04")
    default void withoutATimestampThereIsNoApop() throws IOException {
        try (Wire wire = Wire.connect(server(), server().port())) {
            assertThat(wire.line()).doesNotContainPattern(TIMESTAMP);
            wire.refused("APOP " + user() + " 0123456789abcdef0123456789abcdef");
        }
    }

    @Test
    @DisplayName("S-APO-05")
    default void noCapabilityAnnouncesApop() throws IOException {
        try (Wire wire = Wire.clear(everything())) {
            assertThat(Clauses.tags(wire.lines("CAPA"))).doesNotContain("APOP").isNotEmpty();
        }
    }

    @Test
    @DisplayName("S-APO-06")
    default void namesOfApopArePrepared() throws IOException {
        // A soft hyphen, U+00AD, is mapped to nothing (RFC 4013, section 2.1); in UTF-8 it is C2 AD.
        String user = user(everything());
        try (Wire wire = Wire.connect(everything(), everything().port())) {
            wire.ok(apop(wire.line(), "\u00c2\u00ad" + user, ServerUnderTest.PASSWORD));
        }
    }

    static String timestamp(String greeting) {
        Matcher timestamp = TIMESTAMP.matcher(greeting);
        assertThat(timestamp.find()).as(greeting).isTrue();
        return timestamp.group();
    }

    static String apop(String greeting, String user, String secret) throws IOException {
        return "APOP " + user + " " + Digests.hex(Digests.digest("MD5", timestamp(greeting) + secret));
    }
}
