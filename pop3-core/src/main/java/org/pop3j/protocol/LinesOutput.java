package org.pop3j.protocol;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.stream.Stream;

/** Lines, each made when its turn comes. */
final class LinesOutput implements Output {
    private final Iterator<String> lines;
    private ByteBuffer line = ByteBuffer.allocate(0);

    private LinesOutput(Stream<String> lines) {
        this.lines = lines.iterator();
    }

    /** A status line and nothing else. */
    static LinesOutput status(StatusLine statusLine) {
        return lines(Stream.of(statusLine.toString()));
    }

    /** Lines as they are. */
    static LinesOutput lines(Stream<String> lines) {
        return new LinesOutput(lines);
    }

    /** The lines of a multi-line answer and its final dot. None of these lines can start with a dot. */
    static LinesOutput listing(Stream<String> lines) {
        return new LinesOutput(Stream.concat(lines, Stream.of(".")));
    }

    @Override
    public boolean drain(ByteBuffer out) {
        Octets.move(line, out);
        while (!line.hasRemaining() && lines.hasNext()) {
            String next = lines.next();
            if (!Octets.putLine(next, out)) {
                line = ByteBuffer.wrap(Octets.line(next));
                Octets.move(line, out);
            }
        }
        return !line.hasRemaining();
    }
}
