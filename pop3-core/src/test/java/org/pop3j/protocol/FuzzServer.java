package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.pop3j.protocol.FuzzInput.require;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A server as a fuzzer chooses it, of which any number of equal ones can be had. */
final class FuzzServer {
    private static final int LINES_IN_THE_BUFFER = 8192 + ServerAuth.MAX_LINE_OCTETS;
    private static final int BROKEN = 4;
    private static final String DIGEST = "0123456789abcdef0123456789abcdef";

    private final ServerSettings settings;
    private final List<String> messages;
    private final boolean updateFails;

    FuzzServer(FuzzInput input) {
        ServerSettings chosen = ServerSettings.DEFAULT
                .withTlsActive(input.chance())
                .withClearTextLogin(input.chance())
                .withMaxRefusals(1 + input.choose(8));
        for (Keyword optional : List.of(Keyword.STLS, Keyword.UTF8, Keyword.LANG)) {
            chosen = input.chance() ? chosen.with(optional) : chosen;
        }
        List<SaslMechanism> mechanisms =
                List.of(new SaslMechanism("X-CLIENT", true, false), new SaslMechanism("X-SERVER", false, true));
        chosen = input.chance() ? chosen.withGreeting("ready <1@x>") : chosen;
        settings = chosen.withMechanisms(mechanisms.subList(0, input.choose(3)));
        String large = input.chance() ? "x".repeat(8191) + "\r\n.\r\n" : "";
        messages = List.of("a\r\n.b\r\n\r\nc", large, "Subject: \u00c3\u00a4\r\n\r\n..\r\n", "broken\r\n");
        updateFails = input.chance();
    }

    Run run() {
        return new Run();
    }

    /** One session and what became of it. */
    final class Run implements ServerObserver, Accounts {
        private final ServerEngine engine = new ServerEngine(settings, this, this);
        private final StringBuilder output = new StringBuilder();
        private @Nullable MemoryMaildrop maildrop;
        private ServerEngine.Action last = ServerEngine.Action.READ;
        private int received;
        private int replied;

        ServerEngine engine() {
            return engine;
        }

        ServerEngine.Action last() {
            return last;
        }

        String output() {
            return output.toString();
        }

        int received() {
            return received;
        }

        Set<Integer> removed() {
            return maildrop == null ? Set.of() : maildrop.removed();
        }

        /** The message as RETR has to give it. */
        String message(int number) {
            String message = messages.get(number - 1);
            return message.isEmpty() || message.endsWith("\r\n") ? message : message + "\r\n";
        }

        /** Asks until the engine does not want to write any more, or as often as told if that is not 0. */
        void ask(int room, int times) {
            for (int i = 0; times == 0 || i < times; i++) {
                ByteBuffer out = ByteBuffer.allocate(room);
                last = engine.next(out);
                output.append(ISO_8859_1.decode(out.flip()));
                if (last != ServerEngine.Action.WRITE) {
                    require(last != ServerEngine.Action.READ || out.limit() == 0, "octets are left unwritten");
                    return;
                }
                require(out.limit() > 0, "no progress");
            }
        }

        void startTlsIfDue() {
            if (last == ServerEngine.Action.START_TLS) {
                engine.tlsStarted();
                ask(64, 0);
            }
        }

        /** What holds after any session; the deletions are those that the answers promised. */
        void end(Set<Integer> promised) {
            require(replied == received + 1, "not one answer to each line");
            if (last == ServerEngine.Action.CLOSE) {
                ByteBuffer late = ByteBuffer.wrap("DELE 1\r\nQUIT\r\n".getBytes(ISO_8859_1));
                engine.receive(late);
                ByteBuffer out = ByteBuffer.allocate(64);
                boolean over = engine.next(out) == ServerEngine.Action.CLOSE && out.position() == 0;
                require(over && !late.hasRemaining(), "it goes on after its end");
            } else {
                ByteBuffer flood = ByteBuffer.allocate(2 * LINES_IN_THE_BUFFER);
                engine.receive(flood);
                require(flood.position() <= LINES_IN_THE_BUFFER || last != ServerEngine.Action.READ, "no bound");
            }
            engine.connectionLost();
            require(maildrop == null || maildrop.released(), "the lock is kept");
            require(removed().equals(promised), "not what was promised is deleted");
            boolean update = engine.state() == SessionState.UPDATE;
            require((maildrop == null ? 0 : maildrop.updates()) == (update ? 1 : 0), "UPDATE without QUIT, or twice");
        }

        @Override
        public void received(String redactedCommandLine) {
            received++;
        }

        @Override
        public void replied(String statusLine) {
            replied++;
        }

        @Override
        public Login login(String user, byte[] password) {
            if (user.equals("busy")) {
                return new Login.Refused(Optional.of(ResponseCode.IN_USE), "busy");
            }
            boolean right = Arrays.equals(password, new byte[] {'p'}) && user.equals("u");
            return right ? granted() : new Login.Refused(Optional.of(ResponseCode.AUTH), "wrong");
        }

        @Override
        public Login apop(String user, String digest) {
            boolean right = user.equals("u") && digest.equals(DIGEST);
            return right ? granted() : new Login.Refused(Optional.of(ResponseCode.AUTH), "wrong");
        }

        @Override
        public AuthExchange authenticate(SaslMechanism mechanism) {
            return response -> switch (new String(response, ISO_8859_1)) {
                case "go" -> new AuthExchange.Step.Concluded(granted());
                case "no" -> new AuthExchange.Step.Concluded(new Login.Refused(Optional.empty(), "no"));
                default -> new AuthExchange.Step.Challenge(new byte[] {'?'});
            };
        }

        private Login granted() {
            require(maildrop == null, "a second login");
            maildrop = new Locked();
            return new Login.Granted(maildrop, List.of(new Capability("EXPIRE", List.of("7"))));
        }
    }

    /** Its last message breaks off. */
    private final class Locked extends MemoryMaildrop {
        Locked() {
            super(messages.toArray(String[]::new));
        }

        @Override
        public InputStream open(int messageNumber) throws IOException {
            InputStream whole =
                    new ByteArrayInputStream(messages.get(messageNumber - 1).getBytes(ISO_8859_1));
            return messageNumber < BROKEN
                    ? whole
                    : new FilterInputStream(whole) {
                        @Override
                        public int read(byte[] into, int from, int most) throws IOException {
                            int count = super.read(into, from, most);
                            if (count < 0) {
                                throw new IOException("broken");
                            }
                            return count;
                        }
                    };
        }

        @Override
        public void update(Set<Integer> deleted) throws IOException {
            super.update(new TreeSet<>(deleted));
            if (updateFails) {
                throw new IOException("not all");
            }
        }
    }
}
