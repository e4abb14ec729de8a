package org.pop3j.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.pop3j.client.Maildrop;
import org.pop3j.client.MessageSink;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.protocol.ScanListing;

/** Keeps what the client fetches. */
final class Collected implements MessageSink {
    private final List<byte[]> messages = new ArrayList<>();
    private ByteArrayOutputStream current = new ByteArrayOutputStream();

    /** Everything there is, in the server's order. */
    static List<byte[]> everything(Maildrop maildrop) throws IOException {
        Collected collected = new Collected();
        maildrop.retr(maildrop.list(), collected);
        return collected.messages;
    }

    @Override
    public OutputStream open(ScanListing message) {
        current = new ByteArrayOutputStream();
        return current;
    }

    @Override
    public void received(ScanListing message, long octets) {
        messages.add(current.toByteArray());
    }

    @Override
    public void refused(ScanListing message, Pop3ReplyException reason) throws IOException {
        throw reason;
    }
}
