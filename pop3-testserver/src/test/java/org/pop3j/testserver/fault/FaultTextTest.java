package org.pop3j.testserver.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.pop3j.testserver.fault.Point.Place;

class FaultTextTest {
    @Test
    void theTextIsReadable() {
        Fault fault = Fault.at(Point.statusLine("RETR"))
                .nth(2)
                .times(1)
                .forUser("alice")
                .forSession(3)
                .withProbability(0.1, 42)
                .then(Effect.delay(Duration.ofMillis(200)), Effect.reset());
        String text = "status-line RETR nth 2 times 1 user alice session 3 probability 0.1 seed 42: delay 200ms, reset";
        assertThat(fault).hasToString(text);
        assertThat(Fault.parse(text)).isEqualTo(fault);
    }

    @Test
    void octetsAreQuotedAndEscaped() {
        String text = "command user \"a b:\": reply \"-ERR \\\"no\\\" \\\\ \\x00\\xff\\r\\n\\t\"";
        Fault fault = Fault.at(Point.command()).forUser("a b:").then(Effect.reply("-ERR \"no\" \\ \0\u00FF\r\n\t"));
        assertThat(Fault.parse(text)).isEqualTo(fault);
        assertThat(fault).hasToString(text);
        assertThat(Effect.raw(new byte[] {'a', (byte) 0xFF})).isEqualTo(Effect.raw("a\u00FF"));
    }

    @Test
    void spacesDoNotMatter() {
        assertThat(Fault.parse("  octet 20 RETR :close ")).hasToString("octet 20 RETR: close");
        assertThat(Fault.parse("accept:slice 1,throttle 5")).hasToString("accept: slice 1, throttle 5");
    }

    @Test
    void everyPresetIsItsNameAndTakesTriggers() throws ReflectiveOperationException {
        List<String> names = new ArrayList<>();
        for (Method method : Fault.class.getDeclaredMethods()) {
            int modifiers = method.getModifiers();
            boolean given = Modifier.isStatic(modifiers) && Modifier.isPublic(modifiers);
            if (given && method.getReturnType() == Fault.class && method.getParameterCount() == 0) {
                Fault preset = (Fault) method.invoke(null);
                assertThat(preset).hasToString(Words.kebab(method.getName()));
                assertThat(Fault.parse(preset.toString())).isEqualTo(preset);
                assertThat(Fault.parse(preset.point() + " " + preset.trigger() + ": " + effects(preset)))
                        .isEqualTo(preset);
                names.add(preset.toString());
            }
        }
        assertThat(names).containsExactlyInAnyOrderElementsOf(Presets.names()).hasSizeGreaterThan(20);
        assertThat(Fault.parse("mailbox-in-use times 2 user bob"))
                .isEqualTo(Fault.mailboxInUse().times(2).forUser("bob"));
    }

    private static String effects(Fault fault) {
        return String.join(", ", fault.effects().stream().map(Object::toString).toList());
    }

    @Property
    void readingIsTheInverseOfWriting(@ForAll("faults") Fault fault) {
        assertThat(Fault.parse(fault.toString())).isEqualTo(fault);
    }

