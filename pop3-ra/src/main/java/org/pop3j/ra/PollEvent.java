package org.pop3j.ra;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One poll, in the flight recorder. */
@Name("org.pop3j.Poll")
@Label("Poll")
@Category("pop3j")
@Description("One session with a POP3 server")
@StackTrace(false)
final class PollEvent extends Event {
    @Label("Maildrop")
    String maildrop = "";

    @Label("Outcome")
    @Description("OK, or the kind of trouble")
    String outcome = "";

    @Label("Backlog")
    @Description("Mails on the server that are not delivered")
    int backlog;

    @Label("Fetched")
    @Description("Mails handed over for delivery")
    int fetched;

    @Label("Settled")
    @Description("Mails that were to be deleted")
    int settled;

    private PollEvent() {}

    static Flight.Poll begun(MaildropAddress maildrop) {
        PollEvent event = new PollEvent();
        event.begin();
        return (outcome, backlog, fetched, settled) -> {
            event.end();
            if (event.shouldCommit()) {
                event.maildrop = maildrop.toString();
                event.outcome = outcome;
                event.backlog = backlog;
                event.fetched = fetched;
                event.settled = settled;
                event.commit();
            }
        };
    }
}
