package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class OctetsTest {
    @Property
    void lineFeedIsFoundWhereOneFindsItOctetByOctet(
            @ForAll("octets") byte[] octets,
            @ForAll @IntRange(max = 40) int start,
            @ForAll @IntRange(max = 40) int end,
            @ForAll boolean bigEndian,
            @ForAll boolean direct) {
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(octets.length) : ByteBuffer.allocate(octets.length);
        buffer.put(octets).clear().order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int from = Math.min(start, octets.length);
        buffer.limit(Math.max(from, octets.length - end));
        assertThat(Octets.indexOfLf(buffer, from)).isEqualTo(octetByOctet(buffer, from));
    }

    private static int octetByOctet(ByteBuffer buffer, int from) {
        for (int i = from; i < buffer.limit(); i++) {
            if (buffer.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** LF, and what differs from it in one bit or by one: all that could be mistaken for it when words are compared. */
    @Provide
    Arbitrary<byte[]> octets() {
        return Arbitraries.frequencyOf(
                        Tuple.of(1, Arbitraries.of((byte) '\n')),
                        Tuple.of(3, Arbitraries.of((byte) 0x0B, (byte) 0x09, (byte) 0x8A, (byte) 0x08)),
                        Tuple.of(3, Arbitraries.bytes()))
                .array(byte[].class)
                .ofMaxSize(80);
    }
}
