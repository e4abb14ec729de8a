package org.pop3j.testserver.fault;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pop3j.testserver.fault.Effect.Garbage;
import org.pop3j.testserver.fault.Effect.Plain;
import org.pop3j.testserver.fault.Effect.Raw;
import org.pop3j.testserver.fault.Effect.Reply;
import org.pop3j.testserver.fault.Effect.Slice;
import org.pop3j.testserver.fault.Effect.Throttle;
import org.pop3j.testserver.fault.Effect.WrongCount;
import org.pop3j.testserver.fault.Effect.WrongSize;
import org.pop3j.testserver.fault.Point.Place;

/** Which effects make sense where. */
final class Sense {
    private static final Set<Place> ANYWHERE = EnumSet.complementOf(EnumSet.of(Place.REPLY));
    private static final Set<Place> NOBODY_THERE = EnumSet.of(Place.ACCEPT, Place.TLS, Place.GREETING);
    /** Nothing is sent from the one, or another one sends it. */
    private static final Set<Place> WRITING = EnumSet.of(
            Place.ACCEPT, Place.GREETING, Place.REPLY, Place.STATUS_LINE, Place.LINE, Place.OCTET, Place.TERMINATOR);

    private static final Set<String> WITH_NUMBER = Set.of("LIST", "RETR", "DELE", "TOP", "UIDL");
    private static final Set<Effect> LAST =
            Set.of(Plain.STALL, Plain.CLOSE, Plain.HALF_CLOSE, Plain.RESET, Plain.ENDLESS_LINE, Plain.ENDLESS_LISTING);

    /** What a status line may have (RFC 2449, section 4), CRLF not counted. */
    private static final int MOST_CHARACTERS = 510;

    private Sense() {}

    /** Refuses what makes no sense, and says why. */
    static void require(Point point, Trigger trigger, List<Effect> effects) {
        if (trigger.user().isPresent() && NOBODY_THERE.contains(point.place())) {
            throw new IllegalArgumentException("at " + point.place().text() + " nobody knows the user yet");
        }
        effects.forEach(effect -> require(point, effect));
        for (Effect effect : effects.subList(0, Math.max(0, effects.size() - 1))) {
            if (LAST.contains(effect)) {
                throw new IllegalArgumentException("nothing can follow " + effect);
            }
        }
    }

    private static void require(Point point, Effect effect) {
        Set<Place> places = places(effect);
        if (!places.contains(point.place())) {
            throw new IllegalArgumentException(
                    effect + " makes no sense at " + point.place().text() + ", but at "
                            + places.stream().map(Place::text).collect(Collectors.joining(", ")));
        }
        Set<String> keywords = keywords(effect);
        Optional<String> other = point.keyword().filter(word -> !keywords.isEmpty() && !keywords.contains(word));
        if (other.isPresent()) {
            throw new IllegalArgumentException(effect + " makes no sense for " + other.get() + ", but for "
                    + keywords.stream().sorted().collect(Collectors.joining(", ")));
        }
        if (point.place() == Place.LOGIN && effect instanceof Reply reply && !refusal(reply.text())) {
            throw new IllegalArgumentException(
                    "without the maildrop it cannot say +OK: a reply at login is -ERR and text in ASCII, "
                            + MOST_CHARACTERS + " characters in all at most");
        }
    }

    /** Whether all effects have a meaning for a command. */
    static boolean meant(List<Effect> effects, String keyword) {
        return effects.stream().map(Sense::keywords).allMatch(words -> words.isEmpty() || words.contains(keyword));
    }

    private static boolean refusal(String text) {
        return text.length() <= MOST_CHARACTERS && text.matches("-ERR( [ -~]*)?");
    }

    private static Set<Place> places(Effect effect) {
        if (effect instanceof Reply) {
            return EnumSet.of(Place.GREETING, Place.COMMAND, Place.LOGIN, Place.STATUS_LINE);
        }
        if (effect instanceof Raw || effect instanceof Garbage) {
            return EnumSet.complementOf(EnumSet.of(Place.REPLY, Place.LOGIN, Place.UPDATE));
        }
        if (effect instanceof Throttle || effect instanceof Slice) {
            return WRITING;
        }
        if (effect instanceof WrongSize || effect instanceof WrongCount) {
            return EnumSet.of(Place.REPLY);
        }
        return effect instanceof Plain plain ? places(plain) : ANYWHERE;
    }

    private static Set<Place> places(Plain effect) {
        return switch (effect) {
            case STALL, CLOSE, HALF_CLOSE, RESET -> ANYWHERE;
            case TRUNCATE -> EnumSet.of(Place.LINE, Place.OCTET);
            case OMIT_TERMINATOR -> EnumSet.of(Place.REPLY, Place.TERMINATOR);
            case BREAK_STUFFING, DUPLICATE_UNIQUE_IDS, CHANGED_UNIQUE_IDS -> EnumSet.of(Place.REPLY);
            case ENDLESS_LINE -> EnumSet.of(Place.GREETING, Place.STATUS_LINE, Place.LINE, Place.TERMINATOR);
            case ENDLESS_LISTING -> EnumSet.of(Place.LINE, Place.TERMINATOR);
            case REMOVE_MESSAGE -> EnumSet.of(Place.COMMAND);
            case FAIL_UPDATE, KEEP_MESSAGES -> EnumSet.of(Place.UPDATE);
        };
    }

    /** Empty if they do not matter. */
    private static Set<String> keywords(Effect effect) {
        if (effect instanceof WrongSize) {
            return Set.of("STAT", "LIST", "RETR");
        }
        if (effect instanceof WrongCount) {
            return Set.of("STAT", "LIST", "UIDL");
        }
        if (effect == Plain.BREAK_STUFFING) {
            return Set.of("RETR", "TOP");
        }
        if (effect == Plain.DUPLICATE_UNIQUE_IDS || effect == Plain.CHANGED_UNIQUE_IDS) {
            return Set.of("UIDL");
        }
        if (effect == Plain.OMIT_TERMINATOR) {
            return Set.of("LIST", "UIDL", "RETR", "TOP", "CAPA", "LANG");
        }
        return effect == Plain.REMOVE_MESSAGE ? WITH_NUMBER : Set.of();
    }
}
