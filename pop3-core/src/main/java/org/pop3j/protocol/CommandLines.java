package org.pop3j.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent and no answer was given to yet, in a bounded buffer, cut into lines. A line ends with CRLF. One
 * that ends with LF alone is refused as a whole; one that is too long is skipped up to its end, however far that is, and
 * then refused once.
 */
final class CommandLines {
    private static final int ROOM_FOR_PIPELINING = 8192;
    /** Room for usual commands: a server with thousands of idle clients has as many buffers. */
    private static final int ROOM_AT_FIRST = 256;

    private static final byte[] NONE = {};

    private final int mostOctets;
    private byte[] buffer;
    private int start;
    private int end;
    /** Octets after {@code start} that are known to hold no LF. */
    private int searched;

    private boolean skipping;

    /** Made for lines of up to that many octets. */
    CommandLines(int maxOctets) {
        this.mostOctets = ROOM_FOR_PIPELINING + maxOctets;
        this.buffer = new byte[ROOM_AT_FIRST];
    }

    /** Takes what fits. */
    void receive(ByteBuffer octets) {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        Arrays.fill(buffer, end - start, end, (byte) 0);
        end -= start;
        start = 0;
        int count = Math.min(octets.remaining(), mostOctets - end);
        makeRoom(count);
        octets.get(buffer, end, count);
        end += count;
    }

    private void makeRoom(int more) {
        if (buffer.length - end < more) {
            byte[] small = buffer;
            buffer = Arrays.copyOf(small, Math.min(mostOctets, Math.max(2 * small.length, end + more)));
            Arrays.fill(small, (byte) 0);
        }
    }

    /** Forgets everything. */
    void clear() {
        discard(end - start);
        skipping = false;
    }

    /** The next line without CRLF, the caller's to overwrite; null if there is none yet; what it is decides how long it may be. */
    byte @Nullable [] next(int maxOctets) throws Refusal {
        int lf = lineFeed();
        int octets = lf - start + 1;
        if (lf < 0) {
            skipping |= end - start >= maxOctets;
            discard(skipping ? end - start : 0);
            searched = end - start;
            return null;
        }
        boolean tooLong = skipping || octets > maxOctets;
        boolean crLf = octets > 1 && buffer[lf - 1] == Octets.CR;
        byte[] line = tooLong || !crLf ? NONE : Arrays.copyOfRange(buffer, start, lf - 1);
        discard(octets);
        skipping = false;
        if (tooLong) {
            throw new Refusal("command line longer than " + maxOctets + " octets");
        }
        if (!crLf) {
            throw new Refusal("command line must end with CRLF");
        }
        return line;
    }

    private int lineFeed() {
        for (int i = start + searched; i < end; i++) {
            if (buffer[i] == Octets.LF) {
                return i;
            }
        }
        return -1;
    }

    /** Overwrites what was taken out: it may have been a password. */
    private void discard(int octets) {
        Arrays.fill(buffer, start, start + octets, (byte) 0);
        start += octets;
        searched = 0;
    }
}
