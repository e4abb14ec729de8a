package org.pop3j.interop.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pop3j.interop.contract.ServerContract.cannotBeAsked;
import static org.pop3j.interop.contract.ServerContract.deviates;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Dovecot 2.3 does otherwise than the contract says. */
interface DovecotDeviations extends ServerContract {
    @Override
    @Test
    @DisplayName("S-GEN-08c")
    @Deviation("ignores what follows STAT, NOOP, RSET and QUIT; behind a message-number it is refused")
    default void excessArgumentsAreRefused() throws IOException {
        deviates(ServerContract.super::excessArgumentsAreRefused);
        try (Wire wire = session(GeneralClauses.MAIL)) {
            assertThat(wire.command("STAT 1")).isEqualTo("+OK 1 20");
            wire.ok("NOOP 1");
            wire.ok("RSET 1");
            wire.refused("RETR 1 2");
            wire.refused("TOP 1 1 1");
            wire.ok("QUIT 1");
        }
    }

    @Override
    @Test
    @DisplayName("S-GEN-13")
    @Deviation(
            "takes two spaces before an argument and one behind a command that needs none; the RFCs leave leniency open")
    default void spacesBelongWhereTheGrammarHasThem() throws IOException {
        deviates(ServerContract.super::spacesBelongWhereTheGrammarHasThem);
        try (Wire wire = session(GeneralClauses.MAIL)) {
            assertThat(wire.message("RETR  1")).isEqualTo(GeneralClauses.MAIL);
            wire.ok("STAT ");
            wire.refused(" RETR 1");
        }
    }

    @Override
    @Test
    @DisplayName("S-GEN-17")
    @Deviation("ends a command at NUL and runs what is before it; octets above 127 are refused")
    default void nulAndOctetsAbove127InACommandAreNoCommand() throws IOException {
        deviates(ServerContract.super::nulAndOctetsAbove127InACommandAreNoCommand);
        try (Wire wire = session(GeneralClauses.MAIL)) {
            assertThat(wire.message("RETR 1\000")).isEqualTo(GeneralClauses.MAIL);
            wire.ok("DELE 1\000x");
            wire.refused("STAT\u00ff");
        }
    }

    @Override
    @Test
    @DisplayName("S-GEN-21, S-UPD-01b")
    @Deviation(
            value = "has a clock that nobody can move; its timer of ten minutes is not waited for here",
            asked = false)
    default void aSilentClientIsLoggedOutNoSoonerThanInTenMinutesWithoutAWordAndWithoutUpdate() throws IOException {
        cannotBeAsked(
                ServerContract.super::aSilentClientIsLoggedOutNoSoonerThanInTenMinutesWithoutAWordAndWithoutUpdate);
        try (Wire wire = session()) {
            assertThat(wire.quiet()).isTrue();
            wire.ok("NOOP");
        }
    }

    @Override
    @Test
    @DisplayName("S-AUT-03")
    @Deviation("remembers the name across CAPA")
    default void passComesDirectlyAfterUser() throws IOException {
        deviates(ServerContract.super::passComesDirectlyAfterUser);
        try (Wire wire = Wire.clear(server())) {
            wire.ok("USER " + user());
            wire.lines("CAPA");
            wire.ok("PASS " + ServerUnderTest.PASSWORD);
        }
    }

    @Override
    @Test
    @DisplayName("S-AUT-07")
    @Deviation("takes USER without a name, and refuses the login")
    default void userNeedsANameAndPassAPassword() throws IOException {
        deviates(ServerContract.super::userNeedsANameAndPassAPassword);
        try (Wire wire = Wire.clear(server())) {
            wire.ok("USER");
            wire.refused("PASS " + ServerUnderTest.PASSWORD);
        }
    }

    @Override
    @Test
    @DisplayName("S-AUT-10b, S-RC-01")
    @Deviation("waits ten seconds for the lock before it says so")
    default void aLockedMaildropIsToldInUseToWhoeverKnowsThePasswordWithoutALongWait() throws IOException {
        deviates(ServerContract.super::aLockedMaildropIsToldInUseToWhoeverKnowsThePasswordWithoutALongWait);
        String user = user();
        try (Wire first = Wire.of(server(), user);
                Wire second = Wire.clear(server())) {
            second.ok("USER " + user);
            assertThat(second.command("PASS " + ServerUnderTest.PASSWORD)).startsWith("-ERR [IN-USE]");
            first.ok("NOOP");
        }
    }

