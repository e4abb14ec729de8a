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
