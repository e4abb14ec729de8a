package org.pop3j.ra;

/**
 * Ends the power at a chosen step of a history. Each step is about to do something that lasts: from the cut on none is done
 * any more, whatever the code that still runs tries. Safe for use by any thread.
 */
final class PowerCut {
    private int stepsLeft = Integer.MAX_VALUE;
    private boolean dark;

    /** What is thrown at everybody who is about to do something. */
    static final class Dark extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Dark() {
            super("the power is cut");
        }
    }

    /** So many more steps, then the cut. */
    synchronized void after(int steps) {
        stepsLeft = steps;
    }

    /** Comes before everything that lasts. */
    synchronized void step() {
        if (dark || stepsLeft-- <= 0) {
            dark = true;
            throw new Dark();
        }
    }

    synchronized boolean isDark() {
        return dark;
    }

    /** The power is back, for good if nothing else is said. */
    synchronized void restore() {
        dark = false;
        stepsLeft = Integer.MAX_VALUE;
    }
}
