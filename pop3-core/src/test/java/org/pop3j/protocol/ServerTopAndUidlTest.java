package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 1939, section 7: TOP and UIDL. */
class ServerTopAndUidlTest {
    private static final String MAIL = "From: a\r\n.To: b\r\n\r\n.one\r\n\r\nthree\r\n";

    private final ServerDriver server =
            ServerDriver.loggedIn(new MemoryMaildrop(MAIL, "Only: header\r\n", "\r\nbody\r\n"));

    @Test
    @DisplayName("S-TOP-01")
    void withoutLinesItIsTheHeaderAndTheEmptyLine() {
        assertThat(top("1 0")).isEqualTo("From: a\r\n..To: b\r\n\r\n");
        assertThat(top("2 0")).isEqualTo("Only: header\r\n");
        assertThat(top("3 0")).isEqualTo("\r\n");
    }

    @Test
    @DisplayName("S-TOP-02, S-GEN-15")
    void linesOfTheBodyFollowAndAreStuffed() {
        assertThat(top("1 1")).isEqualTo("From: a\r\n..To: b\r\n\r\n..one\r\n");
        assertThat(top("1 2")).isEqualTo("From: a\r\n..To: b\r\n\r\n..one\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "4", "2147483647", "2147483648", "99999999999999999999999999"})
    @DisplayName("S-TOP-03")
    void moreLinesThanThereAreGiveTheWholeMessage(String lines) {
        assertThat(top("1 " + lines)).isEqualTo("From: a\r\n..To: b\r\n\r\n..one\r\n\r\nthree\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"TOP", "TOP 1", "TOP 1 -1", "TOP -1 1", "TOP 0 1", "TOP 1 x", "TOP x 1", "TOP 1 1.0", "TOP 1 +1"
            })
    @DisplayName("S-TOP-04")
    void bothArgumentsAreRequiredAndNotNegative(String line) {
        assertThat(server.command(line)).startsWith("-ERR ");
    }

    @Test
    @DisplayName("S-TOP-02")
    void aBareLfIsNoLineEnd() {
        ServerDriver odd = ServerDriver.loggedIn(new MemoryMaildrop("h\n\nx\r\n\r\na\nb\r\nc\r\n"));
        assertThat(odd.command("TOP 1 1")).endsWith("\r\nh\n\nx\r\n\r\na\nb\r\n.\r\n");
    }

    @Test
    @DisplayName("S-UID-01")
    void uidlHasALineForEachMessage() {
        assertThat(server.command("UIDL")).isEqualTo("+OK unique-ids follow\r\n1 id-1\r\n2 id-2\r\n3 id-3\r\n.\r\n");
    }

    @Test
    @DisplayName("S-UID-02")
    void uidlOfOneMessageIsOneLine() {
        assertThat(server.command("UIDL 2")).isEqualTo("+OK 2 id-2\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UIDL x", "UIDL 0", "UIDL 1x", "UIDL -1", "UIDL 1 2", "UIDL "})
    @DisplayName("S-UID-06")
    void malformedArgumentsOfUidlAreRefused(String line) {
        assertThat(server.command(line)).startsWith("-ERR ");
    }

    private String top(String arguments) {
        String answer = server.command("TOP " + arguments);
        assertThat(answer).startsWith("+OK top of message follows\r\n").endsWith(".\r\n");
        return answer.substring("+OK top of message follows\r\n".length(), answer.length() - ".\r\n".length());
    }
}
