package org.pop3j.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 2831, with the examples of its section 4; RFC 5034, section 4, for the name of the service. */
class DigestMd5Test {
    private static final String NONCE = "OA6MG9tEQGm2hh";
    private static final String CNONCE = "OA6MHXh6VqTrRk";
    private static final String CHALLENGE =
            "realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\"," + "algorithm=md5-sess,charset=utf-8";

    private static Credentials password(String user, String password) {
        return Credentials.password(user, password.toCharArray()).only(Mechanism.DIGEST_MD5);
    }

    private static ClientExchange client(String user, String password, String uri) {
        return new DigestMd5Client(password(user, password), CNONCE, uri);
    }

    private static ClientExchange chris() {
        return client("chris", "secret", "imap/elwood.innosoft.com");
    }

    private static String say(ClientExchange client, String challenge) throws MechanismException {
        return new String(client.respond(challenge.getBytes(UTF_8)), UTF_8);
    }

    @Test
    void theClientGivesTheExampleOfTheRfcForImap() throws Exception {
        ClientExchange client = chris();
        assertThat(client.secretUsed()).isFalse();
        assertThat(say(client, CHALLENGE))
                .isEqualTo("charset=utf-8,username=\"chris\",realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\","
                        + "nc=00000001,cnonce=\"OA6MHXh6VqTrRk\",digest-uri=\"imap/elwood.innosoft.com\","
                        + "response=d388dad90d4bbd760a152321f2143af7,qop=auth");
        assertThat(client.secretUsed()).isTrue();
        assertThat(client.complete()).isFalse();
        assertThat(say(client, "rspauth=ea40f60335c427b5527b84dbabcdfffd")).isEmpty();
        assertThat(client.complete()).isTrue();
        assertThatThrownBy(() -> say(client, "rspauth=ea40f60335c427b5527b84dbabcdfffd"))
                .isInstanceOf(MechanismException.class);
    }

    @Test
    void theClientGivesTheExampleOfTheRfcForAcap() throws Exception {
        ClientExchange client =
                new DigestMd5Client(password("chris", "secret"), "OA9BSuZWMSpW8m", "acap/elwood.innosoft.com");
        assertThat(
                        say(
                                client,
                                "realm=\"elwood.innosoft.com\",nonce=\"OA9BSXrbuRhWay\",qop=\"auth\",algorithm=md5-sess,charset=utf-8"))
                .contains("response=6084c6db3fede7352c551284490fd0fc");
        say(client, "rspauth=2f0b3d7c3c2e486600ef710726aa2eae");
        assertThat(client.complete()).isTrue();
    }

    @Test
    @DisplayName("S-SAS-28")
    void theServiceIsPop() throws Exception {
        ClientExchange client = Mechanism.DIGEST_MD5.client(
                password("chris", "secret"), new ClientContext("pop.example.org", 110, TestSecrets.FIXED));
        assertThat(say(client, CHALLENGE)).contains(",digest-uri=\"pop/pop.example.org\",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "realm=elwood.innosoft.com,nonce=OA6MG9tEQGm2hh,qop=auth,algorithm=MD5-sess,charset=UTF-8",
                " realm = \"elwood.innosoft.com\" ,, nonce=\"OA6MG9tEQGm2hh\",\talgorithm=\"md5-sess\",charset=utf-8,",
                "realm=\"elwood.innosoft.com\",realm=\"other\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth-int, auth\","
                        + "cipher=\"rc4\",maxbuf=1,stale=true,x-unknown=\"a,b=\\\"c\",algorithm=md5-sess,charset=utf-8",
                "realm=\"elwood\\.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",algorithm=md5-sess,charset=utf-8"
            })
    void quotedUnquotedAndUnknownDirectivesAreTaken(String challenge) throws Exception {
        assertThat(say(chris(), challenge)).contains("response=d388dad90d4bbd760a152321f2143af7");
    }

