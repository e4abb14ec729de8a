package org.pop3j.tool;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pop3j.protocol.ScanListing;
import org.pop3j.protocol.UniqueId;

/** One message of the maildrop, and what has become of it in this run. Not thread-safe. */
final class Entry {
    /** What has become of a message. */
    enum State {
        /** It was not its turn: a limit, or the end of the connection. */
        LEFT,
        /** Its file was there before this run. */
        PRESENT,
        /** Its file was made in this run. */
        STORED,
        /** The server does not send it, or does not name it. */
        REFUSED
    }

    private final ScanListing listing;
    private final Optional<UniqueId> uniqueId;
    private State state = State.LEFT;
    private Optional<Path> file = Optional.empty();
    private Optional<String> refusal = Optional.empty();
    private long octets;
    private boolean deleted;

    Entry(ScanListing listing, Optional<UniqueId> uniqueId) {
        this.listing = listing;
        this.uniqueId = uniqueId;
        this.octets = listing.octets();
    }

    ScanListing listing() {
        return listing;
    }

    int number() {
        return listing.messageNumber();
    }

    Optional<UniqueId> uniqueId() {
        return uniqueId;
    }

    State state() {
        return state;
    }

    long octets() {
        return octets;
    }

    void kept(Path where, boolean before) {
        state = before ? State.PRESENT : State.STORED;
        file = Optional.of(where);
    }

    void received(long exactly) {
        octets = exactly;
    }

    void refused(String why) {
        state = State.REFUSED;
        refusal = Optional.of(why);
    }

    void notDeleted(String why) {
        refusal = Optional.of(why);
    }

    String refusal() {
        return refusal.orElse("");
    }

    void deleted() {
        deleted = true;
    }

    boolean isDeleted() {
        return deleted;
    }

    /** The message for people. */
    String name() {
        return "Message " + number()
                + uniqueId.map(id -> " (" + Text.printable(id.value()) + ")").orElse("");
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageNumber", number());
        json.put("uniqueId", uniqueId.map(UniqueId::value));
        json.put("octets", octets);
        json.put("state", state.name().toLowerCase(java.util.Locale.ROOT));
        json.put("file", file);
        json.put("deleted", deleted);
        json.put("refusal", refusal);
        return json;
    }
}
