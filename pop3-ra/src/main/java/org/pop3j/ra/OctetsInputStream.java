package org.pop3j.ra;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** Reads a part of a spooled mail for as long as the mail may be used. For one thread. */
class OctetsInputStream extends InputStream {
    private final Octets octets;
    private final BooleanSupplier usable;
    private final long start;
    private final long end;
    private long position;
    private long mark;

    OctetsInputStream(Octets octets, BooleanSupplier usable, long start, long end) {
        this.octets = octets;
        this.usable = usable;
        this.start = start;
        this.end = end;
        this.position = start;
        this.mark = start;
    }

    /** How far reading has come, counted from the start of this stream. */
    public long getPosition() {
        return position - start;
    }

    final long from(long offset) {
        return Math.min(start + offset, end);
    }

    final long to(long offset) {
        return offset < 0 ? end : from(offset);
    }

    final Octets octets() {
        return octets;
    }

    final BooleanSupplier usable() {
        return usable;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (!usable.getAsBoolean()) {
            throw new IOException("the mail can be read until the bean's method returns, not longer");
        }
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        int count = octets.read(position, into, offset, (int) Math.min(length, end - position));
        position += Math.max(count, 0);
        return count;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.max(0, Math.min(count, end - position));
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, end - position);
    }

    @Override
    public boolean markSupported() {
        return true;
    }

    @Override
    public void mark(int limit) {
        mark = position;
    }

    @Override
    public void reset() {
        position = mark;
    }
}
