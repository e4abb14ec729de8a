package org.pop3j.testserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pop3j.testserver.fault.Effect;

/** What faults at a point have left to do to whoever came there: what they sent by themselves has been sent. One thread's own. */
final class Outcome {
    private final List<Effect> effects = new ArrayList<>();
    private boolean sent;
    private Optional<String> reply = Optional.empty();

    void add(Effect effect) {
        effects.add(effect);
    }

    void sent() {
        sent = true;
    }

    void replied(String text) {
        reply = Optional.of(text);
    }

    boolean has(Effect effect) {
        return effects.contains(effect);
    }

    List<Effect> effects() {
        return effects;
    }

    /** Whether octets were sent that are no reply. */
    boolean hasSent() {
        return sent;
    }

    /** The line that stands for the right one. */
    Optional<String> reply() {
        return reply;
    }
}
