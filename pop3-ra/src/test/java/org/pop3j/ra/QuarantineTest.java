package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.ra.ledger.EmbeddedDatabase;
import org.pop3j.ra.ledger.Entry;
import org.pop3j.ra.ledger.Ledger;
import org.pop3j.ra.ledger.LedgerKey;
import org.pop3j.testserver.StoredMessage;

/** What becomes of a mail that the bean does not take however often it is asked. */
class QuarantineTest extends AdapterFixture {
    private static final int MAX_ATTEMPTS = 3;

    @TempDir
    private Path dead;

    private static void refuse(Mail mail) throws IOException {
        throw new IOException("cannot read \"this\" " + mail.attempt());
    }

    private void activateRefusing(String bad, Consumer<Pop3ActivationSpec> settings) throws Exception {
        activate(
                mail -> {
                    take(mail);
                    if (mail.uniqueId().equals(bad)) {
                        refuse(mail);
                    }
                },
                spec -> {
                    spec.setSubscriptionName("bean");
                    spec.setMaxAttempts(Integer.toString(MAX_ATTEMPTS));
                    spec.setRedeliveryBackoff("1");
                    settings.accept(spec);
                });
    }

    private LedgerKey key() {
        return new LedgerKey(new MaildropAddress(server.host(), server.port(), "orders").key(), "bean");
    }

