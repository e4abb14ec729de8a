package org.pop3j.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What is measured inside the process of a server, and the server itself for those who measure from outside. */
final class ServerProcess {
    private static final int IDLE = 10;
    private static final long PAUSE_NANOS = 5_000_000;
    /** More than the buffers of both sides hold; in mails that are kept in the heap, so that no file has to be deleted. */
    private static final int MANY = 3_000;

    private ServerProcess() {}

    /**
     * The first argument is the server, the second one what to do: {@code serve} users and print the port; print the time
     * of a {@code start}, or of that many; print the time of that many {@code stop}s, with a client that is stuck or
     * without; print by how much the {@code heap} grows with a user.
     */
    public static void main(String[] arguments) throws Exception {
        String server = arguments[0];
        String[] rest = List.of(arguments).subList(2, arguments.length).toArray(new String[0]);
        switch (arguments[1]) {
            case "serve" -> serve(server, rest);
            case "start" -> starts(server, Integer.parseInt(rest[0]));
            case "stop" -> stops(server, Integer.parseInt(rest[0]), Boolean.parseBoolean(rest[1]));
            case "heap" -> heap(server, rest[0]);
            default -> throw new IllegalArgumentException(arguments[1]);
        }
        System.exit(0);
    }

    private static void serve(String name, String[] users) throws Exception {
        Server server = Server.named(name);
        int port = server.start();
        for (String user : users) {
            server.add(user);
        }
        System.out.println(port);
        while (System.in.read() >= 0) {
            // Until the parent goes away.
        }
    }

    /** From nothing to the first octet of a greeting, in milliseconds. */
    private static void starts(String name, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            Server server = Server.named(name);
            Socket client = connect(server.start());
            long end = System.nanoTime();
            System.out.println((end - begin) / 1e6);
            client.close();
            if (i + 1 < times) {
                server.stop();
            }
        }
    }

    private static void stops(String name, int times, boolean stuck) throws Exception {
        for (int i = 0; i < times; i++) {
            Server server = Server.named(name);
            int port = server.start();
            List<Socket> clients = new ArrayList<>();
            if (stuck) {
                server.add("mails-" + MANY);
                clients.add(stuck(port));
            }
            while (clients.size() < IDLE) {
                clients.add(connect(port));
            }
            long begin = System.nanoTime();
            server.stop();
            System.out.println((System.nanoTime() - begin) / 1e6);
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        if (client.getInputStream().read() != '+') {
            throw new IOException("no greeting");
        }
        return client;
    }

    /** Asks for all, and reads nothing. */
    private static Socket stuck(int port) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        RawSession session = new RawSession(client);
        session.login("mails-" + MANY);
        session.askForAll(MANY);
        InputStream in = client.getInputStream();
        // The buffers are full when no more octets come in.
        int before = 0;
        while (in.available() == 0 || in.available() != before) {
            before = in.available();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return client;
    }

    private static void heap(String name, String user) throws Exception {
        Server server = Server.named(name);
        server.start();
        server.add("mails-1");
        long before = used();
        server.add(user);
        System.out.println(used() - before);
        server.stop();
    }

    private static long used() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }
}
