package org.pop3j.testserver.standalone;

import java.time.Duration;

/** How long one connection may keep a thread of the control, of which there are so many. */
final class HttpLimits {
    /** Enough for whoever is rude to leave some for others; more requests wait. */
    static final int THREADS = 64;

    /** Of a client that takes nothing of its answer: less than a request may wait behind it. */
    static final Duration STALLED = Duration.ofSeconds(10);

    /** Of a request, from its first octet to its last, the wait for a thread included. */
    private static final int REQUEST_SECONDS = 15;

    /** From there to the end of the answer: long enough for a reset that loads much. */
    private static final int ANSWER_SECONDS = 600;

    private HttpLimits() {}

    /**
     * Sets those of the JDK's server, which by default waits for ever, unless whoever started the JVM has set them. They count
     * for servers only that are made later.
     */
    static void set() {
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", Integer.toString(REQUEST_SECONDS));
        System.getProperties().putIfAbsent("sun.net.httpserver.maxRspTime", Integer.toString(ANSWER_SECONDS));
    }
}
