package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.testserver.fault.Effect;
import org.pop3j.testserver.fault.Fault;
import org.pop3j.testserver.fault.Point;

/** Rule C25: no secret in any output, whatever fails: log, exceptions, texts of objects, MBeans, the flight recorder. */
class CanaryTest extends AdapterFixture {
    /** In each secret there is one and the same word, which stands nowhere else. */
    private static final String CANARY = "kanarienvogel7";

    private static final List<String> SECRETS = List.of("password", "clientSecret", "refreshToken");

    private final TokenEndpoint endpoint = new TokenEndpoint();
    private final List<String> output = new ArrayList<>();
    private Recording recording;

    @BeforeEach
    void record() {
        recording = new Recording();
        recording.enable("org.pop3j.Poll");
        recording.enable("org.pop3j.Delivery");
        recording.start();
    }

    @AfterEach
    void noOutputHoldsASecret() throws Exception {
        output.addAll(log.all());
        output.addAll(managed());
        adapter.stop();
        endpoint.close();
        Path file = directory.resolve("flight.jfr");
        recording.stop();
        recording.dump(file);
        recording.close();
        RecordingFile.readAllEvents(file).forEach(event -> output.add(event.toString()));

        List<String> forms = forms(CANARY);
        assertThat(output).isNotEmpty().allSatisfy(text -> assertThat(text.toLowerCase(Locale.ROOT))
                .doesNotContain(forms));
    }

    /** The word itself and, at each place that it can begin at, what it is in base64. */
    private static List<String> forms(String word) {
        Stream<String> encoded = Stream.of("", "x", "xx").map(before -> {
            String whole = Base64.getEncoder().encodeToString((before + word).getBytes(UTF_8));
            return whole.substring(4, whole.length() - 4).toLowerCase(Locale.ROOT);
        });
        return Stream.concat(Stream.of(word), encoded).toList();
    }

