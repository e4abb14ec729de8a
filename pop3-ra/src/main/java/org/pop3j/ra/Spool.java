package org.pop3j.ra;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pop3j.client.MessageSink;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.protocol.Pop3ProtocolException;
import org.pop3j.protocol.ScanListing;

/** Takes in the messages of one session, one after the other; only whole ones count. Used by one thread. */
final class Spool implements MessageSink {
    private static final System.Logger LOG = System.getLogger(Spool.class.getPackageName());

    private final MaildropAddress maildrop;
    private final SpoolMemory memory;
    private final long mostOctets;
    private final Set<SpoolFolder> folders;
    private final Optional<SpoolFolder> folder;
    private final Instant begun;
    private final Map<Integer, Listing.Message> messages = new HashMap<>();
    private final Map<Integer, Octets> whole = new LinkedHashMap<>();
    private final Set<Integer> refused = new HashSet<>();
    private final Set<Integer> tooLarge = new HashSet<>();
    private @Nullable SpoolFile current;

    /**
     * @param mostOctets of one message, whatever the server has listed: a session breaks at a larger one
     * @param folders where mails may be that have outlived the process
     * @param folder where those that are fetched will; if there is none they need not
     * @param begun when the session began
     */
    Spool(
            MaildropAddress maildrop,
            SpoolMemory memory,
            long mostOctets,
            Set<SpoolFolder> folders,
            Optional<SpoolFolder> folder,
            Instant begun) {
        this.maildrop = maildrop;
        this.memory = memory;
        this.mostOctets = mostOctets;
        this.folders = folders;
        this.folder = folder;
        this.begun = begun;
    }

    /** Whether mails outlive the process. */
    boolean isDurable() {
        return folder.isPresent();
    }

    /**
     * What has been fetched before, by any session, and has outlived it. To be called before anything is fetched.
     *
     * @throws SpoolException if that cannot be said
     */
    List<SpoolFolder.Kept> kept() throws SpoolException {
        List<SpoolFolder.Kept> kept = new ArrayList<>();
        for (SpoolFolder one : folders) {
            try {
                kept.addAll(one.kept());
            } catch (IOException | UncheckedIOException e) {
                if (isDurable()) {
                    throw new SpoolException(e);
                }
                LOG.log(Level.DEBUG, "whether there are mails from before is not known", e);
            }
        }
        return kept;
    }

    /**
     * To be called before anything is fetched, which the server may not give a second time.
     *
     * @throws SpoolException if mails are to outlive the process, and could not
     */
    void requireWritable() throws SpoolException {
        if (folder.isPresent()) {
            try {
                folder.get().requireWritable();
            } catch (IOException e) {
                throw new SpoolException(e);
            }
        }
    }

    /** Tells which message it will be given. */
    void expect(Listing.Message message) {
        messages.put(message.number(), message);
    }

    @Override
    public OutputStream open(ScanListing message) {
        SpoolFile file =
                new SpoolFile(memory, folder.map(known -> new SpoolFolder.Place(known, begun, expected(message))));
        current = file;
        return new Guarded(file, message);
    }

    @Override
    public void received(ScanListing message, long octets) throws IOException {
        if (current == null) {
            throw new IllegalStateException("message " + message.messageNumber() + " ends before it begins");
        }
        SpoolFile file = current;
        Octets before = whole.put(message.messageNumber(), file.finish());
        current = null;
        if (before != null) {
            // The server has listed the number twice.
            before.close();
        }
        if (file.failure().isPresent()) {
            // It is delivered; but what comes after it could not be kept, either.
            throw new SpoolException(file.failure().get());
        }
    }

    private Listing.Message expected(ScanListing message) {
        Listing.Message expected = messages.get(message.messageNumber());
        if (expected == null) {
            throw new IllegalStateException("message " + message.messageNumber() + " was not asked for");
        }
        return expected;
    }

    @Override
    public void refused(ScanListing message, Pop3ReplyException reason) {
        refused.add(message.messageNumber());
        LOG.log(
                Level.DEBUG,
                "{0}: message {1} was not given: {2}",
                maildrop,
                message.messageNumber(),
                reason.getMessage());
    }

    /** The messages that came whole, by message-number; the caller closes them. */
    Map<Integer, Octets> whole() {
        return whole;
    }

    /** The messages that the server would not give, by message-number. */
    Set<Integer> refused() {
        return refused;
    }

    /** The messages that had more octets than they may have, by message-number. */
    Set<Integer> tooLarge() {
        return tooLarge;
    }

    /** Gives up what has not come whole. */
    void discardRest() {
        if (current != null) {
            current.discard();
            current = null;
        }
    }

    /** Tells our own trouble with the spool from the server's with the connection, and bounds what the server may send. */
    private final class Guarded extends OutputStream {
        private final SpoolFile file;
        private final ScanListing message;

        Guarded(SpoolFile file, ScanListing message) {
            this.file = file;
            this.message = message;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            if (file.count() + length > mostOctets) {
                tooLarge.add(message.messageNumber());
                throw new Pop3ProtocolException(
                        "message " + message.messageNumber() + " was listed with " + message.octets()
                                + " octets and has more than " + mostOctets + ", twice the largest maxMessageSize");
            }
            try {
                file.write(octets, offset, length);
            } catch (IOException e) {
                throw new SpoolException(e);
            }
        }
    }
}
