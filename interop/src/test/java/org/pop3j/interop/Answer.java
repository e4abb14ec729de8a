package org.pop3j.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What {@link AnsweringServer} does about a command. */
@FunctionalInterface
interface Answer {
    void to(Socket client) throws IOException, InterruptedException;

    /** These octets, as they are. */
    static Answer text(String octets) {
        return client -> send(client, octets);
    }

    /** These octets, and then the end of the connection. */
    static Answer textAndEnd(String octets) {
        return client -> {
            send(client, octets);
            client.close();
        };
    }

    /** The end of the connection in place of an answer. */
    static Answer end() {
        return Socket::close;
    }

    /** Nothing. */
    static Answer silence() {
        return client -> {};
    }

    /** These octets, each after a pause. */
    static Answer dripped(String octets, long pauseMillis) {
        return client -> {
            CountDownLatch never = new CountDownLatch(1);
            for (int i = 0; i < octets.length() && !never.await(pauseMillis, TimeUnit.MILLISECONDS); i++) {
                send(client, octets.substring(i, i + 1));
            }
        };
    }

    /** Many octets that are no line, and then the end of the connection. */
    static Answer flood(int octets) {
        return client -> {
            String part = "a".repeat(1 << 16);
            for (int sent = 0; sent < octets; sent += part.length()) {
                send(client, part);
            }
            client.close();
        };
    }

    private static void send(Socket client, String octets) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(octets.getBytes(ISO_8859_1));
        out.flush();
    }
}
