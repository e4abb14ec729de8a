package org.pop3j.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.pop3j.auth.Credentials;
import org.pop3j.client.Maildrop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fetch}: stores mail in files, and deletes on the server what is safely stored. */
@Command(
        name = "fetch",
        sortOptions = false,
        description = {
            "Writes each message of a maildrop, octet for octet, into a file of its own.",
            "A message that is there already is not written again, and no file is overwritten: after a broken run, run it"
                    + " again."
        })
final class Fetch implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(
            names = "--to",
            paramLabel = "DIR",
            required = true,
            description = "Where the files go, named by unique-id, with the end .eml. Made if it is not there.")
    private Path directory = Path.of("");

    @Option(
            names = "--delete",
            description = "Deletes messages on the server once they are stored and the disk has them. Messages that are"
                    + " there already are fetched again and compared before.")
    private boolean delete;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Asks for at most N messages, the first ones that are not there yet.")
    private int limit = Integer.MAX_VALUE;

    Fetch(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = options.settings();
        if (settings.url().user().isEmpty()) {
            throw ToolException.usage("There is no user in the URL: pop3s://user@host.");
        }
        if (directory.toString().isEmpty()) {
            throw ToolException.usage("--to is empty: it names the directory for the files.");
        }
        if (limit < 1) {
            throw ToolException.usage("--limit is 1 or more.");
        }
        try (Credentials credentials = options.credentials(settings, surroundings)) {
            return fetch(settings, credentials);
        }
    }

    private int fetch(Settings settings, Credentials credentials) throws ToolException {
        Findings findings = new Findings();
        FetchReport report = new FetchReport(settings.server(), directory);
        Run run = new Run(surroundings, options, findings);
        run.warn(settings);
        try (MailFolder folder = MailFolder.open(directory);
                Visit visit = new Visit(settings, run.protocolLog())) {
            Fetching fetching = new Fetching(folder, findings, report, surroundings);
            try (Maildrop maildrop = visit.login(visit.connect(), credentials)) {
                fetching.run(maildrop, delete, limit);
            } catch (IOException e) {
                fetching.failed(e, visit);
                run.trace(e);
            }
            run.forgiven(visit);
        }
        return run.end(report.words(), report.json());
    }
}
