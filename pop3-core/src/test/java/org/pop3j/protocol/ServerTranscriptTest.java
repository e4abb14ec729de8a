package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a server answers in the sessions of the RFCs, however they are cut. Texts for people are the server's own: compared
 * is what a client may look at (RFC 1939, section 9).
 */
class ServerTranscriptTest {
    private static final LockedMaildrop MAILDROP = new MemoryMaildrop(Transcripts.message(1), Transcripts.message(2))
            .withUniqueIds("whqtswO00WBw418f9t5JxYwZ", "QhdPYR:00WBw1Ph7x7");

    private static final List<SaslMechanism> MECHANISMS = List.of(
            new SaslMechanism("PLAIN", true, true),
            new SaslMechanism("DIGEST-MD5", false, false),
            new SaslMechanism("GSSAPI", true, false),
            new SaslMechanism("ANONYMOUS", true, false),
            new SaslMechanism("CRAM-MD5", false, false));

    static Stream<Transcript> transcripts() {
        return Transcripts.served();
    }

    /** STLS ends what may be sent at once. */
    static Stream<Transcript> withoutStls() {
        return Transcripts.served()
                .filter(transcript -> transcript.exchanges().stream().noneMatch(Transcript.Exchange::startsTls));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void commandByCommand(Transcript transcript) {
        talk(transcript, ServerDriver.WHOLE, ServerDriver.WHOLE);
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void octetByOctetBothWays(Transcript transcript) {
        talk(transcript, 1, 1);
    }

    @ParameterizedTest
    @MethodSource("withoutStls")
    void allCommandsInOneWriteWithOctetsBehindQuit(Transcript transcript) {
        String commands = transcript.exchanges().stream()
                .skip(1)
                .map(exchange -> exchange.command() + "\r\n")
                .collect(Collectors.joining());
        ServerDriver server = server(transcript, ServerDriver.WHOLE, 7);
        String atOnce = server.send(commands + "STAT\r\nNOOP\r\n");
        assertThat(server.last()).isEqualTo(ServerEngine.Action.CLOSE);
        assertThat(atOnce).isEqualTo(talk(transcript, ServerDriver.WHOLE, ServerDriver.WHOLE));
    }

    private static String talk(Transcript transcript, int inStep, int outStep) {
        ServerDriver server = server(transcript, inStep, outStep);
        StringBuilder all = new StringBuilder();
        for (Transcript.Exchange exchange : transcript.exchanges()) {
            String answer = all.isEmpty() ? server.pump() : server.command(exchange.command());
            assertThat(comparable(exchange, answer))
                    .as("%s", exchange)
                    .isEqualTo(comparable(exchange, exchange.octets()));
            all.append(answer);
            if (exchange.startsTls()) {
                server.engine().tlsStarted();
            }
        }
        assertThat(server.last()).isEqualTo(ServerEngine.Action.CLOSE);
        return all.toString();
    }

    /** Numbers of STAT, LIST and UIDL, data, and otherwise the indicator and the response code. */
    private static String comparable(Transcript.Exchange exchange, String answer) {
        boolean telling = exchange.command().matches("STAT|(LIST|UIDL) \\d+") && answer.startsWith("+OK");
        if (telling) {
            return answer;
        }
        String withoutText = answer.replaceFirst("^(\\+OK|-ERR)( \\[[^]]*])?[^\r]*\r\n", "$1$2\r\n");
        boolean anyOrder = exchange.command().equals("CAPA");
        return anyOrder ? withoutText.lines().sorted().collect(Collectors.joining("\n")) : withoutText;
    }

    private static ServerDriver server(Transcript transcript, int inStep, int outStep) {
        ServerSettings settings = ServerSettings.DEFAULT;
        if (transcript.equals(Transcripts.CAPABILITIES)) {
            settings = settings.withAnnounced(List.of(
                            new Capability("RESP-CODES", List.of()),
                            new Capability("LOGIN-DELAY", List.of("900")),
                            new Capability("PIPELINING", List.of()),
                            new Capability("EXPIRE", List.of("60")),
                            new Capability("IMPLEMENTATION", List.of("Shlemazle-Plotz-v302"))))
                    .withMechanisms(List.of(
                            new SaslMechanism("CRAM-MD5", false, false),
                            new SaslMechanism("KERBEROS_V4", false, false)));
        } else if (transcript.equals(Transcripts.STLS)) {
            settings = settings.with(Keyword.STLS);
        } else {
            settings = settings.withMechanisms(MECHANISMS);
        }
        if (transcript.equals(Transcripts.SESSION)) {
            settings = settings.withGreeting("POP3 server ready <1896.697170952@dbc.mtview.ca.us>");
        }
        if (transcript.equals(Transcripts.PLAIN_AT_ONCE)) {
            settings = settings.without(Keyword.USER)
                    .without(Keyword.TOP)
                    .without(Keyword.UIDL)
                    .with(Keyword.STLS)
                    .withClearTextLogin(false)
                    .withMechanisms(MECHANISMS.subList(0, 4))
                    .withAnnounced(List.of(new Capability("IMPLEMENTATION", List.of("BlurdyBlurp", "POP3", "server"))));
        }
        Accounts accounts = transcript.equals(Transcripts.REFUSED_LOGINS) ? refusing() : accounts(transcript);
        return new ServerDriver(new ServerEngine(settings, accounts, ServerObserver.NONE), inStep, outStep);
    }

    private static Accounts accounts(Transcript transcript) {
        Accounts passwords = ServerDriver.accounts("mrose", "secret", user -> new Login.Granted(MAILDROP));
        return new Accounts() {
            @Override
            public Login login(String user, byte[] password) {
                return passwords.login(user, password);
            }

            @Override
            public Login apop(String user, String digest) {
                assertThat(user + " " + digest).isEqualTo("mrose c4c9334bac560ecc979e58001b3e22fb");
                return new Login.Granted(MAILDROP);
            }

            @Override
            public AuthExchange authenticate(SaslMechanism mechanism) {
                return new Recited(transcript, mechanism);
            }
        };
    }

    /** The mechanism of a transcript: its challenges, and what has to be said to them. */
    private static final class Recited implements AuthExchange {
        private final Queue<String> challenges = new ArrayDeque<>();
        private final Queue<String> responses = new ArrayDeque<>();

        Recited(Transcript transcript, SaslMechanism mechanism) {
            boolean answering = false;
            for (Transcript.Exchange exchange : transcript.exchanges()) {
                String[] words = exchange.command().split(" ", -1);
                if (answering || words[0].equals("AUTH")) {
                    // Where the server goes first, AUTH itself is an empty response.
                    boolean silent = words.length == 2 && !mechanism.clientFirst();
                    if (answering || words.length == 3 || silent) {
                        responses.add(silent ? "" : words[words.length - 1]);
                    }
                    answering = exchange.challenging();
                    boolean ofTheMechanism = answering && !exchange.statusLine().equals("+ ");
                    if (ofTheMechanism) {
                        challenges.add(exchange.statusLine().substring(2));
                    }
                }
            }
        }

        @Override
        public Step respond(byte[] response) {
            assertThat(Base64Text.encode(response)).isEqualTo(responses.remove());
            return challenges.isEmpty()
                    ? new Step.Concluded(new Login.Granted(MAILDROP))
                    : new Step.Challenge(Base64Text.decode(challenges.remove()).orElseThrow());
        }
    }

    private static Accounts refusing() {
        Queue<Login> refusals = new ArrayDeque<>(List.of(
                new Login.Refused(Optional.empty(), "locked"),
                new Login.Refused(Optional.of(ResponseCode.IN_USE), "locked"),
                new Login.Refused(Optional.of(ResponseCode.LOGIN_DELAY), "too soon"),
                new Login.Refused(Optional.of(ResponseCode.AUTH), "wrong")));
        return (user, password) -> refusals.remove();
    }
}
