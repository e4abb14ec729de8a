package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.LockedMaildrop;
import org.pop3j.protocol.Login;
import org.pop3j.protocol.ServerEngine;
import org.pop3j.protocol.ServerObserver;
import org.pop3j.protocol.ServerSettings;
import org.pop3j.protocol.UniqueId;

/** A POP3 server with one maildrop, of which a history decides how each session goes wrong. */
final class ModelServer implements AutoCloseable {
    /** What becomes of one session. */
    enum Session {
        IN_ORDER,
        /** QUIT has come, nothing is removed, no answer goes out. */
        LOST_BEFORE_UPDATE,
        /** Everything is removed, no answer goes out. */
        LOST_AFTER_UPDATE,
        /** It says that it could not remove all, and has removed none. */
        UPDATE_FAILS,
        /** The same, and has removed the first one. */
        UPDATE_FAILS_HALFWAY,
        /** It says that it has removed them, and has not. */
        KEEPS,
        /** The connection is lost in the middle of an answer. */
        LOST_EARLY
    }

    /** A message in the maildrop; {@code mail} is what it really is, whatever its unique-id. */
    record Message(String uniqueId, String mail, int padding) {
        byte[] octets() {
            return ("Message-ID: <" + mail + "@example.org>\r\nSubject: " + mail + "\r\n\r\n" + "x".repeat(padding)
                            + "\r\n")
                    .getBytes(US_ASCII);
        }
    }

    /** What a history does while a session runs. */
    interface Watcher {
        /** A command has come; may throw to lose the connection. */
        void command();

        /** The session has come to its update. */
        void update(Session how);

        void removed(Message message);
    }

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Message> maildrop = new ArrayList<>();
    private volatile @Nullable Watcher watcher;
    private volatile Session next = Session.IN_ORDER;
    private volatile int octetsUntilLost = Integer.MAX_VALUE;
    private volatile Optional<Throwable> failure = Optional.empty();

    ModelServer() throws IOException {
        Thread thread = new Thread(this::serve, "model-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** An empty maildrop for another history. */
    synchronized void begin(Watcher another) {
        watcher = another;
        maildrop.clear();
    }

    int port() {
        return listening.getLocalPort();
    }

    void next(Session how, int octets) {
        next = how;
        octetsUntilLost = how == Session.LOST_EARLY ? octets : Integer.MAX_VALUE;
    }

    synchronized void deliver(Message message) {
        maildrop.add(message);
    }

    synchronized List<Message> messages() {
        return List.copyOf(maildrop);
    }

    /** What the server itself failed with. */
    Optional<Throwable> failure() {
        return failure;
    }

    private Watcher watcher() {
        return Objects.requireNonNull(watcher, "no history has begun");
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                socket.setTcpNoDelay(true);
                talk(socket, next);
            } catch (PowerCut.Dark | IOException e) {
                // That connection is lost.
            } catch (RuntimeException | Error e) {
                failure = Optional.of(e);
            }
        }
    }

    private void talk(Socket socket, Session how) throws IOException {
        ServerEngine engine = new ServerEngine(
                ServerSettings.DEFAULT,
                (user, password) -> new Login.Granted(new Locked(messages(), how)),
                new ServerObserver() {
                    @Override
                    public void received(String redactedCommandLine) {
                        watcher().command();
                    }
                });
        int left = octetsUntilLost;
        ByteBuffer out = ByteBuffer.allocate(4096);
        byte[] in = new byte[4096];
        try {
            while (true) {
                ServerEngine.Action action = engine.next(out);
                boolean last = action == ServerEngine.Action.CLOSE;
                if (last && how == Session.LOST_AFTER_UPDATE) {
                    return;
                }
                socket.getOutputStream().write(out.array(), 0, Math.min(left, out.position()));
                left -= out.position();
                out.clear();
                if (last || left <= 0) {
                    return;
                }
                if (action == ServerEngine.Action.READ) {
                    int octets = socket.getInputStream().read(in);
                    if (octets < 0) {
                        return;
                    }
                    engine.receive(ByteBuffer.wrap(in, 0, octets));
                }
            }
        } finally {
            engine.connectionLost();
        }
    }

    private synchronized void remove(List<Message> messages) {
        for (Message message : messages) {
            watcher().removed(message);
            maildrop.remove(message);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private final class Locked implements LockedMaildrop {
        private final List<Message> seen;
        private final Session how;

        Locked(List<Message> seen, Session how) {
            this.seen = seen;
            this.how = how;
        }

        @Override
        public int messages() {
            return seen.size();
        }

        @Override
        public long octets(int messageNumber) {
            return seen.get(messageNumber - 1).octets().length;
        }

        @Override
        public UniqueId uniqueId(int messageNumber) {
            return new UniqueId(seen.get(messageNumber - 1).uniqueId());
        }

        @Override
        public InputStream open(int messageNumber) {
            return new ByteArrayInputStream(seen.get(messageNumber - 1).octets());
        }

        @Override
        public void update(Set<Integer> deleted) throws IOException {
            watcher().update(how);
            List<Message> removed = deleted.stream()
                    .sorted()
                    .map(number -> seen.get(number - 1))
                    .toList();
            switch (how) {
                case LOST_BEFORE_UPDATE -> throw new PowerCut.Dark();
                case UPDATE_FAILS -> throw new IOException("nothing could be removed");
                case UPDATE_FAILS_HALFWAY -> {
                    remove(removed.stream().limit(1).toList());
                    throw new IOException("not all could be removed");
                }
                case KEEPS -> {}
                default -> remove(removed);
            }
        }

        @Override
        public void release() {
            // Sessions come one after the other.
        }
    }

    /** What a mail really is. */
    static String name(byte[] mail) {
        String header = new String(mail, US_ASCII);
        return header.substring(header.indexOf('<') + 1, header.indexOf('@'));
    }
}
