package org.pop3j.testserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.pop3j.protocol.LockedMaildrop;

/**
 * The maildrop of one user of a {@link Pop3TestServer}. Thread-safe.
 *
 * <p>A session works on what was there when it logged in: mail that is delivered, or cleared away, while it is open shows
 * in the next session (RFC 1939, section 4). Unique-ids are never given twice, not even by another server, so that a
 * client with a memory cannot take one message for another. Messages over 1 MiB are kept in temporary files until they
 * are removed or the server is closed; generated ones are kept nowhere.
 */
public final class TestMaildrop {
    /**
     * How long a login waits for the lock. A client that drops its connection and comes back at once must not meet its
     * own former session, which may not have noticed yet.
     */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final SpillFolder folder;
    private final String validity;
    private final Changes changes;
    private final Expiry expiry;
    private final ReentrantLock monitor = new ReentrantLock();
    private final Condition unlocked = monitor.newCondition();
    private final List<StoredMessage> messages = new ArrayList<>();
    private final List<StoredMessage> removedWhileLocked = new ArrayList<>();
    private int delivered;
    private boolean locked;
    private long updates;

    /**
     * An empty maildrop.
     *
     * @param validity the part of its unique-ids by which they differ from those of all other maildrops
     * @param changes told after each change
     * @param expiry looked at by each login
     */
    TestMaildrop(SpillFolder folder, String validity, Changes changes, Expiry expiry) {
        this.folder = folder;
        this.validity = validity;
        this.changes = changes;
        this.expiry = expiry;
    }

    /**
     * Delivers a message. Bare CR and LF become CRLF, and a last line without an end gets one, as POP3 demands of what it
     * sends.
     *
     * @return the unique-id of the message
     * @throws UncheckedIOException if a large message cannot be kept
     */
    public String deliver(byte[] message) {
        return add(keep(to -> to.write(message)));
    }

