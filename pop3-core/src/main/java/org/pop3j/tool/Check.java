package org.pop3j.tool;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pop3j.auth.Credentials;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.UpdateUnknownException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code check}: looks at a server and a maildrop and changes nothing. */
@Command(
        name = "check",
        sortOptions = false,
        description = {
            "Looks at a server and a maildrop, changes nothing, and says what is wrong.",
            "Without a user in the URL it does not log in."
        })
final class Check implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ServerOptions options = new ServerOptions();

    Check(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = options.settings();
        if (settings.url().user().isEmpty()) {
            return look(settings, Optional.empty());
        }
        try (Credentials credentials = options.credentials(settings, surroundings)) {
            return look(settings, Optional.of(credentials));
        }
    }

    private int look(Settings settings, Optional<Credentials> credentials) throws ToolException {
        Findings findings = new Findings();
        CheckReport report = new CheckReport(settings.server(), Instant.now(), findings);
        Run run = new Run(surroundings, options, findings);
        run.warn(settings);
        try (Visit visit = new Visit(settings, run.protocolLog())) {
            try {
                look(visit, report, findings, credentials);
            } catch (UpdateUnknownException e) {
                findings.problem(Outcome.CONNECTION, "The server did not answer QUIT. Nothing was to be deleted.");
            } catch (IOException e) {
                run.failed(e, visit);
            }
            report.certificates(visit.certificates());
            run.forgiven(visit);
        }
        return run.end(report.words(), report.json());
    }

    private static void look(Visit visit, CheckReport report, Findings findings, Optional<Credentials> credentials)
            throws IOException {
        Pop3Connection connection = visit.connect();
        report.connected(connection);
        if (credentials.isEmpty()) {
            connection.quit();
            return;
        }
        try (Maildrop maildrop = visit.login(connection, credentials.get())) {
            report.loggedIn(credentials.get().user(), maildrop);
            report.maildrop(DropReport.of(maildrop, findings));
            maildrop.quit();
        }
    }
}
