package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pop3j.client.Pop3Url;
import org.pop3j.client.Tls;

/** What the server hands out to its clients, tried with a client. */
class JakartaMailTest {
    private final Pop3TestServer server =
            Pop3TestServer.builder().user("alice", "secret").start();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void inTheClear() throws MessagingException {
        assertReads(server.jakartaMail().clear());
        assertThat(server.await().session(1).tls()).isFalse();
    }

    @Test
    void withStls() throws MessagingException {
        assertReads(server.jakartaMail().stls());
        assertThat(server.await().session(1).tls()).isTrue();
        assertThat(server.await().session(1).commands()).contains("STLS");
    }

    @Test
    void underTls() throws MessagingException {
        assertReads(server.jakartaMail().tls());
        assertThat(server.await().session(1).tls()).isTrue();
        assertThat(server.await().session(1).commands()).doesNotContain("STLS");
    }

    @Test
    void theCertificateIsChecked() {
        server.certificate(TestCertificate.wrongHost());
        for (Properties properties : new Properties[] {
            server.jakartaMail().stls(), server.jakartaMail().tls()
        }) {
            assertThatThrownBy(() -> assertReads(properties)).isInstanceOf(MessagingException.class);
        }
    }

    private void assertReads(Properties properties) throws MessagingException {
        server.maildrop("alice").deliver(TestMessage.builder().subject("hello").build());
        try (Store store = Session.getInstance(properties).getStore()) {
            store.connect("alice", "secret");
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                assertThat(inbox.getMessage(1).getSubject()).isEqualTo("hello");
            }
        }
    }

    @Test
    void urlsAreThoseThatTheClientReads() {
        for (String user : new String[] {"alice", "a b@c/d+%é"}) {
            assertThat(Pop3Url.parse(server.url(user))).isEqualTo(url(Tls.STLS, user, server.port()));
            assertThat(Pop3Url.parse(server.tlsUrl(user))).isEqualTo(url(Tls.IMPLICIT, user, server.tlsPort()));
        }
        assertThat(server.url("alice")).isEqualTo("pop3://alice@127.0.0.1:" + server.port());
        assertThat(server.tlsUrl("alice")).isEqualTo("pop3s://alice@127.0.0.1:" + server.tlsPort());
    }

    private static Pop3Url url(Tls tls, String user, int port) {
        return new Pop3Url(tls, "127.0.0.1", OptionalInt.of(port), Optional.of(user), Optional.empty());
    }
}
