package org.pop3j.interop.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A connection of the contract's: octets are the characters of ISO 8859-1, lines end with CRLF, and a bare CR or LF, or an end
 * where a line is due, is the server's fault, an {@link AssertionError}; silence is {@link NoAnswerInTime}.
 */
final class Wire implements AutoCloseable {
    private static final int MOMENT_MILLIS = 200;

    private final Socket raw;
    private final int patienceMillis;
    private Socket socket;
    private InputStream in;

    private Wire(Socket raw, int patienceMillis) throws IOException {
        this.raw = raw;
        this.patienceMillis = patienceMillis;
        socket = raw;
        raw.setSoTimeout(patienceMillis);
        raw.setTcpNoDelay(true);
        in = new BufferedInputStream(raw.getInputStream());
    }

    /** Connected, and nothing read yet. */
    static Wire connect(ServerUnderTest server, int port) throws IOException {
        return new Wire(
                new Socket("127.0.0.1", port, InetAddress.getByName(server.source()), 0), server.patienceMillis());
    }

    /** Connected in the clear, greeting read. */
    static Wire clear(ServerUnderTest server) throws IOException {
        Wire wire = connect(server, server.port());
        assertThat(wire.line()).startsWith("+OK");
        return wire;
    }

    /** Connected with implicit TLS, greeting read. */
    static Wire secure(ServerUnderTest server, SSLContext trust) throws IOException {
        Wire wire = connect(server, server.tlsPort());
        wire.handshake(trust);
        assertThat(wire.line()).startsWith("+OK");
        return wire;
    }

    /** In TRANSACTION. */
    static Wire of(ServerUnderTest server, String user) throws IOException {
        Wire wire = clear(server);
        wire.login(user);
        return wire;
    }

    void login(String user) throws IOException {
        ok("USER " + user);
        ok("PASS " + ServerUnderTest.PASSWORD);
    }

    /** Starts TLS, with the protocols given or those of the JDK. If it fails, what comes in the clear can still be read. */
    SSLSession handshake(SSLContext trust, String... protocols) throws IOException {
        assertNothingSaidInTheClear();
        SSLSocket secured = (SSLSocket) trust.getSocketFactory().createSocket(raw, "localhost", raw.getPort(), false);
        if (protocols.length > 0) {
            secured.setEnabledProtocols(protocols);
        }
        try {
            secured.startHandshake();
        } catch (SocketTimeoutException e) {
            throw new NoAnswerInTime("no handshake", e);
        }
        socket = secured;
        in = new BufferedInputStream(secured.getInputStream());
        return secured.getSession();
    }

    /** Before TLS it is the client's turn. What the server says nevertheless would be dropped together with this buffer. */
    private void assertNothingSaidInTheClear() throws IOException {
        if (in.available() > 0) {
            in.mark(1);
            assertThat((char) in.read()).as("said in the clear before TLS").isNotIn('+', '-');
            in.reset();
        }
    }

    /** Sends octets; a server that has closed is at fault, as in {@link #line}. */
    void send(String octets) throws IOException {
        try {
            socket.getOutputStream().write(octets.getBytes(ISO_8859_1));
        } catch (SocketException e) {
            throw new AssertionError("not to be sent: " + e, e);
        }
    }

    /** Sends octets in another thread, while this one reads. */
    CompletableFuture<Void> sending(String octets) {
        return CompletableFuture.runAsync(() -> {
            try {
                send(octets);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Sends a command and gives the first line of the answer. */
    String command(String command) throws IOException {
        send(command + "\r\n");
        return line();
    }

    String ok(String command) throws IOException {
        String status = command(command);
        assertThat(status).as(shown(command)).matches("\\+OK( .*)?");
        return status;
    }

    String refused(String command) throws IOException {
        String status = command(command);
        assertThat(status).as(shown(command)).matches("-ERR( .*)?");
        return status;
    }

    /** The lines of a multi-line answer as they are on the wire, without status line and final dot. */
    List<String> lines(String command) throws IOException {
        ok(command);
        return rest();
    }

    List<String> rest() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.equals("."); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    /** The octets of a message, stuffed dots taken out; a dot that is not stuffed is the server's fault. */
    String message(String command) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line : lines(command)) {
            assertThat(line.startsWith(".") && !line.startsWith("..")).isFalse();
            message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return message.toString();
    }

    /** One line without its CRLF. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = octet(line); octet != '\r'; octet = octet(line)) {
            assertThat(octet).as("bare LF after: %s", line).isNotEqualTo('\n');
            line.write(octet);
        }
        assertThat(octet(line)).as("bare CR after: %s", line).isEqualTo('\n');
        return line.toString(ISO_8859_1);
    }

    private int octet(Object before) throws IOException {
        try {
            int octet = in.read();
            assertThat(octet).as("the end, after: %s", before).isNotEqualTo(-1);
            return octet;
        } catch (SocketTimeoutException e) {
            throw new NoAnswerInTime("no line, but after \"" + before + "\"", e);
        } catch (SocketException | SSLException e) {
            throw new AssertionError("no line, but after \"" + before + "\": " + e, e);
        }
    }

    /** Whether the server has closed, or does so without another octet; a reset is an end, too. */
    boolean ends() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            throw new NoAnswerInTime("no end", e);
        } catch (SocketException e) {
            return true;
        }
    }

    /** Whether no octet comes for a moment; the end of the connection is none. */
    boolean quiet() throws IOException {
        raw.setSoTimeout(MOMENT_MILLIS);
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            raw.setSoTimeout(patienceMillis);
        }
    }

    /** Reads to the end, whatever comes. */
    String everything() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketException e) {
            // A reset is an end, too.
        } catch (SocketTimeoutException e) {
            throw new NoAnswerInTime("no end after: " + all.toString(ISO_8859_1), e);
        }
        return all.toString(ISO_8859_1);
    }

    /** Vanishes with a reset, as a crashed client does. */
    void vanish() throws IOException {
        raw.setSoLinger(true, 0);
        raw.close();
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }

    private static String shown(String command) {
        return command.length() <= 80 ? command : command.substring(0, 80) + "...";
    }
}
