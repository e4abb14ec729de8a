package org.pop3j.testserver.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pop3j.testserver.fault.Effect.Plain;
import org.pop3j.testserver.fault.Point.Place;

/** Reads the text of one fault. Not thread-safe. */
final class FaultReader {
    private final Tokens tokens;

    FaultReader(String text) {
        tokens = new Tokens(text);
    }

    Fault fault() {
        int start = tokens.column();
        String first = tokens.word("a place or the name of a fault");
        Optional<Fault> preset = Presets.named(first);
        if (preset.isPresent()) {
            Fault fault = triggers(preset.get());
            tokens.requireEnd("nth, times, user, session, probability or the end");
            return fault;
        }
        Fault fault = triggers(Fault.at(point(first, start)));
        tokens.require(':', "nth, times, user, session, probability or \":\"");
        List<Effect> effects = new ArrayList<>();
        do {
            effects.add(effect());
        } while (tokens.take(','));
        tokens.requireEnd("\",\" or the end");
        return fault.then(effects.toArray(Effect[]::new));
    }

    private Point point(String word, int column) {
        Place place = Arrays.stream(Place.values())
                .filter(known -> known.text().equals(word))
                .findFirst()
                .orElseThrow(() -> tokens.expected(
                        "a place (accept, tls, greeting, login, update, command, reply, status-line, line, octet, "
                                + "terminator, end) or one of " + String.join(", ", Presets.names()),
                        column));
        long number = place.hasNumber() ? tokens.number("the number of the " + word) : 0;
        Optional<String> keyword = tokens.peek("[A-Z][A-Z0-9]*") ? Optional.of(tokens.word("")) : Optional.empty();
        return new Point(place, number, keyword);
    }

    private Fault triggers(Fault fault) {
        Fault triggered = fault;
        while (true) {
            if (tokens.takeWord("nth")) {
                triggered = triggered.nth(tokens.positive("a number from 1"));
            } else if (tokens.takeWord("times")) {
                triggered = triggered.times(tokens.positive("a number from 1"));
            } else if (tokens.takeWord("user")) {
                triggered = triggered.forUser(tokens.textOrWord("a user's name"));
            } else if (tokens.takeWord("session")) {
                triggered = triggered.forSession(tokens.integer("the number of a session"));
            } else if (tokens.takeWord("probability")) {
                double probability = tokens.fraction();
                tokens.requireWord("seed");
                triggered = triggered.withProbability(probability, tokens.number("a seed"));
            } else {
                return triggered;
            }
        }
    }

    private Effect effect() {
        int column = tokens.column();
        String word = tokens.word("an effect");
        return switch (word) {
            case "delay" -> Effect.delay(duration());
            case "throttle" -> Effect.throttle(tokens.integer("octets a second"));
            case "slice" -> Effect.slice(tokens.integer("octets"));
            case "reply" -> Effect.reply(tokens.text("the reply in quotes"));
            case "raw" -> Effect.raw(tokens.text("octets in quotes"));
            case "wrong-size" -> Effect.wrongSize(tokens.number("a difference"));
            case "wrong-count" -> Effect.wrongCount(tokens.integer("a difference"));
            case "garbage" -> garbage();
            default -> plain(word, column);
        };
    }

    private Effect garbage() {
        int octets = tokens.integer("octets");
        tokens.requireWord("seed");
        return Effect.garbage(octets, tokens.number("a seed"));
    }

    private Effect plain(String word, int column) {
        return Arrays.stream(Plain.values())
                .filter(known -> known.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> tokens.expected(
                        "an effect (delay, throttle, slice, reply, raw, garbage, wrong-size, wrong-count, "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Plain.values())
                                                .map(Plain::toString)
                                                .toList()) + ")",
                        column));
    }

    private Duration duration() {
        int column = tokens.column();
        String word = tokens.word("a time like 200ms or 2s");
        if (!word.matches("[0-9]{1,9}(ms|s)")) {
            throw tokens.expected("a time like 200ms or 2s", column);
        }
        long number = Long.parseLong(word.replaceAll("[ms]+", ""));
        return word.endsWith("ms") ? Duration.ofMillis(number) : Duration.ofSeconds(number);
    }
}
