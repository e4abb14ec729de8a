package org.pop3j.testserver.standalone;

/** How long one connection may keep a thread of the control. By default the JDK's server waits for ever. */
final class HttpLimits {
    /** Of a request, from its first octet to its last. */
    static final int REQUEST_SECONDS = 15;

    /** From there to the end of the answer: long enough for a reset that loads much. */
    private static final int ANSWER_SECONDS = 600;

    private HttpLimits() {}

    /** Sets them for the JVM, which is this program's own. They count for servers only that are made later. */
    static void set() {
        System.setProperty("sun.net.httpserver.maxReqTime", Integer.toString(REQUEST_SECONDS));
        System.setProperty("sun.net.httpserver.maxRspTime", Integer.toString(ANSWER_SECONDS));
    }
}
