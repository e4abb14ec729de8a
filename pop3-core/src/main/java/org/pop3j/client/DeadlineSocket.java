package org.pop3j.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * A socket whose every read keeps the {@link Deadlines}. TLS is layered on top of it and reads through it: one read of a
 * TLS socket may be many reads down here, and a record or handshake that drips in octet by octet would otherwise be given
 * the whole time-out again for each octet.
 */
final class DeadlineSocket extends Socket {
    private final Deadlines deadlines;

    DeadlineSocket(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Input(super.getInputStream());
    }

    private final class Input extends InputStream {
        private final InputStream in;

        private Input(InputStream in) {
            this.in = in;
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            setSoTimeout(deadlines.nextRead());
            long before = deadlines.now();
            int count;
            try {
                count = in.read(octets, offset, length);
            } catch (SocketTimeoutException e) {
                throw deadlines.expired();
            }
            deadlines.received(Math.max(0, count), deadlines.now() - before);
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
            in.close();
        }
    }
}
