package org.pop3j.ra;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much the mails of all maildrops may take at once: so much memory, and what finds no room there goes into files, of which so many
 * may be open. Safe for use by any thread.
 */
final class SpoolMemory {
    private static final long MOST = 8L << 20;

    private static final int MOST_FILES = 1024;

    private final AtomicInteger files = new AtomicInteger();
    private final AtomicLong left = new AtomicLong(MOST);

    /** Takes so many octets; false, and nothing is taken, if there are not so many left. */
    boolean take(long octets) {
        return left.getAndUpdate(before -> before >= octets ? before - octets : before) >= octets;
    }

    void giveBack(long octets) {
        left.addAndGet(octets);
    }

    void fileOpened() {
        files.incrementAndGet();
    }

    void fileClosed() {
        files.decrementAndGet();
    }

    /** How many mails more there may be in files; what is being fetched may exceed that by what one session fetches. */
    int filesLeft() {
        return MOST_FILES - files.get();
    }

    /** Whether there is room for so many more files that a session for them would be worth its while. */
    boolean isRoomy() {
        return filesLeft() >= MOST_FILES / 2;
    }

    /** How many octets are left. */
    long left() {
        return left.get();
    }
}
