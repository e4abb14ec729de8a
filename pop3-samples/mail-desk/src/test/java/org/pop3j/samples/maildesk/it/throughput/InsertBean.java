package org.pop3j.samples.maildesk.it.throughput;

import jakarta.annotation.Resource;
import jakarta.ejb.MessageDriven;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.pop3j.ra.Mail;
import org.pop3j.ra.MailListener;

/** One INSERT for each mail. */
@MessageDriven(name = "InsertBean")
@SuppressWarnings("NullAway.Init") // set by the container
public class InsertBean implements MailListener {
    @Resource(lookup = Inserts.DATA_SOURCE)
    private DataSource dataSource;

    @Override
    public void onMail(Mail mail) throws SQLException {
        new Inserts(dataSource).add(mail.uniqueId(), mail.octets());
    }
}
