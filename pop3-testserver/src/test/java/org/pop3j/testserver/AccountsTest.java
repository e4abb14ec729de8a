package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Tls;

/** Accounts that are made when they are needed, and names that can be written in more than one way. */
class AccountsTest {
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Pop3TestServer server = Pop3TestServer.builder()
            .user("alice", "secret")
            .accountsOnDemand(this::passwordOf)
            .mechanisms(Mechanism.values())
            .utf8()
            .start();

    private Optional<String> passwordOf(String user) {
        asked.add(user);
        return user.startsWith("user") || user.equals("anonymous")
                ? Optional.of("password of " + user)
                : Optional.empty();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void aUserIsThereWhenTheFunctionGivesAPassword() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.login("user1", "password of user1");
            assertThat(client.command("STAT")).isEqualTo("+OK 0 0");
            client.ok("QUIT");
        }
        assertThat(server.maildrop("user1").updates()).isEqualTo(1);
    }

    @Test
    void theMaildropThatIsNamedFirstIsTheOneThatIsOpenedLater() throws IOException {
        server.maildrop("user2").deliver("for user2".getBytes(StandardCharsets.US_ASCII));

        try (LineClient client = LineClient.clear(server)) {
            client.login("user2", "password of user2");
            assertThat(client.command("STAT")).isEqualTo("+OK 1 11");
        }
    }

    @Test
    void aWrongPasswordMakesNoMaildrop() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.ok("USER user3");
            String wrong = client.refused("PASS wrong");
            client.ok("USER nobody");
            assertThat(client.refused("PASS wrong")).isEqualTo(wrong);
        }
        asked.clear();
        server.maildrop("user3");
        assertThat(asked).as("it was not there yet").containsExactly("user3");
        server.maildrop("user3");
        server.maildrop("alice");
        assertThat(asked).as("it is there now, as is alice").containsExactly("user3");
    }

    @Test
    void whomTheFunctionDoesNotKnowIsNobody() {
        assertThatThrownBy(() -> server.maildrop("nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("alice");
        assertThatThrownBy(() -> server.maildrop("user with spaces")).isInstanceOf(IllegalArgumentException.class);
        assertThat(asked).containsExactly("nobody");
    }

    @Test
    void aPasswordThatWasChangedCountsInPlaceOfTheFunctions() throws IOException {
        server.password("user4", "changed");

        try (LineClient client = LineClient.clear(server)) {
            client.ok("USER user4");
            client.refused("PASS password of user4");
            client.login("user4", "changed");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mechanism.class,
            names = {"OAUTHBEARER", "XOAUTH2"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyMechanismWithoutATokenMakesAccounts(Mechanism mechanism) throws Exception {
        String user = mechanism == Mechanism.ANONYMOUS ? "anonymous" : "user-" + mechanism.wireName();
        Pop3Client client = Pop3Client.builder(server.host())
                .port(server.tlsPort())
                .tls(Tls.IMPLICIT)
                .sslContext(server.clientSslContext(user))
                .build();
        try (Pop3Connection connection = client.connect();
                Maildrop maildrop = connection.login(credentials(mechanism, user))) {
            assertThat(maildrop.stat().messages()).isZero();
            assertThat(server.maildrop(user).locked()).isTrue();
        }
    }

    private static Credentials credentials(Mechanism mechanism, String user) {
        return switch (mechanism) {
            case EXTERNAL -> Credentials.certificate(user);
            case ANONYMOUS -> Credentials.anonymous("");
            default ->
                Credentials.password(user, ("password of " + user).toCharArray())
                        .only(mechanism);
        };
    }

    @Test
    void thousandsHaveMaildropsOfTheirOwn() throws IOException {
        Set<String> uniqueIds = new HashSet<>();
        for (int i = 0; i < 5000; i++) {
            uniqueIds.add(server.maildrop("user" + i).deliver(new byte[] {'a'}));
        }

        assertThat(uniqueIds).hasSize(5000);
        assertThat(server.maildrop("user4711").count()).isEqualTo(1);
        try (LineClient client = LineClient.clear(server)) {
            client.login("user4711", "password of user4711");
            assertThat(client.command("STAT")).isEqualTo("+OK 1 3");
        }
    }

    @Test
    void aNameIsTheSameHoweverItIsWritten() throws IOException {
        String composed = "zo\u00EB";
        String decomposed = "zoe\u0308";
        server.addUser(decomposed, "secret");

        assertThat(server.maildrop(composed)).isSameAs(server.maildrop(decomposed));
        assertThatThrownBy(() -> server.addUser(composed, "x")).isInstanceOf(IllegalArgumentException.class);
        for (String name : new String[] {composed, decomposed}) {
            try (LineClient client = LineClient.clear(server)) {
                String plain = "\0" + name + "\0secret";
                client.ok("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
            }
            try (LineClient client = LineClient.clear(server)) {
                client.send(("USER " + name + "\r\n").getBytes(StandardCharsets.UTF_8));
                assertThat(client.line()).startsWith("+OK");
                client.ok("PASS secret");
            }
        }
    }

    @Test
    void aNameWithInvisibleCharactersIsRefused() {
        assertThatThrownBy(() -> server.addUser("al\u00ADice", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.addUser("al\u00A0ice", "x")).isInstanceOf(IllegalArgumentException.class);
    }
}
