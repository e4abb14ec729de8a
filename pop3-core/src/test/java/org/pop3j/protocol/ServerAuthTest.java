package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5034, section 4: how AUTH frames an exchange. The mechanisms here are made up: they log in whoever says "test". */
class ServerAuthTest {
    private static final SaslMechanism FIRST = new SaslMechanism("PLAIN", true, true);
    private static final SaslMechanism SECOND = new SaslMechanism("CRAM-MD5", false, false);
    private static final ServerSettings SETTINGS = ServerSettings.DEFAULT.withMechanisms(List.of(FIRST, SECOND));

    private final MemoryMaildrop maildrop = new MemoryMaildrop("a\r\n");
    private final List<byte[]> responses = new ArrayList<>();
    private final ServerDriver server = connected(SETTINGS);

    private ServerDriver connected(ServerSettings settings) {
        return ServerDriver.connected(settings, new Accounts() {
            @Override
            public Login login(String user, byte[] password) {
                return new Login.Granted(maildrop);
            }

            @Override
            public AuthExchange authenticate(SaslMechanism mechanism) {
                return mechanism.clientFirst() ? this::decide : serverFirst();
            }

            private AuthExchange serverFirst() {
                boolean[] asked = {false};
                return response -> {
                    boolean before = asked[0];
                    asked[0] = true;
                    return before ? decide(response) : new AuthExchange.Step.Challenge(new byte[] {'w', 'h', 'o', '?'});
                };
            }

            private AuthExchange.Step decide(byte[] response) {
                responses.add(response);
                boolean right = Arrays.equals(response, new byte[] {'t', 'e', 's', 't'}) || response.length > 255;
                return new AuthExchange.Step.Concluded(
                        right ? new Login.Granted(maildrop) : new Login.Refused(Optional.of(ResponseCode.AUTH), "no"));
            }
        });
    }

    @Test
    @DisplayName("S-SAS-01")
    void anUnknownMechanismIsRefusedAndTheSessionGoesOn() {
        assertThat(server.indicators("AUTH FOO", "AUTH", "AUTH PLAIN dGVzdA==")).containsExactly("-ERR", "-ERR", "+OK");
    }

    @Test
    @DisplayName("S-SAS-02, S-SAS-10, S-SAS-22")
    void aResponseInTheCommandOrBehindItInAnyCaseOfTheName() {
        assertThat(server.command("auth plain dGVzdA==")).startsWith("+OK");
        ServerDriver other = connected(SETTINGS);
        assertThat(other.command("Auth Plain")).isEqualTo("+ \r\n");
        assertThat(other.command("dGVzdA==")).startsWith("+OK");
        assertThat(other.engine().state()).isEqualTo(SessionState.TRANSACTION);
    }

    @Test
    @DisplayName("S-SAS-03, S-SAS-24")
    void challengesAreBase64AndNothingElseAndTheEmptyOneIsPlusSpace() {
        assertThat(server.command("AUTH PLAIN")).isEqualTo("+ \r\n");
        server.command("*");
        assertThat(server.command("AUTH CRAM-MD5")).isEqualTo("+ d2hvPw==\r\n");
    }

    @Test
    @DisplayName("S-SAS-04")
    void anAsteriskCancels() {
        server.command("AUTH CRAM-MD5");
        assertThat(server.command("*")).startsWith("-ERR ").doesNotContain("[");
        assertThat(responses).isEmpty();
        assertThat(server.indicators("*", "USER alice", "PASS x")).containsExactly("-ERR", "+OK", "+OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dGVzdA", "dGVzdA=", "dGVzd A==", "dGVzdA== ", "!", "dGVzdB==", "dGVzdA===", "**"})
    @DisplayName("S-SAS-05")
    void whatIsNotBase64IsRefused(String response) {
        server.command("AUTH PLAIN");
        assertThat(server.command(response)).startsWith("-ERR ").doesNotContain("[");
        assertThat(responses).isEmpty();
        assertThat(server.command("AUTH PLAIN dGVzdA==")).startsWith("+OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dGVz=dA=", "=dGVzdA=", "dA==dGVz", "===="})
    @DisplayName("S-SAS-06")
    void paddingBelongsToTheEnd(String response) {
        server.command("AUTH PLAIN");
        assertThat(server.command(response)).startsWith("-ERR");
        assertThat(server.command("AUTH PLAIN " + response)).startsWith("-ERR");
    }

