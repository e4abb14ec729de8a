package org.pop3j.testserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One listening port. It can be closed and opened again and keeps its number. Opened and closed by one thread at a time;
 * a thread of its own accepts.
 */
final class Gate {
    /** In octets: the name "localhost" may stand for ::1. */
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private static final int BACKLOG = 1024;
    /** How often the accepting thread looks after the sessions, whether somebody connects or not. */
    private static final int WAKE_MILLIS = 1000;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final InetAddress address;
    private final Session.Service service;
    private final SessionLog log;
    private final LiveSessions live;
    private int port;
    private @Nullable ServerSocket listener;
    private @Nullable Thread thread;

    /**
     * A gate that is yet closed.
     *
     * @param listen address and port to listen on; of port 0 it takes a free one, which it then keeps
     */
    Gate(InetSocketAddress listen, Session.Service service, SessionLog log, LiveSessions live) {
        address = listen.getAddress();
        port = listen.getPort();
        this.service = service;
        this.log = log;
        this.live = live;
    }

    /** 127.0.0.1. */
    static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(LOOPBACK);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }

    int port() {
        return port;
    }

    void open() {
        ServerSocket opened = listen();
        port = opened.getLocalPort();
        listener = opened;
        thread = new Thread(() -> accept(opened), "pop3-testserver:" + port + " accept");
        thread.setDaemon(true);
        thread.start();
    }

    /** Stops listening. */
    void close() {
        if (listener == null || thread == null) {
            return;
        }
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.interrupt();
    }

    /** Waits behind {@link #close}; when it returns no session begins any more. */
    void awaitClosed(Duration limit) {
        if (thread == null) {
            return;
        }
        Threads.join(List.of(thread), limit);
        listener = null;
        thread = null;
    }

    private ServerSocket listen() {
        ServerSocket socket = null;
        try {
            socket = new ServerSocket();
            // Connections of before may linger in TIME_WAIT.
            socket.setReuseAddress(true);
            socket.setSoTimeout(WAKE_MILLIS);
            socket.bind(new InetSocketAddress(address, port), BACKLOG);
            return socket;
        } catch (IOException e) {
            closeAfter(e, socket);
            throw new UncheckedIOException("cannot listen on " + address.getHostAddress() + ":" + port, e);
        }
    }

    private void accept(ServerSocket from) {
        try {
            while (!from.isClosed()) {
                acceptNext(from);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptNext(ServerSocket from) throws InterruptedException {
        try {
            if (live.awaitRoom(WAKE_MILLIS)) {
                acceptOne(from);
            }
            live.sweepNowAndThen();
        } catch (OutOfMemoryError e) {
            // Not even what is below could be said. The heap may have room again later: this thread is still there
            // then.
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void acceptOne(ServerSocket from) {
        boolean begun = false;
        try {
            begun = begin(from.accept());
        } catch (SocketTimeoutException e) {
            // Nobody has come.
        } catch (IOException e) {
            if (!from.isClosed()) {
                // Out of file descriptors, most likely: not to be asked again at once.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } finally {
            if (!begun) {
                live.giveUp();
            }
        }
    }

    /** Whether a session has begun. */
    private boolean begin(Socket socket) {
        SessionRecord record = null;
        try {
            record = log.begin();
            live.start(new Session(socket, service, record), "pop3-testserver:" + port + " session " + record.number());
            return true;
        } catch (RuntimeException | OutOfMemoryError e) {
            // No more threads, most likely. One client is turned away; the next one may have better luck.
            turnAway(socket, record, e);
            return false;
        }
    }

    /** The socket first: to say why may fail for the same reason. */
    private static void turnAway(Socket socket, @Nullable SessionRecord record, Throwable why) {
        try {
            socket.close();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        if (record != null) {
            try {
                record.line("*: " + why);
            } finally {
                record.ended(RecordedSession.Ending.FAILED);
            }
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    private static void closeAfter(IOException failure, @Nullable ServerSocket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
