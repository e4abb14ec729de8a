package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;

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
    void utf8TakesNoArgument() {
        assertThat(server.command("UTF8 USER")).isEqualTo("-ERR UTF8 takes no argument\r\n");
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
