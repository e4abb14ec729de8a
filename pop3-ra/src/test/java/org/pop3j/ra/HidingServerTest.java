package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.Profile;

/** Servers that, as Gmail does without {@code recent:}, list no more what was fetched once: what the adapter has is all there is (W10). */
class HidingServerTest extends AdapterFixture {
    @TempDir
    private Path dead;

    private void deliverToHiding(int mails) {
        anotherServer(Pop3TestServer.builder().profile(Profile.GMAIL_LIKE));
        deliver(mails);
    }

    private static void refuse(Mail mail) {
        throw new IllegalStateException("never");
    }

    @Test
    void whatIsNotTakenIsNotLetGoOfHoweverMuchOfItWaits() throws Exception {
        deliverToHiding(60);
        activate(
                mail -> {
                    take(mail);
                    if (mail.attempt() == 1) {
                        throw new IllegalStateException("not yet");
                    }
                },
                spec -> spec.setRedeliveryDelay("PT2S"));

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(attempts.values()).hasSize(60).allSatisfy(of -> assertThat(of)
                        .containsExactly(1, 2)));
        assertThat(log.of("POP3J0208")).isEmpty();
    }

    @Test
    void whatIsGivenUpIsWrittenToFilesForItIsNowhereElse() throws Exception {
        deliverToHiding(1);
        activate(HidingServerTest::refuse, spec -> {
            spec.setMaxAttempts("3");
            spec.setRedeliveryDelay("PT0.5S");
            spec.setDeadLetterDirectory(dead.toString());
        });
        await().atMost(LONG).until(() -> !messages().isEmpty());

        assertThat(messages()).singleElement().satisfies(message -> assertThat(message)
                .hasBinaryContent(mail(0)));
        await().atMost(LONG).until(() -> !log.of("POP3J0501").isEmpty());
    }

    @Test
    void soIsWhatIsGivenUpBeforeAListingHasShownThatItIsGone() throws Exception {
        deliverToHiding(3);
        activate(HidingServerTest::refuse, spec -> {
            spec.setMaxAttempts("1");
            spec.setPollInterval("PT2S");
            spec.setDeadLetterDirectory(dead.toString());
        });
        await().atMost(LONG).until(() -> log.of("POP3J0501").size() == 3);

        assertThat(messages()).hasSize(3);
        assertThat(log.of("POP3J0501")).allSatisfy(line -> assertThat(line).contains("never"));
        assertThat(log.of("POP3J0208")).isEmpty();
    }

    private List<Path> messages() throws IOException {
        try (Stream<Path> files = Files.list(dead)) {
            return files.filter(file -> file.toString().endsWith(".eml")).toList();
        }
    }

    @Test
    void whatSomebodyElseRemovesBeforeItIsTakenIsTold() throws Exception {
        String bad = maildrop.deliver(mail(0));
        activate(
                mail -> {
                    take(mail);
                    throw new IllegalStateException("not yet");
                },
                spec -> spec.setRedeliveryDelay("PT1H"));
        // Listed once more, it is let go of until its time comes.
        await().atMost(LONG).until(() -> attempts.containsKey(bad));
        sessionsMore(3);
        maildrop.clear();

        await().atMost(LONG).until(() -> !log.of("POP3J0208").isEmpty());
        assertThat(log.of("POP3J0208")).singleElement().asString().contains(bad);
    }
}
