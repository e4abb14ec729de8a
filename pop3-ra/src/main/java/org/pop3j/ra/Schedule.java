package org.pop3j.ra;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * Runs tasks later, on the server's work manager. One timer hands them over and does nothing else: a work manager may block
 * its caller while it is full, and only this one thread is ever the caller. Safe for use by any thread.
 */
final class Schedule implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Schedule.class.getPackageName());
    private static final Duration AFTER_REJECTION = Duration.ofMillis(500);

    private final WorkManager workManager;
    private final Timer timer;
    private final RandomGenerator random;
    private volatile boolean closed;

    Schedule(WorkManager workManager, Timer timer, RandomGenerator random) {
        this.workManager = workManager;
        this.timer = timer;
        this.random = random;
    }

    static Schedule of(BootstrapContext context, RandomGenerator random) {
        return new Schedule(context.getWorkManager(), timer(context), random);
    }

    private static Timer timer(BootstrapContext context) {
        try {
            return context.createTimer();
        } catch (UnavailableException | UnsupportedOperationException e) {
            LOG.log(Level.DEBUG, "the server has no timer to give; the adapter makes its own", e);
            return new Timer("pop3j-schedule", true);
        }
    }

    /** Something that is to run later and can still be called off. */
    interface Pending {
        void cancel();
    }

    /** What is to run. */
    interface Task {
        void run();

        /** The server wants its thread back: what runs is to end soon. Called by another thread, only while it runs. */
        default void endSoon() {
            // Most are short.
        }
    }

    /** Runs a task on the work manager after a delay; never if the schedule is closed before. */
    Pending after(Duration delay, Task task) {
        TimerTask submission = new TimerTask() {
            @Override
            public void run() {
                submit(task);
            }
        };
        try {
            timer.schedule(submission, Math.max(0, delay.toMillis()));
        } catch (IllegalStateException e) {
            // The timer was cancelled: by close(), or by a server that stops.
            LOG.log(Level.DEBUG, "a task comes after the end of the schedule", e);
        }
        return submission::cancel;
    }

    /** Runs a task on the work manager as soon as it has a thread. */
    void soon(Task task) {
        after(Duration.ZERO, task);
    }

    /** A duration up to a fifth longer or shorter, so that many of them do not end together. */
    Duration jittered(Duration duration) {
        return Duration.ofMillis(Math.round(duration.toMillis() * (0.8 + 0.4 * random.nextDouble())));
    }

    // Whatever happens here must not end the timer's thread.
    private void submit(Task task) {
        if (closed) {
            return;
        }
        // A refusal may be told by the exception, by the listener, or by both.
        AtomicBoolean again = new AtomicBoolean(true);
        Runnable retry = () -> {
            if (again.getAndSet(false) && !closed) {
                after(jittered(AFTER_REJECTION), task);
            }
        };
        try {
            workManager.scheduleWork(new Running(task), WorkManager.INDEFINITE, null, new WorkAdapter() {
                @Override
                public void workRejected(WorkEvent event) {
                    retry.run();
                }
            });
        } catch (WorkException | RuntimeException | Error e) {
            // Whatever it is, it must not end the timer's thread.
            LOG.log(Level.DEBUG, "the work manager refuses a task; it is tried again", e);
            retry.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        timer.cancel();
    }

    private static final class Running implements Work {
        private final Task task;
        private volatile boolean running;

        Running(Task task) {
            this.task = task;
        }

        @Override
        public void run() {
            running = true;
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                // Every task handles its own troubles; what comes here is a bug, and must be seen.
                LOG.log(Level.ERROR, "POP3J0900 a task of the adapter failed", e);
                throw e;
            } finally {
                running = false;
            }
        }

        @Override
        public void release() {
            // WildFly calls this after every run, too.
            if (running) {
                task.endSoon();
            }
        }
    }
}