    /**
     * Delivers the message in a file, without holding it in the heap if it is large.
     *
     * @return the unique-id of the message
     * @throws UncheckedIOException if the file cannot be read, or a large message cannot be kept
     */
    public String deliver(Path file) {
        try {
            return add(taken(to -> Files.copy(file, to)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot deliver " + file, e);
        }
    }

    /**
     * Delivers a message.
     *
     * @return the unique-id of the message
     * @throws UncheckedIOException if a large message cannot be kept
     */
    public String deliver(TestMessage message) {
        Content content = message.source();
        return add(
                content instanceof GeneratedContent
                        ? content
                        : keep(to -> content.open().transferTo(to)));
    }

    /**
     * Delivers all messages of a file or folder: of a file with one message; of an mbox file, which begins with a line
     * {@code From }; of a Maildir; or the files {@code *.eml} of a folder in the order of their names.
     *
     * <p>An mbox file is not held in memory. It is read as mboxrd: of {@code >From } one {@code >} is taken away, which is
     * also right for mboxo, unless the message itself had it. A line {@code From } that stands behind an empty line and before
     * a header field begins the next message, any other one is text. From a Maildir come {@code new} and {@code cur} in order
     * of time; flags count for nothing, and folders within it are left alone, as are names that begin with a dot. Others may
     * read it meanwhile.
     *
     * @return the unique-ids of the messages, in their order
     * @throws IllegalArgumentException if the folder is neither a Maildir nor has {@code *.eml}, or a file does not begin with a
     *     header field; nothing is delivered then
     * @throws UncheckedIOException if something cannot be read, or a large message cannot be kept; nothing is delivered then
     */
    public List<String> load(Path source) {
        List<Content> contents = new ArrayList<>();
        boolean complete = false;
        try {
            MailFiles.read(source, message -> contents.add(taken(message)));
            complete = true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot load " + source, e);
        } finally {
            if (!complete) {
                contents.forEach(Content::discard);
            }
        }
        return add(contents);
    }

    private Content keep(MessageSource message) {
        try {
            return taken(message);
        } catch (IOException e) {
            throw new UncheckedIOException("a message cannot be kept", e);
        }
    }

    private Content taken(MessageSource message) throws IOException {
        try (Intake intake = new Intake(folder)) {
            try (Canonical canonical = new Canonical(intake)) {
                message.writeTo(canonical);
            }
            return intake.finish();
        }
    }

    private String add(Content content) {
        return add(List.of(content)).get(0);
    }

    /** All of them at once: no session sees some. */
    private List<String> add(List<Content> contents) {
        monitor.lock();
        try {
            int before = messages.size();
            contents.forEach(content -> messages.add(new StoredMessage(validity, ++delivered, expiry.now(), content)));
            return messages.subList(before, messages.size()).stream()
                    .map(StoredMessage::uniqueId)
                    .toList();
        } finally {
            monitor.unlock();
            changes.tell();
        }
    }

    /** The messages in order of delivery, those included that an open session has marked as deleted. */
    public List<StoredMessage> messages() {
        monitor.lock();
        try {
            return List.copyOf(messages);
        } finally {
            monitor.unlock();
        }
    }

    /** How many messages there are, those included that an open session has marked as deleted. */
    public int count() {
        monitor.lock();
        try {
            return messages.size();
        } finally {
            monitor.unlock();
        }
    }

    /** Removes all messages; an open session can still read them. Not counted as an update. */
    public void clear() {
        monitor.lock();
        try {
            remove(Set.copyOf(messages));
        } finally {
            monitor.unlock();
        }
        changes.tell();
    }

    /** Removes a message as another program would, whoever has the lock. */
    void vanish(String uniqueId) {
        monitor.lock();
        try {
            remove(matching(message -> message.uniqueId().equals(uniqueId)));
        } finally {
            monitor.unlock();
        }
        changes.tell();
    }

    /** Empties it and begins to count again; unique-ids go on. */
    void reset() {
        monitor.lock();
        try {
            clear();
            updates = 0;
        } finally {
            monitor.unlock();
        }
    }

    /** Whether a session has the maildrop open. */
    public boolean locked() {
        monitor.lock();
        try {
            return locked;
        } finally {
            monitor.unlock();
        }
    }

    /** How many sessions came to the UPDATE state: ended by QUIT after login, with or without deletions. */
    public long updates() {
        monitor.lock();
        try {
            return updates;
        } finally {
            monitor.unlock();
        }
    }

    /** Locks the maildrop for a session; empty if another session has it. */
    Optional<LockedMaildrop> lock() {
        monitor.lock();
        try {
            long nanos = PATIENCE.toNanos();
            while (locked) {
                if (nanos <= 0) {
                    return Optional.empty();
                }
                nanos = unlocked.awaitNanos(nanos);
            }
            remove(matching(message -> expiry.isOver(message.timeOfDelivery())));
            locked = true;
            return Optional.of(new MaildropSnapshot(this, messages));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            monitor.unlock();
        }
    }

    /** The UPDATE state; the lock stays. */
    void update(Set<StoredMessage> deleted) {
        monitor.lock();
        try {
            remove(deleted);
            updates++;
        } finally {
            monitor.unlock();
        }
    }

    /** Ends the lock. */
    void unlock() {
        monitor.lock();
        try {
            locked = false;
            removedWhileLocked.forEach(StoredMessage::discard);
            removedWhileLocked.clear();
            unlocked.signal();
        } finally {
            monitor.unlock();
        }
        changes.tell();
    }

    private Set<StoredMessage> matching(Predicate<StoredMessage> condition) {
        return messages.stream().filter(condition).collect(Collectors.toSet());
    }

    private void remove(Set<StoredMessage> gone) {
        messages.removeAll(gone);
        if (locked) {
            removedWhileLocked.addAll(gone);
        } else {
            gone.forEach(StoredMessage::discard);
        }
    }

    @Override
    public String toString() {
        return "maildrop " + validity + ": " + count() + " messages";
    }
}
