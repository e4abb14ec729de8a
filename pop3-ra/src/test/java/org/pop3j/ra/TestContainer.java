package org.pop3j.ra;

import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkRejectedException;
import java.util.Map;
import java.util.Objects;
import java.util.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An application server made of real threads. */
final class TestContainer extends StrictContainer implements AutoCloseable {
    private final ExecutorService threads = Executors.newFixedThreadPool(8, task -> {
        Thread thread = new Thread(task, "container");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger scheduled = new AtomicInteger();
    /** How many of the next works are rejected, and how the container tells it. */
    final AtomicInteger rejections = new AtomicInteger();

    volatile Rejection rejection = Rejection.THROWN;
    private final Map<Thread, Work> running = new ConcurrentHashMap<>();
    /** What {@link #createTimer} throws instead of giving one. */
    volatile @Nullable Throwable noTimer;

    /** By the call, or later by the listener, or by both. */
    enum Rejection {
        THROWN,
        TOLD,
        THROWN_AND_TOLD
    }

    /** How many works were given to the container. */
    int scheduled() {
        return scheduled.get();
    }

    /** The work that the calling thread runs. */
    Work work() {
        return Objects.requireNonNull(running.get(Thread.currentThread()));
    }

    /** Releases all works that run, by the calling thread. */
    void releaseWorks() {
        running.values().forEach(Work::release);
    }

    @Override
    public void scheduleWork(
            Work work, long timeout, @Nullable ExecutionContext context, @Nullable WorkListener listener)
            throws WorkRejectedException {
        scheduled.incrementAndGet();
        if (rejections.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            reject(work, listener);
            return;
        }
        threads.execute(() -> {
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            running.put(Thread.currentThread(), work);
            work.run();
            running.remove(Thread.currentThread());
            if (Thread.currentThread().getContextClassLoader() != before) {
                violation("a work leaves its class loader with the container's thread");
            }
            work.release();
        });
    }

    private void reject(Work work, @Nullable WorkListener listener) throws WorkRejectedException {
        WorkRejectedException reason = new WorkRejectedException("no thread is free");
        if (rejection != Rejection.THROWN && listener != null) {
            threads.execute(() -> listener.workRejected(new WorkEvent(this, WorkEvent.WORK_REJECTED, work, reason)));
        }
        if (rejection != Rejection.TOLD) {
            throw reason;
        }
    }

    @Override
    public Timer createTimer() {
        Throwable failure = noTimer;
        if (failure != null) {
            StrictEndpointFactory.<RuntimeException>sneak(failure);
        }
        return new Timer("container-timer", true);
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(20, TimeUnit.SECONDS)) {
                throw new AssertionError("a work of the adapter outlives it");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while works of the adapter were ending", e);
        }
    }
}
