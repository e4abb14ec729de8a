package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The built-in flows against a token endpoint that answers as it should, and as it should not. */
class EndpointTokensTest {
    private static final String SECRET = "s~cret canary/+&";

    private final TokenEndpoint endpoint = new TokenEndpoint();
    private final CountDownLatch end = new CountDownLatch(1);
    private final SteppedClock clock = new SteppedClock();

    @AfterEach
    void close() {
        end.countDown();
        endpoint.close();
    }

    private EndpointTokens byClient() {
        return tokens(Optional.of(SECRET), Optional.of("https://mail.example/.default"), Optional.empty());
    }

    private EndpointTokens tokens(Optional<String> secret, Optional<String> scope, Optional<String> refreshToken) {
        return new EndpointTokens(
                new LoginSettings.Proof.Endpoint(endpoint.uri(), "the adapter", secret, scope, refreshToken), clock);
    }

    private static void ignore(Runnable abort) {
        // Nothing is broken off.
    }

    private static String token(EndpointTokens tokens) throws TokenException {
        return new String(tokens.accessToken(false, EndpointTokensTest::ignore));
    }

    /** RFC 6749, sections 4.4.2 and 2.3.1. */
    @Test
    void theClientsCredentialsAreAskedForWithItsNameAndSecretInTheHeader() throws Exception {
        endpoint.gives("abc.def");

        assertThat(token(byClient())).isEqualTo("abc.def");
        assertThat(endpoint.asked())
                .containsExactly(new TokenEndpoint.Asked(
                        // the+adapter:s~cret+canary%2F%2B%26
                        "Basic dGhlK2FkYXB0ZXI6c35jcmV0K2NhbmFyeSUyRiUyQiUyNg==",
                        "grant_type=client_credentials&scope=https%3A%2F%2Fmail.example%2F.default"));
    }

    /** RFC 6749, section 6. */
    @Test
    void aRefreshTokenThatIsReplacedIsNotUsedAgain() throws Exception {
        EndpointTokens tokens = tokens(Optional.empty(), Optional.empty(), Optional.of("first"));
        endpoint.answers(200, "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"refresh_token\":\"second\"}");

        assertThat(token(tokens)).isEqualTo("a");
        tokens.accessToken(true, EndpointTokensTest::ignore);
        assertThat(endpoint.asked())
                .containsExactly(
                        new TokenEndpoint.Asked(
                                "none", "grant_type=refresh_token&refresh_token=first&client_id=the+adapter"),
                        new TokenEndpoint.Asked(
                                "none", "grant_type=refresh_token&refresh_token=second&client_id=the+adapter"));
    }

    @Test
    void aTokenIsKeptUntilAMinuteBeforeItExpires() throws Exception {
        EndpointTokens tokens = byClient();
        endpoint.gives("first");
        token(tokens);
        endpoint.gives("second");

        clock.pass(Duration.ofSeconds(3600 - 61));
        assertThat(token(tokens)).isEqualTo("first");
        clock.pass(Duration.ofSeconds(1));
        assertThat(token(tokens)).isEqualTo("second");
        assertThat(endpoint.asked()).hasSize(2);
    }

    @Test
    void aRefusedTokenIsReplacedBeforeItExpires() throws Exception {
        EndpointTokens tokens = byClient();
        endpoint.gives("first");
        token(tokens);
        endpoint.gives("second");

        assertThat(tokens.accessToken(true, EndpointTokensTest::ignore)).containsExactly('s', 'e', 'c', 'o', 'n', 'd');
        assertThat(token(tokens)).isEqualTo("second");
    }

