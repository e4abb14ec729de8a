package org.pop3j.samples.maildesk;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.mail.MessagingException;
import java.util.Optional;
import javax.sql.DataSource;
import org.pop3j.ra.Mail;
import org.pop3j.ra.MailListener;

/**
 * Makes a ticket of each mail. The container starts a transaction before it calls {@link #onMail}: the ticket and the
 * adapter's note that the mail was delivered are committed together or not at all. Where the mail comes from is the
 * server's configuration, not this class's concern.
 */
@MessageDriven(name = "TicketBean")
@SuppressWarnings("NullAway.Init") // set by the container
public class TicketBean implements MailListener {
    @Resource(name = Tickets.DATA_SOURCE, mappedName = Tickets.DATA_SOURCE)
    private DataSource dataSource;

    @Resource
    private MessageDrivenContext context;

    @EJB
    private TicketTables tables;

    @EJB
    private Refusals refusals;

    @Override
    public void onMail(Mail mail) throws Exception {
        tables.ensure();
        MailContent content = content(mail);
        new Tickets(dataSource).add(mail, Fingerprint.of(mail.open()), content);

        // After the ticket is written, so that everybody can see that it goes when the delivery fails.
        Optional<RequestedFailure> failure = RequestedFailure.of(content.fail(), mail.attempt());
        if (failure.isPresent()) {
            refusals.add(new Refusal(mail.uniqueId(), mail.attempt(), content.subject(), failure.get()));
            failure.get().happen(context);
        }
    }

    private static MailContent content(Mail mail) {
        try {
            return MailReader.read(mail.message());
        } catch (MessagingException e) {
            return MailContent.UNREADABLE;
        }
    }
}
