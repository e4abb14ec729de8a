package org.pop3j.benchmarks;

import java.util.List;
import java.util.Set;

/**
 * Runs the contests and says which targets are met. Arguments: {@code --quick} for fewer mails and rounds; {@code --ours}
 * without other people's clients, {@code --speed} for the first contest alone; {@code --server} for the test server's in place of
 * the client's.
 */
final class Main {
    private static final Contestant BARE = new Contestant.Bare();
    private static final Contestant RAW = new RawReader();
    private static final Contestant POP3J = new Pop3j(true);
    private static final Contestant ONE_BY_ONE = new Pop3j(false);
    private static final List<Contestant> ANGUS = List.of(new Angus(false), new Angus(true));

    private static final Set<String> OPTIONS = Set.of("--quick", "--ours", "--speed", "--server");

    private final boolean quick;
    private final boolean ours;
    private final Report report = new Report();

    private Main(List<String> arguments) {
        this.quick = arguments.contains("--quick");
        this.ours = arguments.contains("--ours");
    }

    /** Exits with 1 if a target is missed. */
    public static void main(String[] arguments) throws Exception {
        main(List.of(arguments));
    }

    private static void main(List<String> arguments) throws Exception {
        if (!OPTIONS.containsAll(arguments)) {
            System.out.println("usage: java -jar benchmarks.jar [--quick] [--ours] [--speed] [--server]");
            System.exit(2);
        }
        Main main = new Main(arguments);
        if (arguments.contains("--server")) {
            new ServerContest(main.report, main.quick).run();
        } else {
            main.clients(arguments.contains("--speed"));
        }
        System.exit(main.report.end() ? 0 : 1);
    }

    private void clients(boolean speedOnly) throws Exception {
        try (Child server = Child.start(List.of(), ReplayServer.class)) {
            int port = Integer.parseInt(server.line());
            speed(port);
            if (!speedOnly) {
                roundTrips(port);
                bigMail(port);
            }
        }
    }

    private void speed(int port) throws Exception {
        int mails = quick ? 2_000 : 10_000;
        Contest contest = new Contest(contestants(), port, mails);
        contest.verify();
        contest.warmUp();
        Contest.Results results = contest.run(quick ? 5 : 21);
        Series raw = results.of(RAW).millis();
        report.say("");
        report.say("%,d mails of %,d octets: connect, log in, fetch all, quit", mails, Stock.MAIL_OCTETS);
        report.say("%-26s %8s %8s %8s %8s %12s", "", "min ms", "median", "max", "x raw", "octets/mail");
        results.all()
                .forEach(result -> report.say(
                        "%-26s %8.1f %8.1f %8.1f %8.2f %12.0f",
                        result.name(),
                        result.millis().min(),
                        result.millis().median(),
                        result.millis().max(),
                        result.millis().over(raw).median(),
                        result.octetsPerMail().median()));
        Contest.Result pop3j = results.of(POP3J);
        report.atMost("times the raw pipelined reader", pop3j.millis().over(raw).median(), 2);
        report.atMost("octets allocated for each mail", pop3j.octetsPerMail().median(), 1024);
        if (!ours) {
            double streaming = ratio(results, ANGUS.get(0));
            double caching = ratio(results, ANGUS.get(1));
            report.say("        times faster than Angus Mail that reads mails into memory first: %.1f", caching);
            // Whichever of its ways is the faster one.
            double angus = Math.min(streaming, caching);
            report.atLeast("times faster than Angus Mail at its fastest", angus, 20);
        }
    }

    private static double ratio(Contest.Results results, Contestant slow) {
        return results.of(slow).millis().over(results.of(POP3J).millis()).median();
    }

    private List<Contestant> contestants() {
        return ours ? List.of(BARE, RAW, POP3J, ONE_BY_ONE) : all();
    }

    static List<Contestant> all() {
        return List.of(BARE, RAW, POP3J, ONE_BY_ONE, ANGUS.get(0), ANGUS.get(1), new CommonsNet());
    }

    private void roundTrips(int port) throws Exception {
        RoundTrips.Result trips = RoundTrips.measure(port, quick ? 5 : 21);
        report.say("");
        report.say(
                "%d mails, %d ms from the client to the server and back: connect, log in, LIST, UIDL, RETR, DELE, QUIT",
                RoundTrips.MAILS, RoundTrips.ROUND_TRIP.toMillis());
        report.say("%-26s %8s %8s %8s", "", "min", "median", "max");
        report.row("round trips by the clock", trips.time());
        report.row("flights of the client", trips.flights());
        report.atMost("round trips by the clock", trips.time().median(), 15);
        report.atMost("flights of the client", trips.flights().median(), 15);
    }

    private void bigMail(int port) throws Exception {
        int mebibytes = quick ? 128 : 1024;
        BigMail.Result big = BigMail.measure(port, mebibytes, quick ? 3 : 7);
        report.say("");
        report.say("One mail of %,d MiB in a JVM with %s", mebibytes, BigMail.HEAP);
        report.say("%-26s %8s %8s %8s", "", "min ms", "median", "max");
        report.row("bare socket", big.bare());
        report.row("pop3j", big.client());
        report.say(
                "pop3j : bare socket           %.2f",
                big.client().over(big.bare()).median());
        report.verdict(true, "streamed whole, and every octet is right");
    }
}
