package org.pop3j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Runs all contests and says which targets are met. Arguments: {@code --quick} for fewer mails and rounds; {@code --ours}
 * without other people's clients, {@code --speed} for the first contest alone.
 */
final class Main {
    private static final Contestant BARE = new Contestant.Bare();
    private static final Contestant RAW = new RawReader();
    private static final Contestant POP3J = new Pop3j(true);
    private static final Contestant ONE_BY_ONE = new Pop3j(false);
    private static final List<Contestant> ANGUS = List.of(new Angus(false), new Angus(true));

    private static final Set<String> OPTIONS = Set.of("--quick", "--ours", "--speed");

    private final boolean quick;
    private final boolean ours;
    private final List<String> missed = new ArrayList<>();

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
            say("usage: java -jar benchmarks.jar [--quick] [--ours] [--speed]");
            System.exit(2);
        }
        Main main = new Main(arguments);
        try (Child server = Child.start(List.of(), ReplayServer.class)) {
            int port = Integer.parseInt(server.line());
            main.speed(port);
            if (!arguments.contains("--speed")) {
                main.roundTrips(port);
                main.bigMail(port);
            }
        }
        say("");
        say(main.missed.isEmpty() ? "All targets that were measured are met." : main.missed.size() + " missed.");
        System.exit(main.missed.isEmpty() ? 0 : 1);
    }

    private void speed(int port) throws Exception {
        int mails = quick ? 2_000 : 10_000;
        Contest contest = new Contest(contestants(), port, mails);
        contest.verify();
        contest.warmUp();
        Contest.Results results = contest.run(quick ? 5 : 21);
        Series raw = results.of(RAW).millis();
        say("");
        say("%,d mails of %,d octets: connect, log in, fetch all, quit", mails, Stock.MAIL_OCTETS);
        say("%-26s %8s %8s %8s %8s %12s", "", "min ms", "median", "max", "x raw", "octets/mail");
        results.all()
                .forEach(result -> say(
                        "%-26s %8.1f %8.1f %8.1f %8.2f %12.0f",
                        result.name(),
                        result.millis().min(),
                        result.millis().median(),
                        result.millis().max(),
                        result.millis().over(raw).median(),
                        result.octetsPerMail().median()));
        Contest.Result pop3j = results.of(POP3J);
        atMost("times the raw pipelined reader", pop3j.millis().over(raw).median(), 2);
        atMost("octets allocated for each mail", pop3j.octetsPerMail().median(), 1024);
        if (!ours) {
            double streaming = ratio(results, ANGUS.get(0));
            double caching = ratio(results, ANGUS.get(1));
            say("        times faster than Angus Mail that reads mails into memory first: %.1f", caching);
            // Whichever of its ways is the faster one.
            double angus = Math.min(streaming, caching);
            verdict(angus >= 20, "times faster than Angus Mail at its fastest: %.1f, at least 20".formatted(angus));
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
        say("");
        say(
                "%d mails, %d ms from the client to the server and back: connect, log in, LIST, UIDL, RETR, DELE, QUIT",
                RoundTrips.MAILS, RoundTrips.ROUND_TRIP.toMillis());
        say("%-26s %8s %8s %8s", "", "min", "median", "max");
        row("round trips by the clock", trips.time());
        row("flights of the client", trips.flights());
        atMost("round trips by the clock", trips.time().median(), 15);
        atMost("flights of the client", trips.flights().median(), 15);
    }

    private void bigMail(int port) throws Exception {
        int mebibytes = quick ? 128 : 1024;
        BigMail.Result big = BigMail.measure(port, mebibytes, quick ? 3 : 7);
        say("");
        say("One mail of %,d MiB in a JVM with %s", mebibytes, BigMail.HEAP);
        say("%-26s %8s %8s %8s", "", "min ms", "median", "max");
        row("bare socket", big.bare());
        row("pop3j", big.client());
        say("pop3j : bare socket           %.2f", big.client().over(big.bare()).median());
        verdict(true, "streamed whole, and every octet is right");
    }

    private static void row(String name, Series series) {
        say("%-26s %8.1f %8.1f %8.1f", name, series.min(), series.median(), series.max());
    }

    private void atMost(String what, double value, double limit) {
        verdict(value <= limit, "%s: %.2f, at most %.0f".formatted(what, value, limit));
    }

    private void verdict(boolean met, String what) {
        say("%s  %s", met ? "met   " : "MISSED", what);
        if (!met) {
            missed.add(what);
        }
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
