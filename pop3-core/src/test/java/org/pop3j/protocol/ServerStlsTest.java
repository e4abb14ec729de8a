package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** RFC 2595, section 4: the change to TLS. */
class ServerStlsTest {
    private final MemoryMaildrop maildrop = new MemoryMaildrop("a\r\n");
    private final ServerDriver server = ServerDriver.connected(maildrop, ServerSettings.DEFAULT.with(Keyword.STLS));

    @Test
    @DisplayName("S-TLS-01")
    void stlsIsAnsweredInTheClearAndThenTheHandshakeIsDue() {
        assertThat(server.command("STLS")).isEqualTo("+OK begin TLS\r\n");
        assertThat(server.last()).isEqualTo(ServerEngine.Action.START_TLS);
        assertThat(server.pump()).isEmpty();
        assertThat(server.last()).isEqualTo(ServerEngine.Action.START_TLS);
        server.engine().tlsStarted();
        assertThat(server.indicators("USER alice", "PASS secret")).containsOnly("+OK");
    }

    @Test
    @DisplayName("S-TLS-02, S-TLS-11")
    void underTlsItIsNeitherAnnouncedNorAllowed() {
        server.command("STLS");
        server.engine().tlsStarted();
        assertThat(server.command("CAPA")).contains("USER").doesNotContain("STLS");
        assertThat(server.indicators("STLS")).containsExactly("-ERR");
        ServerSettings implicit = ServerSettings.DEFAULT.with(Keyword.STLS).withTlsActive(true);
        assertThat(ServerDriver.connected(maildrop, implicit).indicators("STLS"))
                .containsExactly("-ERR");
    }

    @Test
    @DisplayName("S-TLS-03")
    void afterLoginItIsNeitherAnnouncedNorAllowed() {
        server.send("USER alice\r\nPASS secret\r\n");
        assertThat(server.command("CAPA")).doesNotContain("STLS");
        assertThat(server.indicators("STLS")).containsExactly("-ERR");
    }

    @Test
    @DisplayName("S-TLS-04, S-PIP-05")
    void whatCameBehindStlsInTheClearIsNeverRun() {
        assertThat(server.send("STLS\r\nUSER alice\r\nPASS secret\r\nDELE 1\r\nQUI"))
                .isEqualTo("+OK begin TLS\r\n");
        server.engine().receive(ByteBuffer.wrap("NOOP\r\nQUI".getBytes(US_ASCII)));
        server.engine().tlsStarted();
        assertThat(server.pump()).isEmpty();
        assertThat(server.send("T\r\n")).isEqualTo("-ERR unknown command\r\n");
        assertThat(server.engine().state()).isEqualTo(SessionState.AUTHORIZATION);
    }

    @Test
    @DisplayName("S-TLS-05")
    void stlsTakesNoArgument() {
        assertThat(server.indicators("STLS now", "NOOP")).containsOnly("-ERR");
        assertThat(server.last()).isEqualTo(ServerEngine.Action.READ);
    }

    @Test
    @DisplayName("S-TLS-06")
    void aNameGivenInTheClearIsForgotten() {
        server.send("USER mallory\r\nSTLS\r\n");
        server.engine().tlsStarted();
        assertThat(server.indicators("PASS secret")).containsExactly("-ERR");
    }

    @Test
    @DisplayName("S-TLS-11")
    void aFailedHandshakeEndsTheSession() {
        server.command("STLS");
        server.engine().connectionLost();
        assertThat(server.send("USER alice\r\n")).isEmpty();
        assertThat(server.last()).isEqualTo(ServerEngine.Action.CLOSE);
    }

    @Test
    void tlsCannotStartUnasked() {
        assertThatThrownBy(server.engine()::tlsStarted).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aServerThatDoesNotOfferItDoesNotKnowIt() {
        assertThat(ServerDriver.connected(maildrop).command("STLS")).isEqualTo("-ERR unknown command\r\n");
    }
}
