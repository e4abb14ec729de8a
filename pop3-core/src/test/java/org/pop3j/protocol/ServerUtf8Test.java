package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** UTF8 and LANG (RFC 6856). */
class ServerUtf8Test {
    private static final ServerSettings SETTINGS =
            ServerSettings.DEFAULT.with(Keyword.UTF8).with(Keyword.LANG).with(Keyword.STLS);

    private final MemoryMaildrop maildrop = new MemoryMaildrop("Subject: x\r\n\r\n");
    private final ServerDriver server = ServerDriver.connected(maildrop, SETTINGS);

    @Test
    @DisplayName("S-U8-01")
    void utf8IsForAuthorizationAndAnnouncedInBothStates() {
        assertThat(server.command("CAPA")).contains("\r\nUTF8 USER\r\n", "\r\nLANG\r\n");
        assertThat(server.indicators("UTF8", "UTF8", "USER alice", "PASS secret"))
                .containsExactly("+OK", "+OK", "+OK", "+OK");
        assertThat(server.command("CAPA")).contains("\r\nUTF8 USER\r\n", "\r\nLANG\r\n");
    }

    @Test
    @DisplayName("S-U8-02")
    void utf8IsRefusedInTransaction() {
        server.send("USER alice\r\nPASS secret\r\n");
        assertThat(server.command("UTF8")).isEqualTo("-ERR UTF8 is not allowed in TRANSACTION\r\n");
    }

    @Test
    @DisplayName("S-U8-04")
    void aMessageWithUtf8InItsHeaderIsRefusedToWhoDidNotAsk() {
        ServerDriver plain = withMessage("From: a\r\nSubject: \u00c3\u00a4\r\n\r\nbody\r\n");
        plain.send("USER alice\r\nPASS secret\r\n");
        String refusal = "-ERR [UTF8] the message has UTF-8 in its header\r\n";
        assertThat(plain.command("LIST 1")).isEqualTo(refusal);
        assertThat(plain.command("TOP 1 0")).isEqualTo(refusal);
        assertThat(plain.command("RETR 1")).isEqualTo(refusal);
    }

    @Test
    @DisplayName("S-RC-04")
    void noOtherCommandIsRefusedForTheSakeOfUtf8() {
        ServerDriver plain = withMessage("Subject: \u00c3\u00a4\r\n\r\n");
        plain.send("USER alice\r\nPASS secret\r\n");
        assertThat(plain.indicators("STAT", "UIDL 1", "NOOP", "DELE 1", "RSET")).containsOnly("+OK");
        assertThat(plain.command("LIST")).endsWith("\r\n1 15\r\n.\r\n");
        assertThat(plain.command("UIDL")).endsWith("\r\n1 id-1\r\n.\r\n");
    }

    @Test
    @DisplayName("S-U8-03")
    void inUtf8ModeMessagesGoOutAsTheyAre() {
        String message = "Subject: \u00c3\u00a4\r\n\r\n.\u00ff\r\n";
        ServerDriver asking = withMessage(message);
        asking.send("UTF8\r\nUSER alice\r\nPASS secret\r\n");
        assertThat(asking.command("LIST 1")).isEqualTo("+OK 1 19\r\n");
        assertThat(message).hasSize(19);
        assertThat(asking.command("RETR 1"))
                .isEqualTo("+OK 19 octets\r\nSubject: \u00c3\u00a4\r\n\r\n..\u00ff\r\n.\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject: a\r\n\r\n\u00c3\u00a4\r\n", "Subject: a\r\n\r\n\r\n\u00c3", "\r\n\u00c3", ""})
    @DisplayName("S-U8-04")
    void octetsAbove127InTheBodyNeedNoUtf8(String message) {
        ServerDriver plain = withMessage(message);
        plain.send("USER alice\r\nPASS secret\r\n");
        assertThat(plain.indicators("LIST 1")).containsExactly("+OK");
        assertThat(plain.command("RETR 1")).startsWith("+OK ").contains(message);
    }

    @Test
    void whereUtf8IsNotOfferedMessagesPassAsEver() {
        ServerDriver old = ServerDriver.loggedIn(new MemoryMaildrop("Subject: \u00c3\u00a4\r\n\r\n"));
        assertThat(old.command("LIST 1")).isEqualTo("+OK 1 15\r\n");
        assertThat(old.command("RETR 1")).contains("\u00c3\u00a4");
    }

