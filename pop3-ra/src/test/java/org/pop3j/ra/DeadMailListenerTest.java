package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.resource.NotSupportedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.pop3j.ra.handler.MailHandler;
import org.pop3j.ra.handler.OnMail;

/** {@code deadLetter=LISTENER}. */
class DeadMailListenerTest extends AdapterFixture {
    /** Takes no mail but that which it has not taken. */
    public static class Refusing implements MailHandler, DeadMailListener {
        final List<String> dead = new CopyOnWriteArrayList<>();
        final List<byte[]> octets = new CopyOnWriteArrayList<>();
        volatile boolean refusesDead;

        @OnMail
        public void refuse(Mail mail) throws IOException {
            throw new IOException("no order number");
        }

        @Override
        public void onDeadMail(RawMail mail, String reason) throws IOException {
            dead.add(mail.uniqueId() + " in attempt " + mail.attempt() + ": " + reason);
            try (InputStream in = mail.open()) {
                octets.add(in.readAllBytes());
            }
            if (refusesDead) {
                throw new IOException("not this one either");
            }
        }
    }

    /** Has no method for what was given up. */
    public static class Plain implements MailHandler {
        /** Takes it. */
        @OnMail
        public void take(Mail mail) {}
    }

    private final Refusing bean = new Refusing();

    private StrictEndpointFactory activate(MailHandler handler, boolean transacted) throws Exception {
        StrictEndpointFactory factory =
                StrictEndpointFactory.handler(handler, container.transactions(), method -> transacted);
        Pop3ActivationSpec spec = spec();
        spec.setMaxAttempts("2");
        spec.setDeadLetter("LISTENER");
        activate(factory, spec);
        factories.add(factory);
        return factory;
    }

    @Test
    void whatIsGivenUpIsGivenToTheListenerOctetForOctetAndDeletedWhenItHasTakenIt() throws Exception {
        String bad = maildrop.deliver(mail(7));
        activate(bean, true);
        untilEmpty();

        assertThat(bean.dead)
                .singleElement()
                .asString()
                .startsWith(bad + " in attempt 3: ")
                .contains("no order number");
        assertThat(bean.octets).singleElement().isEqualTo(mail(7));
        assertThat(log.of("POP3J0503")).singleElement().asString().contains(bad, "2 attempts", "no order number");
    }

    @Test
    void soIsItWithoutATransaction() throws Exception {
        maildrop.deliver(mail(7));
        activate(bean, false);
        untilEmpty();

        assertThat(bean.dead).hasSize(1);
    }

    @Test
    void whatTheListenerDoesNotTakeStaysOnTheServerAndIsNotGivenToItAgain() throws Exception {
        bean.refusesDead = true;
        String bad = maildrop.deliver(mail(7));
        activate(bean, true);
        await().atMost(LONG).until(() -> !log.of("POP3J0500").isEmpty());
        sessionsMore(4);

        assertThat(bean.dead).hasSize(1);
        assertThat(maildrop.count()).isEqualTo(1);
        assertThat(log.of("POP3J0500"))
                .singleElement()
                .asString()
                .contains(bad, "no order number", "not this one either");
    }

    @Test
    void whatTheListenersTransactionDoesNotCommitStaysOnTheServer() throws Exception {
        maildrop.deliver(mail(7));
        StrictEndpointFactory factory = activate(bean, true);
        factory.end = Transactions.End.COMMIT_FAILS;
        await().atMost(LONG).until(() -> !log.of("POP3J0500").isEmpty());
        sessionsMore(4);

        assertThat(bean.dead).hasSize(1);
        assertThat(maildrop.count()).isEqualTo(1);
    }

    @Test
    void aContainerThatHasNoBeanForTheListenerIsAskedAgain() throws Exception {
        bean.refusesDead = false;
        maildrop.deliver(mail(7));
        StrictEndpointFactory factory = activate(bean, true);
        await().atMost(LONG).until(() -> !log.of("POP3J0201").isEmpty());
        factory.beforeFails = new jakarta.resource.spi.UnavailableException("no transaction");
        sessionsMore(4);
        assertThat(bean.dead).isEmpty();
        factory.beforeFails = null;
        untilEmpty();

        assertThat(bean.dead).hasSize(1);
    }

    @Test
    void aBeanWithoutTheMethodIsNotActivated() {
        assertThatThrownBy(() -> activate(new Plain(), true))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageStartingWith("POP3J0605")
                .hasMessageContaining("DeadMailListener");
        assertThatThrownBy(() -> activate(this::take, spec -> spec.setDeadLetter("LISTENER")))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageStartingWith("POP3J0605");
        factories.clear();
    }
}
