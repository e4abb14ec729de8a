package org.pop3j.benchmarks;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.util.Properties;

/**
 * Angus Mail. {@code writeTo} is its way to the octets of a mail; with {@code mail.pop3.cachewriteto} it reads the mail into
 * memory before it writes it, as it also does for {@code getInputStream} and {@code getContent}. It has no way to ask for
 * the next mail before the last one has come.
 */
final class Angus implements Contestant {
    private final boolean cached;

    Angus(boolean cached) {
        this.cached = cached;
    }

    @Override
    public String name() {
        return cached ? "Angus Mail, cachewriteto" : "Angus Mail";
    }

    @Override
    public void fetch(int port, String user, Caller caller) throws MessagingException, IOException {
        Properties properties = new Properties();
        properties.setProperty("mail.pop3.cachewriteto", Boolean.toString(cached));
        try (Store store = Session.getInstance(properties).getStore("pop3")) {
            store.connect("127.0.0.1", port, user, PASSWORD);
            try (Folder folder = store.getFolder("INBOX")) {
                folder.open(Folder.READ_ONLY);
                for (Message message : folder.getMessages()) {
                    message.writeTo(caller);
                    caller.received();
                }
            }
        }
    }
}