    private List<Path> files(String end) throws IOException {
        try (Stream<Path> files = Files.list(dead)) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        }
    }

    @Test
    void aMailThatIsGivenUpStaysOnTheServerAndIsPassedOverWhileTheOthersGoOn() throws Exception {
        String bad = maildrop.deliver(mail(0));
        activateRefusing(bad, spec -> {});
        await().atMost(LONG).until(() -> !log.of("POP3J0500").isEmpty());

        maildrop.deliver(mail(1));
        await().atMost(LONG).until(() -> maildrop.count() == 1);
        sessionsMore(4);

        assertThat(maildrop.messages()).extracting(StoredMessage::uniqueId).containsExactly(bad);
        assertThat(attempts.get(bad)).containsExactly(1, 2, 3);
        assertThat(log.of("POP3J0500")).singleElement().asString().contains(bad, "bean", "3 attempts", "cannot read");
        assertThat(log.of("POP3J0201")).hasSize(MAX_ATTEMPTS - 1);
    }

    @Test
    void aMailThatIsGivenUpIsWrittenToTheDirectoryOctetForOctetAndDeleted() throws Exception {
        // Nothing in it can be parsed.
        byte[] octets = "\u0001 no header\r\n\r\n=\r\n..\r\n".getBytes(US_ASCII);
        String bad = maildrop.deliver(octets);
        Path directory = dead.resolve("made/on/demand");

        activateRefusing(bad, spec -> {
            spec.setDeadLetter("DIRECTORY");
            spec.setDeadLetterDirectory(directory.toString());
        });
        untilEmpty();

        assertThat(attempts.get(bad)).containsExactly(1, 2, 3);
        assertThat(log.of("POP3J0501")).singleElement().asString().contains(bad, directory.toString());
        dead = directory;
        assertThat(files("")).hasSize(2);
        Path message = files(".eml").get(0);
        assertThat(message).hasBinaryContent(octets);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(message)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(files(".json").get(0)))
                .matches("\\{\n" + "  \"maildrop\": \"orders@"
                        + java.util.regex.Pattern.quote(server.host() + ":" + server.port()) + "\",\n"
                        + "  \"subscription\": \"bean\",\n"
                        + "  \"uniqueId\": \""
                        + java.util.regex.Pattern.quote(bad) + "\",\n"
                        + "  \"octets\": 22,\n"
                        + "  \"attempts\": 3,\n"
                        + "  \"reason\": \"IOException: cannot read \\\\\"this\\\\\" 3\",\n"
                        + "  \"givenUpAt\": \"[-0-9]+T[0-9:.]+Z\"\n\\}\n");
    }

    @Test
    void aLargeMailIsWrittenToTheDirectoryOutOfItsSpoolFile() throws Exception {
        byte[] octets = ("Subject: large\r\n\r\n" + "0123456789abcdef\r\n".repeat(20_000)).getBytes(US_ASCII);
        assertThat(octets.length).isGreaterThan(SpoolFile.MAX_IN_MEMORY);
        String bad = maildrop.deliver(octets);

        activateRefusing(bad, spec -> {
            spec.setDeadLetter("DIRECTORY");
            spec.setDeadLetterDirectory(dead.toString());
        });
        untilEmpty();

        assertThat(files(".eml").get(0)).hasBinaryContent(octets);
    }

    @Test
    void aMailThatCannotBeWrittenToTheDirectoryStaysOnTheServer() throws Exception {
        Path file = Files.writeString(dead.resolve("file"), "not a directory");
        String bad = maildrop.deliver(mail(0));

        activateRefusing(bad, spec -> {
            spec.setDeadLetter("DIRECTORY");
            spec.setDeadLetterDirectory(file.toString());
        });
        await().atMost(LONG).until(() -> !log.of("POP3J0502").isEmpty());
        sessionsMore(4);

        assertThat(maildrop.count()).isEqualTo(1);
        assertThat(attempts.get(bad)).containsExactly(1, 2, 3);
        assertThat(log.of("POP3J0502")).singleElement().asString().contains(bad, file.toString());
    }

    /** W16: what a mail does to the JVM in each attempt ends when the attempts are used up. */
    @Test
    void aMailInWhoseAttemptsTheProcessEndedIsGivenUpWithoutAnotherOne() throws Exception {
        String bad = maildrop.deliver(mail(0));
        try (EmbeddedDatabase database = new EmbeddedDatabase(directory)) {
            Ledger ledger = new Ledger(database, Clock.systemUTC());
            ledger.prepare();
            for (int i = 0; i < MAX_ATTEMPTS; i++) {
                ledger.countAttempt(key(), bad);
            }
        }

        activateRefusing(bad, spec -> {});
        await().atMost(LONG).until(() -> !log.of("POP3J0500").isEmpty());

        assertThat(attempts).isEmpty();
        assertThat(maildrop.count()).isEqualTo(1);
    }

    @Test
    void errorsCountAsAttemptsLikeExceptions() throws Exception {
        maildrop.deliver(mail(0));
        activate(
                mail -> {
                    take(mail);
                    throw mail.attempt() == 1 ? new OutOfMemoryError("of the bean") : new StackOverflowError();
                },
                spec -> spec.setMaxAttempts("2"));

        await().atMost(LONG).until(() -> !log.of("POP3J0500").isEmpty());
        assertThat(attempts.values()).containsExactly(List.of(1, 2));
    }

    @Test
    void aMailThatWasGivenUpIsDeliveredAgainWhenItIsRetried() throws Exception {
        String bad = maildrop.deliver(mail(0));
        activateRefusing(bad, spec -> {});
        await().atMost(LONG).until(() -> !log.of("POP3J0500").isEmpty());
        adapter.stop();
        try (EmbeddedDatabase database = new EmbeddedDatabase(directory)) {
            new Ledger(database, Clock.systemUTC()).forget(key(), bad, Entry.State.DEAD);
        }

        adapter = new Pop3ResourceAdapter();
        adapter.start(container);
        activate(this::take, spec -> spec.setSubscriptionName("bean"));

        untilEmpty();
        assertThat(attempts.get(bad)).containsExactly(1, 2, 3, 1);
    }

    @Test
    void aMailThatOneBeanGivesUpIsStillTheOthers() throws Exception {
        String bad = maildrop.deliver(mail(0));
        activateRefusing(bad, spec -> {
            spec.setDeadLetter("DIRECTORY");
            spec.setDeadLetterDirectory(dead.toString());
        });
        activate(
                mail -> {
                    if (log.of("POP3J0501").isEmpty()) {
                        throw new IOException("not yet");
                    }
                },
                spec -> {
                    spec.setSubscriptionName("other");
                    spec.setMaxAttempts("1000");
                    spec.setRedeliveryBackoff("1");
                });

        untilEmpty();
        assertThat(attempts.get(bad)).containsExactly(1, 2, 3);
        assertThat(log.of("POP3J0500")).isEmpty();
    }
}
