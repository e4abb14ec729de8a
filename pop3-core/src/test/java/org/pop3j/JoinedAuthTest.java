package org.pop3j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.pop3j.auth.ChannelBinding;
import org.pop3j.auth.ClientContext;
import org.pop3j.auth.ClientExchange;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;
import org.pop3j.auth.MechanismException;
import org.pop3j.auth.Secrets;
import org.pop3j.auth.ServerContext;
import org.pop3j.auth.ServerExchange;
import org.pop3j.auth.ServerStep;
import org.pop3j.protocol.Accounts;
import org.pop3j.protocol.AuthExchange;
import org.pop3j.protocol.ClientEngine;
import org.pop3j.protocol.Command;
import org.pop3j.protocol.Event;
import org.pop3j.protocol.Limits;
import org.pop3j.protocol.LockedMaildrop;
import org.pop3j.protocol.Login;
import org.pop3j.protocol.Pop3ProtocolException;
import org.pop3j.protocol.ResponseCode;
import org.pop3j.protocol.SaslMechanism;
import org.pop3j.protocol.ServerEngine;
import org.pop3j.protocol.ServerObserver;
import org.pop3j.protocol.ServerSettings;
import org.pop3j.protocol.SessionState;
import org.pop3j.protocol.UniqueId;

/** Both sides of AUTH against each other with every mechanism, and each side against random octets. */
class JoinedAuthTest {
    private static final List<ChannelBinding> BINDINGS = List.of(new ChannelBinding("tls-exporter", new byte[] {1, 2}));

    @Property(tries = 300)
    void whoKnowsTheSecretComesInAndNobodyElse(
            @ForAll("mechanism") Mechanism mechanism,
            @ForAll("secret") String known,
            @ForAll("secret") String given,
            @ForAll("name") String user,
            @ForAll("step") int step,
            @ForAll boolean right,
            @ForAll boolean initialResponse,
            @ForAll long seed)
            throws Exception {
        String said = right ? known : given;
        Session session = new Session(mechanism, new One(user, known), step, seed);
        boolean in = session.login(credentials(mechanism, user, said), initialResponse);
        boolean provesASecret = mechanism != Mechanism.EXTERNAL && mechanism != Mechanism.ANONYMOUS;
        assertThat(in).isEqualTo(!provesASecret || said.equals(known));
        assertThat(session.client.state()).isEqualTo(in ? SessionState.TRANSACTION : SessionState.AUTHORIZATION);
        assertThat(session.server.state()).isEqualTo(session.client.state());
    }

    /** Whatever a server says: an end, by the engine, by the mechanism, or because the octets are at an end. Never a success. */
    @Property
    void aServerOfRandomOctetsIsNeverTakenForOneThatKnowsThePassword(
            @ForAll("mutual") Mechanism mechanism, @ForAll("challenges") String octets, @ForAll("step") int step)
            throws Exception {
        Session session = new Session(mechanism, new One("alice", "secret"), step, 1);
        session.clientAlone(octets, mechanism.client(credentials(mechanism, "alice", "secret"), context(1)));
        assertThat(session.client.state()).isEqualTo(SessionState.AUTHORIZATION);
    }

    /** Whatever a client says: one answer for each line, and nobody comes in. */
    @Property
    void aClientOfRandomOctetsGetsOneAnswerForEachLineAndDoesNotComeIn(
            @ForAll("provable") Mechanism mechanism, @ForAll("responses") List<String> responses, @ForAll long seed) {
        Session session = new Session(mechanism, new One("alice", "secret"), 1 << 16, seed);
        session.serverSays();
        for (String response : responses) {
            session.server.receive(ByteBuffer.wrap((response + "\r\n").getBytes(ISO_8859_1)));
            assertThat(session.serverSays()).matches("(?s)(\\+ [A-Za-z0-9+/=]*|(\\+OK|-ERR)( [ -~]*)?)\r\n.*");
            assertThat(session.server.state()).isEqualTo(SessionState.AUTHORIZATION);
        }
    }

    @Provide
    Arbitrary<Mechanism> mechanism() {
        return Arbitraries.of(Mechanism.class).filter(mechanism -> mechanism != Mechanism.APOP);
    }