    @Test
    void anEmptyRealmIsRepeatedAndOneThatIsNotThereIsNot() throws Exception {
        assertThat(say(chris(), "realm=\"\",nonce=\"x\",algorithm=md5-sess")).contains(",realm=\"\",");
        assertThat(say(chris(), "nonce=\"x\",algorithm=md5-sess")).doesNotContain("realm");
    }

    @ParameterizedTest
    @CsvSource({"jürgen, pä, f764d2d4da5426d25c810a55ef253f0d", "пётр, п€, 5f8a69553281227ef1353a37b71176cd"})
    void whatIso88591CanSayIsHashedInItAndTheRestInUtf8(String user, String password, String response)
            throws Exception {
        String said = say(
                client(user, password, "pop/h"),
                "realm=\"\",nonce=\"OA6MG9tEQGm2hh\",algorithm=md5-sess,charset=utf-8");
        assertThat(said).contains("username=\"" + user + "\"").contains("response=" + response);
    }

    @Test
    void withoutACharsetThereIsIso88591OrNothing() throws Exception {
        String challenge = "realm=\"\",nonce=\"OA6MG9tEQGm2hh\",algorithm=md5-sess";
        byte[] said = client("jürgen", "pä", "pop/h").respond(challenge.getBytes(UTF_8));
        assertThat(new String(said, ISO_8859_1))
                .startsWith("username=\"jürgen\"")
                .contains("response=f764d2d4da5426d25c810a55ef253f0d");
        ClientExchange beyond = client("x", "п€", "pop/h");
        assertThatThrownBy(() -> say(beyond, challenge)).isInstanceOf(MechanismException.class);
        assertThat(beyond.secretUsed()).isFalse();
    }

