package org.pop3j.samples.maildesk;

import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The latest failed attempts, for the page. In memory, because a row in the database would be rolled back with the
 * attempt.
 */
@Singleton
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class Refusals {
    private static final int KEPT = 50;

    private final Deque<Refusal> latest = new ArrayDeque<>();

    public void add(Refusal refusal) {
        if (latest.size() == KEPT) {
            latest.removeLast();
        }
        latest.addFirst(refusal);
    }

    /** Newest first. */
    public List<Refusal> latest() {
        return List.copyOf(latest);
    }
}
