package org.pop3j.benchmarks;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A way to log in, fetch all mails of a maildrop in order, and quit. */
interface Contestant {
    /** Any will do. */
    String PASSWORD = "secret";

    String name();

    /** One session, from connecting to closing. */
    void fetch(int port, String user, Caller caller) throws Exception;

    /** Reads what all the others have to read, and looks at nothing: nobody can be faster. */
    final class Bare implements Contestant {
        private final byte[] buffer = new byte[65_536];

        @Override
        public String name() {
            return "bare socket";
        }

        @Override
        public void fetch(int port, String user, Caller caller) throws Exception {
            read(port, user);
        }

        long read(int port, String user) throws Exception {
            long octets = 0;
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                OutputStream out = socket.getOutputStream();
                out.write(("BARE " + user + "\r\n").getBytes(StandardCharsets.US_ASCII));
                InputStream in = socket.getInputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    octets += count;
                }
            }
            return octets;
        }
    }
}
