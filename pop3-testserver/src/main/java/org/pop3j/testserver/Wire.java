package org.pop3j.testserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The octets of one connection: lines in, octets out, in the clear or under TLS. While it waits for the client it holds no
 * more than a small buffer. It belongs to one thread; {@link #cut} may come from any.
 */
final class Wire {
    private static final int HANDSHAKE_MILLIS = 30_000;
    private static final int IN_OCTETS = 1024;
    /** So much is read ahead while an answer is held up. Who leaves more unread, and goes, is not seen to be gone. */
    private static final int MOST_AHEAD = 65_536;

    private static final byte LF = '\n';

    /** How long the end of TLS may be: two alerts with padding in TLS 1.3, or one in TLS 1.2 with CBC and SHA-384. */
    private static final int ALERT_OCTETS = 85;

    /** How often who waits looks after the client; an end that comes from this side is noticed at once. */
    private static final long LOOK_MILLIS = 25;

    /** No wait takes less. */
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Socket raw;
    private final ServerTime time;
    private final Buffers buffers;
    private final FaultBook faults;
    private final Watcher watcher;
    private byte[] in = new byte[IN_OCTETS];
    private int start;
    private int end;
    private @Nullable ByteBuffer out;
    private Socket socket;
    private int alertOctets;
    private Pace pace = Pace.NONE;
    /** How long the octets that were sent should have taken and have not; less than 0 if they took longer. */
    private long debtNanos;

    private volatile long active;

    /** Told when what was put goes out. */
    interface Watcher {
        /** Now all of it is sent, unless the connection is lost. */
        void sending();

        /** It has left the server. */
        void sent();
    }

    Wire(Socket raw, ServerTime time, Buffers buffers, FaultBook faults, Watcher watcher) {
        this.raw = raw;
        this.time = time;
        this.buffers = buffers;
        this.faults = faults;
        this.watcher = watcher;
        socket = raw;
        touch();
    }

    /** When the client last sent a whole command, or took something of an answer. */
    long active() {
        return active;
    }

    private void touch() {
        active = time.nanos();
    }

    /**
     * The next line with its end, or of a line that is too long the next part; null at the end of the stream. Sends what is
     * there to be sent before it waits. The octets are a copy, the caller's to wipe.
     */
    @Nullable
    ByteBuffer line() throws IOException {
        int searched = start;
        while (true) {
            int lineFeed = lineFeed(searched);
            if (lineFeed >= 0) {
                touch();
                return taken(Math.min(lineFeed + 1, start + IN_OCTETS));
            }
            if (end - start >= IN_OCTETS) {
                return taken(start + IN_OCTETS);
            }
            move(IN_OCTETS);
            searched = end;
            sendAndLetGo();
            if (end > searched) {
                // It came while the answers were sent slowly.
                continue;
            }
            int octets = socket.getInputStream().read(in, end, in.length - end);
            if (octets < 0) {
                return null;
            }
            end += octets;
        }
    }

    /** A copy: while its answer is held up, more is read, and what is here moves. */
    private ByteBuffer taken(int to) {
        byte[] line = Arrays.copyOfRange(in, start, to);
        Arrays.fill(in, start, to, (byte) 0);
        start = to;
        return ByteBuffer.wrap(line);
    }

    private int lineFeed(int from) {
        for (int i = from; i < end; i++) {
            if (in[i] == LF) {
                return i;
            }
        }
        return -1;
    }

    /** Moves what is left to the beginning of a buffer of that size. */
    private void move(int octets) {
        byte[] from = in;
        int left = end - start;
        in = octets == from.length ? from : new byte[octets];
        System.arraycopy(from, start, in, 0, left);
        // It may be a password.
        Arrays.fill(from, in == from ? left : 0, end, (byte) 0);
        start = 0;
        end = left;
    }

    /** Whether more octets have come behind the last line. */
    boolean hasMore() {
        return start < end;
    }

    /** Whether more octets have come that were not looked at. Under TLS what is as short as an alert at the end may be one, and does not count. */
    boolean hasArrived() throws IOException {
        return socket.getInputStream().available() > 0 || raw.getInputStream().available() > alertOctets;
    }

    /** Forgets what has come. */
    void clearInput() {
        start = end;
    }

    /** Where to put what is to be sent; it may be full. */
    ByteBuffer out() {
        ByteBuffer lent = out;
        if (lent == null) {
            lent = buffers.lend();
            out = lent;
        }
        return lent;
    }

    void put(byte octet) throws IOException {
        if (!out().hasRemaining()) {
            flush();
        }
        out().put(octet);
    }

    /** One character, one octet. */
    void put(String octets) throws IOException {
        for (int i = 0; i < octets.length(); i++) {
            put((byte) octets.charAt(i));
        }
    }

    /** How what is put from now on is sent. */
    // The equals of a record takes 30 ms when it is first called in a JVM, which is a fifth of the server's start.
    @SuppressWarnings("ReferenceEquality")
    void pace(Pace other) throws IOException {
        if (other != pace) {
            flush();
            pace = other;
            debtNanos = 0;
        }
    }

    Pace pace() {
        return pace;
    }

    void flush() throws IOException {
        ByteBuffer waiting = out;
        if (waiting == null || waiting.position() == 0) {
            return;
        }
        watcher.sending();
        int step = pace.step(waiting.position());
        for (int from = 0; from < waiting.position(); from += step) {
            int octets = Math.min(step, waiting.position() - from);
            // Before it, so that a client that has its answer knows that time counts from no later moment.
            touch();
            socket.getOutputStream().write(waiting.array(), waiting.arrayOffset() + from, octets);
            keepPace(octets);
        }
        waiting.clear();
        watcher.sent();
    }

    /** Times too short to be waited for add up. */
    private void keepPace(int octets) throws IOException {
        Pace limit = pace;
        if (!limit.limited()) {
            return;
        }
        debtNanos += limit.nanos(octets);
        if (debtNanos >= SHORTEST_NANOS) {
            long before = System.nanoTime();
            await(debtNanos, () -> !limit.limited());
            debtNanos -= System.nanoTime() - before;
        }
    }

    private void sendAndLetGo() throws IOException {
        flush();
        if (out != null) {
            buffers.giveBack(out);
            out = null;
        }
    }

    /** Sends what is there to be sent, then waits so long, or until it is over, the client gone or the connection cut. */
    void pause(long nanos, BooleanSupplier over) throws IOException {
        flush();
        await(nanos, over);
    }

    private void await(long nanos, BooleanSupplier over) throws IOException {
        long deadline = System.nanoTime() + nanos;
        long left = nanos;
        while (left > 0 && !over.getAsBoolean()) {
            faults.await(
                    Math.min(left, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)), () -> over.getAsBoolean() || isCut());
            left = deadline - System.nanoTime();
            if (left > 0 || isCut()) {
                lookAfterClient();
            }
        }
    }

    /** Reads what there is, because that is the only way to know whether somebody is there. */
    private void lookAfterClient() throws IOException {
        if (isCut()) {
            throw new SessionEnd(RecordedSession.Ending.LOST);
        }
        if (end == in.length) {
            move(Math.min(MOST_AHEAD, start > 0 ? in.length : 2 * in.length));
        }
        if (end == in.length) {
            return;
        }
        raw.setSoTimeout(1);
        try {
            int octets = socket.getInputStream().read(in, end, in.length - end);
            if (octets < 0) {
                throw new SessionEnd(RecordedSession.Ending.LOST);
            }
            end += octets;
        } catch (SocketTimeoutException e) {
            // It is there, and silent.
            return;
        } finally {
            raw.setSoTimeout(0);
        }
    }

    /** Shakes hands; what has come from the client so far is taken for the beginning of that. */
    SSLSession secure(Tls tls, boolean wantsCertificate) throws IOException {
        flush();
        raw.setSoTimeout(HANDSHAKE_MILLIS);
        InputStream consumed = new ByteArrayInputStream(Arrays.copyOfRange(in, start, end));
        clearInput();
        SSLSocket secured = tls.over(raw, consumed, wantsCertificate);
        secured.startHandshake();
        raw.setSoTimeout(0);
        socket = secured;
        alertOctets = ALERT_OCTETS;
        return secured.getSession();
    }

    /** Sends an orderly end. */
    void close() throws IOException {
        flush();
        if (socket == raw) {
            // What is left unread would turn the end into a reset.
            raw.getInputStream().skipNBytes(raw.getInputStream().available());
        }
        socket.close();
        raw.close();
    }

    /** Ends the sending direction beneath TLS, and reads until the client ends the other one. */
    void halfClose() throws IOException {
        flush();
        raw.shutdownOutput();
        InputStream rest = raw.getInputStream();
        while (rest.read(in) >= 0) {
            touch();
        }
    }

    /** Resets the connection beneath TLS. */
    void reset() throws IOException {
        flush();
        raw.setSoLinger(true, 0);
        raw.close();
    }

    private boolean isCut() {
        return raw.isClosed();
    }

    /** Ends the connection beneath TLS, so that no thread that is stuck in TLS can hold this one up. */
    void cut() throws IOException {
        raw.close();
        faults.wake();
    }

    /** Gives everything back. */
    void release() throws IOException {
        if (out != null) {
            buffers.giveBack(out);
            out = null;
        }
        try {
            socket.close();
        } finally {
            raw.close();
        }
    }
}
