package org.pop3j.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes a message out of a multi-line answer: removes stuffed dots and recognises the final one (RFC 1939, section 3),
 * over any cut of the stream into buffers. Everything else, bare CR, bare LF and NUL included, passes unchanged.
 */
final class MessageReader {
    private enum Place {
        LINE_START,
        AFTER_DOT,
        AFTER_DOT_CR,
        IN_LINE,
        END
    }

    private LineScanner scanner = new LineScanner(false);
    private boolean bareLf;
    private Place place = Place.END;
    private ByteBuffer source = ByteBuffer.allocate(0);
    private ByteBuffer piece = source;

    /** The next octet is the first one of a message. */
    void begin(boolean endsWithLf) {
        scanner = new LineScanner(endsWithLf);
        bareLf = endsWithLf;
        place = Place.LINE_START;
    }

    /** Whether the final dot and its line end were consumed. */
    boolean ended() {
        return place == Place.END;
    }

    /**
     * The next piece of the message, never empty; null if it {@link #ended()} or more octets are needed. It is valid until
     * the next call.
     */
    @Nullable
    ByteBuffer read(ByteBuffer received) {
        while (received.hasRemaining() && place != Place.END) {
            byte octet = received.get(received.position());
            switch (place) {
                case LINE_START -> go(octet == Octets.DOT, Place.AFTER_DOT, received);
                case AFTER_DOT -> {
                    boolean end = bareLf && octet == Octets.LF;
                    go(end || octet == Octets.CR, end ? Place.END : Place.AFTER_DOT_CR, received);
                }
                case AFTER_DOT_CR -> {
                    go(octet == Octets.LF, Place.END, received);
                    if (place == Place.IN_LINE) {
                        // The line is a stuffed dot, CR and more: that CR belongs to the message, and was consumed.
                        return ByteBuffer.wrap(new byte[] {Octets.CR});
                    }
                }
                default -> {
                    return piece(received);
                }
            }
        }
        return null;
    }

    /** Consumes an octet of the dot's line, or finds that this is an ordinary line. */
    private void go(boolean expected, Place next, ByteBuffer received) {
        if (expected) {
            received.get();
            place = next;
        } else {
            scanner.enterLine();
            place = Place.IN_LINE;
        }
    }

    private ByteBuffer piece(ByteBuffer received) {
        int start = received.position();
        int end = scanner.run(received);
        received.position(end);
        place = scanner.atLineStart() ? Place.LINE_START : Place.IN_LINE;
        return piece(received, start, end);
    }

    /** All pieces of a buffer are the same view of it, moved: a message may have very many. */
    @SuppressWarnings("ReferenceEquality")
    private ByteBuffer piece(ByteBuffer received, int start, int end) {
        if (source != received) {
            source = received;
            piece = received.duplicate();
        }
        return piece.limit(end).position(start);
    }
}
