package org.pop3j.testserver.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The faults that have a name. */
final class Presets {
    private static final Map<String, Fault> BY_NAME = Collections.unmodifiableMap(byName());

    private Presets() {}

    static List<String> names() {
        return new ArrayList<>(BY_NAME.keySet());
    }

    static Optional<Fault> named(String name) {
        @Nullable Fault preset = BY_NAME.get(name);
        return Optional.ofNullable(preset);
    }

    static Optional<String> name(Fault fault) {
        return BY_NAME.entrySet().stream()
                .filter(preset -> preset.getValue().equals(fault))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Map<String, Fault> byName() {
        Map<String, Fault> all = new LinkedHashMap<>();
        all.put("mailbox-in-use", Fault.mailboxInUse());
        all.put("wrong-password-once", Fault.wrongPasswordOnce());
        all.put("login-too-soon", Fault.loginTooSoon());
        all.put("temporarily-unavailable", Fault.temporarilyUnavailable());
        all.put("reset-on-connect", Fault.resetOnConnect());
        all.put("silent-server", Fault.silentServer());
        all.put("stall-after-greeting", Fault.stallAfterGreeting());
        all.put("failed-handshake", Fault.failedHandshake());
        all.put("too-many-connections", Fault.tooManyConnections());
        all.put("slow-drip", Fault.slowDrip());
        all.put("reset-during-retr", Fault.resetDuringRetr());
        all.put("stall-during-retr", Fault.stallDuringRetr());
        all.put("missing-terminator", Fault.missingTerminator());
        all.put("unstuffed-dots", Fault.unstuffedDots());
        all.put("truncated-top", Fault.truncatedTop());
        all.put("bogus-sizes", Fault.bogusSizes());
        all.put("duplicate-unique-ids", Fault.duplicateUniqueIds());
        all.put("changed-unique-ids", Fault.changedUniqueIds());
        all.put("endless-listing", Fault.endlessListing());
        all.put("message-gone", Fault.messageGone());
        all.put("plaintext-after-stls", Fault.plaintextAfterStls());
        all.put("drop-before-update", Fault.dropBeforeUpdate());
        all.put("drop-before-quit-reply", Fault.dropBeforeQuitReply());
        all.put("quit-keeps-messages", Fault.quitKeepsMessages());
        all.put("failed-update", Fault.failedUpdate());
        all.put("slow-quit", Fault.slowQuit());
        return all;
    }
}
