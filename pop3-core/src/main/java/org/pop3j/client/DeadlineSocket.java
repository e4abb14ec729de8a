package org.pop3j.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A socket whose every read and write keeps the {@link Deadlines}. TLS is layered on top of it and reads and writes through
 * it: one read of a TLS socket may be many reads down here, and a record or handshake that drips in octet by octet would
 * otherwise be given the whole time-out again for each octet.
 *
 * <p>Java's own sockets know no time-out for writes: a server that never reads would hold the thread for ever. Therefore this
 * is a channel, which writes what the system takes at once. When it takes nothing, which needs a server that does not read,
 * the thread looks again after a few milliseconds: a Selector would be woken, but it pins a virtual thread to its carrier.
 *
 * <p>One thread at a time, but for {@link #close()}, which ends any call at once.
 */
final class DeadlineSocket extends WrappedSocket {
    private static final int LONGEST_PAUSE_MILLIS = 16;

    private final Deadlines deadlines;
    private final SocketChannel channel;
    private final Socket socket;
    private final CountDownLatch closed = new CountDownLatch(1);

    DeadlineSocket(Deadlines deadlines) throws IOException {
        this(deadlines, SocketChannel.open());
    }

    private DeadlineSocket(Deadlines deadlines, SocketChannel channel) throws IOException {
        super(channel.socket());
        this.deadlines = deadlines;
        this.channel = channel;
        this.socket = channel.socket();
        socket.setTcpNoDelay(true);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Input(socket.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() {
        return new Output();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // whoever closes must not wait for anybody
    public void close() throws IOException {
        closed.countDown();
        channel.close();
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** The deadlines are what counts. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it touches nothing
    public int getSoTimeout() {
        return 0;
    }

    /** Each read sets its own. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it touches nothing
    public void setSoTimeout(int timeoutMillis) {
        // The deadlines are what counts.
    }

    private final class Input extends InputStream {
        private final InputStream in;

        private Input(InputStream in) {
            this.in = in;
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            socket.setSoTimeout(deadlines.nextRead());
            long before = deadlines.now();
            int count;
            try {
                count = in.read(octets, offset, length);
            } catch (SocketTimeoutException e) {
                throw deadlines.expired();
            }
            deadlines.passed(Math.max(0, count), deadlines.now() - before);
            return count;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            DeadlineSocket.this.close();
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            channel.configureBlocking(false);
            try {
                writeAll(ByteBuffer.wrap(octets, offset, length));
            } catch (IOException e) {
                // Part of it may have been sent: nothing can follow that, and reads would not block.
                DeadlineSocket.this.close();
                throw e;
            }
            channel.configureBlocking(true);
        }

        private void writeAll(ByteBuffer rest) throws IOException {
            long idle = 0;
            int pauseMillis = 1;
            while (rest.hasRemaining()) {
                int left = deadlines.nextWrite(idle);
                if (channel.write(rest) > 0) {
                    idle = 0;
                    pauseMillis = 1;
                } else {
                    idle += pause(Math.min(left, pauseMillis));
                    pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
                }
            }
        }

        private long pause(int millis) throws IOException {
            long before = deadlines.now();
            try {
                if (closed.await(millis, TimeUnit.MILLISECONDS)) {
                    throw new SocketException("closed");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SocketException("interrupted");
            }
            long waited = deadlines.now() - before;
            deadlines.passed(0, waited);
            return waited;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void close() throws IOException {
            DeadlineSocket.this.close();
        }
    }
}
