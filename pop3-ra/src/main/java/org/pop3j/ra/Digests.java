package org.pop3j.ra;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pop3j.client.Maildrop;
import org.pop3j.client.MessageSink;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.protocol.ScanListing;

/**
 * Stands in for unique-ids: {@code h:} and the SHA-256 of the message in base64url; the second of two messages that have
 * every octet in common gets {@code :2} behind it. Used by one thread.
 */
final class Digests implements MessageSink {
    private static final String PREFIX = "h:";
    private static final Pattern DIGEST = Pattern.compile("h:[A-Za-z0-9_-]{43}(:[0-9]+)?");

    private final Map<Integer, String> byNumber = new HashMap<>();
    private final Map<String, Integer> times = new HashMap<>();
    private @Nullable MessageDigest current;

    private Digests() {}

    static boolean isDigest(String uniqueId) {
        // The first question alone is asked of a hundred thousand unique-ids.
        return uniqueId.startsWith(PREFIX) && DIGEST.matcher(uniqueId).matches();
    }

    /** What octet-equal messages have in common; empty if the unique-id is the server's. */
    static Optional<String> common(String uniqueId) {
        if (!isDigest(uniqueId)) {
            return Optional.empty();
        }
        int time = uniqueId.indexOf(':', PREFIX.length());
        return Optional.of(time < 0 ? uniqueId : uniqueId.substring(0, time));
    }

    /** Reads messages and keeps nothing of them; one that the server does not give is left out. */
    static Map<Integer, String> of(Maildrop maildrop, List<ScanListing> messages) throws IOException {
        Digests digests = new Digests();
        maildrop.retr(messages, digests);
        return digests.byNumber;
    }

    @Override
    public OutputStream open(ScanListing message) {
        MessageDigest digest = MaildropAddress.sha256();
        current = digest;
        return new DigestOutputStream(OutputStream.nullOutputStream(), digest);
    }

    @Override
    public void received(ScanListing message, long octets) {
        if (current == null) {
            throw new IllegalStateException("message " + message.messageNumber() + " ends before it begins");
        }
        String digest = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(current.digest());
        int time = times.merge(digest, 1, Integer::sum);
        byNumber.put(message.messageNumber(), time == 1 ? digest : digest + ":" + time);
        current = null;
    }

    @Override
    public void refused(ScanListing message, Pop3ReplyException reason) {
        // Somebody else may have removed it since the listing.
    }
}
