package org.pop3j.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** What no server with two ports can start without: two sockets, a thread for each, and one for the session, which says a word. */
final class BareServer implements Server {
    private final List<ServerSocket> ports = new ArrayList<>();

    @Override
    public int start() throws IOException {
        open();
        return open();
    }

    private int open() throws IOException {
        ServerSocket port = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        ports.add(port);
        Daemon.start("accept", () -> {
            Socket client = port.accept();
            Daemon.start("session", () -> {
                try (client) {
                    client.getOutputStream().write('+');
                    while (client.getInputStream().read() >= 0) {
                        // Until the client goes.
                    }
                }
            });
        });
        return port.getLocalPort();
    }

    @Override
    public void add(String user) {
        throw new UnsupportedOperationException("there are no users");
    }

    @Override
    public void stop() throws IOException {
        for (ServerSocket port : ports) {
            port.close();
        }
    }
}