    @Override
    @Test
    @DisplayName("S-AUT-11")
    @Deviation(
            "keeps the passwords of these tests as plain text, which do for both; who minds configures it per account")
    default void anAccountThatUsesPassUsesNoApop() throws IOException {
        deviates(ServerContract.super::anAccountThatUsesPassUsesNoApop);
        String user = user();
        try (Wire wire = Wire.of(server(), user)) {
            wire.ok("QUIT");
        }
        try (Wire wire = Wire.connect(server(), server().port())) {
            wire.ok(LoginClauses.apop(wire.line(), user, ServerUnderTest.PASSWORD));
        }
    }

    @Override
    @Test
    @DisplayName("S-APO-01")
    @Deviation("has base64 in its timestamp, whose = and + some clients refuse")
    default void theGreetingHasAFreshTimestamp() throws IOException {
        deviates(ServerContract.super::theGreetingHasAFreshTimestamp);
        try (Wire one = Wire.connect(server(), server().port());
                Wire two = Wire.connect(server(), server().port())) {
            String first = LoginClauses.timestamp(one.line());
            assertThat(first).contains("==@");
            assertThat(LoginClauses.timestamp(two.line())).isNotEqualTo(first);
        }
    }

    @Override
    @Test
    @DisplayName("S-APO-04")
    @Deviation("has APOP in each of these set-ups, and therefore a timestamp")
    default void withoutATimestampThereIsNoApop() throws IOException {
        deviates(ServerContract.super::withoutATimestampThereIsNoApop);
        try (Wire wire = Wire.connect(server(), server().port())) {
            wire.ok(LoginClauses.apop(wire.line(), user(), ServerUnderTest.PASSWORD));
        }
    }

    @Override
    @Test
    @DisplayName("S-APO-06")
    @Deviation("knows no SASLprep")
    default void namesOfApopArePrepared() throws IOException {
        deviates(ServerContract.super::namesOfApopArePrepared);
        String user = user();
        try (Wire wire = Wire.connect(server(), server().port())) {
            wire.refused(LoginClauses.apop(wire.line(), "\u00c2\u00ad" + user, ServerUnderTest.PASSWORD));
        }
    }

    @Override
    @Test
    @DisplayName("S-TRN-08")
    @Deviation("adds the line end and does not count it")
    default void aMissingLastLineEndIsAddedAndCounted() throws IOException {
        deviates(ServerContract.super::aMissingLastLineEndIsAddedAndCounted);
        try (Wire wire = session("Subject: x\r\n\r\nno end")) {
            assertThat(wire.message("RETR 1")).isEqualTo("Subject: x\r\n\r\nno end\r\n");
            assertThat(wire.command("LIST 1")).isEqualTo("+OK 1 20");
        }
    }

    @Override
    @Test
    @DisplayName("S-CAP-03b")
    @Deviation("lists a tag CAPA")
    default void onlyRegisteredTagsAreListed() throws IOException {
        deviates(ServerContract.super::onlyRegisteredTagsAreListed);
        assertThat(capabilities()).contains("CAPA");
    }

    @Override
    @Test
    @DisplayName("S-CAP-04, S-CAP-04b")
    @Deviation("leaves out USER and SASL after the login, where they are of no use")
    default void whatIsAnnouncedBeforeTheLoginIsAnnouncedAfterIt() throws IOException {
        deviates(ServerContract.super::whatIsAnnouncedBeforeTheLoginIsAnnouncedAfterIt);
        assertThat(Clauses.tags(capabilities())).contains("USER", "SASL");
        try (Wire wire = session()) {
            assertThat(Clauses.tags(wire.lines("CAPA"))).contains("TOP", "UIDL").doesNotContain("USER", "SASL");
        }
    }

    @Override
    @Test
    @DisplayName("S-CAP-08, S-RC-03")
    @Deviation("says [AUTH] to whatever fails in AUTH, unknown mechanisms included")
    default void wrongCredentialsAreToldAuthAndNothingElseIs() throws IOException {
        deviates(ServerContract.super::wrongCredentialsAreToldAuthAndNothingElseIs);
        assertThat(first("AUTH XYZZY")).startsWith("-ERR [AUTH]");
    }

