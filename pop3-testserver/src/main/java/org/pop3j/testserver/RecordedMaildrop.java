package org.pop3j.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.pop3j.protocol.LockedMaildrop;
import org.pop3j.protocol.UniqueId;

/**
 * The maildrop of a session, for the record: which message a command names, what was sent of it, and which ones UPDATE has removed.
 * Not thread-safe.
 */
final class RecordedMaildrop implements LockedMaildrop {
    private static final String RETR = "RETR";
    private static final List<String> NAMING = List.of(RETR, "DELE", "TOP", "LIST", "UIDL");

    private final LockedMaildrop maildrop;
    private final Consumer<List<String>> removed;
    private final BodyDigests digests = new BodyDigests();
    private boolean retrieving;

    RecordedMaildrop(LockedMaildrop maildrop, Consumer<List<String>> removed) {
        this.maildrop = maildrop;
        this.removed = removed;
    }

    /**
     * A command line has come: the number of the message that it names, 0 if there is none. Every command comes here, so that it
     * makes no objects.
     *
     * @param messages how many of them the client sees
     */
    int named(String command, int messages) {
        retrieving = CommandSyntax.begins(command, RETR);
        for (String keyword : NAMING) {
            if (CommandSyntax.begins(command, keyword)) {
                int number = CommandSyntax.messageNumber(command, keyword.length() + 1);
                return number <= messages ? number : 0;
            }
        }
        return 0;
    }

    /** What was sent for the last command. */
    Exchange.Body sent(long octets) {
        return new Exchange.Body(octets, retrieving ? digests.finish() : Optional.empty());
    }

    @Override
    public int messages() {
        return maildrop.messages();
    }

    @Override
    public long octets(int messageNumber) {
        return maildrop.octets(messageNumber);
    }

    @Override
    public UniqueId uniqueId(int messageNumber) {
        return maildrop.uniqueId(messageNumber);
    }

    @Override
    public InputStream open(int messageNumber) throws IOException {
        InputStream message = maildrop.open(messageNumber);
        return retrieving ? digests.through(message, octets(messageNumber)) : message;
    }

    @Override
    public void update(Set<Integer> deleted) throws IOException {
        maildrop.update(deleted);
        removed.accept(deleted.stream()
                .sorted()
                .map(number -> uniqueId(number).value())
                .toList());
    }

    @Override
    public void release() {
        maildrop.release();
    }
}
