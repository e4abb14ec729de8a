package org.pop3j.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** This project's test server next to others. Each runs in a process of its own; the client is the same for all. */
final class ServerContest {
    private static final String OURS = "pop3j";
    private static final String GREENMAIL = "greenmail";
    private static final String JAMES = "james";
    private static final String REPLAY = "replay";
    private static final List<String> ALL = List.of(REPLAY, OURS, JAMES, GREENMAIL);
    /** GreenMail needs 44 ms for each. */
    private static final int GREENMAIL_ONE_BY_ONE = 25;

    private static final int CONNECTIONS = 5_000;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int OVERHEAD_OCTETS = 100;
    private static final double MOST_OF_RAW = 1.05;

    private final Report report;
    private final boolean quick;

    ServerContest(Report report, boolean quick) {
        this.report = report;
        this.quick = quick;
    }

    void run() throws Exception {
        speed();
        starts();
        stops();
        heap();
        generated();
        connections();
    }

    private void speed() throws Exception {
        int mails = quick ? 2_000 : 10_000;
        String user = "mails-" + mails;
        List<ServerSpeed> servers = new ArrayList<>();
        for (String name : ALL) {
            servers.add(new ServerSpeed(name, user, name.equals(GREENMAIL) ? GREENMAIL_ONE_BY_ONE : mails));
        }
        try {
            for (ServerSpeed server : servers) {
                server.warmUp();
            }
            int rounds = quick ? 3 : 11;
            for (int round = 0; round < rounds; round++) {
                System.err.print("\rround " + (round + 1) + " of " + rounds + " ");
                for (int i = 0; i < servers.size(); i++) {
                    servers.get((round + i) % servers.size()).measure();
                }
            }
            System.err.println();
        } finally {
            for (ServerSpeed server : servers) {
                server.close();
            }
        }
        sayOfSpeed(servers, mails);
    }

    private void sayOfSpeed(List<ServerSpeed> servers, int mails) {
        report.say("");
        report.say(
                "%,d mails of %,d octets, medians; RETR/s of %s from %d of them",
                mails, Stock.MAIL_OCTETS, GREENMAIL, GREENMAIL_ONE_BY_ONE);
        report.say("%-26s %12s %12s %10s %10s", "", "RETR/s", "pipelined/s", "LIST ms", "UIDL ms");
        servers.forEach(server -> report.say(
                "%-26s %,12.0f %,12.0f %10.2f %10.2f",
                server.name(),
                server.oneByOne().median(),
                server.pipelined().median(),
                server.list().median(),
                server.uidl().median()));
        ServerSpeed ours = servers.get(ALL.indexOf(OURS));
        ServerSpeed replay = servers.get(ALL.indexOf(REPLAY));
        ServerSpeed james = servers.get(ALL.indexOf(JAMES));
        ServerSpeed greenmail = servers.get(ALL.indexOf(GREENMAIL));
        report.atLeast(
                "times the RETR of James",
                ours.oneByOne().over(james.oneByOne()).median(),
                3);
        report.atLeast(
                "times the RETR of GreenMail",
                ours.oneByOne().over(greenmail.oneByOne()).median(),
                500);
        report.say(
                "        part of the RETR that the replay server has: %.2f",
                ours.oneByOne().over(replay.oneByOne()).median());
        report.say(
                "        the replay server itself: %.1f times James, %.0f times GreenMail",
                replay.oneByOne().over(james.oneByOne()).median(),
                replay.oneByOne().over(greenmail.oneByOne()).median());
        report.atLeast(
                "times the pipelined RETR of James",
                ours.pipelined().over(james.pipelined()).median(),
                10);
        report.atMost("LIST of all, in ms", ours.list().median(), 5);
        report.atMost("UIDL of all, in ms", ours.uidl().median(), 5);
    }

