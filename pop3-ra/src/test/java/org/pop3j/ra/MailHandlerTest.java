package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.resource.NotSupportedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pop3j.ra.handler.Attachment;
import org.pop3j.ra.handler.Body;
import org.pop3j.ra.handler.From;
import org.pop3j.ra.handler.MailHandler;
import org.pop3j.ra.handler.OnMail;
import org.pop3j.ra.handler.Subject;

/** Beans whose methods say which mail they take. */
class MailHandlerTest extends AdapterFixture {
    /** Notes what its methods were called with. */
    public abstract static class Noting implements MailHandler {
        final List<String> noted = new CopyOnWriteArrayList<>();

        final void note(@Nullable Object... what) {
            StringBuilder text = new StringBuilder();
            for (@Nullable Object one : what) {
                text.append(text.isEmpty() ? "" : "|").append(one);
            }
            noted.add(text.toString());
        }
    }

    private StrictEndpointFactory activate(MailHandler bean) throws Exception {
        return activate(bean, spec -> {});
    }

    private StrictEndpointFactory activate(MailHandler bean, Consumer<Pop3ActivationSpec> settings) throws Exception {
        StrictEndpointFactory factory = StrictEndpointFactory.handler(bean, container.transactions(), method -> true);
        Pop3ActivationSpec spec = spec();
        settings.accept(spec);
        activate(factory, spec);
        factories.add(factory);
        return factory;
    }

    private void deliver(String... lines) {
        maildrop.deliver((String.join("\r\n", lines) + "\r\n").getBytes(UTF_8));
    }

    public static class Router extends Noting {
        @OnMail(subject = "^invoice (?<number>\\d+)( for (?<customer>.+))?$", from = "*@supplier.example")
        public void invoice(@Subject("number") String number, @Subject("customer") @Nullable String customer) {
            note("invoice", number, customer);
        }

        @OnMail(to = "orders*@*.example")
        public void order(@From String from, @Subject String subject) {
            note("order", from, subject);
        }

        @OnMail(header = {"X-Kind: b*k*p", "List-Id"})
        public void backup(@From InternetAddress from) {
            note("backup", from.getPersonal());
        }

        @OnMail(subject = "urgent", priority = 10)
        public void urgent(Mail mail) throws IOException {
            note("urgent", mail.headers().subject());
        }

        @OnMail
        public void rest(MimeMessage message, RawMail mail) throws Exception {
            note("rest", message.getSubject(), mail.attempt());
        }

        void helper() {
            throw new AssertionError("a helper is nobody's business");
        }
    }

    @Test
    void aMailGoesToTheFirstMethodWhoseConditionsItMeets() throws Exception {
        deliver("Subject: Invoice 17", "From: X <a@SUPPLIER.example>", "", "");
        deliver("Subject: invoice 18 for =?utf-8?q?J=C3=BC?=", "From: a@supplier.example", "", "");
        deliver("Subject: invoice 19", "From: a@supplier.example.org", "", "");
        deliver("Subject: books", "From: b@example.org", "Delivered-To: orders-7@shop.example", "", "");
        deliver("Subject: nightly", "From: =?utf-8?q?B=C3=A4r?= <b@e>", "x-kind: BackUp", "List-ID: <l>", "", "");
        deliver("Subject: URGENT: invoice 20", "From: a@supplier.example", "To: orders@shop.example", "", "");
        Router router = new Router();

        activate(router, spec -> spec.setMaxConcurrency("1"));

        untilEmpty();
        assertThat(router.noted)
                .containsExactlyInAnyOrder(
                        "invoice|17|null",
                        "invoice|18|Jü",
                        "rest|invoice 19|1",
                        "order|b@example.org|books",
                        "backup|Bär",
                        "urgent|URGENT: invoice 20");
    }

    /** What JSON-B makes of a mail. */
    public static class Order {
        public int number;
        public List<String> items = List.of();
    }

    public static class Reader extends Noting {
        @OnMail(subject = "text")
        public void text(@Body String text, @Body byte[] octets, @Body InputStream stream) throws IOException {
            note("text", text, new String(octets, UTF_8), new String(stream.readAllBytes(), UTF_8));
        }

        @OnMail(subject = "json")
        public void json(@Body Order order) {
            note("json", order.number, order.items);
        }

        @OnMail(subject = "generic")
        public void generic(@Body List<Order> orders) {
            note("generic", orders.get(0).number, orders.size());
        }

        @OnMail(subject = "files")
        public void files(
                @Attachment("*.PDF") List<AttachedFile> pdfs,
                @Attachment("a*") AttachedFile first,
                @Attachment("b.pdf") InputStream stream,
                @Attachment("b.pdf") byte[] octets,
                @Attachment("missing") byte @Nullable [] missing)
                throws IOException {
            note(
                    "files",
                    pdfs.size(),
                    first.name(),
                    new String(stream.readAllBytes(), UTF_8),
                    new String(octets, UTF_8),
                    missing);
        }
    }

    @Test
    void parametersGetWhatTheyAskFor() throws Exception {
        deliver(
                "Subject: text",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: base64",
                "",
                "R3LDvMOfZQ==");
        deliver("Subject: json", "Content-Type: application/json", "", "{\"number\":7,\"items\":[\"pen\"]}");
        deliver(
                "Subject: generic",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "",
                "see below",
                "--b",
                "Content-Type: application/vnd.orders+json",
                "",
                "[{\"number\":8},{\"number\":9}]",
                "--b--");
        deliver(
                "Subject: files",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "Content-Disposition: attachment; filename=a.pdf",
                "",
                "first",
                "--b",
                "Content-Disposition: attachment; filename=b.pdf",
                "",
                "second",
                "--b--");
        Reader reader = new Reader();

        activate(reader);

        untilEmpty();
        assertThat(reader.noted)
                .containsExactlyInAnyOrder(
                        "text|Grüße|Grüße|Grüße", "json|7|[pen]", "generic|8|2", "files|2|a.pdf|second|second|null");
    }

