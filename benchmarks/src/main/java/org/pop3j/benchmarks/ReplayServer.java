package org.pop3j.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * A POP3 server that is as fast as the socket: its answers are ready before they are asked for. It runs in a process of its
 * own, so that neither its garbage nor its compiler disturb the clients, and ends with its standard input.
 */
final class ReplayServer {
    /** What one user gets. */
    record Maildrop(Stock stock, ByteBuffer list, ByteBuffer uidl) {
        static Maildrop of(String user) {
            Stock stock = Stock.of(user);
            return new Maildrop(
                    stock, listing(stock, n -> n + " " + stock.octets(n)), listing(stock, n -> n + " unique-" + n));
        }

        private static ByteBuffer listing(Stock stock, IntFunction<String> line) {
            StringBuilder listing = new StringBuilder("+OK\r\n");
            for (int n = 1; n <= stock.count(); n++) {
                listing.append(line.apply(n)).append("\r\n");
            }
            return US_ASCII.encode(listing.append(".\r\n").toString());
        }
    }

    private ReplayServer() {}

    /** Prints its port. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(start());
        while (System.in.read() >= 0) {
            // Until the parent goes away.
        }
    }

    /** In this process. The port that it listens on. */
    static int start() throws IOException {
        ServerSocketChannel listening =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Map<String, Maildrop> maildrops = new ConcurrentHashMap<>();
        Daemon.start("accept", () -> {
            while (true) {
                SocketChannel client = listening.accept();
                Daemon.start("session", () -> {
                    try (client) {
                        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                        new ReplaySession(client, user -> maildrops.computeIfAbsent(user, Maildrop::of)).run();
                    }
                });
            }
        });
        return ((InetSocketAddress) listening.getLocalAddress()).getPort();
    }
}