    private static List<String> managed() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        List<String> all = new ArrayList<>();
        for (ObjectName name : server.queryNames(new ObjectName("org.pop3j:*"), null)) {
            all.add(name.toString());
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                all.add(String.valueOf(server.getAttribute(name, attribute.getName())));
            }
        }
        return all;
    }

    private void note(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        output.add(text.toString());
    }

    private Pop3ActivationSpec withSecrets() {
        Pop3ActivationSpec spec = spec();
        SECRETS.forEach(property -> SettingsTest.set(spec, property, CANARY));
        return spec;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CANARY,
                CANARY + "\r\nQUIT",
                "${" + CANARY + "}",
                "a${env." + "NO_SUCH" + "}" + CANARY,
                CANARY + "\0",
                CANARY + CANARY + CANARY + CANARY + CANARY + CANARY + CANARY + CANARY + CANARY + CANARY + CANARY
                        + CANARY + CANARY + CANARY + CANARY + CANARY + CANARY + CANARY + CANARY + CANARY
            })
    void faultsOfTheConfiguration(String value) throws Exception {
        for (String property : SECRETS) {
            Pop3ActivationSpec spec = withSecrets();
            SettingsTest.set(spec, property, value);
            spec.setTokenEndpoint("https://login.example/token?" + CANARY);
            spec.setPortNumber("none");

            output.add(spec.toString());
            note(catchThrowable(spec::validate));
            StrictEndpointFactory factory = new StrictEndpointFactory(mail -> {}, container.transactions(), true);
            note(catchThrowable(() -> adapter.endpointActivation(factory, spec)));
        }
    }

    @Test
    void theTextsOfWhatIsConfigured() throws Exception {
        Pop3ActivationSpec byPassword = spec();
        byPassword.setPassword(CANARY);
        Pop3ActivationSpec byToken = withSecrets();
        byToken.setPassword(null);
        byToken.setTls("IMPLICIT");
        byToken.setTokenEndpoint("https://login.example/token?" + CANARY);
        byToken.setClientId("adapter");

        for (Pop3ActivationSpec spec : List.of(byPassword, byToken)) {
            Settings settings = Settings.of(spec);
            output.addAll(List.of(
                    settings.toString(),
                    settings.server().toString(),
                    settings.server().login().toString(),
                    settings.server().login().proof().toString()));
        }
    }

    /** Some servers repeat the command that they did not like. */
    @ParameterizedTest
    @CsvSource({
        "USER,-ERR bad command: PASS kanarienvogel7",
        "USER,-ERR [AUTH] kanarienvogel7",
        "USER,-ERR [KANARIENVOGEL7] no",
        "'PLAIN',-ERR bad: AG9yZGVycwBrYW5hcmllbnZvZ2VsNw==",
        "LOGIN,-ERR bad: a2FuYXJpZW52b2dlbDc=",
        "SCRAM-SHA-256,-ERR [AUTH] kanarienvogel7"
    })
    void aServerThatRepeatsThePassword(String mechanism, String reply) throws Exception {
        server.inject(Fault.at(Point.login()).then(Effect.reply(reply)));
        failToLogIn(mechanism);
    }

    @Test
    void aServerThatRepeatsThePasswordAndBreaksTheProtocol() throws Exception {
        server.inject(Fault.at(Point.statusLine("PASS")).then(Effect.raw("+NO " + CANARY + "\r\n")));
        failToLogIn("USER");
    }

    private void failToLogIn(String mechanism) throws Exception {
        server.password("orders", CANARY);
        Path pem = Files.writeString(directory.resolve("ca.pem"), server.certificatePem());

        activate(this::take, spec -> {
            spec.setPassword(CANARY);
            spec.setAuthMechanisms(mechanism);
            spec.setTls("IMPLICIT");
            spec.setPortNumber(Integer.toString(server.tlsPort()));
            spec.setTrustedCertificates(pem.toString());
        });

        await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
    }

    @Test
    void aConnectionThatBreaksInTheLogin() throws Exception {
        server.password("orders", CANARY);
        server.inject(Fault.at(Point.login()).then(Effect.reset()));

        activate(this::take, spec -> spec.setPassword(CANARY));

        await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{\"error\":\"kanarienvogel7\",\"error_description\":\"kanarienvogel7\"}",
                "401|{\"error\":\"invalid_client\",\"error_description\":\"kanarienvogel7\"}",
                "500|grant_type=refresh_token&refresh_token=kanarienvogel7",
                "200|kanarienvogel7",
                "200|{\"kanarienvogel7\":1}",
                "200|{\"access_token\":\"kanarienvogel7 \\u0000\"}",
                "200|{\"access_token\":\"kanarienvogel7\",\"token_type\":\"kanarienvogel7\"}",
                "200|{\"access_token\":\"kanarienvogel7\",\"expires_in\":\"kanarienvogel7\"}",
                "200|{\"access_token\":\"kanarienvogel7\"}"
            })
    void aTokenEndpointThatRepeatsWhatItIsSentOrGivesAWrongToken(int status, String body) throws Exception {
        endpoint.answers(status, body);

        activateByToken();

        await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
    }

    /** The JDK's client tells a status line that it does not understand. */
    @Test
    void aTokenEndpointThatSpeaksNoHttp() throws Exception {
        endpoint.answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Length", CANARY);
            exchange.getResponseHeaders().add("Transfer-Encoding", CANARY);
            TokenEndpoint.reply(exchange, 200, CANARY);
        });

        activateByToken();

        await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
    }

    @Test
    void aServerThatRepeatsTheToken() throws Exception {
        endpoint.gives(CANARY);
        server.inject(Fault.at(Point.login()).then(Effect.reply("-ERR bad token " + CANARY)));

        activateByToken();

        await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
    }

    private void activateByToken() throws Exception {
        server.accessToken("orders", "another");
        Path pem = writePem();
        activate(this::take, spec -> {
            spec.setPassword(null);
            spec.setTls("IMPLICIT");
            spec.setPortNumber(Integer.toString(server.tlsPort()));
            spec.setTrustedCertificates(pem.toString());
            spec.setTokenEndpoint(endpoint.uri() + "?key=" + CANARY);
            spec.setClientId("adapter");
            spec.setClientSecret(CANARY);
            spec.setRefreshToken(CANARY);
        });
    }

    private Path writePem() throws IOException {
        return Files.writeString(directory.resolve("ca.pem"), server.certificatePem());
    }
}
