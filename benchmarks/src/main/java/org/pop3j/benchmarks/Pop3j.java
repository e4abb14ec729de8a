package org.pop3j.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import org.pop3j.client.Maildrop;
import org.pop3j.client.MessageSink;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.client.Tls;
import org.pop3j.protocol.ScanListing;

/** This project's client, as its documentation says to use it: LIST, and RETR of all that is listed. */
final class Pop3j implements Contestant {
    private final boolean bulk;

    /** With one call for all mails, or with one for each. */
    Pop3j(boolean bulk) {
        this.bulk = bulk;
    }

    @Override
    public String name() {
        return bulk ? "pop3j" : "pop3j, one by one";
    }

    @Override
    public void fetch(int port, String user, Caller caller) throws IOException {
        Pop3Client client =
                Pop3Client.builder("127.0.0.1").port(port).tls(Tls.NONE).build();
        try (Pop3Connection connection = client.connect();
                Maildrop maildrop = connection.login(user, PASSWORD.toCharArray())) {
            if (bulk) {
                maildrop.retr(maildrop.list(), sink(caller));
            } else {
                for (ScanListing message : maildrop.list()) {
                    maildrop.retr(message.messageNumber(), caller);
                    caller.received();
                }
            }
            maildrop.quit();
        }
    }

    static MessageSink sink(Caller caller) {
        return new MessageSink() {
            @Override
            public OutputStream open(ScanListing message) {
                return caller;
            }

            @Override
            public void received(ScanListing message, long octets) {
                caller.received();
            }

            @Override
            public void refused(ScanListing message, Pop3ReplyException reason) throws IOException {
                throw reason;
            }
        };
    }
}
