package org.pop3j.interop.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static List<Method> questions(Class<?> contract) {
        return Arrays.stream(contract.getDeclaredMethods())
                .filter(method -> method.getName().startsWith("question"))
                .toList();
    }

    @Test
    void serversAreAskedTwoQuestionsAtOnceAndNoMore() throws Exception {
        Crowd crowd = new Crowd();

        Outcome.of(crowd, questions(Crowd.class));

        assertThat(crowd.most).hasValue(2);
    }

    @Test
    void whatIsNotAnsweredInTimeIsNeitherKeptNorBroken() {
        Question question = new Question(Optional.of(new NoAnswerInTime("no line", new SocketTimeoutException())));

        assertThatThrownBy(() -> Outcome.of(question, questions(Question.class)))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("no answer in time: no line");
    }

    @Test
    void whatTheContractSeesIsTheOutcome() throws Exception {
        assertThat(outcome(Optional.empty())).isEqualTo(Outcome.KEPT);
        assertThat(outcome(Optional.of(new NotAsked("there is none")))).isEqualTo(Outcome.NOT_ASKED);
        assertThat(outcome(Optional.of(new AssertionError("-ERR")))).isEqualTo(Outcome.BROKEN);
    }

    private static Outcome outcome(Optional<Throwable> failure) throws Exception {
        return Outcome.of(new Question(failure), questions(Question.class))
                .values()
                .iterator()
                .next();
    }

    /** Each question waits for a third one, and counts who is there. */
    static final class Crowd {
        private final AtomicInteger there = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final CountDownLatch third = new CountDownLatch(3);

        private void ask() throws InterruptedException {
            most.accumulateAndGet(there.incrementAndGet(), Math::max);
            third.countDown();
            boolean came = third.await(1, TimeUnit.SECONDS);
            assertThat(came || most.get() < 3).isTrue();
            there.decrementAndGet();
        }

        void question1() throws InterruptedException {
            ask();
        }

        void question2() throws InterruptedException {
            ask();
        }

        void question3() throws InterruptedException {
            ask();
        }

        void question4() throws InterruptedException {
            ask();
        }
    }

    /** One question and what comes of it. */
    record Question(Optional<Throwable> failure) {
        void question() throws Throwable {
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }
}
