package org.pop3j.testserver.fault;

import java.util.Optional;

/**
 * Which of the times that a server comes to a point a fault happens. Times are counted for the server, and only those
 * that are of the user and of the session asked for. Immutable.
 *
 * @param nth the first time that counts, from 1; 0, the default, is every time
 * @param times how many times it happens at most; 0, the default, is as often as it can, with {@code nth} once
 * @param user who must have logged in, or be about to; empty for everybody
 * @param session the number of the session, as {@code RecordedSession} has it; 0 for all
 * @param probability more than 0, and 1 for always
 * @param seed makes the same choices in each run; 0 if the probability is 1
 */
public record Trigger(long nth, long times, Optional<String> user, int session, double probability, long seed) {
    /** Always. */
    public static final Trigger ALWAYS = new Trigger(0, 0, Optional.empty(), 0, 1, 0);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if something is out of its bounds
     */
    public Trigger {
        if (nth < 0 || times < 0 || session < 0) {
            throw new IllegalArgumentException("nth, times and session count from 1");
        }
        if (user.isPresent() && user.get().isEmpty()) {
            throw new IllegalArgumentException("nobody's name is empty");
        }
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability is more than 0 and not more than 1: " + probability);
        }
        seed = probability == 1 ? 0 : seed;
    }

    /** How often it happens at most. */
    public long most() {
        if (times > 0) {
            return times;
        }
        return nth > 0 ? 1 : Long.MAX_VALUE;
    }

    /** The trigger in the text of a fault, for example {@code nth 2 user alice}; empty if it is {@link #ALWAYS}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (nth > 0) {
            text.append(" nth ").append(nth);
        }
        if (times > 0) {
            text.append(" times ").append(times);
        }
        user.ifPresent(name -> text.append(" user ").append(Words.word(name)));
        if (session > 0) {
            text.append(" session ").append(session);
        }
        if (probability < 1) {
            text.append(" probability ").append(probability).append(" seed ").append(seed);
        }
        return text.toString().strip();
    }
}
