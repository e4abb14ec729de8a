package org.pop3j.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

/** A server of the contest, inside the JVM in which it is started. The names of its users say what they have, see {@link Stock#of}. */
interface Server {
    /** All of them by the words with which they are called in other processes. */
    static Server named(String word) {
        return switch (word) {
            case "pop3j" -> new TestServer();
            case "greenmail" -> new GreenMailServer();
            case "james" -> new JamesServer();
            case "replay" -> new CeilingServer();
            case "bare" -> new BareServer();
            default -> throw new IllegalArgumentException(word);
        };
    }

    /**
     * Starts it on a free port of 127.0.0.1.
     *
     * @return the port
     */
    int start() throws Exception;

    /** Adds a user with all mail. */
    void add(String user) throws Exception;

    void stop() throws Exception;

    /** The mail of a user. */
    static List<byte[]> mails(String user) {
        int number = Integer.parseInt(user.substring(user.indexOf('-') + 1));
        if (user.startsWith("big-")) {
            return List.of(Mail.of(1, number * Stock.MEBIBYTE));
        }
        return IntStream.rangeClosed(1, number)
                .mapToObj(n -> Mail.of(n, Stock.MAIL_OCTETS))
                .toList();
    }
}
