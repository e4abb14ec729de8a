package org.pop3j.interop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
        try (GreenMailUnderTest server = new GreenMailUnderTest()) {
            assertCells(GREENMAIL, broken(server));
        }
    }

    @Test
    void aCellSaysYesIfAndOnlyIfJamesKeepsTheClauses(@TempDir Path directory) throws Exception {
        try (JamesUnderTest server = new JamesUnderTest(directory)) {
            assertCells(JAMES, broken(server));
        }
    }

    @Test
    void everyDeviationIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);
        for (Class<?> server : List.of(TestServerContractTest.class, DovecotDeviations.class)) {
            for (Method method : deviating(server)) {
                String clauses = method.getAnnotation(DisplayName.class).value();
                String reason = method.getAnnotation(Deviation.class).value();
                assertThat(page).contains("| " + clauses + " | " + reason + " |");
            }
        }
        long listed = page.lines()
                .filter(line -> line.matches("\\| S-[^|]*\\|[^|]*\\|"))
                .count();
        assertThat(listed)
                .isEqualTo(deviating(TestServerContractTest.class).size()
                        + deviating(DovecotDeviations.class).size());
    }

    private static void assertCells(int column, Set<String> broken) throws IOException {
        for (String[] row : rows()) {
            boolean kept = clauses(row[CLAUSES]).stream().noneMatch(broken::contains);
            assertThat(row[column].strip().replace("*", "").startsWith("yes"))
                    .as(Arrays.toString(row))
                    .isEqualTo(kept);
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

    private static Set<String> deviations(Class<?> server) {
        return deviating(server).stream()
                .flatMap(method ->
                        clauses(method.getAnnotation(DisplayName.class).value()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Method> deviating(Class<?> server) {
        return Arrays.stream(server.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Deviation.class))
                .toList();
    }

    /** Runs the tests of all clauses on the page, two at a time. */
    private static Set<String> broken(OtherServer server) throws Exception {
        Set<String> onThePage = rows().stream()
                .flatMap(row -> clauses(row[CLAUSES]).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Map<Method, CompletableFuture<Boolean>> outcomes = new LinkedHashMap<>();
        for (Method test : tests(onThePage)) {
            outcomes.put(test, CompletableFuture.supplyAsync(() -> keeps(server, test)));
        }
        Set<String> broken = new TreeSet<>();
        for (Map.Entry<Method, CompletableFuture<Boolean>> outcome : outcomes.entrySet()) {
            if (!outcome.getValue().get(1, TimeUnit.MINUTES)) {
                broken.addAll(clauses(
                        outcome.getKey().getAnnotation(DisplayName.class).value()));
            }
        }
        return broken;
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

    private static boolean keeps(OtherServer server, Method test) {
        try {
            test.invoke(server);
            return true;
        } catch (InvocationTargetException e) {
            return false;
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> clauses(String text) {
        return ContractPageTest.CLAUSE
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
