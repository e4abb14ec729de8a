package org.pop3j.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Properties;
import org.apache.commons.net.pop3.POP3Client;
import org.apache.commons.net.pop3.POP3SClient;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Tls;

/** The three clients that run on the JVM, each as its documentation says, logged in as alice. */
final class Peers {
    static final String USER = "alice";
    static final String PASSWORD = "Tr4mpoline";

    /** Longer than the server needs on a slow day. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Peers() {}

    static Pop3Client.Builder pop3j(AnsweringServer server) {
        return Pop3Client.builder("127.0.0.1")
                .port(server.port())
                .tls(Tls.NONE)
                .readTimeout(PATIENCE)
                .commandTimeout(PATIENCE);
    }

    static Maildrop pop3jMaildrop(AnsweringServer server) throws IOException {
        Pop3Connection connection = pop3j(server).build().connect();
        try {
            return connection.login(USER, PASSWORD.toCharArray());
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    static String pop3jMessage(AnsweringServer server) throws IOException {
        try (Maildrop maildrop = pop3jMaildrop(server)) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            maildrop.retr(1, message);
            maildrop.quit();
            return message.toString(ISO_8859_1);
        }
    }

    static POP3SClient commonsNet(AnsweringServer server) throws IOException {
        return commonsNet(server, PATIENCE);
    }

    static POP3SClient commonsNet(AnsweringServer server, Duration timeout) throws IOException {
        POP3SClient client = new POP3SClient();
        client.setDefaultTimeout((int) timeout.toMillis());
        client.connect("127.0.0.1", server.port());
        return client;
    }

    static POP3Client commonsNetMaildrop(AnsweringServer server) throws IOException {
        POP3Client client = commonsNet(server);
        if (!client.login(USER, PASSWORD)) {
            String reply = client.getReplyString();
            client.disconnect();
            throw new IOException(reply);
        }
        return client;
    }

    static String commonsNetMessage(AnsweringServer server) throws IOException {
        POP3Client client = commonsNetMaildrop(server);
        try (Reader message = client.retrieveMessage(1)) {
            StringWriter octets = new StringWriter();
            message.transferTo(octets);
            return octets.toString();
        } finally {
            client.disconnect();
        }
    }

    static Properties angusProperties(Duration timeout) {
        Properties properties = new Properties();
        properties.setProperty("mail.pop3.timeout", String.valueOf(timeout.toMillis()));
        return properties;
    }

    static Store angus(AnsweringServer server) throws MessagingException {
        return angus(server, angusProperties(PATIENCE), USER);
    }

    static Store angus(AnsweringServer server, Properties properties, String user) throws MessagingException {
        Store store = Session.getInstance(properties).getStore("pop3");
        store.connect("127.0.0.1", server.port(), user, PASSWORD);
        return store;
    }

    static Folder angusMaildrop(AnsweringServer server) throws MessagingException {
        Folder folder = angus(server).getFolder("INBOX");
        folder.open(Folder.READ_WRITE);
        return folder;
    }

    /** Marks the message as deleted, which only the closing of the folder tells the server. */
    static void angusDeletes(Folder folder) throws MessagingException {
        folder.getMessage(1).setFlag(Flags.Flag.DELETED, true);
        folder.close(true);
    }

    static String angusMessage(AnsweringServer server) throws IOException, MessagingException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Message message = angusMaildrop(server).getMessage(1);
        message.writeTo(octets);
        message.getFolder().close(false);
        return octets.toString(ISO_8859_1);
    }
}
