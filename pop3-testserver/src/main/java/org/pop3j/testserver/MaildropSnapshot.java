package org.pop3j.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pop3j.protocol.LockedMaildrop;
import org.pop3j.protocol.UniqueId;

/** What one session sees of a maildrop: the messages that were there at login, numbered from 1. Not thread-safe. */
final class MaildropSnapshot implements LockedMaildrop {
    private final TestMaildrop maildrop;
    private final List<StoredMessage> messages;
    private boolean released;

    MaildropSnapshot(TestMaildrop maildrop, Collection<StoredMessage> messages) {
        this.maildrop = maildrop;
        this.messages = List.copyOf(messages);
    }

    @Override
    public int messages() {
        return messages.size();
    }

    @Override
    public long octets(int messageNumber) {
        return message(messageNumber).octets();
    }

    @Override
    public UniqueId uniqueId(int messageNumber) {
        return message(messageNumber).name();
    }

    @Override
    public InputStream open(int messageNumber) throws IOException {
        return message(messageNumber).open();
    }

    @Override
    public void update(Set<Integer> deleted) {
        if (released) {
            throw new IllegalStateException("the lock is released already");
        }
        maildrop.update(deleted.stream().map(this::message).collect(Collectors.toSet()));
        release();
    }

    @Override
    public void release() {
        if (!released) {
            released = true;
            maildrop.unlock();
        }
    }

    private StoredMessage message(int messageNumber) {
        return messages.get(messageNumber - 1);
    }
}
