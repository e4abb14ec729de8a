package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.Profile;

/** Mails that the server's unique-ids do not tell apart. */
class AlikeMailsTest extends AdapterFixture {
    @Test
    void aMailThatWasGivenUpIsNotTakenForItsTwinThatWasTaken() throws Exception {
        anotherServer(Pop3TestServer.builder().profile(Profile.NO_UIDL));
        byte[] octets = "Subject: backup done\r\n\r\nall well\r\n".getBytes(US_ASCII);
        maildrop.deliver(octets);
        maildrop.deliver(octets);
        List<String> taken = new CopyOnWriteArrayList<>();

        activate(
                mail -> {
                    if (mail.uniqueId().endsWith(":2")) {
                        throw new IllegalStateException("never");
                    }
                    taken.add(mail.uniqueId());
                },
                spec -> spec.setMaxAttempts("1"));
        await().atMost(LONG).until(() -> !log.of("POP3J0500").isEmpty() && !taken.isEmpty());
        sessionsMore(5);

        assertThat(maildrop.count()).as("the one that was not taken is there").isPositive();
        assertThat(taken).hasSize(1);
    }

    @Test
    void twinsThatWereBothTakenAreBothDeleted() throws Exception {
        anotherServer(Pop3TestServer.builder().profile(Profile.NO_UIDL));
        maildrop.deliver(mail(1));
        maildrop.deliver(mail(1));

        activate(this::take, spec -> {});
        untilEmpty();

        assertThat(attempts).hasSize(2);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
    }

    @Test
    void aMailWhoseUniqueIdAnotherOneComesToShareIsNotDeliveredAgain() throws Exception {
        List<String> subjects = new CopyOnWriteArrayList<>();
        try (ModelServer sharing = new ModelServer()) {
            sharing.begin(new Indifferent());
            sharing.deliver(new ModelServer.Message("a", "mail-1", 0));
            activate(mail -> subjects.add(ModelServer.name(read(mail))), spec -> {
                spec.setPortNumber(Integer.toString(sharing.port()));
                spec.setPassword("secret");
                spec.setAfterDelivery("KEEP");
            });
            await().atMost(LONG).until(() -> subjects.size() == 1);
            sharing.deliver(new ModelServer.Message("a", "mail-2", 0));
            await().atMost(LONG).until(() -> subjects.contains("mail-2"));
            sharing.deliver(new ModelServer.Message("b", "mail-3", 0));
            await().atMost(LONG).until(() -> subjects.contains("mail-3"));

            assertThat(subjects).containsExactly("mail-1", "mail-2", "mail-3");
            adapter.stop();
        }
    }

    private static final class Indifferent implements ModelServer.Watcher {
        @Override
        public void command() {
            // All goes well.
        }

        @Override
        public void update(ModelServer.Session how) {
            // All goes well.
        }

        @Override
        public void removed(ModelServer.Message message) {
            throw new AssertionError("nothing is to be removed: " + message);
        }
    }
}