    private void starts() throws Exception {
        report.say("");
        report.say("From the start to the greeting, in ms; without TLS: no certificate is made");
        report.say("%-26s %8s %8s %8s", "", "min", "median", "max");
        List<String> names = List.of(OURS, GREENMAIL, JAMES);
        List<List<Double>> cold = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int round = 0; round < (quick ? 3 : 11); round++) {
            for (int i = 0; i < names.size(); i++) {
                cold.get(i).addAll(measured(List.of(), 1, names.get(i), "start", "1"));
            }
        }
        List<Series> series = cold.stream().map(Series::new).toList();
        for (int i = 0; i < names.size(); i++) {
            report.row(names.get(i) + ", first in its JVM", series.get(i));
        }
        int times = 200;
        Series last = warm(OURS, times);
        report.row(OURS + ", warm", last);
        report.row(GREENMAIL + ", warm", warm(GREENMAIL, times));
        report.row("bare sockets, warm", warm("bare", times));
        report.atMost(
                "times the first start of GreenMail",
                series.get(0).over(series.get(1)).median(),
                1);
        report.atMost("ms of a warm start", last.median(), 1);
    }

    private static Series warm(String name, int times) throws IOException {
        return new Series(measured(List.of(), times, name, "start", "" + times).subList(times / 2, times));
    }

    private void stops() throws Exception {
        report.say("");
        report.say("To stop with ten clients, in ms");
        report.say("%-26s %8s %8s %8s", "", "min", "median", "max");
        int times = quick ? 11 : 51;
        Series idle = new Series(measured(List.of(), times, OURS, "stop", "" + times, "false"));
        Series stuck = new Series(measured(List.of(), times, OURS, "stop", "" + times, "true"));
        report.row(OURS + ", all idle", idle);
        report.row(OURS + ", one of them stuck", stuck);
        report.row(GREENMAIL + ", all idle", new Series(measured(List.of(), 11, GREENMAIL, "stop", "11", "false")));
        report.row(
                GREENMAIL + ", one of them stuck", new Series(measured(List.of(), 3, GREENMAIL, "stop", "3", "true")));
        report.row(JAMES + ", all idle", new Series(measured(List.of(), 3, JAMES, "stop", "3", "false")));
        report.atMost("ms to stop with idle clients", idle.median(), 5);
        report.atMost("ms to stop with a stuck client", stuck.median(), 5);
    }

    private void heap() throws Exception {
        int mails = 10_000;
        double raw = (double) mails * Stock.MAIL_OCTETS;
        List<String> options = List.of("-Xmx1g", "-XX:+UseSerialGC");
        double ours = measured(options, 1, OURS, "heap", "mails-" + mails).get(0);
        double greenmail =
                measured(options, 1, GREENMAIL, "heap", "mails-" + mails).get(0);
        report.say("");
        report.say("Heap for %,d mails of %,d octets, as a multiple of these", mails, Stock.MAIL_OCTETS);
        report.say("%-26s %8.3f", OURS, ours / raw);
        report.say("%-26s %8.3f", GREENMAIL, greenmail / raw);
        report.atMost(
                "octets of heap beyond 1.05 times the mail, for each",
                (ours - MOST_OF_RAW * raw) / mails,
                OVERHEAD_OCTETS);
        report.say("        octets of heap beyond the mail, for each: %.0f", (ours - raw) / mails);
    }

    private void generated() throws Exception {
        long octets = quick ? 500_000_000L : 5_000_000_000L;
        String user = "generated-" + octets;
        try (Child server = Child.start(List.of("-Xmx64m"), ServerProcess.class, OURS, "serve", user);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(server.line()))) {
            RawSession session = new RawSession(socket);
            session.login(user);
            long begin = System.nanoTime();
            long received = session.count("RETR 1").octets();
            double seconds = (System.nanoTime() - begin) / 1e9;
            report.say("");
            report.say("A generated mail of %,d octets from a server with -Xmx64m: %.1f s", octets, seconds);
            report.verdict(received == octets, "every octet was sent");
        }
    }

    /** All logged in, each to a maildrop of its own, before the first of them says another word. */
    private void connections() throws IOException {
        List<RawSession> sessions = new ArrayList<>();
        List<Socket> sockets = new ArrayList<>();
        int answered = 0;
        long begin = System.nanoTime();
        try (Child server = Child.start(List.of("-Xmx256m"), ServerProcess.class, OURS, "serve")) {
            int port = Integer.parseInt(server.line());
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(socket);
                socket.setSoTimeout(PATIENCE_MILLIS);
                RawSession session = new RawSession(socket);
                session.login(TestServer.ON_DEMAND + i);
                sessions.add(session);
            }
            for (RawSession session : sessions) {
                session.ask("NOOP");
                answered++;
            }
        } catch (IOException e) {
            // Whatever it is, one target is missed by it and the others count.
            report.say("        after %,d sessions and %,d answers: %s", sessions.size(), answered, e);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        report.say("");
        report.say("%,d sessions at once, from a server with -Xmx256m: %.1f s", CONNECTIONS, seconds);
        report.verdict(answered == CONNECTIONS, "every session was answered");
    }

    /** Runs a process that prints so many numbers. */
    private static List<Double> measured(List<String> options, int lines, String... arguments) throws IOException {
        List<Double> numbers = new ArrayList<>();
        try (Child child = Child.start(options, ServerProcess.class, arguments)) {
            for (int i = 0; i < lines; i++) {
                numbers.add(Double.valueOf(child.line()));
            }
        }
        return numbers;
    }
}
