package org.pop3j.testserver.docs;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The program under test in the guides: reads all mail of alice and deletes it. */
final class MailReader {
    private final Properties properties;

    MailReader(Properties properties) {
        this.properties = properties;
    }

    /** The subjects. */
    List<String> readAll() throws MessagingException {
        List<String> subjects = new ArrayList<>();
        try (Store store = Session.getInstance(properties).getStore()) {
            store.connect("alice", "secret");
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_WRITE);
            for (Message message : inbox.getMessages()) {
                subjects.add(message.getSubject());
                message.setFlag(Flags.Flag.DELETED, true);
            }
            inbox.close(true);
        }
        return subjects;
    }
}
