package org.pop3j.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pop3j.servers.Matrix.Outcome;
import org.pop3j.servers.Matrix.Result;
import org.pop3j.servers.Matrix.Sheet;

/** {@code docs/servers/matrix.md}, as the runs of all servers make it. */
final class MatrixPage {
    /** Without one of these the page would say less than it did. */
    static final List<String> SERVERS = List.of("Open Liberty", "WildFly", "GlassFish", "Payara", "TomEE");

    private static final Path PAGE = Path.of("..", "docs", "servers", "matrix.md");

    private MatrixPage() {}

    /** Writes the page if each server has been run with the same archive. */
    static void write(Path work) throws IOException {
        List<Sheet> sheets = new ArrayList<>();
        for (String server : SERVERS) {
            Path file = work.resolve(server + ".json");
            if (!Files.exists(file)) {
                return;
            }
            sheets.add(Matrix.read(file));
        }
        if (sheets.stream().map(Sheet::archive).distinct().count() > 1) {
            return;
        }
        Files.createDirectories(PAGE.getParent());
        Files.writeString(PAGE, page(sheets));
    }

    static String page(List<Sheet> sheets) {
        StringBuilder page = new StringBuilder("""
                # What was seen on which server

                Written by `./mvnw -Pservers verify`: the same `pop3-ra.rar` and the same application on each server, one scenario
                after the other. *refused*, *without the bean* (the application is deployed, and the bean gets no mail) and *tolerated* are what
                becomes of a mistake. The SHA-256 of the archive begins with %s.

                """.formatted(sheets.get(0).archive()));
        row(page, "", sheets, Sheet::name);
        row(page, "---", sheets, sheet -> "---");
        row(page, "version", sheets, sheet -> sheet.platform().version());
        row(page, "Jakarta EE", sheets, sheet -> sheet.platform().jakartaEe());
        row(page, "JDK", sheets, sheet -> sheet.platform().jdk());
        row(page, "run on", sheets, Sheet::date);
        row(page, "minutes", sheets, sheet -> Long.toString(sheet.minutes()));
        for (String scenario : scenarios(sheets)) {
            row(page, scenario, sheets, sheet -> result(sheet, scenario)
                    .outcome()
                    .shown());
        }
        page.append("\n## In the servers' own words\n");
        for (Sheet sheet : sheets) {
            words(page, sheet);
        }
        return page.toString();
    }

    private static void words(StringBuilder page, Sheet sheet) {
        List<Result> told = sheet.results().stream()
                .filter(result -> !result.words().isEmpty() || result.outcome() == Outcome.TOLERATED)
                .toList();
        if (told.isEmpty()) {
            return;
        }
        page.append("\n### ").append(sheet.name()).append("\n\n");
        told.forEach(result -> page.append("* ")
                .append(result.scenario())
                .append(": ")
                .append(result.outcome().shown())
                .append(result.words().isEmpty() ? ", without a word\n" : ". `" + result.words() + "`\n"));
    }

    private static Set<String> scenarios(List<Sheet> sheets) {
        return sheets.stream()
                .flatMap(sheet -> sheet.results().stream())
                .map(Result::scenario)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Result result(Sheet sheet, String scenario) {
        return sheet.results().stream()
                .filter(result -> result.scenario().equals(scenario))
                .findFirst()
                .orElse(new Result(scenario, Outcome.NOT_RUN, ""));
    }

    private static void row(StringBuilder page, String title, List<Sheet> sheets, Function<Sheet, String> cell) {
        page.append(Stream.concat(Stream.of(title), sheets.stream().map(cell))
                .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
}
