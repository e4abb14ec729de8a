package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** Stands between a client and a POP3 server and changes what the client says: so a faithful server seems to misbehave. */
final class RewritingProxy implements AutoCloseable {
    /** What a rewriter answers to end the connection instead of passing a line on. */
    static final String CUT = "\0cut";
    /** Likewise, but the line is passed on first and its answer awaited and kept back. */
    static final String CUT_AFTER = "\0cut after";

    private final ServerSocket listener;
    private final int serverPort;
    private final UnaryOperator<String> rewriter;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    RewritingProxy(int serverPort, UnaryOperator<String> rewriter) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.serverPort = serverPort;
        this.rewriter = rewriter;
        start("proxy-accept", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // One of the two ends has gone: so has what this thread was for.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            sockets.addAll(List.of(client, server));
            start("proxy-to-server", () -> toServer(client, server));
            start("proxy-to-client", () -> {
                try (client) {
                    server.getInputStream().transferTo(client.getOutputStream());
                }
            });
        }
    }

    private void toServer(Socket client, Socket server) throws IOException {
        try (client;
                server;
                BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1))) {
            OutputStream out = server.getOutputStream();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String rewritten = rewriter.apply(line);
                if (rewritten.equals(CUT)) {
                    return;
                }
                if (rewritten.equals(CUT_AFTER)) {
                    client.close();
                    send(out, line);
                    // The server closes when it has answered; its answer goes nowhere.
                    server.setSoTimeout(20_000);
                    server.getInputStream().transferTo(OutputStream.nullOutputStream());
                    return;
                }
                send(out, rewritten);
            }
        }
    }

    private static void send(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
