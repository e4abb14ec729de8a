package org.pop3j.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server that knows no POP3: it plays a transcript per connection, one connection after the other, and objects to a client
 * that says anything else. Lines of a script:
 *
 * <ul>
 *   <li>{@code S: line} is sent with CRLF, together with the lines around it
 *   <li>{@code R: octets} is sent as it is, escapes translated
 *   <li>{@code C: line} is what the client has to say
 *   <li>{@code ! quiet}: the client has to say nothing for a while
 *   <li>{@code ! hold}: wait until the client closes the connection, without having said anything
 *   <li>{@code ! reset}: end with RST. Otherwise the end of the script closes the server's side, and holds
 *   <li>{@code ! deaf}: from now on the client may say what it likes
 *   <li>{@code ! tls}: the server's side of a TLS handshake; {@code ! tls fails}: the client breaks it off;
 *       {@code ! tls client}: the client has to show a certificate, {@code ! tls client fails}: and has none
 *   <li>{@code ! drip x}: send x again and again, slowly, {@code ! flood x}: fast, until the client closes
 *   <li>{@code ! at name}: lets {@link #reached} return; {@code ! wait name}: waits for {@link #go}
 * </ul>
 */
public final class ScriptedServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int DRIP_MILLIS = 20;
    private static final int QUIET_MILLIS = 150;

    /** Types of TLS records (RFC 8446, section 5.1). */
    private static final int CHANGE_CIPHER_SPEC = 20;

    private static final int APPLICATION_DATA = 23;

    private final ServerSocket listener;
    private final List<String> scripts;
    private final @Nullable SSLContext context;
    private final Map<String, CountDownLatch> marks = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "scripted server");
    private volatile @Nullable Socket current;
    private volatile @Nullable Throwable failure;

    private ScriptedServer(@Nullable SSLContext context, String... scripts) {
        try {
            this.listener = new ServerSocket();
            // The smallest there is: whoever writes to a deaf server is stopped soon.
            listener.setReceiveBufferSize(1);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
            listener.setSoTimeout((int) PATIENCE.toMillis());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        this.context = context;
        this.scripts = List.of(scripts);
        thread.setDaemon(true);
        thread.start();
    }

    public static ScriptedServer play(String... scripts) {
        return new ScriptedServer(null, scripts);
    }

    public static ScriptedServer play(SSLContext context, String... scripts) {
        return new ScriptedServer(context, scripts);
    }

    /** A script that begins with a login of alice; CAPA is not known. */
    public static String loggedIn(String rest) {
        return loggedInWith("S: -ERR no such command\n", rest);
    }

    /** A script that begins with a login of alice, and PIPELINING announced after it. */
    static String pipelining(String rest) {
        return loggedInWith("S: +OK\nS: PIPELINING\nS: .\n", rest);
    }

    private static String loggedInWith(String capabilities, String rest) {
        return """
            S: +OK ready
            C: CAPA
            S: -ERR no such command
            C: USER alice
            S: +OK
            C: PASS secret
            S: +OK
            C: CAPA
            """ + capabilities + rest;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** A client of this server that waits longer than any test should take. */
    Pop3Client.Builder client() {
        return Pop3Client.builder("127.0.0.1")
                .port(port())
                .tls(Tls.NONE)
                .connectTimeout(PATIENCE)
                .readTimeout(PATIENCE)
                .commandTimeout(PATIENCE)
                .quitTimeout(PATIENCE)
                .sessionTimeout(PATIENCE);
    }

    Maildrop login() throws IOException {
        return login(client());
    }

    static Maildrop login(Pop3Client.Builder client) throws IOException {
        return client.build().connect().login("alice", "secret".toCharArray());
    }

    /** Waits until the other side has come to a mark. */
    public void reached(String mark) {
        try {
            if (mark(mark).await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("the script is not at: " + mark, failure);
    }

    /** Lets a script go on that waits. */
    public void go(String mark) {
        mark(mark).countDown();
    }

    /** Fails if a script was not played to its end. */
    @Override
    public void close() throws IOException {
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listener.close();
        Socket socket = current;
        if (socket != null) {
            socket.close();
        }
        if (thread.isAlive() || failure != null) {
            throw new AssertionError("the script was not played to its end", failure);
        }
    }

    private CountDownLatch mark(String name) {
        return marks.computeIfAbsent(name, unused -> new CountDownLatch(1));
    }

    private void run() {
        try {
            for (String script : scripts) {
                try (Socket socket = listener.accept()) {
                    current = socket;
                    socket.setSoTimeout((int) PATIENCE.toMillis());
                    new Player(socket).play(script);
                }
            }
        } catch (IOException | RuntimeException | InterruptedException | AssertionError e) {
            failure = e;
        }
    }

    private final class Player {
        private final Socket raw;
        private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
        private InputStream in;
        private OutputStream out;
        private boolean deaf;

        private Player(Socket raw) throws IOException {
            this.raw = raw;
            this.in = new BufferedInputStream(raw.getInputStream());
            this.out = raw.getOutputStream();
        }

        private void play(String script) throws IOException, InterruptedException {
            for (String line : script.lines().toList()) {
                step(line);
            }
            if (!raw.isClosed()) {
                send();
                raw.shutdownOutput();
                hold();
            }
        }

        private void step(String line) throws IOException, InterruptedException {
            String rest = line.length() > 3 ? line.substring(3) : "";
            if (line.startsWith("S:")) {
                unsent.writeBytes((rest + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            } else if (line.startsWith("R:")) {
                unsent.writeBytes(rest.translateEscapes().getBytes(StandardCharsets.ISO_8859_1));
            } else if (line.startsWith("C:")) {
                send();
                expect(rest);
            } else {
                send();
                act(line);
            }
        }

        private void send() throws IOException {
            out.write(unsent.toByteArray());
            out.flush();
            unsent.reset();
        }

        private void act(String line) throws IOException, InterruptedException {
            String[] words = line.split(" ", 3);
            switch (words[1]) {
                case "quiet" -> quiet();
                case "hold" -> hold();
                case "reset" -> {
                    raw.setSoLinger(true, 0);
                    raw.close();
                }
                case "deaf" -> deaf = true;
                case "tls" -> startTls(words.length > 2 ? words[2] : "");
                case "drip" -> repeat(words[2], DRIP_MILLIS);
                case "flood" -> repeat(words[2].repeat(8000 / words[2].length()), 0);
                case "at" -> mark(words[2]).countDown();
                case "wait" -> reached(words[2]);
                default -> throw new AssertionError("not a script: " + line);
            }
        }

        private void expect(String line) throws IOException {
            StringBuilder said = new StringBuilder();
            int octet = in.read();
            while (octet >= 0 && octet != '\n') {
                said.append((char) octet);
                octet = in.read();
            }
            if (!said.toString().equals(line + "\r")) {
                throw new AssertionError("expected of the client: " + line + ", but it said: " + said);
            }
        }

        private void quiet() throws IOException {
            raw.setSoTimeout(QUIET_MILLIS);
            try {
                int octet = in.read();
                throw new AssertionError("the client should be quiet, but: " + octet);
            } catch (SocketTimeoutException e) {
                raw.setSoTimeout((int) PATIENCE.toMillis());
            }
        }

        private void hold() {
            try {
                for (int octet = in.read(); octet >= 0; octet = in.read()) {
                    if (!deaf) {
                        throw new AssertionError("the client should have closed, but said: " + (char) octet);
                    }
                }
            } catch (SocketTimeoutException e) {
                throw new AssertionError("the client should have closed the connection", e);
            } catch (IOException e) {
                // A reset is an end too.
            }
        }

        private void repeat(String what, int pauseMillis) throws InterruptedException {
            CountDownLatch never = new CountDownLatch(1);
            long end = System.nanoTime() + PATIENCE.toNanos();
            try {
                while (System.nanoTime() < end) {
                    out.write(what.translateEscapes().getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                    if (pauseMillis > 0 && never.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                        break;
                    }
                }
                throw new AssertionError("the client should have closed the connection");
            } catch (IOException e) {
                // So it did.
            }
        }

        private void startTls(String how) throws IOException {
            SSLContext tls = context;
            if (tls == null) {
                throw new AssertionError("no certificate");
            }
            SSLSocket socket = (SSLSocket) tls.getSocketFactory()
                    .createSocket(raw, raw.getInetAddress().getHostAddress(), raw.getPort(), false);
            boolean fails = how.endsWith("fails");
            socket.setUseClientMode(false);
            socket.setNeedClientAuth(how.startsWith("client"));
            try {
                socket.startHandshake();
            } catch (IOException e) {
                if (!fails) {
                    throw e;
                }
                recordsOnly();
                return;
            }
            if (fails) {
                throw new AssertionError("the client has accepted the certificate");
            }
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        /** A server that fails to write may not have read the client's last records. In the clear nothing may come. */
        private void recordsOnly() throws IOException {
            try {
                for (int type = in.read(); type >= 0; type = in.read()) {
                    byte[] head = in.readNBytes(4);
                    if (type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA || head[0] != 3) {
                        throw new AssertionError("the client said in the clear: " + (char) type);
                    }
                    in.skipNBytes(ByteBuffer.wrap(head).getShort(2) & 0xFFFF);
                }
            } catch (SocketException e) {
                // A reset is an end too: the client does not read the alert of a server that it does not trust.
            }
        }
    }
}