    @Override
    @Test
    @DisplayName("S-CAP-09")
    @Deviation("has no LOGIN-DELAY, which is optional")
    default void loginDelayIsTold() throws IOException {
        deviates(ServerContract.super::loginDelayIsTold);
        assertThat(Clauses.tags(capabilities())).doesNotContain("LOGIN-DELAY");
    }

    @Override
    @Test
    @DisplayName("S-CAP-10")
    @Deviation("has no LOGIN-DELAY, which is optional")
    default void anAnnouncedDelayIsEnforcedButNotAtUser() throws IOException {
        deviates(ServerContract.super::anAnnouncedDelayIsEnforcedButNotAtUser);
        String user = user();
        for (int i = 0; i < 2; i++) {
            try (Wire wire = next(user)) {
                wire.ok("QUIT");
            }
        }
    }

    @Override
    @Test
    @DisplayName("S-CAP-11")
    @Deviation("ignores it")
    default void capaTakesNoArgument() throws IOException {
        deviates(ServerContract.super::capaTakesNoArgument);
        try (Wire wire = Wire.clear(server())) {
            assertThat(wire.lines("CAPA x")).contains("UIDL");
        }
    }

    @Override
    @Test
    @DisplayName("S-CAP-12")
    @Deviation("leaves EXPIRE out")
    default void thatNothingExpiresIsAnnounced() throws IOException {
        deviates(ServerContract.super::thatNothingExpiresIsAnnounced);
        assertThat(Clauses.tags(capabilities())).doesNotContain("EXPIRE");
    }

    @Override
    @Test
    @DisplayName("S-CAP-13")
    @Deviation("leaves it out, which is allowed")
    default void theImplementationIsAnnouncedInTransactionAtLeast() throws IOException {
        deviates(ServerContract.super::theImplementationIsAnnouncedInTransactionAtLeast);
        try (Wire wire = session()) {
            assertThat(Clauses.tags(wire.lines("CAPA"))).doesNotContain("IMPLEMENTATION");
        }
    }

    @Override
    @Test
    @DisplayName("S-TLS-05")
    @Deviation("ignores it")
    default void stlsTakesNoArgument() throws IOException {
        deviates(ServerContract.super::stlsTakesNoArgument);
        try (Wire wire = Wire.clear(server())) {
            wire.ok("STLS now");
            wire.handshake(server().trust());
            wire.lines("CAPA");
        }
    }

    @Override
    @Test
    @DisplayName("S-TLS-06")
    @Deviation("remembers the name across STLS")
    default void aNameGivenInTheClearIsForgotten() throws IOException {
        deviates(ServerContract.super::aNameGivenInTheClearIsForgotten);
        try (Wire wire = Wire.clear(server())) {
            wire.ok("USER " + user());
            wire.ok("STLS");
            wire.handshake(server().trust());
            wire.ok("PASS " + ServerUnderTest.PASSWORD);
        }
    }

    @Override
    @Test
    @DisplayName("S-TLS-13")
    @Deviation("has no UTF8, which is optional")
    default void stlsAfterUtf8IsRefusedOrWorks() throws IOException {
        deviates(ServerContract.super::stlsAfterUtf8IsRefusedOrWorks);
        assertThat(first("UTF8")).startsWith("-ERR");
    }

    @Override
    @Test
    @DisplayName("S-SAS-07")
    @Deviation("takes it, and sends its challenge all the same")
    default void whereTheServerGoesFirstThereIsNoFirstResponse() throws IOException {
        deviates(ServerContract.super::whereTheServerGoesFirstThereIsNoFirstResponse);
        try (Wire wire = Wire.clear(server())) {
            String challenge = wire.command("AUTH CRAM-MD5 " + Clauses.base64("x 0123456789abcdef0123456789abcdef"));
            assertThat(challenge).startsWith("+ ");
        }
    }

    @Override
    @Test
    @DisplayName("S-SAS-20")
    @Deviation("announces EXTERNAL to clients without a certificate, too, and refuses them")
    default void externalIsWhomTheCertificateStandsFor() throws IOException {
        deviates(ServerContract.super::externalIsWhomTheCertificateStandsFor);
        try (Wire wire = Wire.secure(server(), server().trust())) {
            assertThat(wire.lines("CAPA")).anyMatch(line -> line.matches("SASL .*\\bEXTERNAL\\b.*"));
            wire.refused("AUTH EXTERNAL =");
        }
        try (Wire wire = Wire.secure(server(), server().trustAndCertificate())) {
            wire.ok("AUTH EXTERNAL =");
            wire.ok("STAT");
        }
    }