    @Test
    @DisplayName("S-SAS-07")
    void whereTheServerGoesFirstTheCommandHasNoResponse() {
        assertThat(server.indicators("AUTH CRAM-MD5 dGVzdA==", "AUTH CRAM-MD5 ="))
                .containsOnly("-ERR");
        assertThat(server.command("dGVzdA==")).startsWith("-ERR unknown command");
    }

    /** Section 5 of what mechanisms do in the wild: some clients of LOGIN give the name in the command. */
    @Test
    @DisplayName("S-SAS-07, S-SAS-14")
    void loginTakesTheAnswerToItsFirstPromptInTheCommand() {
        SaslMechanism login = new SaslMechanism("LOGIN", false, true);
        ServerDriver tolerant = connected(SETTINGS.withMechanisms(List.of(login)));
        assertThat(tolerant.command("AUTH LOGIN dGVzdA==")).startsWith("+OK");
        assertThat(responses)
                .singleElement()
                .satisfies(octets -> assertThat(octets).hasSize(4).containsOnly(0));
        assertThat(connected(SETTINGS.withMechanisms(List.of(login))).command("AUTH LOGIN"))
                .isEqualTo("+ d2hvPw==\r\n");
    }

    @Test
    @DisplayName("S-SAS-12")
    void aResponseMayHaveAsManyOctetsAsAClientMaySendAndNotOneMore() {
        server.command("AUTH PLAIN");
        assertThat(server.command("AAAA".repeat(ClientEngine.MAX_RESPONSE_OCTETS / 3)))
                .startsWith("+OK");
        assertThat(responses).singleElement().satisfies(octets -> assertThat(octets)
                .hasSize(12_288));
        ServerDriver other = connected(SETTINGS);
        other.command("AUTH PLAIN");
        assertThat(other.command("AAAA".repeat(4096) + "AAAA")).startsWith("-ERR command line longer than 16386");
    }

    @Test
    @DisplayName("S-CAP-14, S-SAS-01")
    void aMechanismThatCannotBeUsedOnThisConnectionIsNeitherAnnouncedNorTaken() {
        Accounts accounts = new Accounts() {
            @Override
            public Login login(String user, byte[] password) {
                throw new AssertionError();
            }

            @Override
            public boolean usable(SaslMechanism mechanism) {
                return mechanism.equals(SECOND);
            }
        };
        ServerDriver here = ServerDriver.connected(SETTINGS, accounts);
        assertThat(here.command("CAPA")).contains("\r\nSASL CRAM-MD5\r\n");
        assertThat(here.command("AUTH PLAIN dGVzdA==")).isEqualTo("-ERR no such mechanism\r\n");
    }

    @Test
    @DisplayName("S-SAS-08")
    void anEqualsSignIsAnEmptyResponse() {
        assertThat(server.command("AUTH PLAIN =")).startsWith("-ERR [AUTH]");
        assertThat(responses).singleElement().isEqualTo(new byte[0]);
    }

    @Test
    @DisplayName("S-SAS-09, S-GEN-09b")
    void afterASuccessThereIsNoAuth() {
        assertThat(server.indicators("AUTH PLAIN dGVzdA==", "AUTH PLAIN dGVzdA==", "NOOP"))
                .containsExactly("+OK", "-ERR", "+OK");
    }

    @Test
    @DisplayName("S-SAS-11, S-SAS-11b")
    void aFailureLeavesEverythingAsItWas() {
        server.command("AUTH PLAIN");
        assertThat(server.command("d3Jvbmc=")).startsWith("-ERR [AUTH]");
        assertThat(server.engine().state()).isEqualTo(SessionState.AUTHORIZATION);
        assertThat(server.indicators("STAT", "AUTH PLAIN dGVzdA==", "STAT")).containsExactly("-ERR", "+OK", "+OK");
    }

    @Test
    @DisplayName("S-AUT-03")
    void aNameDoesNotOutliveAuth() {
        assertThat(server.indicators("USER alice", "AUTH PLAIN d3Jvbmc=", "PASS x"))
                .containsExactly("+OK", "-ERR", "-ERR");
    }

    @Test
    @DisplayName("S-SAS-12")
    void responsesMayBeLongButNotEndless() {
        server.command("AUTH PLAIN");
        assertThat(server.command("AAAA".repeat(2500))).startsWith("+OK");
        ServerDriver other = connected(SETTINGS);
        other.command("AUTH PLAIN");
        assertThat(other.command("AAAA".repeat(50_000))).startsWith("-ERR").containsOnlyOnce("\r\n");
        assertThat(other.command("AUTH PLAIN dGVzdA==")).startsWith("+OK");
        assertThat(connected(SETTINGS).command("NOOP" + " ".repeat(1000)))
                .startsWith("-ERR command line longer than 255");
    }

