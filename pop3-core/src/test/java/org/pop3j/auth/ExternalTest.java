package org.pop3j.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** RFC 4422, appendix A. */
class ExternalTest {
    private static final ClientContext THERE = new ClientContext("localhost", 995, TestSecrets.FIXED);

    private static ServerStep server(Optional<String> certificateUser, String response) {
        ServerContext context = new ServerContext("here", TestSecrets.FIXED, List.of(), certificateUser);
        return Mechanism.EXTERNAL.server(new TestSecrets("fred", "x"), context).respond(response.getBytes(UTF_8));
    }

    @Test
    void theClientNamesSomebodyOrNobody() throws Exception {
        ClientExchange nobody = Mechanism.EXTERNAL.client(Credentials.certificate(), THERE);
        assertThat(nobody.complete()).isFalse();
        assertThat(nobody.respond(new byte[0])).isEmpty();
        assertThat(nobody.complete()).isTrue();
        assertThat(nobody.secretUsed()).isFalse();
        assertThatThrownBy(() -> nobody.respond(new byte[0])).isInstanceOf(MechanismException.class);
        assertThat(Mechanism.EXTERNAL
                        .client(Credentials.certificate("fred@example.com"), THERE)
                        .respond(new byte[0]))
                .isEqualTo("fred@example.com".getBytes(UTF_8));
        assertThat(Credentials.certificate()).hasToString("somebody by [EXTERNAL]");
        assertThatThrownBy(() -> Credentials.certificate("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("S-SAS-20, S-SAS-13, S-SAS-13b")
    void theServerTakesWhomTheCertificateStandsForAndNobodyElse() {
        assertThat(server(Optional.of("fred"), "")).isEqualTo(new ServerStep.Verified("fred"));
        assertThat(server(Optional.of("fred"), "fred")).isEqualTo(new ServerStep.Verified("fred"));
        assertThat(server(Optional.of("fred"), "tim")).isEqualTo(ServerStep.Failed.WRONG);
        assertThat(server(Optional.empty(), "")).isEqualTo(ServerStep.Failed.WRONG);
        assertThat(server(Optional.empty(), "fred")).isEqualTo(ServerStep.Failed.WRONG);
    }

    @Test
    @DisplayName("S-SAS-20, S-SAS-26, S-SAS-13c")
    void theIdentityIsPreparedAndRefusedIfItCannotBe() {
        assertThat(server(Optional.of("IX"), "\u2168")).isEqualTo(new ServerStep.Verified("IX"));
        assertThat(server(Optional.of("fred"), "\u00ad")).isEqualTo(ServerStep.Failed.MALFORMED);
        assertThat(server(Optional.of("fred"), "fr\0ed")).isEqualTo(ServerStep.Failed.MALFORMED);
    }
}
