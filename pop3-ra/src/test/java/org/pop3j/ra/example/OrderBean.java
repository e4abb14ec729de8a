package org.pop3j.ra.example;

// region handler
import jakarta.ejb.MessageDriven;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import org.pop3j.ra.AttachedFile;
import org.pop3j.ra.Mail;
import org.pop3j.ra.handler.Attachment;
import org.pop3j.ra.handler.Body;
import org.pop3j.ra.handler.From;
import org.pop3j.ra.handler.MailHandler;
import org.pop3j.ra.handler.OnMail;
import org.pop3j.ra.handler.Subject;

@MessageDriven
public class OrderBean implements MailHandler {
    public static class Line {
        public String article;
        public int count;
    }

    @OnMail(subject = "^order (?<number>\\d+)", from = "*@shop.example")
    public void order(@Subject("number") String number, @Body List<Line> lines) {
        // a body in JSON
    }

    @OnMail(subject = "invoice", header = "X-Supplier")
    public void invoice(@From String supplier, @Attachment("*.pdf") List<AttachedFile> invoices) throws IOException {
        // attachments are streams: a large one needs no memory
    }

    @OnMail
    public void rest(Mail mail) throws IOException {
        if (mail.origin().mayBeAnswered()) {
            System.getLogger("orders").log(Level.INFO, answer(mail.headers().subject()));
        }
    }

    private static String answer(String subject) {
        return "We have received: " + subject;
    }
}
// endregion
