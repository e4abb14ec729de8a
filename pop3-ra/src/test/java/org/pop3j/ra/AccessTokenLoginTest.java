package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that log in with access tokens, from a token endpoint or from the deployer's own provider. */
class AccessTokenLoginTest extends AdapterFixture {
    private static final String CLIENT_SECRET = "client-canary";

    private final TokenEndpoint endpoint = new TokenEndpoint();
    private final Names names = Names.open();

    @AfterEach
    void noSecretIsInTheLog() {
        endpoint.close();
        names.close();
        assertThat(log.all()).noneMatch(line -> line.contains(CLIENT_SECRET) || line.contains("token-canary"));
    }

    private Consumer<Pop3ActivationSpec> byToken(Consumer<Pop3ActivationSpec> more) throws IOException {
        Path pem = Files.writeString(directory.resolve("ca.pem"), server.certificatePem());
        return spec -> {
            spec.setTls("IMPLICIT");
            spec.setPortNumber(Integer.toString(server.tlsPort()));
            spec.setTrustedCertificates(pem.toString());
            spec.setPassword(null);
            more.accept(spec);
        };
    }

    private void atEndpoint(Pop3ActivationSpec spec) {
        spec.setTokenEndpoint(endpoint.uri().toString());
        spec.setClientId("adapter");
        spec.setClientSecret(CLIENT_SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    void aTokenOfTheEndpointLogsInAndServesManySessions(String mechanism) throws Exception {
        server.accessToken("orders", "token-canary-1");
        endpoint.gives("token-canary-1");
        maildrop.deliver(mail(1));

        activate(this::take, byToken(spec -> {
            atEndpoint(spec);
            spec.setAuthMechanisms(mechanism);
        }));

        untilEmpty();
        await().atMost(LONG).until(() -> server.sessions().size() > 5);
        assertThat(logins()).allMatch(login -> login.equals("AUTH " + mechanism));
        assertThat(endpoint.asked()).hasSize(1);
    }

    /** The server may take back a token before its time. */
    @Test
    void aTokenThatIsRefusedIsRenewedWithinTheSessionAndNobodyIsAlarmed() throws Exception {
        server.accessToken("orders", "token-canary-1");
        endpoint.gives("token-canary-1");
        activate(this::take, byToken(this::atEndpoint));
        await().atMost(LONG).until(() -> !log.of("POP3J0101").isEmpty());

        endpoint.gives("token-canary-2");
        server.accessToken("orders", "token-canary-2");
        maildrop.deliver(mail(1));

        untilEmpty();
        assertThat(log.of("POP3J0102")).isEmpty();
        assertThat(endpoint.asked()).hasSize(2);
    }

    @Test
    void aTokenEndpointInTroubleIsToldOnceAndHealsByItself() throws Exception {
        server.accessToken("orders", "token-canary-1");
        endpoint.answers(500, CLIENT_SECRET);
        maildrop.deliver(mail(1));

        activate(this::take, byToken(this::atEndpoint));
        await().atMost(LONG).until(() -> endpoint.asked().size() >= 3);
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("(TOKEN)", "answers 500");
        assertThat(server.sessions()).isEmpty();
        endpoint.gives("token-canary-1");

        untilEmpty();
        assertThat(log.of("POP3J0100")).hasSize(1);
    }

    @Test
    void aClientThatTheEndpointRefusesIsACaseOfCredentials() throws Exception {
        endpoint.answers(401, "{\"error\":\"invalid_client\"}");

        activate(this::take, byToken(this::atEndpoint));

        await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("(CREDENTIALS)", "401 invalid_client");
    }

    @Test
    void aTokenThatTheServerNeverTakesIsACaseOfCredentials() throws Exception {
        server.accessToken("orders", "another");
        endpoint.gives("token-canary-1");

        activate(this::take, byToken(this::atEndpoint));

        await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("(CREDENTIALS)", "AUTH refused");
    }

    @Test
    void aTokenThatCannotBeSentIsTold() throws Exception {
        endpoint.gives("token-canary with spaces");

        activate(this::take, byToken(this::atEndpoint));

        await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("(TOKEN)", "gives what is no token");
    }

    @Test
    void aProviderIsAskedByNameAndToldWhenItsTokenWasRefused() throws Exception {
        server.accessToken("orders", "token-canary-2");
        List<String> asked = new CopyOnWriteArrayList<>();
        AccessTokenProvider provider = (user, host, renew) -> {
            asked.add(user + "@" + host + " " + renew);
            return (renew ? "token-canary-2" : "token-canary-1").toCharArray();
        };
        names.bind("java:app/Tokens", provider);
        maildrop.deliver(mail(1));

        activate(this::take, byToken(spec -> spec.setAccessTokenProvider("java:app/Tokens")));

        untilEmpty();
        assertThat(asked).startsWith("orders@127.0.0.1 false", "orders@127.0.0.1 true", "orders@127.0.0.1 false");
        assertThat(log.of("POP3J0102")).isEmpty();
    }

    @Test
    void aProviderThatIsMissingIsToldOnceAndFoundWhenItComes() throws Exception {
        server.accessToken("orders", "token-canary-1");
        maildrop.deliver(mail(1));
        activate(this::take, byToken(spec -> spec.setAccessTokenProvider("java:app/Tokens")));
        await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("(TOKEN)", "java:app/Tokens is not found");

        AccessTokenProvider provider = (user, host, renew) -> "token-canary-1".toCharArray();
        names.bind("java:app/Tokens", provider);

        untilEmpty();
        assertThat(log.of("POP3J0102")).hasSize(1);
    }

    @Test
    void whatIsFoundInPlaceOfAProviderOrThrownByItIsTold() throws Exception {
        names.bind("java:app/Tokens", "token-canary");
        activate(this::take, byToken(spec -> spec.setAccessTokenProvider("java:app/Tokens")));
        await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
        assertThat(log.of("POP3J0102").get(0)).contains("is not an AccessTokenProvider but a java.lang.String");
    }

    private List<String> logins() {
        return server.sessions().stream()
                .flatMap(session -> session.commands().stream())
                .filter(command -> command.startsWith("AUTH") || command.startsWith("USER"))
                .toList();
    }
}
