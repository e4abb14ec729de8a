package org.pop3j.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayList;
import java.util.List;

/** Answers on their way out: pieces of prepared buffers, joined where they are neighbours, all in one write. */
final class Outgoing {
    private final List<ByteBuffer> pieces = new ArrayList<>();
    private ByteBuffer last = ByteBuffer.allocate(0);
    private ByteBuffer lastSource = last;

    void add(byte[] octets) {
        add(ByteBuffer.wrap(octets));
    }

    void add(ByteBuffer octets) {
        add(octets, 0, octets.limit());
    }

    @SuppressWarnings("ReferenceEquality") // neighbours in the same memory
    void add(ByteBuffer source, int start, int end) {
        if (lastSource == source && last.limit() == start) {
            last.limit(end);
            return;
        }
        last = source.duplicate().clear().limit(end).position(start);
        lastSource = source;
        pieces.add(last);
    }

    void flush(GatheringByteChannel to) throws IOException {
        ByteBuffer[] all = pieces.toArray(new ByteBuffer[0]);
        int done = 0;
        while (done < all.length) {
            to.write(all, done, all.length - done);
            while (done < all.length && !all[done].hasRemaining()) {
                done++;
            }
        }
        pieces.clear();
        lastSource = last = ByteBuffer.allocate(0);
    }
}
