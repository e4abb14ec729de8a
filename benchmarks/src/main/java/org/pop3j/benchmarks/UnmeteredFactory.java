package org.pop3j.benchmarks;

import java.time.Duration;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;
import org.reactivestreams.Publisher;

/** Metrics that cost nothing, so that James is not slowed down by what nobody reads. */
@SuppressWarnings("deprecation") // its interfaces demand what they have deprecated
final class UnmeteredFactory implements MetricFactory {
    private static final Metric METRIC = new Unmetered();
    private static final TimeMetric TIMER = new Untimed();

    @Override
    public Metric generate(String name) {
        return METRIC;
    }

    @Override
    public TimeMetric timer(String name) {
        return TIMER;
    }

    @Override
    public <T> Publisher<T> decoratePublisherWithTimerMetric(String name, Publisher<T> publisher) {
        return publisher;
    }

    @Override
    public <T> Publisher<T> decoratePublisherWithTimerMetricLogP99(String name, Publisher<T> publisher) {
        return publisher;
    }

    private static final class Unmetered implements Metric {
        @Override
        public void increment() {
            add(1);
        }

        @Override
        public void decrement() {
            remove(1);
        }

        @Override
        public void add(int value) {
            // Nobody reads it.
        }

        @Override
        public void remove(int value) {
            // Nobody reads it.
        }

        @Override
        public long getCount() {
            return 0;
        }
    }

    private static final class Untimed implements TimeMetric, TimeMetric.ExecutionResult {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public ExecutionResult stopAndPublish() {
            return this;
        }

        @Override
        public Duration elasped() {
            return Duration.ZERO;
        }

        @Override
        public ExecutionResult logWhenExceedP99(Duration threshold) {
            return this;
        }
    }
}
