package org.pop3j.tool;

import java.io.PrintStream;
import java.util.Locale;

/** A line on the terminal that shows how far a fetch has come. Elsewhere it is silent. Not thread-safe. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long INTERVAL_NANOS = 100_000_000;
    /** Back to the beginning of the line, and nothing behind what is written there (ECMA-48). */
    private static final String START = "\r\u001b[K";

    private final PrintStream screen;
    private final boolean shown;
    private final long messages;
    private final double octets;
    private long messagesDone;
    private double octetsDone;
    private long next = System.nanoTime();

    Progress(Surroundings surroundings, long messages, double octets) {
        this.screen = surroundings.err();
        this.shown = surroundings.screen() && messages > 0;
        this.messages = messages;
        this.octets = octets;
    }

    /** One more message. */
    void advance(long itsOctets) {
        messagesDone++;
        octetsDone += itsOctets;
        long now = System.nanoTime();
        if (shown && (now - next >= 0 || messagesDone == messages)) {
            next = now + INTERVAL_NANOS;
            screen.print(START + line());
            screen.flush();
        }
    }

    private String line() {
        double share = octets > 0 ? Math.min(1, octetsDone / octets) : (double) messagesDone / messages;
        int full = (int) (share * WIDTH);
        return String.format(
                Locale.ROOT,
                "[%s%s] %d of %s, %.1f of %.1f MB",
                "#".repeat(full),
                ".".repeat(WIDTH - full),
                messagesDone,
                Text.count(messages, "message"),
                octetsDone / 1e6,
                octets / 1e6);
    }

    /** Clears the line: what comes next is the result. */
    @Override
    public void close() {
        if (shown) {
            screen.print(START);
            screen.flush();
        }
    }
}
