package org.pop3j.testserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.pop3j.protocol.LockedMaildrop;
import org.pop3j.protocol.UniqueId;

/**
 * The maildrop of one user of a {@link Pop3TestServer}. Thread-safe.
 *
 * <p>A session works on what was there when it logged in: mail that is delivered, or cleared away, while it is open shows
 * in the next session (RFC 1939, section 4). Unique-ids are never given twice, not even by another server, so that a
 * client with a memory cannot take one message for another. Messages over 1 MiB are kept in temporary files until they
 * are removed or the server is closed.
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
    private final AtomicLong delivered = new AtomicLong();
    private final ReentrantLock monitor = new ReentrantLock();
    private final Condition unlocked = monitor.newCondition();
    private final List<StoredMessage> messages = new ArrayList<>();
    private final List<StoredMessage> removedWhileLocked = new ArrayList<>();
    private boolean locked;
    private long updates;

    /**
     * An empty maildrop.
     *
     * @param validity the part of its unique-ids by which they differ from those of all other maildrops
     * @param changes told after each change
     */
    TestMaildrop(SpillFolder folder, String validity, Changes changes) {
        this.folder = folder;
        this.validity = validity;
        this.changes = changes;
    }

    /**
     * Delivers a message. Bare CR and LF become CRLF, and a last line without an end gets one, as POP3 demands of what it
     * sends.
     *
     * @return the unique-id of the message
     * @throws UncheckedIOException if a large message cannot be kept
     */
    public String deliver(byte[] message) {
        return deliver(new ByteArrayInputStream(message));
    }

    /**
     * Delivers the message in a file, without holding it in the heap if it is large.
     *
     * @return the unique-id of the message
     * @throws UncheckedIOException if the file cannot be read, or a large message cannot be kept
     */
    public String deliver(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return deliver(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /**
     * Delivers a message.
     *
     * @return the unique-id of the message
     * @throws UncheckedIOException if a large message cannot be kept
     */
    public String deliver(TestMessage message) {
        return deliver(message.content());
    }

    private String deliver(InputStream in) {
        UniqueId uniqueId = new UniqueId(validity + "-" + delivered.incrementAndGet());
        StoredMessage message;
        try (Intake intake = new Intake(folder)) {
            try (Canonical canonical = new Canonical(intake)) {
                in.transferTo(canonical);
            }
            message = intake.finish(uniqueId);
        } catch (IOException e) {
            throw new UncheckedIOException("a message cannot be kept", e);
        }
        monitor.lock();
        try {
            messages.add(message);
        } finally {
            monitor.unlock();
        }
        changes.tell();
        return uniqueId.value();
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
            remove(List.copyOf(messages));
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

    private void remove(Collection<StoredMessage> gone) {
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
