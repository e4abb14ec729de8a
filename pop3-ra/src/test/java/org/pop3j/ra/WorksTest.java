package org.pop3j.ra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.SecurityContext;
import jakarta.resource.spi.work.TransactionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContextProvider;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.testserver.InjectedFault;
import org.pop3j.testserver.fault.Effect;
import org.pop3j.testserver.fault.Fault;
import org.pop3j.testserver.fault.Point;

/** What the adapter gives to the work manager, and what comes back (Jakarta Connectors 2.1, chapters 11 and 12). */
class WorksTest extends AdapterFixture {
    private static final JavaClasses ADAPTER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.pop3j.ra");

    private void tenMails() {
        deliver(10);
    }

    private void eachCameOnce() {
        assertThat(attempts).hasSize(10);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
    }

    /** C15: it ends after the mail that it is at, and another one delivers the rest. */
    @Test
    void aWorkThatIsReleasedByAnotherThreadEndsAfterTheMailThatItIsAt() throws Exception {
        tenMails();
        List<Work> works = new CopyOnWriteArrayList<>();

        activate(
                mail -> {
                    take(mail);
                    works.add(container.work());
                    if (works.size() == 3) {
                        CompletableFuture.runAsync(container::releaseWorks).join();
                    }
                },
                spec -> spec.setMaxConcurrency("1"));

        untilEmpty();
        eachCameOnce();
        assertThat(Set.copyOf(works)).hasSize(2);
        assertThat(works.subList(0, 3)).containsOnly(works.get(0));
        assertThat(works.subList(3, 10)).containsOnly(works.get(9)).doesNotContain(works.get(0));
    }

    /** C15: else the server, which has fallen silent, would be waited for. */
    @Test
    void aWorkThatIsReleasedByAnotherThreadEndsItsSession() throws Exception {
        tenMails();
        InjectedFault silence =
                server.inject(Fault.at(Point.statusLine("RETR")).times(1).then(Effect.stall()));
        activate(this::take, spec -> {});
        await().atMost(LONG).until(() -> silence.fired() > 0);
        assertThat(attempts).isEmpty();

        container.releaseWorks();

        untilEmpty();
        eachCameOnce();
        assertThat(server.sessions().get(0).commands()).doesNotContain("QUIT");
    }

    /** Each work costs as much as a bean that does little. */
    @Test
    void oneWorkDeliversManyMails() throws Exception {
        deliver(160);

        activate(this::take, spec -> {
            spec.setMaxConcurrency("1");
            spec.setPollInterval("PT10S");
        });

        await().atMost(LONG).until(() -> attempts.size() == 160);
        // Ten that deliver sixteen each, one or two that poll.
        assertThat(container.scheduled()).isLessThan(15);
    }

    /** C15. */
    @ParameterizedTest
    @ValueSource(strings = {"run", "release"})
    void noMethodOfAWorkIsSynchronized(String method) {
        methods()
                .that()
                .haveName(method)
                .and()
                .areDeclaredInClassesThat()
                .implement(Work.class)
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .check(ADAPTER);
    }

    /** C16. */
    @ParameterizedTest
    @EnumSource
    void aWorkThatIsRejectedIsTriedAgainAndIsNoAttempt(TestContainer.Rejection rejection) throws Exception {
        tenMails();
        container.rejection = rejection;
        container.rejections.set(3);
        AtomicInteger within = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(1);

        activate(
                mail -> {
                    take(mail);
                    if (attempts.size() == 1) {
                        // Of the deliveries, too.
                        container.rejections.addAndGet(3);
                    }
                    if (within.incrementAndGet() > 1) {
                        second.countDown();
                    }
                    // Long enough for another one to come, if a rejection that was told twice had made two of a work.
                    second.await(50, TimeUnit.MILLISECONDS);
                    within.decrementAndGet();
                },
                spec -> spec.setMaxConcurrency("1"));

        untilEmpty();
        assertThat(second.getCount()).as("two beans at a time").isEqualTo(1);
        assertThat(container.rejections).hasValue(0);
        eachCameOnce();
    }

    /** C17: that nothing else is used is judged by {@link StrictContainer}. */
    @Test
    void allThatRunsIsScheduledAndItsRejectionWouldBeHeard() throws Exception {
        tenMails();

        activate(this::take, spec -> {});

        untilEmpty();
        // A poll at least, and deliveries.
        assertThat(container.scheduled()).isGreaterThan(1);
        assertThat(container.violations()).isEqualTo(List.of());
    }

    /** C18, C56, C57 and C58: nothing of this is supported everywhere, and the adapter needs none of it. */
    @Test
    void noHintNoPrincipalAndNoTransactionGoesWithAWork() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(HintsContext.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(WorkContextProvider.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(SecurityContext.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(TransactionContext.class)
                .orShould()
                .callConstructor(ExecutionContext.class)
                .check(ADAPTER);
    }
}
