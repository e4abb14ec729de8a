package org.pop3j.testserver.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.client.Tls;

/** The control of the standalone server, over HTTP, and what it does to clients over POP3. */
class ControlIT {
    private static final String MAIL = "/api/maildrops/alice/messages";
    private static final String OBJECT = "the body has to be a JSON object: ";

    @TempDir
    private static Path work;

    private static ServerProcess server;
    private static ControlClient control;

    @BeforeAll
    static void start() throws IOException {
        Path mail = Files.writeString(work.resolve("seed.eml"), "Subject: seed\r\n\r\n");
        server = ServerProcess.start(
                work,
                "--stls",
                "--control",
                "0",
                "--user=alice:s3cret",
                "--load=alice=" + mail,
                "--fault=slow-quit",
                "--control-host=pop3",
                "--control-host=2001:db8:0:0:0:0:0:1");
        control = new ControlClient(server.port("controlPort"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        assertThat(post("/api/reset").statusCode()).isEqualTo(200);
        assertThat(control.delete("/api/faults").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> post(String path) {
        return control.send(control.request(path).POST(BodyPublishers.noBody()));
    }

    private static Maildrop alice() throws IOException {
        return server.client(Tls.NONE).connect().login("alice", "s3cret".toCharArray());
    }

    private static String text(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        assertThat(found.find()).as("%s in %s", name, json).isTrue();
        return found.group(1);
    }

    @Test
    void itTellsWhereTheServerIsAndItsCertificate() {
        assertThat(control.get("/api/server").body())
                .isEqualTo("{\"version\":\"" + System.getProperty("it.version") + "\",\"host\":\"127.0.0.1\",\"port\":"
                        + server.port("port") + ",\"stls\":true,\"tlsPort\":null,\"profile\":\"strict\"}\n");
        assertThat(control.get("/api/ca").body()).startsWith("-----BEGIN CERTIFICATE-----\n");
    }

    @Test
    void aUserThatIsAddedHasAMaildropAndCanLogIn() throws IOException {
        HttpResponse<String> added = control.json("/api/users", "{\"user\":\"zoë/+ %\",\"password\":\"p w\"}");
        assertThat(added.statusCode()).isEqualTo(400);
        added = control.json("/api/users", "{\"user\":\"zoe/+%\",\"password\":\"p w\"}");

        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.body()).isEqualTo("{\"user\":\"zoe/+%\",\"messages\":0,\"updates\":0}\n");
        assertThat(control.get("/api/maildrops").body()).contains("\"alice\"", "\"zoe/+%\"");
        assertThat(control.get("/api/maildrops/zoe%2F+%25/messages").statusCode())
                .isEqualTo(200);
        server.client(Tls.NONE).connect().login("zoe/+%", "p w".toCharArray()).close();

        HttpResponse<String> again = control.json("/api/users", "{\"user\":\"zoe/+%\",\"password\":\"other\"}");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).isEqualTo("{\"error\":\"there is a user zoe/+% already\"}\n");
    }

    @Test
    void mailThatIsPostedIsListedFetchedAndServedOctetForOctet() throws IOException {
        byte[] mail = "From: <z@example.org>\r\nSubject: =?UTF-8?Q?=C3=A4?=\r\n  <b>\r\n\r\n\0\u00e4\r\n.\r\n"
                .getBytes(StandardCharsets.ISO_8859_1);

        HttpResponse<String> posted = control.mail(MAIL, mail);

        assertThat(posted.statusCode()).isEqualTo(201);
        String uniqueId = text(posted.body(), "uniqueId");
        assertThat(control.get(MAIL).body())
                .contains("\"user\":\"alice\",\"messages\":2", "\"subject\":\"seed\"")
                .endsWith(
                        "{\"uniqueId\":\"" + uniqueId + "\",\"octets\":" + mail.length
                                + ",\"from\":\"\\u003cz@example.org\\u003e\","
                                + "\"subject\":\"\\u003d?UTF-8?Q?\\u003dC3\\u003dA4?\\u003d  \\u003cb\\u003e\",\"date\":\"\"}]}\n");
        assertThat(control.get(MAIL + "?offset=1&limit=1").body())
                .contains("\"offset\":1")
                .doesNotContain("seed");
        HttpResponse<String> shown = control.get(MAIL + "/" + uniqueId);
        assertThat(shown.headers().firstValue("Content-Type")).contains("message/rfc822");
        assertThat(shown.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"" + uniqueId + ".eml\"");
        assertThat(shown.headers().firstValue("Content-Length")).contains(Integer.toString(mail.length));
        try (Maildrop maildrop = alice()) {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            maildrop.retr(2, octets);
            maildrop.quit();
            assertThat(octets.toByteArray()).isEqualTo(mail);
        }
    }

    @Test
    void maildropsAreEmptiedAndAResetBringsBackWhatWasThereAtTheStart() {
        assertThat(control.delete(MAIL).body()).isEqualTo("{\"user\":\"alice\",\"messages\":0,\"updates\":0}\n");
        int port = server.port("port");

        assertThat(post("/api/reset").statusCode()).isEqualTo(200);

        assertThat(control.get(MAIL).body()).contains("\"messages\":1", "\"subject\":\"seed\"");
        assertThat(control.get("/api/faults").body()).contains("\"fault\":\"slow-quit\",\"fired\":0}]");
        assertThat(control.get("/api/sessions").body()).isEqualTo("{\"sessions\":[]}\n");
        assertThat(control.get("/api/server").body()).contains("\"port\":" + port + ",");
    }

    @Test
    void aFaultWorksUntilItIsRemoved() throws IOException {
        HttpResponse<String> injected = control.json("/api/faults", "{\"fault\":\"mailbox-in-use\"}");
        assertThat(injected.statusCode()).isEqualTo(201);
        Matcher number = Pattern.compile("\\{\"number\":([0-9]+),\"fault\":\"mailbox-in-use\",\"fired\":0}\n")
                .matcher(injected.body());
        assertThat(number.matches()).as(injected.body()).isTrue();

        assertThatThrownBy(ControlIT::alice)
                .isInstanceOf(Pop3ReplyException.class)
                .hasMessageContaining("IN-USE");
        assertThat(control.get("/api/faults").body())
                .contains("\"number\":" + number.group(1) + ",", "\"fired\":1}", "\"names\":[\"mailbox-in-use\",");

        HttpResponse<String> removed = control.delete("/api/faults/" + number.group(1));
        assertThat(removed.statusCode()).isEqualTo(200);
        assertThat(removed.body()).startsWith("{\"faults\":[],");
        alice().close();
        assertThat(control.delete("/api/faults/" + number.group(1)).statusCode())
                .isEqualTo(404);

        HttpResponse<String> nonsense = control.json("/api/faults", "{\"fault\":\"nonsense\"}");
        assertThat(nonsense.statusCode()).isEqualTo(400);
        assertThat(nonsense.body()).startsWith("{\"error\":\"");
    }

    @Test
    void sessionsAreReadWhileTheyAreOpenAndWithoutPasswords() throws IOException {
        try (Maildrop maildrop = alice()) {
            maildrop.stat();
            String sessions = control.get("/api/sessions").body();
            assertThat(sessions)
                    .contains("\"user\":\"alice\",\"tls\":false,\"ending\":\"OPEN\"", "\"lastCommand\":\"STAT\"");
            Matcher number = Pattern.compile("\"number\":([0-9]+)").matcher(sessions);
            assertThat(number.find()).isTrue();

            HttpResponse<String> session = control.get("/api/sessions/" + number.group(1));

            assertThat(session.body()).contains("\"C: STAT\",\"S: +OK 1 17\"").doesNotContain("s3cret");
            assertThat(control.get("/api/sessions/0").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void timePassesForTheServerOnly() throws IOException {
        try (Pop3Connection idle = server.client(Tls.NONE).connect()) {
            assertThat(control.json("/api/time", "{\"seconds\":3600}").statusCode())
                    .isEqualTo(200);

            assertThat(control.get("/api/sessions").body()).contains("\"ending\":\"TIMED_OUT\"");
            assertThatThrownBy(() -> idle.login("alice", "s3cret".toCharArray()))
                    .isInstanceOf(IOException.class);
        }
        assertThat(control.json("/api/time", "{\"seconds\":-1}").statusCode()).isEqualTo(400);
    }

    @Test
    void moreThanAHundredYearsDoNotPass() {
        String thirtyYears = "{\"seconds\":999999999}";
        for (int i = 0; i < 3; i++) {
            assertThat(control.json("/api/time", thirtyYears).statusCode()).isEqualTo(200);
        }

        HttpResponse<String> refused = control.json("/api/time", thirtyYears);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).startsWith("{\"error\":\"no more than 100 years can pass");
    }

    /** What is behind the header, or is cut within a character, is no reason to take the header for another charset. */
    @Test
    void aHeaderInUtf8IsListedAsItStandsWhateverItsBody() {
        byte[] head = "Subject: gr\u00fc\u00dfe\r\n".getBytes(StandardCharsets.UTF_8);
        for (byte[] rest : List.of(
                "\r\n\u00e4\r\n".getBytes(StandardCharsets.ISO_8859_1),
                ("\r\n" + "\u20ac".repeat(10_000)).getBytes(StandardCharsets.UTF_8),
                ("\r\n-" + "\u20ac".repeat(10_000)).getBytes(StandardCharsets.UTF_8),
                ("\r\n--" + "\u20ac".repeat(10_000)).getBytes(StandardCharsets.UTF_8),
                ("X: " + "\u20ac".repeat(10_000) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8),
                ("X: -" + "\u20ac".repeat(10_000) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8),
                ("X: --" + "\u20ac".repeat(10_000) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8))) {
            control.delete(MAIL);
            assertThat(control.mail(MAIL, joined(head, rest)).statusCode()).isEqualTo(201);

            assertThat(control.get(MAIL).body()).contains("\"subject\":\"gr\u00fc\u00dfe\"");
        }
    }

    private static byte[] joined(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    @Test
    void aHeaderThatIsNotUtf8IsListedOctetForOctet() {
        control.delete(MAIL);
        control.mail(MAIL, "Subject: gr\u00fc\u00dfe\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(control.get(MAIL).body()).contains("\"subject\":\"gr\u00fc\u00dfe\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET | /api/nothing | 404 | there is no /api/nothing",
                "GET | /api/maildrops/nobody/messages | 404 | there is no user nobody",
                "GET | /api/maildrops/alice/messages/x | 404 | the maildrop of alice has no message x",
                "GET | /api/maildrops/alice/messages?limit=1001 | 400 | limit is a number from 0 to 1000",
                "GET | /api/maildrops/alice/messages?offset=-1 | 400 | offset is a number from 0 to 2147483647",
                "GET | /%3Cscript%3E | 404 | there is no /\\u003cscript\\u003e",
                "PUT | /api/faults | 405 | here it takes GET, HEAD, POST, DELETE only",
                "DELETE | / | 405 | here it takes GET, HEAD only",
                "OPTIONS | /api/reset | 405 | here it takes POST only",
            })
    void whatCannotBeIsRefusedInWords(String method, String path, int status, String error) {
        HttpResponse<String> answer = control.send(control.request(path).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\"}\n");
        assertThat(answer.headers().firstValue("Allow"))
                .isEqualTo(
                        status == 405
                                ? java.util.Optional.of(error.substring(14, error.length() - 5))
                                : java.util.Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"user\":\"s3cret\"}",
                "{\"user\":\"eve\",\"password\":null}",
                "{\"user\":\"eve\",\"password\":\"s3cret\",\"more\":\"x\"}",
                "{\"user\":\"eve\",\"password\":\"s3cret\",\"password\":\"s3cret\"}",
                "{\"user\":\"eve\",\"password\":\"s3cret\"} {}",
                "{'user':'eve','password':'s3cret'}",
                "{\"user\":\"eve\",\"password\":{}}",
                // Half of a surrogate pair.
                "{\"user\":\"eve\\ud800\",\"password\":\"s3cret\"}",
            })
    void bodiesThatAreNotWhatWasAskedForAreRefusedAndNotRepeated(String body) {
        HttpResponse<String> answer = control.json("/api/users", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"" + OBJECT + "{\\\"user\\\": ..., \\\"password\\\": ...}\"}\n");
    }

    @Test
    void bodiesOfAnotherTypeOrTooLargeAreRefused() {
        HttpResponse<String> form = control.send(control.request("/api/faults")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("{\"fault\":\"slow-quit\"}")));
        assertThat(form.statusCode()).isEqualTo(415);
        assertThat(form.body()).isEqualTo("{\"error\":\"the content type has to be application/json\"}\n");

        HttpResponse<String> none =
                control.send(control.request(MAIL).POST(BodyPublishers.ofString("Subject: x\r\n\r\n")));
        assertThat(none.statusCode()).isEqualTo(415);

        HttpResponse<String> large = control.mail(MAIL, new byte[(1 << 26) + 1]);
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).isEqualTo("{\"error\":\"the body has more than 67108864 octets\"}\n");

        assertThat(control.json("/api/faults", " ".repeat((1 << 16) + 1)).statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:80",
                "localhost.evil.example",
                "[2001:db8::2]",
                "[::1].evil",
                "",
                "127.0.0.1\r\nHost: 127.0.0.1"
            })
    void whoCallsItByAnotherNameIsRefused(String host) throws IOException {
        assertThat(control.raw("GET /api/sessions HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContain("\"sessions\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:1",
                "127.0.0.1:8080",
                "[::1]:5",
                "[0:0:0:0:0:0:0:1]:5",
                "[2001:DB8::1]",
                "POP3:8110"
            })
    void whoCallsItByItsOwnNameIsNotWhateverThePort(String host) throws IOException {
        assertThat(control.raw("GET /api/sessions HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "https://127.0.0.1"})
    void pagesOfOtherSitesChangeNothing(String origin) {
        control.delete(MAIL);

        HttpRequest.Builder request = control.request("/api/reset").header("Origin", origin);

        assertThat(control.send(request.POST(BodyPublishers.noBody())).statusCode())
                .isEqualTo(403);
        assertThat(control.get(MAIL).body()).contains("\"messages\":0");
    }

    @Test
    void whatComesFromMailIsNoPageToABrowser() {
        HttpResponse<String> answer = control.get(MAIL);

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; frame-ancestors 'none'; sandbox");
        assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(control.get("/")
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElse(""))
                .contains("default-src 'none';", "script-src 'sha256-", "form-action 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void headSaysAsMuchAsGetWithoutTheBody() throws IOException {
        String answer = control.raw("HEAD /api/ca HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
        assertThat(answer)
                .containsIgnoringCase(
                        "\r\nContent-Length: " + control.get("/api/ca").body().length() + "\r\n");
    }
}