    @Test
    void aHeaderThatCannotBeReadIsTroubleOfTheServer() {
        ServerDriver plain = ServerDriver.connected(
                new MemoryMaildrop("") {
                    @Override
                    public InputStream open(int messageNumber) throws IOException {
                        throw new IOException("disk");
                    }
                },
                SETTINGS);
        plain.send("USER alice\r\nPASS secret\r\n");
        assertThat(plain.command("LIST 1")).isEqualTo("-ERR [SYS/TEMP] the message cannot be read\r\n");
    }

    @Test
    @DisplayName("S-U8-05")
    void namesAndPasswordsMayBeUtf8EvenBeforeTheCommand() {
        List<String> names = new ArrayList<>();
        ServerDriver open = ServerDriver.connected(SETTINGS, (user, password) -> {
            names.add(user + "/" + new String(password, UTF_8));
            return new Login.Granted(maildrop);
        });
        // J\u00fcrgen, and a password of a pound sign and a space
        assertThat(open.send("USER J\u00c3\u00bcrgen\r\nPASS \u00c2\u00a3 \r\n").lines())
                .allMatch(line -> line.startsWith("+OK"));
        assertThat(names).containsExactly("J\u00fcrgen/\u00a3 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00fc",
                "a\u00c3",
                "\u00c0\u0080",
                "\u00ed\u00a0\u0080",
                "\u00f5\u0080\u0080\u0080",
                "\u00c2\u0085",
                "\u0000",
                "\u007f",
                "a\tb"
            })
    @DisplayName("S-U8-05")
    void whatIsNotUtf8OrHasControlsIsRefused(String octets) {
        assertThat(server.command("USER " + octets)).startsWith("-ERR USER takes one argument");
        server.command("USER alice");
        assertThat(server.command("PASS " + octets)).startsWith("-ERR PASS takes one argument");
    }

    @Test
    void withoutTheOfferOctetsAbove127AreRefusedInNamesAndPasswords() {
        ServerDriver plain = ServerDriver.connected(maildrop);
        assertThat(plain.indicators("USER \u00c3\u00bc", "USER alice", "PASS \u00c3\u00bc"))
                .containsExactly("-ERR", "+OK", "-ERR");
    }

    @Test
    void utf8TakesNoArgument() {
        assertThat(server.command("UTF8 USER")).isEqualTo("-ERR UTF8 takes no argument\r\n");
    }

    private static ServerDriver withMessage(String message) {
        return ServerDriver.connected(new MemoryMaildrop(message), SETTINGS);
    }

    @Test
    void withoutTheOfferTheCommandsAreUnknownAndNotAnnounced() {
        ServerDriver plain = ServerDriver.connected(maildrop);
        assertThat(plain.indicators("UTF8", "LANG", "LANG en")).containsOnly("-ERR");
        assertThat(plain.command("CAPA")).doesNotContain("UTF8", "LANG");
    }

    @Test
    @DisplayName("S-TLS-13")
    void noTlsAfterUtf8() {
        server.command("UTF8");
        assertThat(server.command("STLS")).isEqualTo("-ERR no TLS after UTF8\r\n");
        assertThat(server.last()).isEqualTo(ServerEngine.Action.READ);
    }

    @Test
    @DisplayName("S-LNG-01")
    void languagesAreListedInBothStates() {
        String languages = "+OK languages follow\r\ni-default Default language\r\nen English\r\n.\r\n";
        assertThat(server.command("LANG")).isEqualTo(languages);
        server.send("USER alice\r\nPASS secret\r\n");
        assertThat(server.command("LANG")).isEqualTo(languages);
    }

    @ParameterizedTest
    @CsvSource({"*,i-default", "i-default,i-default", "en,en", "EN,en", "en-GB,en", "en-Latn-GB,en"})
    @DisplayName("S-LNG-01")
    void aLanguageIsChosenByTheTagThatFitsBest(String range, String tag) {
        assertThat(server.command("LANG " + range)).isEqualTo("+OK " + tag + " it is\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "e", "eng", "-", "--", "en-", "-en", "i", "de en", " en", "en ", " ", "\u00e9", "**"})
    @DisplayName("S-LNG-01")
    void anotherLanguageIsRefused(String range) {
        assertThat(server.command("LANG " + range)).startsWith("-ERR ");
    }
}
