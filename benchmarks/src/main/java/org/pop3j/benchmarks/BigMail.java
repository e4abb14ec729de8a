package org.pop3j.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Tls;

/** One mail that is much longer than the heap, streamed in a JVM of its own, in turn with a bare socket. */
final class BigMail {
    static final String HEAP = "-Xmx32m";

    /** Both in milliseconds. */
    record Result(Series bare, Series client) {}

    private BigMail() {}

    /** Fails if what came was not the mail, octet for octet, or did not fit. */
    static Result measure(int server, int mebibytes, int rounds) throws IOException {
        List<Double> bare = new ArrayList<>();
        List<Double> client = new ArrayList<>();
        try (Child child = Child.start(
                List.of(HEAP), BigMail.class, "" + server, "big-" + mebibytes, "" + mebibytes, "" + rounds)) {
            child.line();
            for (int round = 0; round < rounds; round++) {
                System.err.print("\rmail " + (round + 1) + " of " + rounds + " ");
                bare.add(Double.valueOf(child.line()));
                client.add(Double.valueOf(child.line()));
            }
        }
        System.err.println();
        return new Result(new Series(bare), new Series(client));
    }

    /** Port, user, MiB, rounds; prints a line when the mail has been verified, and two for each round. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        String user = arguments[1];
        verify(port, user, Integer.parseInt(arguments[2]));
        Contestant.Bare bare = new Contestant.Bare();
        for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
            long begin = System.nanoTime();
            bare.read(port, user);
            long middle = System.nanoTime();
            retr(port, user, new Counting(null));
            System.out.println((middle - begin) / 1e6);
            System.out.println((System.nanoTime() - middle) / 1e6);
        }
    }

    private static void verify(int port, String user, int mebibytes) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] part = Mail.of(1, Stock.MEBIBYTE);
        for (int i = 0; i < mebibytes; i++) {
            digest.update(part);
        }
        byte[] expected = digest.digest();
        Counting counting = new Counting(digest);
        long octets = retr(port, user, counting);
        if (octets != (long) mebibytes * part.length
                || counting.octets != octets
                || !Arrays.equals(expected, digest.digest())) {
            throw new IOException("another mail has come");
        }
        System.out.println("verified");
    }

    private static long retr(int port, String user, OutputStream to) throws IOException {
        Pop3Client client =
                Pop3Client.builder("127.0.0.1").port(port).tls(Tls.NONE).build();
        try (Pop3Connection connection = client.connect();
                Maildrop maildrop = connection.login(user, Contestant.PASSWORD.toCharArray())) {
            long octets = maildrop.retr(1, to);
            maildrop.quit();
            return octets;
        }
    }

    private static final class Counting extends OutputStream {
        private final @Nullable MessageDigest digest;
        private long octets;

        private Counting(@Nullable MessageDigest digest) {
            this.digest = digest;
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int count) {
            octets += count;
            if (digest != null) {
                digest.update(from, offset, count);
            }
        }
    }
}
