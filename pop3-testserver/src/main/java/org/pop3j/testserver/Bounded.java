package org.pop3j.testserver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Of a sequence of any length the beginning and the end. Not thread-safe. */
final class Bounded<T> {
    static final int FIRST = 50;
    static final int LAST = 450;

    private final List<T> first = new ArrayList<>();
    private final Deque<T> last = new ArrayDeque<>();
    private long omitted;

    void add(T element) {
        if (first.size() < FIRST) {
            first.add(element);
            return;
        }
        if (last.size() == LAST) {
            last.removeFirst();
            omitted++;
        }
        last.addLast(element);
    }

    /** How many are missing between the beginning and the end. */
    long omitted() {
        return omitted;
    }

    /** A copy of what is kept. */
    List<T> kept() {
        List<T> kept = new ArrayList<>(first);
        kept.addAll(last);
        return kept;
    }
}
