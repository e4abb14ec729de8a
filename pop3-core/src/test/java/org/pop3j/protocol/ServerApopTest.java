package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 1939, section 7: APOP as a command. */
class ServerApopTest {
    private static final String DIGEST = "c4c9334bac560ecc979e58001b3e22fb";
    private static final ServerSettings WITH_TIMESTAMP =
            ServerSettings.DEFAULT.withGreeting("POP3 server ready <1896.697170952@dbc.mtview.ca.us>");

    private final MemoryMaildrop maildrop = new MemoryMaildrop("a\r\n");
    private final List<String> asked = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();

    private ServerDriver connected(ServerSettings settings) {
        Accounts accounts = new Accounts() {
            @Override
            public Login login(String user, byte[] password) {
                return new Login.Granted(maildrop);
            }

            @Override
            public Login apop(String user, String digest) {
                asked.add(user + " " + digest);
                return user.equals("mrose") && digest.equals(DIGEST)
                        ? new Login.Granted(maildrop)
                        : new Login.Refused(Optional.of(ResponseCode.AUTH), "no");
            }
        };
        ServerObserver observer = new ServerObserver() {
            @Override
            public void received(String redactedCommandLine) {
                seen.add(redactedCommandLine);
            }
        };
        ServerDriver driver = new ServerDriver(
                new ServerEngine(settings, accounts, observer), ServerDriver.WHOLE, ServerDriver.WHOLE);
        assertThat(driver.pump()).isEqualTo("+OK " + settings.greeting() + "\r\n");
        return driver;
    }

    @Test
    @DisplayName("S-APO-02")
    void theExampleOfTheRfcLeadsToTransaction() {
        ServerDriver server = connected(WITH_TIMESTAMP);
        assertThat(server.command("APOP mrose " + DIGEST)).isEqualTo("+OK 1 messages (3 octets)\r\n");
        assertThat(server.engine().state()).isEqualTo(SessionState.TRANSACTION);
        assertThat(server.indicators("APOP mrose " + DIGEST, "STAT")).containsExactly("-ERR", "+OK");
        assertThat(seen).first().isEqualTo("APOP ****");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "APOP",
                "APOP mrose",
                "APOP mrose ",
                "APOP  mrose c4c9334bac560ecc979e58001b3e22fb",
                "APOP mrose C4C9334BAC560ECC979E58001B3E22FB",
                "APOP mrose c4c9334bac560ecc979e58001b3e22f",
                "APOP mrose c4c9334bac560ecc979e58001b3e22fb ",
                "APOP m rose c4c9334bac560ecc979e58001b3e22fb"
            })
    @DisplayName("S-APO-03")
    void anotherFormIsRefusedWithoutALook(String command) {
        ServerDriver server = connected(WITH_TIMESTAMP);
        assertThat(server.command(command)).startsWith("-ERR ").doesNotContain("[");
        assertThat(asked).isEmpty();
        assertThat(server.engine().state()).isEqualTo(SessionState.AUTHORIZATION);
    }

    @Test
    @DisplayName("S-APO-03, S-AUT-03")
    void aWrongDigestLeavesEverythingAsItWasButForANameGivenBefore() {
        ServerDriver server = connected(WITH_TIMESTAMP);
        server.command("USER mrose");
        assertThat(server.command("APOP mrose " + "0".repeat(32))).isEqualTo("-ERR [AUTH] no\r\n");
        assertThat(server.indicators("PASS x", "STAT", "APOP mrose " + DIGEST)).containsExactly("-ERR", "-ERR", "+OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POP3 server ready", "ready <now>", "<a@b> <c@d>"})
    @DisplayName("S-APO-04")
    void withoutATimestampInTheGreetingThereIsNoApop(String greeting) {
        ServerDriver server = connected(ServerSettings.DEFAULT.withGreeting(greeting));
        assertThat(server.command("APOP mrose " + DIGEST)).startsWith("-ERR ").doesNotContain("[");
        assertThat(asked).isEmpty();
    }

    @Test
    @DisplayName("S-APO-05")
    void noCapabilityAnnouncesIt() {
        assertThat(connected(WITH_TIMESTAMP).command("CAPA")).doesNotContain("APOP");
        assertThat(connected(WITH_TIMESTAMP.without(Keyword.APOP)).command("APOP mrose " + DIGEST))
                .startsWith("-ERR unknown command");
    }
}
