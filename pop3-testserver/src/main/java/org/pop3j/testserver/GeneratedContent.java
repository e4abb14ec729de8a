package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.util.Objects;

/**
 * A message that is made while it is read: nothing of it is kept. Each line of its body tells its own number in a scrambled
 * form, so that one which is lost, doubled or moved makes a difference. Immutable.
 */
final class GeneratedContent implements Content {
    /** The header fits into it, and an empty line behind it. */
    static final int LEAST_OCTETS = 256;

    /** With CRLF. */
    private static final int LONGEST_LINE = 78;

    private static final int DIGITS = 16;
    private static final int TEXT_OCTETS = 4096;
    private static final long STEP = 0x9E3779B97F4A7C15L;
    private static final byte[] HEXADECIMAL = "0123456789abcdef".getBytes(US_ASCII);

    private final long octets;
    private final long seed;

    GeneratedContent(long octets, long seed) {
        if (octets < LEAST_OCTETS) {
            throw new IllegalArgumentException("a generated message has at least " + LEAST_OCTETS + " octets");
        }
        this.octets = octets;
        this.seed = seed;
    }

    @Override
    public long octets() {
        return octets;
    }

    @Override
    public InputStream open() {
        return new Lines();
    }

    private byte[] header() {
        String id = Long.toHexString(seed) + "." + octets;
        return ("From: sender@example.org\r\nTo: recipient@example.org\r\nSubject: generated\r\n"
                        + "Date: Sun, 1 Nov 2026 00:00:00 +0000\r\nMessage-ID: <" + id + "@example.org>\r\n\r\n")
                .getBytes(US_ASCII);
    }

    /** What the slices of the lines are cut from: printable ASCII. */
    private byte[] text() {
        byte[] text = new byte[TEXT_OCTETS + LONGEST_LINE];
        long number = 0;
        for (int i = 0; i < text.length; i++) {
            // Eight of each number, and no division: a small message takes hardly longer than its octets take to send.
            number = i % Long.BYTES == 0 ? mixed(seed + i * STEP) : number >>> Byte.SIZE;
            text[i] = (byte) ('!' + (((number & 0xFF) * ('~' - '!' + 1)) >>> Byte.SIZE));
        }
        return text;
    }

    /** A finalizer as in SplitMix64. Not one of the JDK's generators: their numbers may change with its version. */
    private static long mixed(long number) {
        long z = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The octets from the beginning. Not thread-safe. */
    private final class Lines extends InputStream {
        private final byte[] text = text();
        private final byte[] buffer = new byte[1 << 13];
        private long state = ~seed;
        private int position;
        private int limit;
        /** Not yet in the buffer. */
        private long left = octets;

        Lines() {
            byte[] header = header();
            System.arraycopy(header, 0, buffer, 0, header.length);
            limit = header.length;
            left -= header.length;
        }

        @Override
        public int read() {
            return fill() ? buffer[position++] : -1;
        }

        @Override
        public int read(byte[] target, int from, int count) {
            Objects.checkFromIndexSize(from, count, target.length);
            int done = 0;
            while (done < count && fill()) {
                int run = Math.min(count - done, limit - position);
                System.arraycopy(buffer, position, target, from + done, run);
                position += run;
                done += run;
            }
            return done > 0 || count == 0 ? done : -1;
        }

        private boolean fill() {
            if (position == limit) {
                position = 0;
                limit = 0;
                while (left > 0 && limit <= buffer.length - LONGEST_LINE) {
                    line();
                }
            }
            return position < limit;
        }

        /** Of each 32 lines one is a dot alone, one is empty, and two more begin with a dot. */
        private void line() {
            state += STEP;
            long number = mixed(state);
            int kind = (int) (number & 31);
            int wanted = kind == 0 ? 3 : kind == 1 ? 2 : LONGEST_LINE - (int) ((number >>> 5) & 31);
            int line = fitting(wanted);
            int slice = (int) ((number >>> 10) & (TEXT_OCTETS - 1));
            System.arraycopy(text, slice, buffer, limit, line - 2);
            digits(number, Math.min(DIGITS, line - 2));
            if (line > 2 && (kind == 0 || kind == 2 || kind == 3)) {
                buffer[limit] = '.';
            }
            limit += line;
            left -= line;
            buffer[limit - 2] = '\r';
            buffer[limit - 1] = '\n';
        }

        private void digits(long number, int count) {
            for (int i = 0; i < count; i++) {
                buffer[limit + i] = HEXADECIMAL[(int) ((number >>> (4 * i)) & 15)];
            }
        }

        /** The length of the line if what is left behind it is nothing, or enough for CRLF. */
        private int fitting(int wanted) {
            if (left <= wanted) {
                return (int) left;
            }
            boolean oneOver = left - wanted == 1;
            return oneOver ? wanted == LONGEST_LINE ? wanted - 1 : wanted + 1 : wanted;
        }
    }
}
