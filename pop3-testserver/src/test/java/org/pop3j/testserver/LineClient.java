package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A client for tests that shares no code with the server: it reads lines strictly (CRLF, no bare CR or LF) and takes
 * the dots out itself.
 */
final class LineClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket raw;
    private Socket socket;
    private InputStream in;

    private LineClient(Socket raw) throws IOException {
        this.raw = raw;
        this.socket = raw;
        raw.setSoTimeout(TIMEOUT_MILLIS);
        raw.setTcpNoDelay(true);
        in = new BufferedInputStream(raw.getInputStream());
    }

    /** Connected in the clear; the greeting is yet to be read. */
    static LineClient connect(Pop3TestServer server) throws IOException {
        return new LineClient(new Socket(server.host(), server.port()));
    }

    /** Connected in the clear, greeting read. */
    static LineClient clear(Pop3TestServer server) throws IOException {
        LineClient client = connect(server);
        assertThat(client.line()).startsWith("+OK");
        return client;
    }

    /** Connected to the port with implicit TLS; nothing was said yet. */
    static LineClient connectTls(Pop3TestServer server) throws IOException {
        return new LineClient(new Socket(server.host(), server.tlsPort()));
    }

    /** Connected to the port with implicit TLS, greeting read. */
    static LineClient secure(Pop3TestServer server) throws IOException {
        LineClient client = new LineClient(new Socket(server.host(), server.tlsPort()));
        client.handshake(server.host(), server.clientSslContext());
        assertThat(client.line()).startsWith("+OK");
        return client;
    }

    /** In TRANSACTION as alice. */
    static LineClient alice(Pop3TestServer server) throws IOException {
        LineClient client = clear(server);
        client.login("alice", "secret");
        return client;
    }

    void login(String user, String password) throws IOException {
        ok("USER " + user);
        ok("PASS " + password);
    }

    /** Shakes hands, with the name checked as HTTPS does it. */
    SSLSocket handshake(String host, SSLContext context) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(raw, host, raw.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        socket = secured;
        in = new BufferedInputStream(secured.getInputStream());
        return secured;
    }

    void send(String octets) throws IOException {
        send(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    /** Sends a command and gives its status line. */
    String command(String command) throws IOException {
        send(command + "\r\n");
        return line();
    }

    void ok(String command) throws IOException {
        assertThat(command(command)).as(command).matches("\\+OK( .*)?");
    }

    String refused(String command) throws IOException {
        String status = command(command);
        assertThat(status).as(command).matches("-ERR( .*)?");
        return status;
    }

    /** The lines of a multi-line answer as they are on the wire, without status line and final dot. */
    List<String> lines(String command) throws IOException {
        ok(command);
        return restOfAnswer();
    }

    List<String> restOfAnswer() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.equals("."); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    /** Reads to the final dot, without a look at the lines. */
    void skipAnswer() throws IOException {
        int state = 2;
        while (state < 5) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("end of stream inside an answer");
            }
            state = octet == "\r\n.\r\n".charAt(state) ? state + 1 : octet == '\r' ? 1 : 0;
        }
    }

    /** The octets of a message, dots taken out. */
    byte[] message(String command) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line : lines(command)) {
            assertThat(line).matches("(?s)[^.].*|\\.\\..*|");
            message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return message.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Reads a message that is too large to hold, and compares it as it comes; how many octets, dots taken out. */
    long compareMessage(InputStream expected) throws IOException {
        BufferedInputStream wanted = new BufferedInputStream(expected);
        long octets = 0;
        int before = '\n';
        for (int octet = in.read(); ; octet = in.read()) {
            if (octet == '.' && before == '\n') {
                octet = in.read();
                if (octet == '\r') {
                    assertThat(in.read()).isEqualTo('\n');
                    assertThat(wanted.read())
                            .as("the message goes on at %d", octets)
                            .isEqualTo(-1);
                    return octets;
                }
            }
            if (octet < 0 || octet != wanted.read()) {
                throw new AssertionError("other octets at " + octets + ": " + octet);
            }
            before = octet;
            octets++;
        }
    }

    /** One line without its CRLF; octets become the characters of ISO 8859-1. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("end of stream after: " + line.toString(StandardCharsets.ISO_8859_1));
            }
            if (octet == '\n') {
                throw new AssertionError("bare LF after: " + line);
            }
            if (octet == '\r') {
                assertThat(in.read()).as("bare CR after: %s", line).isEqualTo('\n');
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            line.write(octet);
        }
    }

    /** All octets to the end of the stream. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Whether nothing comes for a while. */
    boolean isSilent() throws IOException {
        raw.setSoTimeout(100);
        try {
            in.mark(1);
            assertThat(in.read()).as("nothing, not even an end").isNotNegative();
            in.reset();
            return false;
        } catch (java.net.SocketTimeoutException e) {
            return true;
        } finally {
            raw.setSoTimeout(TIMEOUT_MILLIS);
        }
    }

    /** Reads to the end, which must be a reset. */
    void assertReset() {
        assertThatThrownBy(() -> in.readAllBytes())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    /** The next octets as they come, at most so many; none at the end. */
    byte[] some(int most) throws IOException {
        byte[] octets = new byte[most];
        return Arrays.copyOf(octets, Math.max(0, socket.getInputStream().read(octets)));
    }

    /** All octets to the end of the stream as they are beneath TLS. */
    byte[] restBeneathTls() throws IOException {
        return raw.getInputStream().readAllBytes();
    }

    /** So many octets. */
    String octets(int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        assertThat(octets).hasSize(count);
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** Reads to the end, which must come without another octet. */
    void assertEnds() throws IOException {
        int octet;
        try {
            octet = in.read();
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return; // a reset is an end, too
        }
        assertThat(octet).isEqualTo(-1);
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
}