    @Test
    @DisplayName("S-SAS-23")
    void theCommandWithItsResponseIsLimitedLikeAnyOther() {
        assertThat(server.command("AUTH PLAIN " + "AAAA".repeat(70))).startsWith("-ERR command line longer than 255");
        ServerDriver generous = connected(SETTINGS.withMaxCommandOctets(4096));
        assertThat(generous.command("AUTH PLAIN " + "AAAA".repeat(90))).startsWith("+OK");
    }

    @Test
    @DisplayName("S-PIP-03")
    void commandsBehindAResponseInTheCommandAreKept() {
        assertThat(server.send("AUTH PLAIN dGVzdA==\r\nSTAT\r\nQUIT\r\n"))
                .isEqualTo("+OK 1 messages (3 octets)\r\n+OK 1 3\r\n+OK bye\r\n");
    }

    @Test
    @DisplayName("S-CAP-04, S-CAP-04b, S-CAP-14")
    void mechanismsAreAnnouncedInBothStatesAndNeverNone() {
        assertThat(server.command("CAPA")).contains("\r\nSASL PLAIN CRAM-MD5\r\n");
        server.command("AUTH PLAIN dGVzdA==");
        assertThat(server.command("CAPA")).contains("\r\nSASL PLAIN CRAM-MD5\r\n");
        assertThat(connected(ServerSettings.DEFAULT).command("CAPA")).doesNotContain("SASL");
        assertThat(connected(SETTINGS.without(Keyword.AUTH)).command("CAPA")).doesNotContain("SASL");
        assertThatThrownBy(() -> SETTINGS.withMechanisms(List.of(FIRST, new SaslMechanism("plain", true, true))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SaslMechanism("A B", true, true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("S-TLS-09, S-TLS-10")
    void mechanismsThatShowTheSecretFollowTheRuleForPasswords() {
        ServerDriver strict = connected(SETTINGS.withClearTextLogin(false));
        assertThat(strict.command("CAPA")).contains("\r\nSASL CRAM-MD5\r\n");
        assertThat(strict.command("AUTH PLAIN dGVzdA==")).startsWith("-ERR");
        ServerDriver tls = connected(SETTINGS.withClearTextLogin(false).withTlsActive(true));
        assertThat(tls.command("AUTH PLAIN dGVzdA==")).startsWith("+OK");
    }

    @Test
    void responsesAreOverwrittenAndNeverShown() {
        List<String> seen = new ArrayList<>();
        ServerObserver observer = new ServerObserver() {
            @Override
            public void received(String redactedCommandLine) {
                seen.add("C: " + redactedCommandLine);
            }

            @Override
            public void replied(String statusLine) {
                seen.add("S: " + statusLine);
            }
        };
        Accounts accounts = new Accounts() {
            @Override
            public Login login(String user, byte[] password) {
                throw new AssertionError();
            }

            @Override
            public AuthExchange authenticate(SaslMechanism mechanism) {
                return response -> {
                    responses.add(response);
                    return new AuthExchange.Step.Concluded(new Login.Refused(Optional.empty(), "no"));
                };
            }
        };
        ServerDriver shown = new ServerDriver(
                new ServerEngine(SETTINGS, accounts, observer), ServerDriver.WHOLE, ServerDriver.WHOLE);
        for (String line : List.of("AUTH plain", "dGVzdA==", "AUTH PLAIN", "*", "AUTH PLAIN dGVzdA==", "AUTH dGVzdA")) {
            shown.command(line);
        }
        assertThat(responses).hasSize(2).allSatisfy(octets -> assertThat(octets).containsOnly(0));
        assertThat(seen)
                .containsExactly(
                        "S: +OK POP3 server ready",
                        "C: AUTH PLAIN",
                        "S: + ****",
                        "C: ****",
                        "S: -ERR no",
                        "C: AUTH PLAIN",
                        "S: + ****",
                        "C: *",
                        "S: -ERR AUTH cancelled",
                        "C: AUTH PLAIN ****",
                        "S: -ERR no",
                        "C: AUTH ****",
                        "S: -ERR no such mechanism");
    }
}
