package org.pop3j.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/**
 * A message in a multi-line answer: dots stuffed, a missing line end added, the final dot (RFC 1939, section 3). Reads
 * ahead by one chunk at most. If reading fails, the final dot is never sent.
 */
final class MessageOutput implements Output {
    /** What it reads ahead. */
    static final int CHUNK_OCTETS = 8192;

    private final InputStream message;
    private final LongConsumer sent;
    private final byte[] chunk;
    private final ByteBuffer data;
    private final LineScanner scanner = new LineScanner(false);
    private ByteBuffer end = ByteBuffer.allocate(0);
    private boolean complete;
    private long octets;

    /**
     * Output of a stream.
     *
     * @param message is closed at its end, or by {@link #close()}
     * @param chunk to read ahead into; nobody else's until this is drained or closed
     * @param sent told the octets of the message when all of it was put into a buffer
     */
    MessageOutput(InputStream message, byte[] chunk, LongConsumer sent) {
        this.message = message;
        this.chunk = chunk;
        this.data = ByteBuffer.wrap(chunk).limit(0);
        this.sent = sent;
    }

    @Override
    public boolean drain(ByteBuffer out) throws IOException {
        while (!complete && out.hasRemaining()) {
            if (data.hasRemaining()) {
                stuff(out);
            } else {
                read();
            }
        }
        Octets.move(end, out);
        boolean done = complete && !end.hasRemaining();
        if (done) {
            sent.accept(octets);
        }
        return done;
    }

    @Override
    public void close() {
        try {
            message.close();
        } catch (IOException e) {
            // The session ends without the final dot anyway: nothing depends on this stream any more.
            octets = 0;
        }
    }

    private void read() throws IOException {
        int count = message.read(chunk);
        if (count >= 0) {
            data.position(0).limit(count);
            octets += count;
            return;
        }
        message.close();
        complete = true;
        octets += scanner.atLineStart() ? 0 : 2;
        end = ByteBuffer.wrap(Octets.line(scanner.atLineStart() ? "." : "\r\n."));
    }

    private void stuff(ByteBuffer out) {
        if (scanner.atLineStart()) {
            if (data.get(data.position()) == Octets.DOT) {
                out.put(Octets.DOT);
            }
            scanner.enterLine();
        }
        int limit = data.limit();
        data.limit(Math.min(limit, data.position() + out.remaining()));
        if (data.hasRemaining()) {
            data.limit(scanner.run(data));
            Octets.move(data, out);
        }
        data.limit(limit);
    }
}
