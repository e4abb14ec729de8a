package org.pop3j.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The plainest POP3 client there can be, to look at a server without any of the code that is tested. */
public final class RawPop3 implements AutoCloseable {
    private static final int READ_BOUND_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    private RawPop3(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    public static RawPop3 login(int port, String user, String password) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(READ_BOUND_MILLIS);
        RawPop3 session = new RawPop3(socket);
        assertThat(session.line()).startsWith("+OK");
        session.command("USER " + user);
        session.command("PASS " + password);
        return session;
    }

    /** The octets of every message, by unique-id, in the server's order. */
    public Map<String, byte[]> everything() throws IOException {
        command("UIDL");
        List<String> listing = new ArrayList<>();
        for (String line = line(); !line.equals("."); line = line()) {
            listing.add(line);
        }
        Map<String, byte[]> messages = new LinkedHashMap<>();
        for (String line : listing) {
            int space = line.indexOf(' ');
            command("RETR " + line.substring(0, space));
            messages.put(line.substring(space + 1), body());
        }
        return messages;
    }

    /** A command that must succeed; its status line. */
    public String command(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(ISO_8859_1));
        String reply = line();
        assertThat(reply).as("reply to " + line).startsWith("+OK");
        return reply;
    }

    private byte[] body() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String line = line(); !line.equals("."); line = line()) {
            body.writeBytes(((line.startsWith(".") ? line.substring(1) : line) + "\r\n").getBytes(ISO_8859_1));
        }
        return body.toByteArray();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("The server closed the connection");
            }
            line.write(octet);
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
