package org.pop3j.tool;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.client.UpdateUnknownException;
import org.pop3j.protocol.ScanListing;

/** One session that fetches, and deletes what is safely stored. Used once, by one thread. */
final class Fetching {
    private final MailFolder folder;
    private final Findings findings;
    private final FetchReport report;
    private final Surroundings surroundings;

    Fetching(MailFolder folder, Findings findings, FetchReport report, Surroundings surroundings) {
        this.folder = folder;
        this.findings = findings;
        this.report = report;
        this.surroundings = surroundings;
    }

    /** From the listing to QUIT. What it throws has deleted nothing. */
    void run(Maildrop maildrop, boolean delete, int limit) throws IOException {
        FetchPlan plan = FetchPlan.of(maildrop);
        report.entries(List.copyOf(plan.entries().values()));
        List<ScanListing> wanted = plan.wanted(folder, delete, limit);
        double octets = wanted.stream().mapToDouble(ScanListing::octets).sum();
        try (Progress progress = new Progress(surroundings, wanted.size(), octets);
                MailSink sink = new MailSink(folder, plan.entries(), progress)) {
            maildrop.retr(wanted, sink);
        }
        folder.sync();
        List<Entry> marked = delete ? mark(maildrop, plan) : List.of();
        refusals();
        quit(maildrop, marked);
    }

    /** DELE for each message that was received in this session, and that a file on the disk holds. */
    private List<Entry> mark(Maildrop maildrop, FetchPlan plan) throws IOException {
        List<Integer> safe = plan.entries().values().stream()
                .filter(entry -> entry.state() == Entry.State.STORED || entry.state() == Entry.State.PRESENT)
                .map(Entry::number)
                .toList();
        Map<Integer, Pop3ReplyException> refused = maildrop.dele(safe);
        refused.forEach((number, reason) -> {
            Entry entry = plan.entries().get(number);
            String said = Text.printable(reason.statusLine().toString());
            if (entry != null) {
                entry.notDeleted(said);
                findings.problem(
                        Outcome.PARTIAL, entry.name() + " is stored, but the server does not delete it: " + said);
            }
        });
        return safe.stream()
                .filter(number -> !refused.containsKey(number))
                .map(number -> plan.entries().get(number))
                .collect(Collectors.toList());
    }

    private void quit(Maildrop maildrop, List<Entry> marked) throws IOException {
        try {
            maildrop.quit();
            marked.forEach(Entry::deleted);
            report.deletion(marked.isEmpty() ? FetchReport.Deletion.NONE : FetchReport.Deletion.CONFIRMED);
        } catch (UpdateUnknownException e) {
            if (marked.isEmpty()) {
                findings.warning("The server did not answer QUIT. Nothing was to be deleted, so nothing is missing.");
                return;
            }
            report.deletion(FetchReport.Deletion.UNKNOWN);
            throw e;
        } catch (Pop3ReplyException e) {
            report.deletion(FetchReport.Deletion.REFUSED);
            findings.problem(
                    Outcome.PARTIAL,
                    "All that was fetched is stored, but the server says that it could not delete all of it: "
                            + Text.printable(e.statusLine().toString()));
        }
    }

    private void refusals() {
        report.entries().stream()
                .filter(entry -> entry.state() == Entry.State.REFUSED)
                .forEach(entry ->
                        findings.problem(Outcome.PARTIAL, entry.name() + " was not fetched: " + entry.refusal() + "."));
    }

    /** What a failure means here: what was stored before it is whole. */
    void failed(IOException failure, Visit visit) {
        Diagnosis diagnosis = Diagnosis.of(failure, visit, Instant.now());
        boolean some = report.count(Entry.State.STORED) > 0 && diagnosis.outcome() != Outcome.UNCONFIRMED;
        findings.problem(
                some && diagnosis.outcome() != Outcome.LOCAL ? Outcome.PARTIAL : diagnosis.outcome(),
                diagnosis.words()
                        + (some
                                ? " What is stored is whole, and nothing was deleted. Run this again for the rest."
                                : ""));
    }
}
