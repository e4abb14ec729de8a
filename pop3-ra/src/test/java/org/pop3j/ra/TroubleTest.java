package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.UnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.pop3j.testserver.StoredMessage;
import org.pop3j.testserver.TestCertificate;

/** What the adapter says and does while a server, a container, a ledger or a configuration is not as it should be. */
class TroubleTest extends AdapterFixture {
    @Test
    void twoBeansWithOneSubscriptionNameAreRefused() throws Exception {
        activate(this::take, spec -> spec.setSubscriptionName("same"));

        assertThatThrownBy(() -> activate(this::take, spec -> spec.setSubscriptionName("same")))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("POP3J0004");
    }

    @Test
    void everyFaultOfTheConfigurationIsNamedAtOnceAndNoSecretWithThem() {
        assertThatThrownBy(() -> activate(this::take, spec -> {
                    spec.setPortNumber("abc");
                    spec.setUserName(null);
                    spec.setPollInterval("often");
                }))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContainingAll("POP3J0001", "portNumber", "userName", "pollInterval")
                .hasMessageNotContaining(PASSWORD);
    }

    @Test
    void aWrongPasswordIsToldOnceAndHealsByItself() throws Exception {
        server.password("orders", "another");
        maildrop.deliver(mail(1));

        activate(this::take, spec -> {});
        await().atMost(LONG).until(() -> failedLogins() >= 3);
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("CREDENTIALS", "AUTH refused");
        server.password("orders", PASSWORD);

        untilEmpty();
        assertThat(log.of("POP3J0102")).hasSize(1);
        assertThat(log.of("POP3J0100")).hasSize(1);
    }

    @Test
    void aServerThatCannotBeReachedIsToldOnceAndHealsByItself() throws Exception {
        server.stopAccepting();
        maildrop.deliver(mail(1));

        activate(this::take, spec -> {});
        await().atMost(LONG).until(() -> failedPolls() >= 3);
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("NETWORK");
        server.startAccepting();

        untilEmpty();
        assertThat(log.of("POP3J0102")).hasSize(1);
        assertThat(log.of("POP3J0100")).hasSize(1);
    }

    @Test
    void anExpiredCertificateIsToldOnceAndHealsByItself() throws Exception {
        server.certificate(TestCertificate.expired());
        maildrop.deliver(mail(1));
        Path pem = Files.writeString(directory.resolve("ca.pem"), server.certificatePem());

        activate(this::take, spec -> {
            spec.setTls("IMPLICIT");
            spec.setPortNumber(Integer.toString(server.tlsPort()));
            spec.setTrustedCertificates(pem.toString());
        });
        await().atMost(LONG).until(() -> failedPolls() >= 3);
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("TLS", "CertificateExpired");
        assertThat(attempts).isEmpty();
        server.certificate(TestCertificate.valid());

        untilEmpty();
        assertThat(log.of("POP3J0102")).hasSize(1);
        assertThat(log.of("POP3J0100")).hasSize(1);
    }

    @Test
    void aWorkManagerThatRefusesLosesNothing() throws Exception {
        deliver(10);
        container.rejections.set(6);

        activate(this::take, spec -> {});

        untilEmpty();
        assertThat(attempts).hasSize(10);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
    }

    @Test
    void aContainerWithoutAFreeBeanIsAskedAgainAndNoAttemptIsCounted() throws Exception {
        StrictEndpointFactory factory = activate(this::take, spec -> {});
        factory.createFails = new UnavailableException("starting");
        deliver(10);
        await().atMost(LONG).until(() -> factory.created() >= 3);
        factory.createFails = null;

        untilEmpty();
        assertThat(attempts).hasSize(10);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
    }

    @Test
    void aLedgerInUseByAnotherIsToldOnceAndHealsByItself() throws Exception {
        maildrop.deliver(mail(1));
        try (FileChannel file = lockedLedger()) {
            activate(this::take, spec -> {});
            await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
            assertThat(file.isOpen()).isTrue();
        }

        untilEmpty();
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("LEDGER");
        assertThat(log.of("POP3J0100")).hasSize(1);
        assertThat(attempts).hasSize(1);
    }

    @Test
    void aMailThatIsTooLargeIsToldOfOnceAndNeitherFetchedNorDeletedNorInTheWay() throws Exception {
        byte[] large = new byte[5000];
        Arrays.fill(large, (byte) 'x');
        System.arraycopy("Subject: large\r\n\r\n".getBytes(US_ASCII), 0, large, 0, 18);
        String left = maildrop.deliver(large);
        deliver(100);

        activate(this::take, spec -> spec.setMaxMessageSize("4999"));
        await().atMost(LONG).until(() -> maildrop.count() == 1);
        sessionsMore(3);

        assertThat(attempts).hasSize(100).doesNotContainKey(left);
        assertThat(maildrop.messages()).extracting(StoredMessage::uniqueId).containsExactly(left);
        assertThat(server.sessions())
                .allSatisfy(session -> assertThat(session.fetched()).doesNotContain(left));
        assertThat(log.of("POP3J0120")).singleElement().asString().contains(left, "500", "4999");
    }

    private long failedLogins() {
        return server.sessions().stream()
                .filter(session -> session.transcript().contains("[AUTH]"))
                .count();
    }

    private long failedPolls() {
        return log.all().stream()
                .filter(line -> line.startsWith("a poll failed"))
                .count();
    }

    /** The lock that another process with this ledger would hold. */
    private FileChannel lockedLedger() throws IOException {
        FileChannel file = FileChannel.open(
                directory.resolve("ledger.mv.db"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        assertThat(file.tryLock()).isNotNull();
        return file;
    }

    @Test
    void aDeliveryThatTakesLongDoesNotKeepTheOthersFromBeingTriedAgain() throws Exception {
        String slow = maildrop.deliver(mail(0));
        CountDownLatch end = new CountDownLatch(1);
        StrictEndpointFactory factory = activate(
                mail -> {
                    if (mail.uniqueId().equals(slow)) {
                        assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
                    }
                    take(mail);
                },
                spec -> {});
        await().atMost(LONG).until(() -> factory.unreleased() == 1);
        factory.createFails = new UnavailableException("no bean is free");
        int created = factory.created();
        for (int i = 1; i <= 3; i++) {
            maildrop.deliver(mail(i));
        }
        await("refused, and tried again").atMost(LONG).until(() -> factory.created() > created + 4);
        factory.createFails = null;

        await().atMost(LONG).until(() -> attempts.size() == 3);
        assertThat(attempts).doesNotContainKey(slow);
        end.countDown();
        untilEmpty();
    }
}