    @Provide
    Arbitrary<Mechanism> mutual() {
        return Arbitraries.of(
                Mechanism.SCRAM_SHA_256_PLUS, Mechanism.SCRAM_SHA_1, Mechanism.SCRAM_SHA_256, Mechanism.DIGEST_MD5);
    }

    @Provide
    Arbitrary<Mechanism> provable() {
        return mechanism().filter(m -> m != Mechanism.ANONYMOUS && m != Mechanism.EXTERNAL);
    }

    @Provide
    Arbitrary<String> secret() {
        return Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(60);
    }

    @Provide
    Arbitrary<String> name() {
        return Arbitraries.strings()
                .withChars("ab.=,\"\\@ \u00e4\u0436")
                .ofMinLength(1)
                .ofMaxLength(20);
    }

    @Provide
    Arbitrary<String> challenges() {
        Arbitrary<String> piece = Arbitraries.of(
                "+ ",
                "+OK ",
                "+OK",
                "-ERR ",
                "[AUTH] ",
                "\r\n",
                "\n",
                "dj1BQUFB",
                "cnNwYXV0aD0=",
                "=",
                "AAAA",
                "\0",
                "\u00ff");
        return piece.list().ofMaxSize(12).map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<List<String>> responses() {
        Arbitrary<String> piece = Arbitraries.of(
                "AUTH ",
                "SCRAM-SHA-256 ",
                "PLAIN ",
                "LOGIN ",
                "DIGEST-MD5",
                "CRAM-MD5",
                "OAUTHBEARER ",
                "=",
                "*",
                "AAAA",
                "biws",
                "AGFsaWNlAHNlY3Jl",
                "\0",
                "\u00ff",
                " ",
                "bj1hbGljZQ==");
        return piece.list()
                .ofMaxSize(4)
                .map(pieces -> String.join("", pieces))
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<Integer> step() {
        return Arbitraries.of(1, 2, 3, 7, 300, 1 << 16);
    }

    private static Credentials credentials(Mechanism mechanism, String user, String secret) {
        return switch (mechanism) {
            case OAUTHBEARER, XOAUTH2 -> Credentials.accessToken(user, secret.toCharArray());
            case EXTERNAL -> Credentials.certificate(user);
            case ANONYMOUS -> Credentials.anonymous("");
            default -> Credentials.password(user, secret.toCharArray()).only(mechanism);
        };
    }

    private static ClientContext context(long seed) {
        return new ClientContext("pop.example.org", 995, new Random(seed), Optional.of(BINDINGS.get(0)));
    }

    private record One(String user, String secret) implements Secrets {
        @Override
        public Optional<byte[]> password(String name) {
            return name.equals(user) ? Optional.of(secret.getBytes(UTF_8)) : Optional.empty();
        }

        @Override
        public Optional<byte[]> accessToken(String name) {
            return password(name);
        }

        @Override
        public byte[] salt(String name) {
            return name.getBytes(UTF_8);
        }
    }

    /** Two engines and two wires, which hand on pieces of one size. */
    private static final class Session implements Accounts {
        private final Mechanism mechanism;
        private final One secrets;
        private final int step;
        private final long seed;
        private final ClientEngine client = new ClientEngine(Limits.DEFAULT);
        private final ServerEngine server;
        private final ByteBuffer received = ByteBuffer.allocate(1 << 16).limit(0);

        Session(Mechanism mechanism, One secrets, int step, long seed) {
            this.mechanism = mechanism;
            this.secrets = secrets;
            this.step = step;
            this.seed = seed;
            SaslMechanism offered =
                    new SaslMechanism(mechanism.wireName(), mechanism.clientFirst(), mechanism.clearText());
            server = new ServerEngine(
                    ServerSettings.DEFAULT.withMechanisms(List.of(offered)), this, ServerObserver.NONE);
        }

        @Override
        public Login login(String user, byte[] password) {
            return new Login.Refused(Optional.of(ResponseCode.AUTH), "not so");
        }

        @Override
        public AuthExchange authenticate(SaslMechanism wanted) {
            // The flag of SCRAM without binding is y here: the server has to offer none.
            ServerContext context = new ServerContext(
                    "pop.example.org",
                    new Random(~seed),
                    mechanism.bound() ? BINDINGS : List.of(),
                    Optional.of(secrets.user()));
            ServerExchange exchange = mechanism.server(secrets, context);
            return response -> {
                ServerStep next = exchange.respond(response);
                if (next instanceof ServerStep.Challenge challenge) {
                    return new AuthExchange.Step.Challenge(challenge.octets());
                }
                return new AuthExchange.Step.Concluded(
                        next instanceof ServerStep.Verified
                                ? new Login.Granted(new Empty())
                                : new Login.Refused(Optional.of(ResponseCode.AUTH), "no"));
            };
        }

        boolean login(Credentials credentials, boolean initialResponse) throws Exception {
            ClientExchange exchange = mechanism.client(credentials, context(seed));
            event();
            Command command = Command.auth(mechanism.wireName());
            if (initialResponse && mechanism.clientFirst()) {
                byte[] first = exchange.respond(new byte[0]);
                if (first.length < 150) {
                    command = Command.auth(mechanism.wireName(), first, exchange.complete());
                } else {
                    exchange = mechanism.client(credentials, context(seed));
                }
            }
            toServer(client.send(command));
            Event event = event();
            while (event instanceof Event.Challenge challenge) {
                toServer(client.respond(exchange.respond(challenge.octets().orElseThrow()), exchange.complete()));
                event = event();
            }
            return ((Event.Reply) event).statusLine().positive();
        }

        void clientAlone(String octets, ClientExchange exchange) throws Exception {
            client.next(ByteBuffer.wrap("+OK\r\n".getBytes(ISO_8859_1)));
            client.send(Command.auth(mechanism.wireName()));
            ByteBuffer all = ByteBuffer.wrap(octets.getBytes(ISO_8859_1));
            try {
                while (all.hasRemaining() && client.outstanding() > 0) {
                    ByteBuffer piece = all.slice(all.position(), Math.min(step, all.remaining()));
                    Event event = client.next(piece);
                    all.position(all.position() + piece.position());
                    if (event instanceof Event.Challenge challenge) {
                        byte[] next = challenge.octets().isPresent()
                                ? exchange.respond(challenge.octets().get())
                                : new byte[0];
                        client.respond(next, exchange.complete());
                    }
                }
            } catch (Pop3ProtocolException | MechanismException e) {
                assertThat(e).hasMessageNotContaining("secret");
            }
        }

        private void toServer(byte[] octets) {
            for (int i = 0; i < octets.length; i += step) {
                server.receive(ByteBuffer.wrap(octets, i, Math.min(step, octets.length - i)));
                serverToClient();
            }
        }

        private void serverToClient() {
            byte[] answer = serverSays().getBytes(ISO_8859_1);
            received.compact().put(answer).flip();
        }

        private Event event() throws Pop3ProtocolException {
            serverToClient();
            List<Event> events = new ArrayList<>();
            while (events.isEmpty()) {
                assertThat(received.hasRemaining()).as("both sides wait").isTrue();
                ByteBuffer piece = received.slice(received.position(), Math.min(step, received.remaining()));
                Event event = client.next(piece);
                received.position(received.position() + piece.position());
                if (event != null) {
                    events.add(event);
                }
            }
            return events.get(0);
        }

        private String serverSays() {
            StringBuilder said = new StringBuilder();
            ServerEngine.Action action;
            do {
                ByteBuffer out = ByteBuffer.allocate(step);
                action = server.next(out);
                said.append(ISO_8859_1.decode(out.flip()));
            } while (action == ServerEngine.Action.WRITE);
            return said.toString();
        }
    }

    /** Nobody asks for a message here. */
    private static final class Empty implements LockedMaildrop {
        @Override
        public int messages() {
            return 0;
        }

        @Override
        public long octets(int messageNumber) {
            throw new AssertionError("no messages");
        }

        @Override
        public UniqueId uniqueId(int messageNumber) {
            throw new AssertionError("no messages");
        }

        @Override
        public InputStream open(int messageNumber) {
            throw new AssertionError("no messages");
        }

        @Override
        public void update(Set<Integer> deleted) {
            throw new AssertionError("nobody quits");
        }

        @Override
        public void release() {
            // There is no lock.
        }
    }
}
