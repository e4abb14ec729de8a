package org.pop3j.ra;

import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;

/** An application server without threads and without time of its own: works and timers run when, and in the order in which, it is told. */
final class ModelContainer extends StrictContainer {
    private final Random random;
    private final List<Work> works = new ArrayList<>();
    private final PriorityQueue<Due> timers =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private final ModelTimer timer = new ModelTimer();
    private final SteppedClock clock;
    private long count;
    private boolean off;

    private record Due(long at, long number, TimerTask task) {}

    ModelContainer(Random random, SteppedClock clock) {
        this.random = random;
        this.clock = clock;
    }

    private final class ModelTimer extends Timer {
        ModelTimer() {
            super("model", true);
        }

        @Override
        public void schedule(TimerTask task, long delay) {
            // Far away; the real timer only remembers whether it was cancelled.
            super.schedule(task, 1_000_000_000L);
            synchronized (timers) {
                timers.add(new Due(clock.millis() + delay, count++, task));
            }
        }
    }

    /** Runs one work, if there is one. */
    boolean runWork() {
        Work work;
        synchronized (works) {
            if (works.isEmpty()) {
                return false;
            }
            work = works.remove(random.nextInt(works.size()));
        }
        work.run();
        work.release();
        return true;
    }

    /** Lets time pass to the next timer, if there is one, and runs that. */
    boolean runTimer() {
        Due due;
        synchronized (timers) {
            due = timers.poll();
        }
        if (due == null) {
            return false;
        }
        clock.set(Instant.ofEpochMilli(Math.max(clock.millis(), due.at())));
        if (due.task().cancel()) {
            due.task().run();
        }
        return true;
    }

    /** Nothing of it happens any more. */
    void switchOff() {
        off = true;
        synchronized (works) {
            works.clear();
        }
        synchronized (timers) {
            timers.clear();
        }
        timer.cancel();
    }

    @Override
    public void scheduleWork(
            Work work, long timeout, @Nullable ExecutionContext context, @Nullable WorkListener listener) {
        synchronized (works) {
            if (!off) {
                works.add(work);
            }
        }
    }

    @Override
    public Timer createTimer() {
        return timer;
    }
}