    @Test
    void quotationMarksAndBackslashesAreEscaped() throws Exception {
        assertThat(say(
                        client("a\"b\\c", "x", "pop/h"),
                        "realm=\"r\\\"\\\\\",nonce=\"OA6MG9tEQGm2hh\",algorithm=md5-sess,charset=utf-8"))
                .contains("username=\"a\\\"b\\\\c\",realm=\"r\\\"\\\\\"")
                .contains("response=b51a6a78fb67a25af1d5969fd9460dd1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonce=\"x\"",
                "nonce=\"\",algorithm=md5-sess",
                "algorithm=md5-sess",
                "nonce=\"x\",nonce=\"x\",algorithm=md5-sess",
                "nonce=\"x\",algorithm=md5",
                "nonce=\"x\",algorithm=md5-sess,algorithm=md5-sess",
                "nonce=\"x\",algorithm=md5-sess,qop=\"auth-int\"",
                "nonce=\"x\",algorithm=md5-sess,charset=latin-1",
                "nonce=\"x,algorithm=md5-sess",
                "nonce=\"x\" y,algorithm=md5-sess",
                "nonce,algorithm=md5-sess",
                "=x,nonce=\"x\",algorithm=md5-sess"
            })
    @DisplayName("C-AUT-07")
    void challengesThatCannotBeAreRefused(String challenge) {
        ClientExchange client = chris();
        assertThatThrownBy(() -> say(client, challenge)).isInstanceOf(MechanismException.class);
        assertThat(client.secretUsed()).isFalse();
        assertThatThrownBy(() -> say(client, CHALLENGE)).isInstanceOf(MechanismException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rspauth=ea40f60335c427b5527b84dbabcdfffe", "rspauth=", "x=y", "welcome"})
    @DisplayName("C-AUT-11")
    void aServerThatDoesNotKnowThePasswordIsNotBelieved(String last) throws Exception {
        ClientExchange client = chris();
        say(client, CHALLENGE);
        assertThatThrownBy(() -> say(client, last)).isInstanceOf(MechanismException.class);
        assertThat(client.complete()).isFalse();
    }

    private static final Secrets CHRIS = new TestSecrets("chris", "secret");
    /** The nonce is the example's, the service is that of this protocol. */
    private static final String RESPONSE = "charset=utf-8,username=\"chris\",realm=\"pop.example.org\","
            + "nonce=\"OA6MG9tEQGm2hh\",nc=00000001,cnonce=\"OA6MHXh6VqTrRk\",digest-uri=\"pop/pop.example.org\","
            + "response=RIGHT,qop=auth";

    private static ServerExchange server() {
        ServerExchange server = new DigestMd5Server(CHRIS, "pop.example.org", NONCE);
        assertThat(new String(((ServerStep.Challenge) server.respond(new byte[0])).octets(), UTF_8))
                .isEqualTo("realm=\"pop.example.org\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\",charset=utf-8,"
                        + "algorithm=md5-sess");
        return server;
    }

    private static ServerStep take(ServerExchange server, String response) {
        return server.respond(
                response.replace("RIGHT", "7528a80e8edd0fde442602ed7b874e79").getBytes(UTF_8));
    }

    @Test
    @DisplayName("S-SAS-16, S-SAS-25, S-SAS-28")
    void theServerTakesTheResponseAndProvesItselfByAChallenge() {
        ServerExchange server = server();
        ServerStep step = take(server, RESPONSE);
        assertThat(new String(((ServerStep.Challenge) step).octets(), UTF_8))
                .isEqualTo("rspauth=1fddfba0d9c63a1731b26b44ca125fcf");
        assertThat(take(server, "")).isEqualTo(new ServerStep.Verified("chris"));
        assertThat(take(server, "")).isEqualTo(ServerStep.Failed.MALFORMED);
    }

    @Test
    @DisplayName("S-SAS-16, S-SAS-13, S-SAS-13b")
    void anAuthorizationIdentityIsPartOfTheProofAndHasToBeTheUser() {
        String self = RESPONSE.replace("RIGHT", "8e3570a7b09599d54058a2e8dfccdb71") + ",authzid=\"chris\"";
        assertThat(server().respond(self.getBytes(UTF_8))).isInstanceOf(ServerStep.Challenge.class);
        assertThat(take(server(), RESPONSE + ",authzid=\"tim\"")).isEqualTo(ServerStep.Failed.WRONG);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OA6MG9tEQGm2hh|OA6MG9tEQGm2hi",
                "nc=00000001|nc=00000002",
                "nc=00000001,|''",
                "pop/pop.example.org|imap/pop.example.org",
                "pop/pop.example.org|pop/",
                "realm=\"pop.example.org\"|realm=\"other\"",
                "realm=\"pop.example.org\",|''",
                "qop=auth|qop=auth-int",
                "charset=utf-8|charset=latin-1",
                "cnonce=\"OA6MHXh6VqTrRk\"|cnonce=\"\"",
                "response=RIGHT|x=y",
                "username=\"chris\"|username=\"\"",
                "qop=auth|qop=auth,username=\"chris\"",
                "qop=auth|qop=auth,\""
            })
    @DisplayName("S-SAS-16")
    void malformedResponsesAreRefused(String part, String changed) {
        assertThat(RESPONSE).contains(part);
        assertThat(take(server(), RESPONSE.replace(part, changed))).isEqualTo(ServerStep.Failed.MALFORMED);
        assertThat(take(server(), "")).isEqualTo(ServerStep.Failed.MALFORMED);
        assertThat(take(server(), RESPONSE + ",x=" + "y".repeat(4096))).isEqualTo(ServerStep.Failed.MALFORMED);
    }

    @Test
    @DisplayName("S-SAS-16, S-AUT-05")
    void wrongPasswordsAndUnknownUsersFailAlikeAndANonceIsUsedOnce() {
        ServerExchange server = server();
        assertThat(take(server, RESPONSE.replace("RIGHT", "0".repeat(32)))).isEqualTo(ServerStep.Failed.WRONG);
        assertThat(take(server, RESPONSE)).isEqualTo(ServerStep.Failed.MALFORMED);
        assertThat(take(server(), RESPONSE.replace("chris", "nobody"))).isEqualTo(ServerStep.Failed.WRONG);
    }
}
