package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictClientTest {
    private final List<String> violations = new ArrayList<>();
    private StrictClient client = client(true, true);

    private StrictClient client(boolean pipelining, boolean utf8) {
        StrictClient made = new StrictClient(false, utf8, () -> pipelining, violations::add);
        made.replied("+OK ready");
        return made;
    }

    @Test
    void aClientThatKeepsTheRulesViolatesNone() {
        say("CAPA", "+OK");
        say("STLS", "+OK");
        client.tlsStarted();
        say("CAPA", "+OK");
        say("UTF8", "+OK");
        say("USER " + "u".repeat(248), "+OK");
        say("PASS a b  c ", "-ERR");
        say("USER caf\u00c3\u00a9", "+OK");
        say("PASS \u00c3\u00a9", "-ERR");
        say("AUTH CRAM-MD5", "+ ****");
        say("dGVzdA==", "-ERR");
        say("AUTH PLAIN dGVzdA==", "-ERR");
        say("AUTH EXTERNAL =", "-ERR");
        say("AUTH PLAIN", "+ ****");
        say("*", "-ERR");
        say("AUTH PLAIN", "+ ****");
        say("x".repeat(12_288), "+OK");
        more("STAT", "+OK");
        say("list 1", "+OK");
        say("LIST", "+OK");
        say("UIDL", "+OK");
        say("TOP 1 0", "+OK");
        say("DELE 1", "+OK");
        say("RSET", "+OK");
        say("RETR 1", "+OK");
        say("DELE 1", "-ERR");
        say("RETR 1", "+OK");
        say("LANG de", "+OK");
        say("NOOP", "+OK");
        say("QUIT", "+OK");
        client.ended(RecordedSession.Ending.QUIT);

        assertThat(violations).isEmpty();
    }

    @Test
    void linesEndWithCrLf() {
        raw("CAPA\n", false);

        assertViolates("a line without CRLF at its end (RFC 1939, section 3)");
    }

    @Test
    void lineEndsWithinALineAreNone() {
        raw("NO\rOP\r\n", false);
        raw("USER a\rb\r\n", false);

        assertViolates(
                "a line that begins with no command (RFC 1939, section 3)",
                "USER with octets that are not printable ASCII (RFC 1939, section 3)");
    }

    @Test
    void commandsHaveAtMost255OctetsWithCrLf() {
        say("CAPA", "+OK");
        say("USER " + "u".repeat(249), "-ERR");
        say("AUTH PLAIN " + "x".repeat(244), "-ERR");

        assertViolates(
                "a command longer than 255 octets (RFC 2449, section 4)",
                "a command longer than 255 octets (RFC 2449, section 4)");
    }

    @Test
    void aLineThatComesInPartsIsTooLongOnceUnlessItIsAResponse() {
        say("CAPA", "+OK");
        raw("USER " + "u".repeat(1019), true);
        raw("u".repeat(1024), true);
        raw("u\r\n", false);
        client.replied("-ERR");
        say("AUTH PLAIN", "+ ****");
        raw("x".repeat(1024), true);
        raw("x\r\n", false);

        assertViolates("a command longer than 255 octets (RFC 2449, section 4)");
    }

    @Test
    void whatCountsIsWhatTheClientWasTold() {
        say("USER alice", "+OK");
        raw("PASS secret\r\n", false);
        client.replied("+OK");
        client.replied("-ERR [IN-USE] by a fault");
        say("USER alice", "+OK");
        say("PASS secret", "+OK");
        say("STAT", "+OK");

        assertThat(violations).isEmpty();
    }

    @Test
    void withoutCapaArgumentsHaveAtMost40Characters() {
        say("USER " + "u".repeat(40), "+OK");
        say("PASS " + "p".repeat(20) + " " + "q".repeat(20), "-ERR");

        assertViolates("PASS with more than 40 characters, CAPA not asked (RFC 1939, section 3)");
    }

    @Test
    void capabilitiesLearntInTheClearCountForNothingUnderTls() {
        say("CAPA", "+OK");
        say("STLS", "+OK");
        client.tlsStarted();
        say("USER " + "u".repeat(41), "+OK");

        assertViolates("USER with more than 40 characters, CAPA not asked (RFC 1939, section 3)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"STAT", "LIST", "RETR 1", "DELE 1", "NOOP", "RSET", "TOP 1 1", "UIDL"})
    void transactionsNeedALogin(String command) {
        say("USER alice", "+OK");
        say("PASS wrong", "-ERR");
        say(command, "-ERR");

        assertViolates(command.split(" ")[0] + " in AUTHORIZATION (RFC 1939, section 3)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER a", "APOP a 0123456789abcdef0123456789abcdef", "AUTH PLAIN", "STLS", "UTF8"})
    void afterTheLoginThereIsNoLogin(String command) {
        client = apopClient();
        login();
        say(command, "-ERR");

        assertViolates(command.split(" ")[0] + " in TRANSACTION (RFC 1939, section 3)");
    }

    @Test
    void passComesDirectlyAfterAUserThatWasTaken() {
        say("PASS secret", "-ERR");
        say("USER alice", "-ERR");
        say("PASS secret", "-ERR");
        say("USER alice", "+OK");
        say("CAPA", "+OK");
        say("PASS secret", "-ERR");

        assertViolates(
                "PASS not directly after a USER (RFC 1939, section 7)",
                "PASS not directly after a USER (RFC 1939, section 7)",
                "PASS not directly after a USER (RFC 1939, section 7)");
    }

    @Test
    void apopNeedsATimestamp() {
        String apop = "APOP alice 0123456789abcdef0123456789abcdef";
        say(apop, "-ERR");
        assertViolates("APOP without a timestamp in the greeting (RFC 1939, section 7)");

        violations.clear();
        client = apopClient();
        say(apop, "+OK");
        assertThat(violations).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RETR",
                "RETR 0",
                "RETR x",
                "RETR  1",
                "RETR 1 ",
                "RETR -1",
                "TOP 1",
                "LIST 1 2",
                "STAT 1",
                "UIDL 1:2",
                "NOOP x",
                "DELE",
                "TOP 1 -1",
                "QUIT now",
                "CAPA all"
            })
    void argumentsHaveTheirForm(String command) {
        login();
        say(command, "-ERR");

        assertViolates(command.split(" ")[0] + " with arguments that it does not take (RFC 1939, section 3)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"USER", "USER a b", "PASS", "PASS ", "AUTH", "AUTH plain", "AUTH PLAIN x y", "AUTH PLAIN ?"})
    void argumentsOfTheLoginHaveTheirForm(String command) {
        say("USER alice", "+OK");
        say(command, "-ERR");

        assertViolates(command.split(" ")[0] + " with arguments that it does not take (RFC 1939, section 3)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HELO x", "XTND XMIT", "", " NOOP", "secret", "PA\u00DF", "PA\u00DF secret", "NOOPS", "NOO"})
    void whatIsNoCommandIsToldWithoutItsText(String line) {
        say(line, "-ERR");

        assertViolates("a line that begins with no command (RFC 1939, section 3)");
    }

    @Test
    void octetsBeyondAsciiNeedUtf8AndAName() {
        login();
        say("LIST \u00e9", "-ERR");
        assertThat(violations.remove(1)).startsWith("LIST with arguments");
        assertViolates("LIST with octets that are not printable ASCII (RFC 1939, section 3)");

        violations.clear();
        client = client(true, false);
        say("USER \u00c3\u00a9", "-ERR");
        assertViolates("USER with octets that are not printable ASCII (RFC 1939, section 3)");
    }

    @ParameterizedTest
    @CsvSource({
        "RETR 1, RETR of message 1",
        "top 1 0, TOP of message 1",
        "LIST 1, LIST of message 1",
        "UIDL 01, UIDL of message 1",
        "DELE 1, DELE of message 1"
    })
    void deletedMessagesAreNotToBeNamed(String command, String told) {
        login();
        say("DELE 1", "+OK");
        say("RETR 2", "+OK");
        say("DELE 3", "-ERR");
        say("RETR 3", "+OK");
        say(command, "-ERR");

        assertViolates(told + ", which is marked as deleted (RFC 1939, section 5)");
    }

    @Test
    void pipeliningNeedsCapaThatAnnouncesIt() {
        more("USER alice", "+OK");
        assertViolates("pipelining behind USER, CAPA not asked (RFC 2449, section 6.6)");

        violations.clear();
        client = client(false, false);
        say("CAPA", "+OK");
        more("USER alice", "+OK");
        assertViolates("pipelining behind USER, PIPELINING not announced (RFC 2449, section 6.6)");
    }

    @Test
    void aCapaThatFailedAnnouncesNothing() {
        say("CAPA", "-ERR");
        more("USER alice", "+OK");

        assertViolates("pipelining behind USER, CAPA not asked (RFC 2449, section 6.6)");
    }

    @Test
    void nothingComesBehindWhatEndsOneTalkAndBeginsAnother() {
        say("CAPA", "+OK");
        more("STLS", "-ERR");
        more("AUTH PLAIN", "+ ****");
        more("dGVzdA==", "-ERR");
        more("QUIT", "+OK");

        assertViolates(
                "octets behind STLS, before the handshake (RFC 2595, section 4)",
                "octets behind AUTH, whose answer had not come (RFC 5034, section 4)",
                "more octets behind a response, whose answer had not come (RFC 5034, section 4)",
                "octets behind QUIT (RFC 1939, section 6)");
    }

    @Test
    void tlsIsNotAskedForTwice() {
        say("STLS", "+OK");
        client.tlsStarted();
        say("STLS", "-ERR");

        assertViolates("STLS under TLS (RFC 2595, section 4)");
    }

    @Test
    void responsesAreBase64() {
        say("AUTH PLAIN", "+ ****");
        say("a b", "-ERR");
        say("AUTH PLAIN", "+ ****");
        say("abcde", "-ERR");
        say("AUTH PLAIN", "+ ****");
        say("", "-ERR");

        assertViolates(
                "a response that is not in base64 (RFC 5034, section 4)",
                "a response that is not in base64 (RFC 5034, section 4)");
    }

    @Test
    void aSessionEndsWithQuit() {
        say("NOOP", "-ERR");
        violations.clear();
        client.ended(RecordedSession.Ending.LOST);
        assertViolates("no QUIT at the end (RFC 1939, section 6)");

        violations.clear();
        client.ended(RecordedSession.Ending.TIMED_OUT);
        assertViolates("no QUIT at the end (RFC 1939, section 6)");
    }

    @Test
    void whatTheServerBreaksOffIsNotTheClientsFault() {
        client.ended(RecordedSession.Ending.DROPPED);
        client.ended(RecordedSession.Ending.FAILED);
        client.ended(RecordedSession.Ending.TLS_FAILED);
        new StrictClient(true, true, () -> true, violations::add).ended(RecordedSession.Ending.LOST);
        say("QUIT", "+OK");
        client.ended(RecordedSession.Ending.LOST);

        assertThat(violations).isEmpty();
    }

    @Test
    void afterAFaultAMissingQuitIsNone() {
        say("USER alice", "+OK");
        client.faulted(false);
        say("PASS", "-ERR");
        client.ended(RecordedSession.Ending.LOST);

        assertViolates("PASS with arguments that it does not take (RFC 1939, section 3)");
    }

    @Test
    void nothingIsJudgedOnceTheClientWasToldWhatIsNoReply() {
        raw("USER alice\r\n", false);
        client.faulted(true);
        say("PASS secret", "-ERR");
        raw("whatever", true);
        client.ended(RecordedSession.Ending.LOST);

        assertThat(violations).isEmpty();
    }

    private StrictClient apopClient() {
        StrictClient made = new StrictClient(false, true, () -> true, violations::add);
        made.replied("+OK ready <1.2@example.org>");
        return made;
    }

    private void login() {
        say("USER alice", "+OK");
        say("PASS secret", "+OK");
    }

    private void say(String line, String answer) {
        raw(line + "\r\n", false);
        client.replied(answer);
    }

    private void more(String line, String answer) {
        raw(line + "\r\n", true);
        client.replied(answer);
    }

    private void raw(String octets, boolean more) {
        client.line(octets.getBytes(StandardCharsets.ISO_8859_1), more);
    }

    private void assertViolates(String... expected) {
        assertThat(violations).containsExactly(expected);
    }
}
