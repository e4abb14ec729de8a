package org.pop3j.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy that serves one connection: it notes what it was asked for, and connects to a port of this machine instead. */
final class TestProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final boolean password;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /** What one side of a proxy does before it copies. */
    interface Handshake {
        void with(DataInputStream in, OutputStream out) throws IOException;
    }

    private TestProxy(int target, boolean password) throws IOException {
        this.listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        this.target = target;
        this.password = password;
    }

    static TestProxy socks(int target, boolean password) throws IOException {
        TestProxy proxy = new TestProxy(target, password);
        proxy.serve(proxy::socks);
        return proxy;
    }

    static TestProxy http(int target, boolean password) throws IOException {
        TestProxy proxy = new TestProxy(target, password);
        proxy.serve(proxy::http);
        return proxy;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What the client has said of the target and of itself. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void serve(Handshake handshake) {
        threads.execute(() -> {
            try (Socket client = listener.accept();
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
                handshake.with(new DataInputStream(client.getInputStream()), client.getOutputStream());
                threads.execute(() -> copy(server, client));
                copy(client, server);
            } catch (IOException e) {
                asked.add("failed: " + e);
            }
        });
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // The other side has gone.
        }
    }

    private void socks(DataInputStream in, OutputStream out) throws IOException {
        in.readByte();
        byte[] methods = in.readNBytes(in.readByte());
        boolean offered = new String(methods, StandardCharsets.ISO_8859_1).indexOf(2) >= 0;
        out.write(new byte[] {5, (byte) (password && offered ? 2 : 0)});
        if (password && offered) {
            in.readByte();
            asked.add(text(in.readNBytes(in.readByte())) + ":" + text(in.readNBytes(in.readByte())));
            out.write(new byte[] {1, 0});
        }
        in.readNBytes(3);
        int type = in.readByte();
        String host = type == 3
                ? text(in.readNBytes(in.readByte()))
                : InetAddress.getByAddress(in.readNBytes(type == 1 ? 4 : 16)).getHostAddress();
        asked.add("type " + type + " " + host + " " + in.readUnsignedShort());
        // The answer and what comes behind it may come in one piece.
        out.write(new byte[] {5, 0, 0, 3, 4, 'h', 'o', 's', 't', 0, 0});
    }

    private void http(DataInputStream in, OutputStream out) throws IOException {
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            asked.add(line);
        }
        out.write("HTTP/1.1 200 Connection established\r\nX-Proxy: this\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n' && octet >= 0; octet = in.read()) {
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
