package org.pop3j.samples.maildesk.readme;

// region first-bean
import jakarta.annotation.Resource;
import jakarta.ejb.MessageDriven;
import java.sql.Connection;
import java.sql.PreparedStatement;
import javax.sql.DataSource;
import org.pop3j.ra.Mail;
import org.pop3j.ra.MailListener;

@MessageDriven(name = "InvoiceBean")
public class InvoiceBean implements MailListener {
    @Resource(lookup = "jdbc/invoices")
    private DataSource dataSource;

    @Override
    public void onMail(Mail mail) throws Exception {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO invoice VALUES (?, ?)")) {
            insert.setString(1, mail.message().getSubject());
            insert.setBinaryStream(2, mail.open(), mail.octets());
            insert.executeUpdate();
        }
    }
}
// endregion
