package org.pop3j.testserver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits for something to happen to a {@link Pop3TestServer}, from {@link Pop3TestServer#await()}: each method returns as soon as
 * it has happened, and fails with an {@link AssertionError} that shows the sessions if it has not within the limit, or if the
 * thread is interrupted. Thread-safe.
 *
 * <p>What a QUIT has brought about counts only once its answer has left the server: whoever has waited may close the server, and
 * no client loses an answer by that. An answer that a fault holds back, or stands for, is not waited for.
 */
public final class Waiting {
    private final Pop3TestServer server;
    private final SessionLog log;
    private final Changes changes;
    private final Duration limit;

    Waiting(Pop3TestServer server, SessionLog log, Changes changes, Duration limit) {
        this.server = server;
        this.log = log;
        this.changes = changes;
        this.limit = ServerTime.countable(limit);
    }

    /**
     * Waits for the end of a session.
     *
     * @param number counts the connections to this server from 1, since its start or last reset
     * @return the session, which has ended
     */
    public RecordedSession session(int number) {
        return result("the end of session " + number, () -> ended().stream()
                .filter(session -> session.number() == number)
                .findFirst());
    }

    /**
     * Waits until so many sessions have ended.
     *
     * @param count at least; no more than 200, which is how many are remembered
     * @return those that have ended, the oldest first
     * @throws IllegalArgumentException if more are asked for than are remembered
     */
    public List<RecordedSession> sessions(int count) {
        if (count > SessionLog.KEPT) {
            throw new IllegalArgumentException("no more than " + SessionLog.KEPT + " sessions are remembered");
        }
        return result("the end of " + count + " sessions", () -> Optional.of(ended())
                .filter(sessions -> sessions.size() >= count));
    }

    /**
     * Waits until a user's session has ended by QUIT.
     *
     * @param user who logged in
     * @return the first such session
     */
    public RecordedSession quit(String user) {
        return result("QUIT of " + user, () -> ended().stream()
                .filter(session -> session.ending() == RecordedSession.Ending.QUIT
                        && session.user().equals(Optional.of(user)))
                .findFirst());
    }

    /**
     * Waits until a maildrop is empty.
     *
     * @param user whose maildrop it is
     * @throws IllegalArgumentException if there is no such user
     */
    public void empty(String user) {
        TestMaildrop maildrop = server.maildrop(user);
        until("an empty maildrop of " + user + ", which holds " + maildrop.count(), any -> maildrop.count() == 0);
    }

    /**
     * Waits for whatever can be seen of the server.
     *
     * @param what in words, for the message: "waited 10 s for …"
     * @param condition looked at first now, then whenever a session has begun or ended, something was said in one, a fault has
     *     happened, or a maildrop has changed; and once more at the limit
     */
    public void until(String what, Predicate<Pop3TestServer> condition) {
        result(what, () -> condition.test(server) ? Optional.of(server) : Optional.empty());
    }

    private List<RecordedSession> ended() {
        return server.sessions().stream()
                .filter(session -> session.ending() != RecordedSession.Ending.OPEN)
                .toList();
    }

    private <T> T result(String what, Supplier<Optional<T>> source) {
        Holder<T> holder = new Holder<>();
        String trouble = "waited " + limit.toMillis() / 1000.0 + " s for ";
        try {
            // In this order: a QUIT is noted before anything can be seen of it.
            if (changes.await(limit, () -> holder.take(source.get()) && !holder.isHeldUp(log.quitting()))) {
                return holder.value.orElseThrow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            trouble = "interrupted while waiting for ";
        }
        throw new AssertionError(trouble + what + holder.heldUp() + "\n" + server.transcript());
    }

    private static final class Holder<T> {
        private Optional<T> value = Optional.empty();
        private Optional<Integer> quitting = Optional.empty();

        boolean take(Optional<T> found) {
            value = found;
            quitting = Optional.empty();
            return found.isPresent();
        }

        boolean isHeldUp(Optional<Integer> session) {
            quitting = session;
            return session.isPresent();
        }

        String heldUp() {
            return quitting.map(
                            session -> "; it has come true, but QUIT of session " + session + " is not answered yet")
                    .orElse("");
        }
    }
}
