package org.pop3j.interop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cells of docs/comparison-servers.md that name clauses of the contract say what the contract says of each server. */
class ServersPageTest {
    private static final Path PAGE = Path.of("..", "docs", "comparison-servers.md");

    /** Columns, after the first, which is empty. */
    private static final int CLAUSES = 2;

    private static final int POP3J = 3;
    private static final int DOVECOT = 4;
    private static final int GREENMAIL = 5;
    private static final int JAMES = 6;

    @Test
    void aCellSaysYesIfAndOnlyIfTheServerOfTheProjectOrDovecotKeepsTheClauses() throws IOException {
        assertCells(POP3J, deviations(TestServerContractTest.class));
        assertCells(DOVECOT, deviations(DovecotDeviations.class));
    }

    @Test
    void aCellSaysYesIfAndOnlyIfGreenMailKeepsTheClauses() throws Exception {
        try (GreenMailSubject server = new GreenMailSubject()) {
            assertCells(GREENMAIL, outcomes(server));
        }
    }

    @Test
    void aCellSaysYesIfAndOnlyIfJamesKeepsTheClauses(@TempDir Path directory) throws Exception {
        try (JamesSubject server = new JamesSubject(directory)) {
            assertCells(JAMES, outcomes(server));
        }
    }

    @Test
    void whatDovecotCouldNotBeAskedItHasNotBroken() {
        assertThat(deviations(DovecotDeviations.class))
                .containsEntry("S-GEN-21", Outcome.NOT_ASKED)
                .containsEntry("S-CAP-10", Outcome.BROKEN);
    }

    @Test
    void everyDeviationAndWhateverIsNotSeenIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);
        for (Class<?> server : List.of(TestServerContractTest.class, DovecotDeviations.class)) {
            for (Method method : deviating(server)) {
                String clauses = method.getAnnotation(DisplayName.class).value();
                String reason = method.getAnnotation(Deviation.class).value();
                assertThat(page).contains("| " + clauses + " | " + reason + " |");
            }
        }
        Map<String, String> unseen = new TreeMap<>(ContractPageTest.UNSEEN);
        unseen.putAll(ContractPageTest.PARTLY);
        unseen.forEach((clause, reason) -> assertThat(page).contains("| " + clause + " | " + reason + " |"));
        long listed = page.lines()
                .filter(line -> line.matches("\\| S-[^|]*\\|[^|]*\\|"))
                .count();
        assertThat(listed)
                .isEqualTo(unseen.size()
                        + deviating(TestServerContractTest.class).size()
                        + deviating(DovecotDeviations.class).size());
    }

    private static void assertCells(int column, Map<String, Outcome> others) throws IOException {
        for (String[] row : rows()) {
            Outcome outcome = clauses(row[CLAUSES]).stream()
                    .map(clause -> others.getOrDefault(clause, Outcome.KEPT))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            assertThat(Outcome.in(row[column])).as(Arrays.toString(row)).isEqualTo(outcome);
        }
    }

    private static List<String[]> rows() throws IOException {
        List<String[]> rows = Files.readAllLines(PAGE).stream()
                .map(line -> line.split("\\|"))
                .filter(cells ->
                        cells.length > JAMES && !clauses(cells[CLAUSES]).isEmpty())
                .toList();
        assertThat(rows).hasSizeGreaterThan(40);
        return rows;
    }

    private static Map<String, Outcome> deviations(Class<?> server) {
        Map<String, Outcome> deviations = new TreeMap<>();
        for (Method method : deviating(server)) {
            Outcome outcome = method.getAnnotation(Deviation.class).asked() ? Outcome.BROKEN : Outcome.NOT_ASKED;
            clauses(method.getAnnotation(DisplayName.class).value())
                    .forEach(clause -> deviations.merge(clause, outcome, Outcome::worse));
        }
        return deviations;
    }

    private static List<Method> deviating(Class<?> server) {
        return Arrays.stream(server.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Deviation.class))
                .toList();
    }

    /** Runs the tests of all clauses on the page. */
    private static Map<String, Outcome> outcomes(OtherServer server) throws Exception {
        Set<String> onThePage = rows().stream()
                .flatMap(row -> clauses(row[CLAUSES]).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, Outcome> outcomes = new TreeMap<>();
        Outcome.of(server, tests(onThePage)).forEach((test, outcome) -> clauses(
                        test.getAnnotation(DisplayName.class).value())
                .forEach(clause -> outcomes.merge(clause, outcome, Outcome::worse)));
        return outcomes;
    }

    private static List<Method> tests(Set<String> wanted) {
        List<Method> tests = new ArrayList<>();
        Set<String> found = new TreeSet<>();
        Stream.of(ServerContract.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .forEach(method -> {
                    Set<String> clauses =
                            clauses(method.getAnnotation(DisplayName.class).value());
                    if (clauses.stream().anyMatch(wanted::contains)) {
                        tests.add(method);
                        found.addAll(clauses);
                    }
                });
        assertThat(found).containsAll(wanted);
        return tests;
    }

    private static Set<String> clauses(String text) {
        return ContractPageTest.CLAUSE
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
