package org.pop3j.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.commons.net.pop3.POP3Client;
import org.apache.commons.net.pop3.POP3SClient;
import org.pop3j.client.Tls;

/** Libraries for Java. */
enum ForeignLibraries implements ForeignClient {
    ANGUS_MAIL {
        @Override
        public List<String> fetchAndDelete(Fetching fetching) throws IOException, MessagingException {
            String protocol = fetching.tls() == Tls.IMPLICIT ? "pop3s" : "pop3";
            Properties properties = new Properties();
            properties.put(
                    "mail." + protocol + ".ssl.socketFactory",
                    Contexts.trusting(fetching.authority()).getSocketFactory());
            properties.put("mail.pop3.starttls.enable", String.valueOf(fetching.tls() == Tls.STLS));
            properties.put("mail.pop3.starttls.required", String.valueOf(fetching.tls() == Tls.STLS));
            List<String> messages = new ArrayList<>();
            try (Store store = Session.getInstance(properties).getStore(protocol)) {
                store.connect(Fetching.HOST, fetching.port(), fetching.user(), fetching.password());
                Folder folder = store.getFolder("INBOX");
                folder.open(Folder.READ_WRITE);
                for (Message message : folder.getMessages()) {
                    ByteArrayOutputStream octets = new ByteArrayOutputStream();
                    message.writeTo(octets);
                    messages.add(octets.toString(ISO_8859_1));
                    message.setFlag(Flags.Flag.DELETED, true);
                }
                folder.close(true);
            }
            return messages;
        }
    },

    /** Its Reader ends lines in the way of the server, and makes each octet a character. */
    COMMONS_NET {
        @Override
        public List<String> fetchAndDelete(Fetching fetching) throws IOException {
            POP3SClient client =
                    new POP3SClient(fetching.tls() == Tls.IMPLICIT, Contexts.trusting(fetching.authority()));
            client.setEndpointCheckingEnabled(true);
            client.setDefaultTimeout(30_000);
            client.connect(Fetching.HOST, fetching.port());
            try {
                assertThat(fetching.tls() != Tls.STLS || client.execTLS()).isTrue();
                assertThat(client.login(fetching.user(), fetching.password())).isTrue();
                return fetched(client, fetching.messages());
            } finally {
                client.disconnect();
            }
        }
    };

    private static List<String> fetched(POP3Client client, int count) throws IOException {
        List<String> messages = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            try (Reader message = client.retrieveMessage(number)) {
                StringWriter octets = new StringWriter();
                message.transferTo(octets);
                messages.add(octets.toString());
            }
            assertThat(client.deleteMessage(number)).isTrue();
        }
        assertThat(client.logout()).isTrue();
        return messages;
    }
}
