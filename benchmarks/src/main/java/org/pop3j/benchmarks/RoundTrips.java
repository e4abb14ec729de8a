package org.pop3j.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Tls;
import org.pop3j.protocol.ScanListing;

/** A session over a long wire: LIST, UIDL, RETR of all, DELE of all, QUIT. */
final class RoundTrips {
    static final int MAILS = 200;
    static final Duration ROUND_TRIP = Duration.ofMillis(20);

    /** In round trips: time from connecting to the answer to QUIT, and flights, the request to connect being one. */
    record Result(Series time, Series flights) {}

    private RoundTrips() {}

    static Result measure(int server, int rounds) throws IOException {
        List<Double> time = new ArrayList<>();
        List<Double> flights = new ArrayList<>();
        try (DelayProxy proxy = new DelayProxy(server, ROUND_TRIP)) {
            session(proxy.port());
            proxy.flights();
            for (int round = 0; round < rounds; round++) {
                System.err.print("\rsession " + (round + 1) + " of " + rounds + " ");
                long begin = System.nanoTime();
                session(proxy.port());
                time.add((double) (System.nanoTime() - begin) / ROUND_TRIP.toNanos());
                flights.add(1.0 + proxy.flights());
            }
        }
        System.err.println();
        return new Result(new Series(time), new Series(flights));
    }

    private static void session(int port) throws IOException {
        Pop3Client client =
                Pop3Client.builder("127.0.0.1").port(port).tls(Tls.NONE).build();
        Caller caller = new Caller(null);
        try (Pop3Connection connection = client.connect();
                Maildrop maildrop = connection.login("mails-" + MAILS, Contestant.PASSWORD.toCharArray())) {
            List<ScanListing> mails = maildrop.list();
            int uniqueIds = maildrop.uidl().size();
            maildrop.retr(mails, Pop3j.sink(caller));
            int refused = maildrop.dele(
                            mails.stream().map(ScanListing::messageNumber).toList())
                    .size();
            maildrop.quit();
            if (uniqueIds != MAILS || caller.messages() != MAILS || refused > 0) {
                throw new IOException("not all mails were fetched and deleted");
            }
        }
    }
}
