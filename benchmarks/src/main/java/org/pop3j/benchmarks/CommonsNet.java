package org.pop3j.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import org.apache.commons.net.pop3.POP3Client;

/** Apache Commons Net, whose mails are characters: here one for each octet. */
final class CommonsNet implements Contestant {
    private final char[] characters = new char[8192];

    @Override
    public String name() {
        return "Commons Net";
    }

    @Override
    public void fetch(int port, String user, Caller caller) throws IOException {
        POP3Client client = new POP3Client();
        client.connect(InetAddress.getLoopbackAddress(), port);
        try {
            if (!client.login(user, PASSWORD)) {
                throw new IOException(client.getReplyString());
            }
            int count = client.status().number;
            for (int n = 1; n <= count; n++) {
                try (Reader message = client.retrieveMessage(n)) {
                    copy(message, caller);
                }
                caller.received();
            }
            client.logout();
        } finally {
            client.disconnect();
        }
    }

    private void copy(Reader message, Caller caller) throws IOException {
        for (int count = message.read(characters); count >= 0; count = message.read(characters)) {
            for (int i = 0; i < count; i++) {
                caller.write(characters[i]);
            }
        }
    }
}
