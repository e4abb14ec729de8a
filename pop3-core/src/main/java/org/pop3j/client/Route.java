package org.pop3j.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
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
        InetAddress[] addresses = addresses(next);
        long end = deadlines.now() + timeouts.connect().toNanos();
        IOException failure = null;
        for (int i = 0; i < addresses.length; i++) {
            long share = TimeUnit.NANOSECONDS.toMillis(end - deadlines.now()) / (addresses.length - i);
            try {
                InetSocketAddress address = new InetSocketAddress(addresses[i], next.port());
                return attempt(address, (int) Math.max(1, share), deadlines, lifeline);
            } catch (IOException e) {
                lifeline.requireNotAborted();
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw notConnected(next, timeouts, failure);
    }

    private InetAddress[] addresses(Endpoint next) throws UnknownHostException {
        try {
            return InetAddress.getAllByName(next.host());
        } catch (UnknownHostException e) {
            throw caused(new UnknownHostException(where(next) + e.getMessage()), e);
        }
    }

    private Transport attempt(InetSocketAddress address, int millis, Deadlines deadlines, Lifeline lifeline)
            throws IOException {
        DeadlineSocket socket = new DeadlineSocket(deadlines);
        lifeline.holds(socket);
        try {
            socket.connect(address, millis);
            return new Transport(peer, deadlines, socket, address, lifeline);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private IOException notConnected(Endpoint next, Timeouts timeouts, @Nullable IOException failure) {
        String where = where(next);
        if (failure == null) {
            return new ConnectException(where + "no address");
        }
        if (failure instanceof SocketTimeoutException) {
            return caused(new SocketTimeoutException(where + "no answer within " + timeouts.connect()), failure);
        }
        if (failure instanceof ClosedByInterruptException) {
            return caused(new SocketException(where + "interrupted"), failure);
        }
        String message = where + failure.getMessage();
        if (failure instanceof ConnectException) {
            return caused(new ConnectException(message), failure);
        }
        if (failure instanceof NoRouteToHostException) {
            return caused(new NoRouteToHostException(message), failure);
        }
        return caused(new SocketException(message), failure);
    }

    private String where(Endpoint next) {
        return peer + ": connect" + (proxy == null ? ": " : " to the proxy " + next + ": ");
    }

    private static <E extends IOException> E caused(E failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }
}
