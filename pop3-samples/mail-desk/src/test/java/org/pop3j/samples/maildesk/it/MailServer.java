package org.pop3j.samples.maildesk.it;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.RecordedSession;
import org.pop3j.testserver.StoredMessage;
import org.pop3j.testserver.TestMaildrop;
import org.pop3j.testserver.TestMessage;

/** The POP3 server of these tests, in the test's JVM, with one account, and a memory for what it was given. */
final class MailServer implements AutoCloseable {
    private final Pop3TestServer server;
    private final Map<String, String> delivered = new ConcurrentHashMap<>();

    private MailServer(Pop3TestServer server) {
        this.server = server;
    }

    static MailServer start() {
        return new MailServer(
                Pop3TestServer.builder().user(Account.USER, Account.PASSWORD).start());
    }

    Pop3TestServer pop3() {
        return server;
    }

    TestMaildrop maildrop() {
        return server.maildrop(Account.USER);
    }

    /** Puts a mail, every line of which ends with CRLF, into the maildrop; its unique-id. */
    String deliver(byte[] mail) {
        String uniqueId = maildrop().deliver(mail);
        delivered.put(uniqueId, Sha256.hex(mail));
        return uniqueId;
    }

    /** Puts a mail with a header {@code X-Mail-Desk-Fail} into the maildrop; its unique-id. */
    String deliver(String subject, String failure) {
        return deliver(mail(subject).header("X-Mail-Desk-Fail", failure).build().content());
    }

    String deliver(String subject) {
        return deliver(mail(subject).build().content());
    }

    private static TestMessage.Builder mail(String subject) {
        return TestMessage.builder()
                .from("Ann <ann@example.org>")
                .to("desk@example.com")
                .subject(subject)
                .text("It does not work.\n".repeat(200));
    }

    /** The digest of every mail that was ever put in, by unique-id. */
    Map<String, String> delivered() {
        return Map.copyOf(delivered);
    }

    List<String> uniqueIds() {
        return maildrop().messages().stream().map(StoredMessage::uniqueId).toList();
    }

    /** The number of the session that began last, which may go on; 0 if there was none. */
    int latestSession() {
        return server.sessions().stream()
                .mapToInt(RecordedSession::number)
                .max()
                .orElse(0);
    }

    /**
     * Waits until the maildrop is empty, and then for two polls more: a mail that comes twice has had its chance to do so.
     */
    void awaitEverythingFetched(Duration bound) {
        await("empty maildrop").atMost(bound).until(() -> maildrop().count() == 0);
        awaitPolls(2, bound);
    }

    void awaitPolls(int more, Duration bound) {
        long updates = maildrop().updates() + more;
        await(more + " polls").atMost(bound).until(() -> maildrop().updates() >= updates);
    }

    String transcript() {
        return String.join(
                "", server.sessions().stream().map(RecordedSession::transcript).toList());
    }

    @Override
    public void close() {
        server.close();
    }
}
