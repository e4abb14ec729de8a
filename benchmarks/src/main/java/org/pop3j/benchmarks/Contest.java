package org.pop3j.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whole sessions of all contestants in turn, round after round: each sees the same machine at nearly the same time. Before
 * it counts, each has to show that it delivers the right octets.
 */
final class Contest {
    /** What one contestant took, time for all mails and memory allocated for each. */
    record Result(String name, Series millis, Series octetsPerMail) {}

    /** In the order of the contestants. */
    record Results(List<Result> all) {
        Result of(Contestant contestant) {
            return all.stream()
                    .filter(result -> result.name().equals(contestant.name()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private record Sample(long nanos, long allocated) {}

    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<Contestant> contestants;
    private final int port;
    private final int mails;

    Contest(List<Contestant> contestants, int port, int mails) {
        this.contestants = List.copyOf(contestants);
        this.port = port;
        this.mails = mails;
    }

    private String user() {
        return "mails-" + mails;
    }

    /** Each contestant once. */
    void verify() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Caller expected = new Caller(digest);
        for (int n = 1; n <= mails; n++) {
            byte[] mail = Mail.of(n, Stock.MAIL_OCTETS);
            expected.write(mail, 0, mail.length);
            expected.received();
        }
        byte[] sum = digest.digest();
        for (Contestant contestant : contestants) {
            contestant.fetch(port, user(), new Caller(digest));
            if (!(contestant instanceof Contestant.Bare) && !Arrays.equals(sum, digest.digest())) {
                throw new IllegalStateException(contestant.name() + " delivered something else");
            }
        }
    }

    /** Some seconds of running are what the compiler needs. */
    void warmUp() throws Exception {
        for (Contestant contestant : contestants) {
            long end = System.nanoTime() + WARM_UP.toNanos();
            do {
                once(contestant);
            } while (System.nanoTime() < end);
        }
    }

    /** Every round begins with another contestant. */
    Results run(int rounds) throws Exception {
        List<List<Sample>> samples = new ArrayList<>();
        contestants.forEach(contestant -> samples.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            System.err.print("\rround " + (round + 1) + " of " + rounds + " ");
            for (int i = 0; i < contestants.size(); i++) {
                int turn = (round + i) % contestants.size();
                samples.get(turn).add(once(contestants.get(turn)));
            }
        }
        System.err.println();
        return new Results(IntStream.range(0, contestants.size())
                .mapToObj(i -> result(contestants.get(i).name(), samples.get(i)))
                .toList());
    }

    private Result result(String name, List<Sample> samples) {
        return new Result(
                name,
                Series.of(samples, sample -> sample.nanos() / 1e6),
                Series.of(samples, sample -> (double) sample.allocated() / mails));
    }

    private Sample once(Contestant contestant) throws Exception {
        Caller caller = new Caller(null);
        // The garbage of one contestant is not collected at the cost of the next.
        System.gc();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long begin = System.nanoTime();
        contestant.fetch(port, user(), caller);
        long nanos = System.nanoTime() - begin;
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        if (caller.messages() != mails && !(contestant instanceof Contestant.Bare)) {
            throw new IllegalStateException(contestant.name() + " delivered " + caller.messages() + " mails");
        }
        return new Sample(nanos, allocated);
    }
}