    public static class Picky extends Noting {
        @OnMail(subject = "mine")
        public void mine(@Body Order order) {
            note("mine", order.number);
        }
    }

    @Test
    void aMailThatNoMethodTakesIsNotTakenAndNoBeanIsCalled() throws Exception {
        deliver("Subject: other", "", "{}");
        activate(new Picky());

        await().atMost(LONG).until(() -> log.of("POP3J0201").size() >= 2);
        assertThat(log.of("POP3J0201"))
                .allSatisfy(line -> assertThat(line).contains("POP3J0604", Picky.class.getName(), "not taken"));
        assertThat(maildrop.count()).isEqualTo(1);
    }

    @Test
    void aBodyThatIsNoJsonIsNotTaken() throws Exception {
        deliver("Subject: mine", "", "no json");
        deliver("Subject: mine", "", "{\"number\":1}");
        Picky picky = new Picky();
        activate(picky);

        await().atMost(LONG).until(() -> log.of("POP3J0201").size() >= 2 && maildrop.count() == 1);
        assertThat(picky.noted).containsExactly("mine|1");
    }

    public static class Mixed extends Noting {
        @OnMail(subject = "in")
        public void inTransaction(Mail mail) throws IOException {
            note("in", mail.attempt());
            throw new IOException("once more");
        }

        @OnMail(subject = "out")
        public void outside(Mail mail) {
            note("out", mail.attempt());
        }
    }

    /** C48. */
    @Test
    void eachMethodIsTransactedOrNotForItself() throws Exception {
        deliver("Subject: in", "", "");
        deliver("Subject: out", "", "");
        Mixed mixed = new Mixed();
        StrictEndpointFactory factory = StrictEndpointFactory.handler(
                mixed, container.transactions(), method -> method.getName().equals("inTransaction"));
        factories.add(factory);

        activate(factory, spec());

        await().atMost(LONG).until(() -> maildrop.count() == 1 && mixed.noted.size() >= 3);
        assertThat(mixed.noted).contains("in|1", "in|2", "out|1");
        assertThat(log.of("POP3J0201")).allSatisfy(line -> assertThat(line).contains("once more"));
    }

    /** Not public, as classes for extension often are. */
    abstract static class Hidden extends Noting {
        @OnMail(subject = "inherited")
        public void inherited(Mail mail) {
            note("inherited", mail.attempt());
        }

        @OnMail
        public void overridden(Mail mail) {
            throw new AssertionError("overridden without the annotation");
        }
    }

    /** A method with a type to be filled in. */
    public abstract static class Generic<T> extends Hidden {
        public abstract void take(T what);
    }

    public static class Heir extends Generic<Mail> {
        @Override
        @OnMail(subject = "generic")
        public void take(Mail mail) {
            note("generic", mail.attempt());
        }

        @Override
        public void overridden(Mail mail) {
            throw new AssertionError("not a handler any more");
        }
    }

    /** C52. */
    @Test
    void methodsOfSuperclassesTakeMailUnlessTheyAreOverridden() throws Exception {
        deliver("Subject: inherited", "", "");
        deliver("Subject: generic", "", "");
        Heir heir = new Heir();

        activate(heir);

        untilEmpty();
        assertThat(heir.noted).containsExactlyInAnyOrder("inherited|1", "generic|1");
    }

    public static class Faulty implements MailHandler {
        @OnMail(subject = "(", header = "no name")
        public void conditions(Mail mail) {
            // never called
        }

        @OnMail(subject = "(?<a>.)")
        public final String signature(@Subject("b") String group, Runnable what, @From @Body String both) {
            return "";
        }

        @OnMail
        public void types(@Subject int subject, @From Object from, @Attachment List<String> files) {
            // never called
        }

        @OnMail
        void hidden(Mail mail) {
            // never called
        }
    }

    @Test
    void everyFaultOfABeanIsNamedAtOnce() {
        assertThatThrownBy(() -> activate(new Faulty()))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageStartingWith("POP3J0603 " + Faulty.class.getName() + ": ")
                .hasMessageContainingAll(
                        "conditions subject is not a regular expression: Unclosed group at 1",
                        "conditions header is not of the form Name or Name: value: no name",
                        "signature must be neither static nor final",
                        "signature must return nothing",
                        "signature the java.lang.String parameter names a group that is not in the pattern of the subject: b",
                        "signature the java.lang.Runnable parameter is no Mail, RawMail or MimeMessage",
                        "signature the java.lang.String parameter has more than one of",
                        "types the int parameter with @Subject must be a String",
                        "types the java.lang.Object parameter with @From must be a String or an InternetAddress",
                        "types the java.util.List<java.lang.String> parameter with @Attachment must be",
                        "hidden must be public");
    }

    public static class Empty implements MailHandler {
        public void onMail(Mail mail) {
            throw new AssertionError("has no annotation: " + mail);
        }
    }

    @Test
    void aBeanWithoutMethodsIsRefused() {
        assertThatThrownBy(() -> activate(new Empty()))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContainingAll("POP3J0603", "no method has @OnMail");
    }
}
