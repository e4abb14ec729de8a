package org.pop3j.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The maildrop as TRANSACTION sees it: without the messages that are marked as deleted (RFC 1939, section 5). */
final class MarkedMaildrop {
    private static final int CHUNK_OCTETS = 8192;

    private final LockedMaildrop maildrop;
    private final BitSet deleted = new BitSet();

    MarkedMaildrop(LockedMaildrop maildrop) {
        this.maildrop = maildrop;
    }

    DropListing dropListing() {
        return new DropListing(
                numbers().count(), numbers().mapToLong(maildrop::octets).sum());
    }

    ScanListing scanListing(int messageNumber) {
        return new ScanListing(messageNumber, maildrop.octets(messageNumber));
    }

    UniqueIdListing uniqueIdListing(int messageNumber) {
        return new UniqueIdListing(messageNumber, maildrop.uniqueId(messageNumber));
    }

    /** One line for each message, made when it is asked for. */
    Stream<String> lines(IntFunction<?> line) {
        return numbers().mapToObj(line).map(Object::toString);
    }

    InputStream open(int messageNumber) throws IOException {
        return maildrop.open(messageNumber);
    }

    /** Whether octets above 127 are in its header. It is read for that; those in its body need nothing. */
    boolean needsUtf8(int messageNumber) throws IOException {
        byte[] chunk = new byte[CHUNK_OCTETS];
        try (InputStream header = new TopStream(maildrop.open(messageNumber), 0)) {
            for (int count = header.read(chunk); count >= 0; count = header.read(chunk)) {
                for (int i = 0; i < count; i++) {
                    if (chunk[i] < 0) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    void requireMessage(int messageNumber) throws Refusal {
        if (messageNumber > maildrop.messages() || deleted.get(messageNumber)) {
            throw new Refusal("no such message");
        }
    }

    void delete(int messageNumber) {
        deleted.set(messageNumber);
    }

    void reset() {
        deleted.clear();
    }

    void update() throws IOException {
        Set<Integer> numbers = deleted.stream().boxed().collect(Collectors.toCollection(TreeSet::new));
        try {
            maildrop.update(Collections.unmodifiableSet(numbers));
        } finally {
            maildrop.release();
        }
    }

    void release() {
        maildrop.release();
    }

    private IntStream numbers() {
        return IntStream.rangeClosed(1, maildrop.messages()).filter(number -> !deleted.get(number));
    }
}
