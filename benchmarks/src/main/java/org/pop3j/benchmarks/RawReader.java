package org.pop3j.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** The yardstick: what one would write by hand for this one job, and for a server that makes no mistakes. */
final class RawReader implements Contestant {
    @Override
    public String name() {
        return "raw pipelined reader";
    }

    @Override
    public void fetch(int port, String user, Caller caller) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            RawSession session = new RawSession(socket);
            session.pipelined(session.login(user), caller);
            session.quit();
        }
    }
}
