package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.interop.DovecotServer;

/** The adapter logs in to a real Dovecot with access tokens, which that one checks by itself; needs Debian's dovecot-pop3d. */
@Tag("interop")
class DovecotAdapterTest extends AdapterFixture {
    private final TokenEndpoint endpoint = new TokenEndpoint();
    private final Map<String, byte[]> received = new ConcurrentHashMap<>();
    private DovecotServer dovecot;

    @BeforeEach
    void startDovecot() throws Exception {
        dovecot = DovecotServer.start(Files.createDirectory(directory.resolve("dovecot")), "orders", PASSWORD);
        dovecot.maildir().deliver(mail(1));
        dovecot.maildir().deliver(mail(2));
    }

    @AfterEach
    void stopDovecot() throws Exception {
        adapter.stop();
        dovecot.close();
        endpoint.close();
        assertThat(log.all()).isNotEmpty().noneMatch(line -> line.contains(dovecot.accessToken()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    void aTokenOfAnEndpointTakesMailAndAWrongOneLosesNone(String mechanism) throws Exception {
        endpoint.gives(dovecot.accessToken() + "x");

        activateByToken(mechanism, spec -> {
            spec.setTokenEndpoint(endpoint.uri().toString());
            spec.setClientId("adapter");
            spec.setClientSecret("client's secret");
        });
        refusedThenTaken(mechanism, () -> endpoint.gives(dovecot.accessToken()));

        assertThat(endpoint.asked()).hasSizeGreaterThan(1).allSatisfy(asked -> assertThat(asked.form())
                .isEqualTo("grant_type=client_credentials"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    void aTokenOfTheApplicationsOwnProviderTakesMailAndAWrongOneLosesNone(String mechanism) throws Exception {
        try (Names names = Names.open()) {
            String[] token = {dovecot.accessToken() + "x"};
            AccessTokenProvider provider = (user, host, renew) -> token[0].toCharArray();
            names.bind("java:app/Tokens", provider);

            activateByToken(mechanism, spec -> spec.setAccessTokenProvider("java:app/Tokens"));
            refusedThenTaken(mechanism, () -> token[0] = dovecot.accessToken());
            adapter.stop();
        }
    }

    private void activateByToken(String mechanism, Consumer<Pop3ActivationSpec> tokens) throws Exception {
        activate(
                mail -> {
                    take(mail);
                    received.put(mail.uniqueId(), read(mail));
                },
                spec -> {
                    spec.setServerName("localhost");
                    spec.setPortNumber(Integer.toString(dovecot.tlsPort()));
                    spec.setTls("IMPLICIT");
                    spec.setTrustedCertificates(dovecot.certificate().toString());
                    spec.setPassword(null);
                    spec.setAuthMechanisms(mechanism);
                    tokens.accept(spec);
                });
    }

    private void refusedThenTaken(String mechanism, Runnable rightToken) throws Exception {
        await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("CREDENTIALS");
        assertThat(attempts).isEmpty();
        assertThat(dovecot.maildir().count()).isEqualTo(2);

        rightToken.run();

        await().atMost(LONG).until(() -> dovecot.maildir().count() == 0);
        assertThat(attempts.values()).hasSize(2).allSatisfy(of -> assertThat(of).isEqualTo(List.of(1)));
        assertThat(received.values()).containsExactlyInAnyOrder(mail(1), mail(2));
        assertThat(dovecot.log()).contains("method=" + mechanism);
        assertThat(log.of("POP3J0100")).hasSize(1);
    }
}
