package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 2449: what is announced, and that it is true. */
class ServerCapabilitiesTest {
    private final MemoryMaildrop maildrop = new MemoryMaildrop("a\r\n");

    @Test
    @DisplayName("S-CAP-01, S-CAP-03, S-CAP-06, S-CAP-12, S-CAP-13")
    void capaWorksInBothStates() {
        String everything = String.join(
                "\r\n",
                "+OK capabilities follow",
                "USER",
                "TOP",
                "UIDL",
                "RESP-CODES",
                "AUTH-RESP-CODE",
                "PIPELINING",
                "EXPIRE NEVER",
                "IMPLEMENTATION pop3j",
                ".",
                "");
        ServerDriver server = ServerDriver.connected(maildrop);
        assertThat(server.command("CAPA")).isEqualTo(everything);
        server.send("USER alice\r\nPASS secret\r\n");
        assertThat(server.command("CAPA")).isEqualTo(everything);
    }

    @Test
    @DisplayName("S-CAP-02")
    void aServerWithoutCapaRefusesIt() {
        ServerDriver old = ServerDriver.connected(maildrop, ServerSettings.DEFAULT.without(Keyword.CAPA));
        assertThat(old.indicators("CAPA", "USER alice", "PASS secret", "CAPA", "UIDL"))
                .containsExactly("-ERR", "+OK", "+OK", "-ERR", "+OK");
    }

    @Test
    @DisplayName("S-CAP-03")
    void capabilitiesThatCannotBeAnnouncedCannotBeConfigured() {
        for (Capability capability : List.of(
                new Capability(".X", List.of()),
                new Capability("TOP", List.of()),
                new Capability("stls", List.of()),
                new Capability("sasl", List.of("PLAIN")),
                new Capability("X", List.of("x".repeat(509))),
                new Capability("X", List.of("\u00e9")))) {
            assertThatThrownBy(() -> ServerSettings.DEFAULT.withAnnounced(List.of(capability)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        Capability twice = new Capability("EXPIRE", List.of("60"));
        assertThatThrownBy(() -> ServerSettings.DEFAULT.withAnnounced(List.of(twice, twice)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("S-CAP-04, S-CAP-04b")
    void whatIsAnnouncedBeforeLoginIsAnnouncedAfterItButForStls() {
        ServerDriver server = ServerDriver.connected(maildrop, ServerSettings.DEFAULT.with(Keyword.STLS));
        String before = server.command("CAPA");
        server.send("USER alice\r\nPASS secret\r\n");
        assertThat(before).contains("\r\nSTLS\r\n");
        assertThat(server.command("CAPA")).isEqualTo(before.replace("STLS\r\n", ""));
    }

    @Test
    @DisplayName("S-CAP-09")
    void delayAndRetentionAreToldForEverybodyBeforeTheLoginAndForTheUserAfterIt() {
        ServerSettings settings = ServerSettings.DEFAULT.withAnnounced(List.of(
                new Capability("LOGIN-DELAY", List.of("900", "USER")),
                new Capability("EXPIRE", List.of("0", "USER")),
                new Capability("X-OTHER", List.of("1", "USER"))));
        Login own = new Login.Granted(
                maildrop,
                List.of(new Capability("expire", List.of("60")), new Capability("LOGIN-DELAY", List.of("600"))));
        ServerDriver server = ServerDriver.connected(settings, (user, password) -> own);
        assertThat(server.command("CAPA")).contains("\r\nLOGIN-DELAY 900 USER\r\nEXPIRE 0 USER\r\nX-OTHER 1 USER\r\n");
        server.send("USER alice\r\nPASS secret\r\n");
        assertThat(server.command("CAPA")).contains("\r\nLOGIN-DELAY 600\r\nexpire 60\r\nX-OTHER 1 USER\r\n");
    }

    @Test
    @DisplayName("S-CAP-09")
    void withoutAPolicyOfTheUserTheLongestDelayStandsWithoutUser() {
        ServerSettings settings = ServerSettings.DEFAULT.withAnnounced(List.of(
                new Capability("LOGIN-DELAY", List.of("900", "USER")), new Capability("EXPIRE", List.of("NEVER"))));
        ServerDriver server = ServerDriver.connected(maildrop, settings);
        server.send("USER alice\r\nPASS secret\r\n");
        assertThat(server.command("CAPA")).contains("\r\nLOGIN-DELAY 900\r\nEXPIRE NEVER\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOGIN-DELAY",
                "LOGIN-DELAY x",
                "LOGIN-DELAY -1",
                "LOGIN-DELAY NEVER",
                "LOGIN-DELAY 1 2",
                "LOGIN-DELAY 1 USER USER",
                "EXPIRE",
                "EXPIRE USER",
                "expire soon"
            })
    @DisplayName("S-CAP-09")
    void whatIsNoDelayAndNoRetentionCannotBeConfigured(String line) throws Exception {
        Capability capability = Capability.parse(line);
        assertThatThrownBy(() -> ServerSettings.DEFAULT.withAnnounced(List.of(capability)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Login.Granted(maildrop, List.of(capability)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOGIN-DELAY 1 USER", "EXPIRE NEVER USER", "TOP", "IMPLEMENTATION 1"})
    void thePolicyOfAUserIsAValueAndNothingElse(String line) throws Exception {
        Capability capability = Capability.parse(line);
        assertThatThrownBy(() -> new Login.Granted(maildrop, List.of(capability)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"TOP", "UIDL", "USER", "STLS"})
    @DisplayName("S-CAP-05, S-CAP-05b, S-CAP-05c")
    void optionalCommandsAreAnnouncedIfAndOnlyIfTheyWork(Keyword keyword) {
        ServerDriver without = ServerDriver.connected(maildrop, ServerSettings.DEFAULT.without(keyword));
        assertThat(without.command("CAPA")).doesNotContain("\r\n" + keyword + "\r\n");
        without.send("USER alice\r\nPASS secret\r\n");
        assertThat(without.indicators(
                        keyword == Keyword.TOP ? "TOP 1 0" : keyword == Keyword.USER ? "USER a" : keyword.name()))
                .containsExactly("-ERR");
        ServerDriver with = ServerDriver.connected(maildrop, ServerSettings.DEFAULT.with(keyword));
        assertThat(with.command("CAPA")).contains("\r\n" + keyword + "\r\n");
    }

    @Test
    @DisplayName("S-TLS-09, S-TLS-10")
    void withoutTlsALoginInTheClearCanBeRefusedAndIsThenNotAnnounced() {
        ServerSettings secure = ServerSettings.DEFAULT.with(Keyword.STLS).withClearTextLogin(false);
        ServerDriver clear = ServerDriver.connected(maildrop, secure);
        assertThat(clear.command("CAPA")).doesNotContain("USER").contains("STLS");
        assertThat(clear.indicators("USER alice", "PASS secret")).containsOnly("-ERR");
        ServerDriver tls = ServerDriver.connected(maildrop, secure.withTlsActive(true));
        assertThat(tls.command("CAPA")).contains("USER");
        assertThat(tls.indicators("USER alice", "PASS secret")).containsOnly("+OK");
    }
}
