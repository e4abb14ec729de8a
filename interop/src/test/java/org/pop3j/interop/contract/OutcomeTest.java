package org.pop3j.interop.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
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
        assertThatThrownBy(() -> Outcome.of(new Silence(), questions(Silence.class)))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("no answer in time: no line");
    }

    @Test
    void whatTheContractSeesIsTheOutcome() throws Exception {
        assertThat(Outcome.of(new Answers(), questions(Answers.class)).values())
                .containsExactlyInAnyOrder(Outcome.KEPT, Outcome.NOT_ASKED, Outcome.BROKEN);
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

    static final class Silence {
        void question() {
            throw new NoAnswerInTime("no line", new SocketTimeoutException());
        }
    }

    static final class Answers {
        void question1() {}

        void question2() {
            throw new NotAsked("there is none");
        }

        void question3() {
            throw new AssertionError("-ERR");
        }
    }
}
