package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A maildrop in memory that tells what a session does to it. */
class MemoryMaildrop implements LockedMaildrop {
    private final List<String> messages;
    private final List<String> uniqueIds = new ArrayList<>();
    private final Set<Integer> removed = new TreeSet<>();
    private int updates;
    private boolean released;

    MemoryMaildrop(String... messages) {
        this.messages = List.of(messages);
        for (int i = 1; i <= messages.length; i++) {
            uniqueIds.add("id-" + i);
        }
    }

    MemoryMaildrop withUniqueIds(String... values) {
        uniqueIds.clear();
        uniqueIds.addAll(List.of(values));
        return this;
    }

    @Override
    public int messages() {
        return messages.size();
    }

    @Override
    public long octets(int messageNumber) {
        String message = messages.get(messageNumber - 1);
        boolean complete = message.isEmpty() || message.endsWith("\r\n");
        return complete ? message.length() : message.length() + 2L;
    }

    @Override
    public UniqueId uniqueId(int messageNumber) {
        return new UniqueId(uniqueIds.get(messageNumber - 1));
    }

    @Override
    public InputStream open(int messageNumber) throws IOException {
        return new ByteArrayInputStream(messages.get(messageNumber - 1).getBytes(ISO_8859_1));
    }

    @Override
    public void update(Set<Integer> deleted) throws IOException {
        updates++;
        removed.addAll(deleted);
    }

    @Override
    public void release() {
        released = true;
    }

    /** Numbers that were removed by UPDATE. */
    Set<Integer> removed() {
        return removed;
    }

    int updates() {
        return updates;
    }

    boolean released() {
        return released;
    }
}
