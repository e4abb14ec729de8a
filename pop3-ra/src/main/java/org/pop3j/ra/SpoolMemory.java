package org.pop3j.ra;

import java.util.concurrent.atomic.AtomicLong;

/** How much memory the mails of all maildrops may take at once; what finds no room goes into files. Safe for use by any thread. */
final class SpoolMemory {
    private static final long MOST = 8L << 20;

    private final AtomicLong left = new AtomicLong(MOST);

    /** Takes so many octets; false, and nothing is taken, if there are not so many left. */
    boolean take(long octets) {
        return left.getAndUpdate(before -> before >= octets ? before - octets : before) >= octets;
    }

    void giveBack(long octets) {
        left.addAndGet(octets);
    }

    /** How many octets are left. */
    long left() {
        return left.get();
    }
}
