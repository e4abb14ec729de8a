package org.pop3j.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
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
    private static final Set<String> NAMING = Set.of("RETR", "TOP", "DELE", "LIST", "UIDL");
    private static final int MOST_DIGITS = 9;

    private final LockedMaildrop maildrop;
    private final Consumer<List<String>> removed;
    private final BodyDigests digests = new BodyDigests();
    private boolean retrieving;

    RecordedMaildrop(LockedMaildrop maildrop, Consumer<List<String>> removed) {
        this.maildrop = maildrop;
        this.removed = removed;
    }

    /**
     * A command line has come: the message that it names, if it is there.
     *
     * @param shown in what form the client sees this maildrop
     */
    Optional<Exchange.Message> named(String command, ServedMaildrop shown) {
        String[] words = command.split(" ", 3);
        String keyword = words[0].toUpperCase(Locale.ROOT);
        retrieving = keyword.equals("RETR");
        int number = words.length > 1 && NAMING.contains(keyword) ? number(words[1]) : 0;
        return number < 1 || number > shown.messages()
                ? Optional.empty()
                : Optional.of(new Exchange.Message(number, shown.storedAs(number)));
    }

    private static int number(String word) {
        boolean decimal =
                !word.isEmpty() && word.length() <= MOST_DIGITS && word.chars().allMatch(c -> c >= '0' && c <= '9');
        return decimal ? Integer.parseInt(word) : 0;
    }

    /** What was sent for the last command. */
    Exchange.Body sent(long octets) {
        return new Exchange.Body(octets, digests.finish());
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
