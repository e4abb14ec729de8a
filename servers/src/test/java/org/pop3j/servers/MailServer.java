package org.pop3j.servers;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.StoredMessage;
import org.pop3j.testserver.TestMaildrop;
import org.pop3j.testserver.TestMessage;

/** The POP3 server of these tests, in the test's JVM and under TLS, with a maildrop for each bean of the application. */
final class MailServer implements AutoCloseable {
    /** Of all users; unlike any word that a log may contain for another reason. */
    static final String PASSWORD = "Tr4mpoline-7-otter";

    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final List<String> USERS = List.of(
            "plain",
            "not-supported",
            "bean-managed",
            "orders",
            "two",
            "ledger",
            "two-sources",
            "file-secret",
            "own-secret",
            "bad",
            "ear",
            "ear-two");

    private final Pop3TestServer server;

    private MailServer(Pop3TestServer server) {
        this.server = server;
    }

    static MailServer start() {
        Pop3TestServer.Builder builder = Pop3TestServer.builder();
        USERS.forEach(user -> builder.user(user, PASSWORD));
        return new MailServer(builder.start());
    }

    Pop3TestServer pop3() {
        return server;
    }

    TestMaildrop maildrop(String user) {
        return server.maildrop(user);
    }

    /**
     * Puts a mail into a maildrop; its unique-id.
     *
     * @param headers further ones: names and values in turn
     */
    String deliver(String user, String subject, String... headers) {
        TestMessage.Builder mail = mail(user, subject);
        for (int i = 0; i < headers.length; i += 2) {
            mail.header(headers[i], headers[i + 1]);
        }
        return maildrop(user).deliver(mail.build().content());
    }

    private static TestMessage.Builder mail(String user, String subject) {
        return TestMessage.builder()
                .from("Ann <ann@example.org>")
                .to(user + "@example.com")
                .subject(subject)
                .text("It does not work.\n".repeat(20));
    }

    boolean has(String user, String uniqueId) {
        return maildrop(user).messages().stream().map(StoredMessage::uniqueId).anyMatch(uniqueId::equals);
    }

    /**
     * Waits until none of the mails is there, and then for two polls more: a mail that comes twice has had its chance to do so.
     */
    void awaitGone(String user, Collection<String> uniqueIds) {
        await(user + "'s mails gone").atMost(BOUND).until(() -> uniqueIds.stream()
                .noneMatch(id -> has(user, id)));
        awaitPolls(user, 2);
    }

    void awaitPolls(String user, int more) {
        long updates = maildrop(user).updates() + more;
        await(more + " polls of " + user)
                .atMost(BOUND)
                .until(() -> maildrop(user).updates() >= updates);
    }

    @Override
    public void close() {
        server.close();
    }
}
