package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Client and server engine against each other, and against a description of a session that uses neither. */
class BackToBackTest {
    @Property
    void whatIsStoredIsWhatIsRetrieved(
            @ForAll("messages") List<String> messages, @ForAll("steps") int[] steps, @ForAll("window") int window)
            throws Exception {
        MemoryMaildrop maildrop = new MemoryMaildrop(messages.toArray(String[]::new));
        List<String> commands = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int n = 1; n <= messages.size(); n++) {
            commands.add("RETR " + n);
            expected.addAll(
                    multiLine("RETR", complete(messages.get(n - 1)).length() + " octets", body(messages.get(n - 1))));
        }
        expected.add("QUIT +OK bye");
        assertThat(new Joined(maildrop, steps).session(commands, window)).isEqualTo(expected);
        assertThat(maildrop.removed()).isEmpty();
    }

    @Property
    void everySessionIsWhatTheRfcSays(
            @ForAll("messages") List<String> messages,
            @ForAll("commands") List<String> commands,
            @ForAll("steps") int[] steps,
            @ForAll("window") int window)
            throws Exception {
        MemoryMaildrop maildrop = new MemoryMaildrop(messages.toArray(String[]::new));
        Model model = new Model(messages);
        List<String> expected = new ArrayList<>();
        commands.forEach(command -> expected.addAll(model.answer(command)));
        expected.add("QUIT +OK bye");
        assertThat(new Joined(maildrop, steps).session(commands, window)).isEqualTo(expected);
        assertThat(maildrop.removed()).isEqualTo(model.deleted);
        assertThat(maildrop.released()).isTrue();
    }

    @Provide
    Arbitrary<List<String>> messages() {
        return OctetSoups.messages().list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<String>> commands() {
        Arbitrary<String> plain = Arbitraries.of("STAT", "LIST", "UIDL", "NOOP", "RSET", "CAPA");
        Arbitrary<String> numbered = Arbitraries.of("LIST", "RETR", "DELE", "UIDL")
                .flatMap(keyword -> Arbitraries.integers().between(1, 5).map(n -> keyword + " " + n));
        Arbitrary<String> top = Arbitraries.integers()
                .between(1, 5)
                .flatMap(n -> Arbitraries.integers().between(0, 4).map(lines -> "TOP " + n + " " + lines));
        return Arbitraries.oneOf(plain, numbered, numbered, top).list().ofMaxSize(15);
    }

    @Provide
    Arbitrary<int[]> steps() {
        Arbitrary<Integer> small = Arbitraries.integers().between(1, 9);
        Arbitrary<Integer> any = Arbitraries.integers().between(1, 20_000);
        return Arbitraries.oneOf(small, any).array(int[].class).ofMinSize(1).ofMaxSize(20);
    }

    @Provide
    Arbitrary<Integer> window() {
        return Arbitraries.of(1, 2, 1000);
    }

    private static String complete(String message) {
        return message.isEmpty() || message.endsWith("\r\n") ? message : message + "\r\n";
    }

    private static List<String> body(String message) {
        return message.isEmpty() ? List.of() : List.of("body " + complete(message));
    }

    private static List<String> multiLine(String keyword, String text, List<String> data) {
        List<String> events = new ArrayList<>(List.of(keyword + "... +OK " + text));
        events.addAll(data);
        events.add("end");
        return events;
    }

    /** The TRANSACTION state in plain words. */
    private static final class Model {
        private final List<String> messages;
        private final TreeSet<Integer> deleted = new TreeSet<>();

        Model(List<String> messages) {
            this.messages = messages;
        }

        List<String> answer(String command) {
            String[] words = command.split(" ", -1);
            String keyword = words[0];
            int n = words.length > 1 ? Integer.parseInt(words[1]) : 0;
            if (n > messages.size() || deleted.contains(n)) {
                return List.of(keyword + " -ERR no such message");
            }
            return switch (keyword) {
                case "STAT" -> List.of("STAT +OK " + present().size() + " " + octets());
                case "LIST" ->
                    n > 0 ? List.of("LIST +OK " + n + " " + octets(n)) : multiLine(keyword, summary(), lines(true));
                case "UIDL" ->
                    n > 0
                            ? List.of("UIDL +OK " + n + " id-" + n)
                            : multiLine(keyword, "unique-ids follow", lines(false));
                case "RETR" -> multiLine(keyword, octets(n) + " octets", body(messages.get(n - 1)));
                case "TOP" -> multiLine(keyword, "top of message follows", body(top(n, Integer.parseInt(words[2]))));
                case "DELE" -> dele(n);
                case "RSET" -> rset();
                case "NOOP" -> List.of("NOOP +OK");
                default ->
                    multiLine(
                            "CAPA",
                            "capabilities follow",
                            ServerSettings.DEFAULT.capabilities(SessionState.TRANSACTION, false, any -> true).stream()
                                    .map(capability -> "line " + capability)
                                    .toList());
            };
        }

        private List<String> dele(int n) {
            deleted.add(n);
            return List.of("DELE +OK message " + n + " deleted");
        }

        private List<String> rset() {
            deleted.clear();
            return List.of("RSET +OK " + summary());
        }

        private String top(int n, int lines) {
            StringBuilder top = new StringBuilder();
            int bodyLines = -1;
            for (String line : complete(messages.get(n - 1)).split("(?<=\r\n)", -1)) {
                if (bodyLines == lines) {
                    break;
                }
                top.append(line);
                bodyLines += bodyLines >= 0 || line.equals("\r\n") ? 1 : 0;
            }
            return top.toString();
        }

        private List<Integer> present() {
            List<Integer> numbers = new ArrayList<>();
            for (int n = 1; n <= messages.size(); n++) {
                if (!deleted.contains(n)) {
                    numbers.add(n);
                }
            }
            return numbers;
        }

        private int octets(int n) {
            return complete(messages.get(n - 1)).length();
        }

        private int octets() {
            return present().stream().mapToInt(this::octets).sum();
        }

        private String summary() {
            return present().size() + " messages (" + octets() + " octets)";
        }

        private List<String> lines(boolean sizes) {
            return present().stream()
                    .map(n -> "line " + n + " " + (sizes ? octets(n) : "id-" + n))
                    .toList();
        }
    }
}