    @Property
    void nothingButAnIllegalArgumentComesOfAnyText(@ForAll String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.parse(text));
    }

    /** Texts that begin well and end anywhere. */
    @Property
    void aTextThatBreaksOffIsRefusedOrRead(@ForAll("faults") Fault fault, @ForAll double part) {
        String text = fault.toString();
        String cut = text.substring(0, (int) (text.length() * Math.abs(part % 1)));
        try {
            assertThat(Fault.parse(cut).effects()).isNotEmpty();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("Exception");
        }
    }

    @Test
    void errorsSayWhatWasExpectedAndWhere() {
        assertMessage("", "expected a place or the name of a fault at column 1, found the end: ");
        assertMessage("nowhere: reset", "at column 1, found \"nowhere\"");
        assertMessage(
                "command RETR foo: reset", "expected nth, times, user, session, probability or \":\" at column 14");
        assertMessage("command RETR", "\":\" at column 13, found the end");
        assertMessage("line RETR: reset", "expected the number of the line at column 6, found \"RETR\"");
        assertMessage("command: explode", "at column 10, found \"explode\"");
        assertMessage("command: delay soon", "expected a time like 200ms or 2s at column 16, found \"soon\"");
        assertMessage("command: reply -ERR", "expected the reply in quotes at column 16, found \"-ERR\"");
        assertMessage("command: reply \"-ERR", "expected a quote that ends the text at column 21, found the end");
        assertMessage("command: raw \"\\q\"", "expected one of \\r \\n \\t \\\" \\\\ \\xHH at column 15");
        assertMessage("command: raw \"\\x4\"", "at column 15");
        assertMessage("command: garbage 4", "expected seed at column 19, found the end");
        assertMessage("command nth 0: reset", "expected a number from 1 at column 13, found \"0\"");
        assertMessage("command nth x: reset", "expected a number from 1 at column 13, found \"x\"");
        assertMessage("command probability 0.5: reset", "expected seed at column 24, found \":\"");
        assertMessage("command: slice 99999999999", "expected octets at column 16");
        assertMessage("command: reset close", "expected \",\" or the end at column 16, found \"close\"");
        assertMessage("mailbox-in-use: reset", "at column 15, found \":\"");
    }

    @Test
    void nonsenseIsRefusedWithTheReason() {
        assertMessage("accept user alice: reset", "at accept nobody knows the user yet");
        assertMessage("line 1 STAT: reset", "the answer to STAT is a status line and nothing else: it has no line");
        assertMessage("greeting RETR: reset", "greeting belongs to no command, it takes no keyword");
        assertMessage("line 0: reset", "line counts from 1");
        assertMessage("command: reset, close", "nothing can follow reset");
        assertMessage("command: break-stuffing", "break-stuffing makes no sense at command, but at reply");
        assertMessage("reply STAT: break-stuffing", "makes no sense for STAT, but for RETR, TOP");
        assertMessage("reply: stall", "stall makes no sense at reply, but at accept, tls");
        assertMessage("login: reply \"+OK come in\"", "a reply at login is -ERR");
        assertMessage("login: reply \"-ERR " + "x".repeat(506) + "\"", "510 characters in all at most");
        assertMessage("update: raw \"x\"", "makes no sense at update");
        assertMessage("command DELE: fail-update", "but at update");
        assertMessage("command probability 2 seed 1: reset", "a probability is more than 0 and not more than 1: 2.0");
        assertMessage("command: delay 0s", "from 1 to a day");
        assertMessage("command: throttle 0", "1 at least");
        assertMessage("reply: wrong-size 0", "right, not wrong");
        assertThatIllegalArgumentException().isThrownBy(() -> Effect.raw("\u20AC"));
        assertThatIllegalArgumentException().isThrownBy(() -> Effect.delay(Duration.ofNanos(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Point.command("A B"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Point(Place.COMMAND, 1, Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.at(Point.command()).forUser(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.at(Point.command()).nth(-1));
    }

    private static void assertMessage(String text, String message) {
        assertThatIllegalArgumentException()
                .as(text)
                .isThrownBy(() -> Fault.parse(text))
                .withMessageContaining(message);
    }

    @Provide
    static Arbitrary<Fault> faults() {
        return Combinators.combine(
                        points(), triggers(), effects().list().ofMinSize(1).ofMaxSize(3))
                .as(FaultTextTest::faultIfItMakesSense)
                .filter(Optional::isPresent)
                .map(Optional::get);
    }

    private static Optional<Fault> faultIfItMakesSense(Point point, Trigger trigger, List<Effect> effects) {
        try {
            return Optional.of(new Fault(point, trigger, effects));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Arbitrary<Point> points() {
        List<Point> points = new ArrayList<>();
        for (Place place : Place.values()) {
            long number = place.hasNumber() ? 7 : 0;
            points.add(new Point(place, number, Optional.empty()));
            if (place.hasKeyword()) {
                List.of("RETR", "UIDL", "LIST")
                        .forEach(keyword -> points.add(new Point(place, number, Optional.of(keyword))));
            }
        }
        return Arbitraries.of(points);
    }

    private static Arbitrary<Trigger> triggers() {
        Arbitrary<Optional<String>> users =
                Arbitraries.strings().ofMinLength(1).ofMaxLength(8).optional();
        return Combinators.combine(
                        Arbitraries.longs().between(0, 9),
                        Arbitraries.longs().between(0, 9),
                        users,
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.doubles().between(0, false, 1, true),
                        Arbitraries.longs())
                .as(Trigger::new);
    }

    private static Arbitrary<Effect> effects() {
        Arbitrary<String> octets =
                Arbitraries.strings().withCharRange('\0', '\u00FF').ofMaxLength(12);
        Arbitrary<Integer> numbers = Arbitraries.integers().between(1, Integer.MAX_VALUE);
        List<Arbitrary<? extends Effect>> all = new ArrayList<>();
        all.add(Arbitraries.of(Arrays.asList(Effect.Plain.values())));
        all.add(Arbitraries.integers().between(1, 86_400_000).map(millis -> Effect.delay(Duration.ofMillis(millis))));
        all.add(numbers.map(Effect::throttle));
        all.add(numbers.map(Effect::slice));
        all.add(octets.map(Effect::reply));
        all.add(octets.map(Effect::raw));
        all.add(Combinators.combine(numbers, Arbitraries.longs()).as(Effect::garbage));
        all.add(numbers.map(Effect::wrongSize));
        all.add(numbers.map(number -> Effect.wrongCount(-number)));
        return Arbitraries.oneOf(
                all.stream().<Arbitrary<Effect>>map(a -> a.map(e -> (Effect) e)).toList());
    }
}
