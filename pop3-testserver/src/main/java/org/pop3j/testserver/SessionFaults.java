package org.pop3j.testserver;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.pop3j.testserver.fault.Effect;
import org.pop3j.testserver.fault.Effect.Plain;
import org.pop3j.testserver.fault.Fault;
import org.pop3j.testserver.fault.Point;
import org.pop3j.testserver.fault.Point.Place;

/** The faults as one session meets them: what they do to its connection is done here. One thread's own. */
final class SessionFaults {
    /** At once; a multiple of 4, so that they are the same as if all came at once. */
    private static final int GARBAGE_OCTETS = 1024;

    private final FaultBook book;
    private final Wire wire;
    private final SessionRecord record;
    private Optional<String> user = Optional.empty();
    private Supplier<String> sample = () -> "x";

    SessionFaults(FaultBook book, Wire wire, SessionRecord record) {
        this.book = book;
        this.wire = wire;
        this.record = record;
    }

    boolean none() {
        return book.isEmpty();
    }

    /** Who has logged in, or says so. */
    void user(String name) {
        user = Optional.of(name);
    }

    /** Where lines come from for a listing that does not end. */
    void sample(Supplier<String> lines) {
        sample = lines;
    }

    /** What could happen at a place within the answer to a command. */
    List<InjectedFault> at(Place place, String keyword) {
        return book.all().stream()
                .filter(injected -> injected.fault().point().place() == place)
                .filter(injected -> injected.fault().holdsFor(keyword))
                .filter(injected -> injected.concerns(record.number(), user))
                .toList();
    }

    /** The session comes to a place that has nothing to do with commands. */
    Outcome reach(Place place) throws IOException {
        return reach(place, "");
    }

    Outcome reach(Place place, String keyword) throws IOException {
        return none() ? new Outcome() : happen(at(place, keyword));
    }

    /** Of faults that could happen here, makes happen those whose turn it is. */
    Outcome happen(List<InjectedFault> here) throws IOException {
        Outcome outcome = new Outcome();
        for (InjectedFault injected : here) {
            if (injected.fires()) {
                Fault fault = injected.fault();
                record.faulted(fault);
                for (Effect effect : fault.effects()) {
                    perform(effect, injected, outcome);
                }
                record.resumed();
            }
        }
        return outcome;
    }

    private void perform(Effect effect, InjectedFault cause, Outcome outcome) throws IOException {
        if (effect instanceof Plain plain) {
            perform(plain, cause, outcome);
        } else if (effect instanceof Effect.Delay delay) {
            hold();
            wire.pause(delay.time().toNanos(), cause::isRemoved);
        } else if (effect instanceof Effect.Reply reply) {
            reply(reply.text(), cause.fault().point(), outcome);
        } else if (effect instanceof Effect.Raw raw) {
            wire.put(raw.octets());
            outcome.sent();
        } else if (effect instanceof Effect.Garbage garbage) {
            garbage(garbage);
            outcome.sent();
        } else if (effect instanceof Effect.Slice || effect instanceof Effect.Throttle) {
            wire.pace(wire.pace().with(effect, cause));
        } else {
            outcome.add(effect);
        }
    }

    private void hold() throws IOException {
        wire.flush();
        record.held();
    }

    private void garbage(Effect.Garbage garbage) throws IOException {
        Random random = new Random(garbage.seed());
        byte[] some = new byte[GARBAGE_OCTETS];
        for (int left = garbage.octets(); left > 0; left -= some.length) {
            random.nextBytes(some);
            for (int i = 0; i < Math.min(left, some.length); i++) {
                wire.put(some[i]);
            }
        }
    }

    private void reply(String text, Point point, Outcome outcome) throws IOException {
        outcome.replied(text);
        if (point.place() != Place.LOGIN) {
            record.replied(text);
            wire.put(text + "\r\n");
        }
    }

    private void perform(Plain effect, InjectedFault cause, Outcome outcome) throws IOException {
        switch (effect) {
            case STALL -> {
                hold();
                wire.pause(Long.MAX_VALUE, cause::isRemoved);
            }
            case CLOSE -> {
                wire.close();
                throw new SessionEnd(RecordedSession.Ending.FAULT);
            }
            case HALF_CLOSE -> {
                hold();
                wire.halfClose();
                throw new SessionEnd(RecordedSession.Ending.FAULT);
            }
            case RESET -> {
                wire.reset();
                throw new SessionEnd(RecordedSession.Ending.FAULT);
            }
            case ENDLESS_LINE -> {
                endless(() -> "x", cause::isRemoved);
                wire.put("\r\n");
            }
            case ENDLESS_LISTING -> endless(() -> sample.get() + "\r\n", cause::isRemoved);
            default -> outcome.add(effect);
        }
    }

    private void endless(Supplier<String> octets, BooleanSupplier over) throws IOException {
        hold();
        while (!over.getAsBoolean()) {
            wire.put(octets.get());
        }
    }
}
