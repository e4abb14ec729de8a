package org.pop3j.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.LockedMaildrop;
import org.pop3j.protocol.UniqueId;
import org.pop3j.testserver.fault.Effect.Plain;

/** A maildrop as a session of this server shows it: in the server's manner, and with what faults do to it. Not thread-safe. */
final class ServedMaildrop implements LockedMaildrop {
    private final LockedMaildrop maildrop;
    private final Manner manner;
    /** Message-numbers of the maildrop; null if all are shown. */
    private final int @Nullable [] shown;

    private final Set<Integer> removed = new HashSet<>();
    private Optional<Plain> updateFault = Optional.empty();
    /** What is to be removed once QUIT is answered. */
    private @Nullable Set<Integer> putOff;

    ServedMaildrop(LockedMaildrop maildrop, Manner manner) {
        this.maildrop = maildrop;
        this.manner = manner;
        shown = manner.plain()
                ? null
                : IntStream.rangeClosed(1, maildrop.messages())
                        .filter(number ->
                                !manner.hides(maildrop.uniqueId(number).value()))
                        .limit(manner.window())
                        .toArray();
    }

    @Override
    public int messages() {
        return shown == null ? maildrop.messages() : shown.length;
    }

    @Override
    public long octets(int messageNumber) {
        return manner.octets(maildrop.octets(number(messageNumber)));
    }

    @Override
    public UniqueId uniqueId(int messageNumber) {
        UniqueId right = maildrop.uniqueId(number(messageNumber));
        return shown == null ? right : new UniqueId(manner.uniqueId(right.value()));
    }

    @Override
    public InputStream open(int messageNumber) throws IOException {
        if (removed.contains(messageNumber)) {
            throw new IOException("message " + messageNumber + " was removed by another program");
        }
        return maildrop.open(number(messageNumber));
    }

    /** RETR has sent it to its end. */
    void retrieved(int messageNumber) {
        manner.retrieved(storedAs(messageNumber));
    }

    /** The unique-id under which a message is stored. */
    String storedAs(int messageNumber) {
        return maildrop.uniqueId(number(messageNumber)).value();
    }

    /** Another program has removed it. */
    void removed(int messageNumber) {
        removed.add(messageNumber);
    }

    /** What the next update does instead of removing messages. */
    void updateFault(Optional<Plain> fault) {
        updateFault = fault;
    }

    @Override
    public void update(Set<Integer> deleted) throws IOException {
        if (updateFault.equals(Optional.of(Plain.FAIL_UPDATE))) {
            throw new IOException("the update was to fail");
        }
        Set<Integer> numbers = updateFault.isPresent()
                ? Set.of()
                : deleted.stream().map(this::number).collect(Collectors.toCollection(TreeSet::new));
        if (manner.answersQuitFirst()) {
            putOff = numbers;
        } else {
            maildrop.update(numbers);
        }
    }

    /** QUIT is answered. Without effect if nothing was put off. */
    void answered() throws IOException {
        Set<Integer> numbers = putOff;
        if (numbers != null) {
            putOff = null;
            maildrop.update(numbers);
        }
    }

    @Override
    public void release() {
        if (putOff == null) {
            maildrop.release();
        }
    }

    private int number(int messageNumber) {
        return shown == null ? messageNumber : shown[messageNumber - 1];
    }
}
