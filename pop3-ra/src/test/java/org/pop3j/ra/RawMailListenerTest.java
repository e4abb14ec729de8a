package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.NotSupportedException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Beans that want octets, with Jakarta Mail on the server and without; and which listener a bean is. */
class RawMailListenerTest extends AdapterFixture {
    private static final byte[] NO_MIME_AT_ALL = "\u0000no colon\r\n\r\nContent-Type: (\r\n.\r\n".getBytes(US_ASCII);

    private StrictEndpointFactory raw(RawMailListener bean) {
        StrictEndpointFactory factory = StrictEndpointFactory.raw(bean, container.transactions());
        factories.add(factory);
        return factory;
    }

    @Test
    void aBeanThatWantsOctetsGetsThemAsTheyCame() throws Exception {
        String id = maildrop.deliver(NO_MIME_AT_ALL);
        Map<String, byte[]> received = new ConcurrentHashMap<>();

        activate(
                raw(mail -> {
                    assertThat(mail).isNotInstanceOf(Mail.class);
                    try (var in = mail.open()) {
                        received.put(mail.uniqueId() + " " + mail.attempt() + " " + mail.octets(), in.readAllBytes());
                    }
                }),
                spec());

        untilEmpty();
        assertThat(received).containsOnlyKeys(id + " 1 " + NO_MIME_AT_ALL.length);
        assertThat(received.values()).containsExactly(NO_MIME_AT_ALL);
    }

    @Test
    void aBeanThatWantsOctetsNeedsNoJakartaMailOnTheServer() throws Exception {
        maildrop.deliver(mail(1));
        try (FilteredLoader loader = new FilteredLoader("jakarta.mail.", "org.eclipse.angus.")) {
            Object octets = loader.adapter().apply(Integer.toString(server.port()), directory.toString());

            assertThat(octets).isEqualTo(mail(1));
            assertThat(loader.refused()).isEmpty();
        }
    }

    @Test
    void aBeanThatWantsMoreIsRefusedAtOnceWhereThereIsNoJakartaMail() throws Exception {
        try (FilteredLoader loader = new FilteredLoader("jakarta.mail.", "org.eclipse.angus.")) {
            Object refusal = loader.adapter().apply("", null);

            assertThat(refusal).asString().startsWith("POP3J0601").contains("mail-2.1", "org.pop3j.ra.RawMailListener");
            assertThat(loader.refused()).containsExactly("jakarta.mail.internet.MimeMessage");
        }
    }

    /** C49. */
    @Test
    void aBeanWhoseClassTheContainerDoesNotTellIsAMailListener() throws Exception {
        maildrop.deliver(mail(1));
        StrictEndpointFactory factory = new StrictEndpointFactory(this::take, container.transactions(), true);
        factory.knowsItsBean = false;
        factories.add(factory);

        activate(factory, spec());

        untilEmpty();
        assertThat(attempts.values()).containsExactly(List.of(1));
    }

    private static final class Both implements MailListener, RawMailListener {
        @Override
        public void onMail(Mail mail) {
            // never called
        }

        @Override
        public void onMail(RawMail mail) {
            // never called
        }
    }

    @Test
    void aBeanOfTwoListenerTypesIsRefused() {
        MailListener both = new Both();
        StrictEndpointFactory factory = new StrictEndpointFactory(both, container.transactions(), true);

        assertThatThrownBy(() -> activate(factory, spec()))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageStartingWith("POP3J0602")
                .hasMessageContaining(Both.class.getName());
    }

    /** C48. */
    @Test
    void aBeanThatDoesNotHaveTheMethodIsRefused() {
        StrictEndpointFactory factory = raw(mail -> {});
        factory.hasTheMethod = false;

        assertThatThrownBy(() -> activate(factory, spec()))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContainingAll("POP3J0002", "RawMailListener");
    }

    @Test
    void aBeanThatIsNoListenerOfTheAdapterIsRefused() {
        StrictEndpointFactory factory = raw(mail -> {});
        factory.another = Thread.class;

        assertThatThrownBy(() -> activate(factory, spec()))
                .isInstanceOf(NotSupportedException.class)
                .hasMessage("POP3J0002 java.lang.Thread implements no listener interface of the adapter");
    }

    /** As when the adapter's jar lies in the application, too: each delivery would end with a ClassCastException. */
    @Test
    void aBeanWhoseListenerIsACopyInTheApplicationIsRefused() throws Exception {
        try (FilteredLoader application = new FilteredLoader()) {
            StrictEndpointFactory factory = raw(mail -> {});
            factory.another = application.loadClass(Both.class.getName());

            assertThatThrownBy(() -> activate(factory, spec()))
                    .isInstanceOf(NotSupportedException.class)
                    .hasMessageStartingWith("POP3J0002 " + Both.class.getName())
                    .hasMessageEndingWith("the application has a copy of the adapter's classes: remove it");
        }
    }
}
