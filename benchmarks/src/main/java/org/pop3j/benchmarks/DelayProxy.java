package org.pop3j.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A long wire: each octet arrives half a round trip after it was sent, whatever comes before or behind it, and there is
 * room for any number of them. The request to connect travels too. It counts flights: octets of the client after silence.
 */
final class DelayProxy implements AutoCloseable {
    private record Parcel(long due, ByteBuffer octets) {}

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private final long oneWay;
    private final AtomicInteger flights = new AtomicInteger();

    DelayProxy(int server, Duration roundTrip) throws IOException {
        this.server = server;
        this.oneWay = roundTrip.toNanos() / 2;
        Daemon.start("proxy", this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Since the last call. */
    int flights() {
        return flights.getAndSet(0);
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            Daemon.start("proxy connect", () -> {
                LockSupport.parkNanos(oneWay);
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
                relay(client, upstream, true);
                relay(upstream, client, false);
            });
        }
    }

    private void relay(Socket from, Socket to, boolean counted) throws IOException {
        from.setTcpNoDelay(true);
        BlockingQueue<Parcel> wire = new LinkedBlockingQueue<>();
        Daemon.start("proxy in", () -> take(from.getInputStream(), wire, counted));
        Daemon.start("proxy out", () -> {
            try (to) {
                deliver(wire, to.getOutputStream());
            }
        });
    }

    private void take(InputStream in, BlockingQueue<Parcel> wire, boolean counted) throws IOException {
        byte[] buffer = new byte[65_536];
        long last = System.nanoTime() - oneWay;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            long now = System.nanoTime();
            if (counted && now - last > oneWay / 2) {
                flights.incrementAndGet();
            }
            last = now;
            wire.add(new Parcel(now + oneWay, ByteBuffer.wrap(Arrays.copyOf(buffer, count))));
        }
        wire.add(new Parcel(System.nanoTime() + oneWay, ByteBuffer.allocate(0)));
    }

    private static void deliver(BlockingQueue<Parcel> wire, OutputStream out) throws IOException, InterruptedException {
        for (Parcel parcel = wire.take(); parcel.octets().hasRemaining(); parcel = wire.take()) {
            for (long left = parcel.due() - System.nanoTime(); left > 0; left = parcel.due() - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            out.write(parcel.octets().array());
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
