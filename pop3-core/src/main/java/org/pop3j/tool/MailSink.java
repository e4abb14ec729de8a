package org.pop3j.tool;

import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pop3j.client.MessageSink;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.protocol.ScanListing;

/** Takes messages from the server into the folder. Closed in any case: then nothing unfinished is left. */
final class MailSink implements MessageSink, AutoCloseable {
    private final MailFolder folder;
    private final Map<Integer, Entry> entries;
    private final Progress progress;
    private @Nullable PartFile part;

    MailSink(MailFolder folder, Map<Integer, Entry> entries, Progress progress) {
        this.folder = folder;
        this.entries = entries;
        this.progress = progress;
    }

    @Override
    public OutputStream open(ScanListing message) throws ToolException {
        PartFile begun = folder.begin();
        part = begun;
        return begun;
    }

    @Override
    public void received(ScanListing message, long octets) throws ToolException {
        Entry entry = entry(message);
        PartFile whole = part;
        if (whole == null) {
            throw new IllegalStateException("no message was begun");
        }
        Optional<MailFolder.Stored> stored =
                folder.store(whole.path(), FileName.of(entry.uniqueId().orElseThrow()));
        part = null;
        progress.advance(message.octets());
        if (stored.isEmpty()) {
            whole.discard();
            entry.refused("too many mails with its unique-id are there already");
            return;
        }
        entry.received(octets);
        entry.kept(stored.get().file(), stored.get().before());
    }

    @Override
    public void refused(ScanListing message, Pop3ReplyException reason) {
        entry(message).refused(Text.printable(reason.statusLine().toString()));
        progress.advance(message.octets());
    }

    private Entry entry(ScanListing message) {
        Entry entry = entries.get(message.messageNumber());
        if (entry == null) {
            throw new IllegalStateException("a message that nobody asked for");
        }
        return entry;
    }

    @Override
    public void close() {
        if (part != null) {
            part.discard();
        }
    }
}