    @Test
    void aTimeToLiveMayBeATextAsSomeSendIt() throws Exception {
        EndpointTokens tokens = byClient();
        endpoint.answers(
                200,
                "{\"ext\":{\"a\":[1,{\"access_token\":\"no\"}]},\"expires_in\":\"3599\",\"access_token\":\"\\u0061b\"}");
        assertThat(token(tokens)).isEqualTo("ab");

        clock.pass(Duration.ofMinutes(50));
        token(tokens);
        assertThat(endpoint.asked()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401||401|true",
                "401|<html>s~cret canary/+&</html>|401|true",
                "400|{\"error\":\"invalid_grant\",\"error_description\":\"s~cret canary/+&\"}|400 invalid_grant|true",
                "400|{\"error\":\"s~cret canary/+&\"}|400|false",
                "500|s~cret canary/+&|500|false",
                "503|{}|503|false",
                "302|{}|302|false",
                "200|<html>s~cret canary/+&</html>|no JSON object|false",
                "200||no JSON object|false",
                "200|[]|no JSON object|false",
                "200|{\"access_token\":\"a\"|no JSON object|false",
                "200|{\"access_token\":\"a\"} {}|no JSON object|false",
                "200|{\"token\":\"s~cret canary/+&\"}|no access_token|false",
                "200|{\"access_token\":null}|no access_token|false",
                "200|{\"access_token\":[\"a\"]}|no access_token|false",
                "200|{\"access_token\":\"a\",\"token_type\":\"mac\"}|no bearer token|false",
                "200|{\"access_token\":\"a\",\"expires_in\":0}|expired already|false",
                "200|{\"access_token\":\"a\",\"expires_in\":-5}|expired already|false",
                "200|{\"access_token\":\"a\",\"expires_in\":1e9}|expired already|false",
            })
    void anAnswerThatIsNoTokenIsToldWithoutRepeatingIt(int status, String body, String told, boolean refused) {
        endpoint.answers(status, body == null ? "" : body);

        TokenException failure = failure(byClient());

        assertThat(failure).hasMessageContaining(told).hasMessageContaining("http://127.0.0.1:");
        assertThat(failure.refused()).isEqualTo(refused);
        assertThat(trace(failure)).doesNotContain("canary");
        assertThat(endpoint.asked()).hasSize(1);
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        endpoint.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            byte[] some = " ".repeat(8192).getBytes(US_ASCII);
            // Until the other side closes.
            while (end.getCount() > 0) {
                out.write(some);
            }
        });

        assertThat(failure(byClient())).hasMessageContaining("more than 65536 octets");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerThatDoesNotComeToItsEndIsNotWaitedForAnyLonger(boolean begun) {
        endpoint.answers(exchange -> {
            if (begun) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
            }
            end.await();
        });
        TokenRequest request =
                new TokenRequest(endpoint.uri(), Optional.empty(), new byte[] {'a'}, Duration.ofSeconds(1));

        assertThatThrownBy(() -> request.send(EndpointTokensTest::ignore))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("has not answered within 1 s");
    }

    @Test
    void anotherThreadCanBreakOffTheWaiting() throws Exception {
        endpoint.answers(exchange -> end.await());
        Thread[] other = new Thread[1];

        assertThatThrownBy(() -> byClient().accessToken(false, abort -> {
                    other[0] = new Thread(abort);
                    other[0].start();
                }))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("no longer waited for");
        other[0].join();
    }

    @Test
    void aRedirectionIsNotFollowed() {
        endpoint.answers(exchange -> {
            exchange.getResponseHeaders().add("Location", endpoint.uri().toString());
            TokenEndpoint.reply(exchange, 307, "");
        });

        assertThat(failure(byClient())).hasMessageContaining("307");
        assertThat(endpoint.asked()).hasSize(1);
    }

    @Test
    void anEndpointThatIsNotThereIsToldAndMayComeLater() {
        URI uri = endpoint.uri();
        endpoint.close();

        TokenException failure = failure(byClient());
        assertThat(failure).hasMessageContaining(uri.toString()).hasMessageContaining("ConnectException");
        assertThat(failure.refused()).isFalse();
    }

    private static TokenException failure(EndpointTokens tokens) {
        return catchThrowableOfType(TokenException.class, () -> token(tokens));
    }

    private static String trace(IOException failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
