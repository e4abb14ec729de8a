package org.pop3j.interop.contract;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** A server that does to each client what it is told, however wrong. It has no users. */
final class ScriptedServer implements ServerUnderTest, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ServerSocket clear;
    private final ServerSocket secure;

    /** What is said to one client; it ends with the connection. */
    @FunctionalInterface
    interface Conversation {
        void with(Socket client) throws IOException;
    }

    ScriptedServer(Conversation inTheClear, Conversation onTheTlsPort) throws IOException {
        clear = listen(inTheClear);
        secure = listen(onTheTlsPort);
    }

    private static ServerSocket listen(Conversation conversation) throws IOException {
        ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(listener, conversation), "scripted server");
        thread.setDaemon(true);
        thread.start();
        return listener;
    }

    private static void serve(ServerSocket listener, Conversation conversation) {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                conversation.with(client);
            } catch (IOException e) {
                // The client or the test has gone.
            }
        }
    }

    /** What a client says next, without its line end; empty at the end. Nothing behind the line is read. */
    static String line(Socket client) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = client.getInputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    @Override
    public int port() {
        return clear.getLocalPort();
    }

    @Override
    public int tlsPort() {
        return secure.getLocalPort();
    }

    @Override
    public int patienceMillis() {
        return (int) PATIENCE.toMillis();
    }

    @Override
    public SSLContext trust() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    @Override
    public SSLContext trustAndCertificate() {
        throw new NotAsked("it has no users");
    }

    @Override
    public String newUser() {
        throw new NotAsked("it has no users");
    }

    @Override
    public String token(String user) {
        throw new NotAsked("it has no users");
    }

    @Override
    public void deliver(String user, byte[] message) {
        throw new NotAsked("it has no users");
    }

    @Override
    public void close() throws IOException {
        clear.close();
        secure.close();
    }
}
