package org.pop3j.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to the server: straight, or through a proxy.
 *
 * @param peer the server
 * @param proxy which looks up the server's name and connects to it; null if there is none
 */
record Route(Endpoint peer, @Nullable ProxyServer proxy) {
    /** Makes the connection, and the proxy's tunnel. */
    Transport connect(Timeouts timeouts, Lifeline lifeline) throws IOException {
        Transport transport = reach(proxy == null ? peer : proxy.endpoint(), timeouts, lifeline);
        if (proxy != null) {
            transport.tunnel(proxy);
        }
        return transport;
    }

    /** Connects to the first of the addresses that answers. */
    private Transport reach(Endpoint next, Timeouts timeouts, Lifeline lifeline) throws IOException {
        Deadlines deadlines = new Deadlines(timeouts, System::nanoTime);
        InetAddress[] addresses = InetAddress.getAllByName(next.host());
        long end = deadlines.now() + timeouts.connect().toNanos();
        IOException failure = null;
        for (int i = 0; i < addresses.length; i++) {
            long share = TimeUnit.NANOSECONDS.toMillis(end - deadlines.now()) / (addresses.length - i);
            DeadlineSocket socket = new DeadlineSocket(deadlines);
            lifeline.holds(socket);
            try {
                InetSocketAddress address = new InetSocketAddress(addresses[i], next.port());
                socket.connect(address, (int) Math.max(1, share));
                return new Transport(peer, deadlines, socket, address, lifeline);
            } catch (IOException e) {
                socket.close();
                lifeline.requireNotAborted();
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw notConnected(next, timeouts, failure);
    }

    private IOException notConnected(Endpoint next, Timeouts timeouts, @Nullable IOException failure) {
        String where = peer + ": connect" + (proxy == null ? ": " : " to the proxy " + next + ": ");
        if (failure instanceof SocketTimeoutException) {
            return caused(new SocketTimeoutException(where + "no answer within " + timeouts.connect()), failure);
        }
        if (failure instanceof ConnectException) {
            return caused(new ConnectException(where + failure.getMessage()), failure);
        }
        return failure == null ? new ConnectException(where + "no address") : failure;
    }

    private static IOException caused(IOException failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }
}