    @Override
    @Test
    @DisplayName("S-SAS-21")
    @Deviation("has no mechanism with channel binding in this version")
    default void scramBindsToTheConnection() throws IOException {
        deviates(ServerContract.super::scramBindsToTheConnection);
        try (Wire wire = Wire.secure(server(), server().trust())) {
            assertThat(wire.lines("CAPA")).noneMatch(line -> line.contains("-PLUS"));
            wire.refused("AUTH SCRAM-SHA-256-PLUS");
        }
    }

    @Override
    @Test
    @DisplayName("S-SAS-26")
    @Deviation("knows no SASLprep")
    default void theAuthorizationIdentityIsPrepared() throws IOException {
        deviates(ServerContract.super::theAuthorizationIdentityIsPrepared);
        String user = user();
        try (Wire wire = Wire.clear(server())) {
            wire.refused("AUTH PLAIN " + AuthClauses.plain("\u00c2\u00ad" + user, user, ServerUnderTest.PASSWORD));
        }
    }

    @Override
    @Test
    @DisplayName("S-SAS-28")
    @Deviation("takes a digest-uri of any service")
    default void theServiceOfDigestMd5IsPop() throws IOException {
        deviates(ServerContract.super::theServiceOfDigestMd5IsPop);
        String user = user();
        try (Wire wire = Wire.clear(server())) {
            DigestMd5 digest = MechanismClauses.digestMd5(wire, user, ServerUnderTest.PASSWORD, "imap/localhost");
            assertThat(wire.command(Clauses.base64(digest.response()))).startsWith("+ ");
            wire.ok("");
        }
    }

    @Override
    @Test
    @DisplayName("S-U8-01, S-U8-03")
    @Deviation("has no UTF8, which is optional; messages go out as they are without it")
    default void inUtf8ModeMessagesGoOutAsTheyAre() throws IOException {
        deviates(ServerContract.super::inUtf8ModeMessagesGoOutAsTheyAre);
        try (Wire wire = session(Utf8Clauses.UTF8_HEADER)) {
            assertThat(Clauses.tags(wire.lines("CAPA"))).doesNotContain("UTF8");
            assertThat(wire.message("RETR 1")).isEqualTo(Utf8Clauses.UTF8_HEADER);
        }
    }

    @Override
    @Test
    @DisplayName("S-U8-04, S-RC-04")
    @Deviation("does not look at headers: it knows nothing of UTF8")
    default void withoutItAMessageWithUtf8InItsHeaderIsRefusedAndOneWithItInItsBodyIsNot() throws IOException {
        deviates(ServerContract.super::withoutItAMessageWithUtf8InItsHeaderIsRefusedAndOneWithItInItsBodyIsNot);
        try (Wire wire = session(Utf8Clauses.UTF8_HEADER)) {
            wire.ok("LIST 1");
            assertThat(wire.message("RETR 1")).isEqualTo(Utf8Clauses.UTF8_HEADER);
        }
    }

    @Override
    @Test
    @DisplayName("S-U8-05")
    @Deviation("announces nothing, and takes any octets for a name")
    default void namesAndPasswordsInUtf8AreTakenIfTheyAreThat() throws IOException {
        deviates(ServerContract.super::namesAndPasswordsInUtf8AreTakenIfTheyAreThat);
        assertThat(capabilities()).doesNotContain("UTF8 USER");
        assertThat(first("USER j\u00f6rg")).startsWith("+OK");
    }

    @Override
    @Test
    @DisplayName("S-LNG-01")
    @Deviation("has no LANG, which is optional")
    default void languagesAreListedAndChosen() throws IOException {
        deviates(ServerContract.super::languagesAreListedAndChosen);
        assertThat(Clauses.tags(capabilities())).doesNotContain("LANG");
        assertThat(first("LANG")).startsWith("-ERR");
    }

    private List<String> capabilities() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            return wire.lines("CAPA");
        }
    }
}
