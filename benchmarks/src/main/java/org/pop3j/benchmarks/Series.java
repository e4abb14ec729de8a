package org.pop3j.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** One number for each round. */
record Series(List<Double> values) {
    Series {
        values = List.copyOf(values);
    }

    static <T> Series of(List<T> rounds, ToDoubleFunction<T> value) {
        return new Series(rounds.stream().map(value::applyAsDouble).toList());
    }

    double min() {
        return sorted().get(0);
    }

    double median() {
        List<Double> sorted = sorted();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double max() {
        return sorted().get(values.size() - 1);
    }

    /** Round by round: what the machine did to both at the same time cancels out. */
    Series over(Series other) {
        return new Series(IntStream.range(0, values.size())
                .mapToObj(i -> values.get(i) / other.values.get(i))
                .toList());
    }

    private List<Double> sorted() {
        return values.stream().sorted().toList();
    }
}
