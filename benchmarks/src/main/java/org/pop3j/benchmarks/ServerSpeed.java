package org.pop3j.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one server has shown so far: it runs in its own process, and is asked by one session at a time. */
final class ServerSpeed implements AutoCloseable {
    private static final long WARM_UP_NANOS = 3_000_000_000L;

    private final String name;
    private final String user;
    private final int mailsOneByOne;
    private final Child server;
    private final int port;
    private final List<Double> oneByOne = new ArrayList<>();
    private final List<Double> pipelined = new ArrayList<>();
    private final List<Double> list = new ArrayList<>();
    private final List<Double> uidl = new ArrayList<>();

    ServerSpeed(String name, String user, int mailsOneByOne) throws IOException {
        this.name = name;
        this.user = user;
        this.mailsOneByOne = mailsOneByOne;
        this.server = Child.start(List.of(), ServerProcess.class, name, "serve", user);
        this.port = Integer.parseInt(server.line());
    }

    String name() {
        return name;
    }

    /** Mails in a second. */
    Series oneByOne() {
        return new Series(oneByOne);
    }

    /** Mails in a second. */
    Series pipelined() {
        return new Series(pipelined);
    }

    /** In milliseconds. */
    Series list() {
        return new Series(list);
    }

    /** In milliseconds. */
    Series uidl() {
        return new Series(uidl);
    }

    /** Shows that the right octets come, and gives the compiler the seconds that it needs. */
    void warmUp() throws Exception {
        verify();
        long end = System.nanoTime() + WARM_UP_NANOS;
        do {
            measure();
        } while (System.nanoTime() < end);
        List.of(oneByOne, pipelined, list, uidl).forEach(List::clear);
    }

    /** Octet for octet, but for blank lines at the end, which GreenMail cuts off. */
    void verify() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Caller expected = new Caller(digest, true);
        for (byte[] mail : Server.mails(user)) {
            expected.write(mail, 0, mail.length);
            expected.received();
        }
        byte[] sum = digest.digest();
        try (Socket socket = connect()) {
            RawSession session = new RawSession(socket);
            session.pipelined(session.login(user), new Caller(digest, true));
            session.quit();
        }
        if (!Arrays.equals(sum, digest.digest())) {
            throw new IllegalStateException(name + " sent something else");
        }
    }

    /** One session, all four ways. */
    void measure() throws IOException {
        try (Socket socket = connect()) {
            RawSession session = new RawSession(socket);
            int mails = session.login(user);
            list.add(millis(session, "LIST", mails));
            uidl.add(millis(session, "UIDL", mails));
            Caller caller = new Caller(null);
            long begin = System.nanoTime();
            session.oneByOne(mailsOneByOne, caller);
            long middle = System.nanoTime();
            session.pipelined(mails, caller);
            long end = System.nanoTime();
            oneByOne.add(mailsOneByOne * 1e9 / (middle - begin));
            pipelined.add(mails * 1e9 / (end - middle));
            session.quit();
        }
    }

    private double millis(RawSession session, String command, int mails) throws IOException {
        long begin = System.nanoTime();
        long lines = session.count(command).lines();
        long end = System.nanoTime();
        if (lines != mails) {
            throw new IllegalStateException(name + ": " + command + " has " + lines + " lines");
        }
        return (end - begin) / 1e6;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
