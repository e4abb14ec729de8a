package org.pop3j.ra;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.ra.ledger.Entry;

/**
 * One short session with the server. Used once; by one thread, but for {@link #abort()}.
 *
 * <ol>
 *   <li>list what is there, and compare it with the ledger;
 *   <li>delete what every subscription has taken;
 *   <li>retrieve what is wanted, into the spool;
 *   <li>quit, and only if the server says that all went well note what is gone.
 * </ol>
 *
 * <p>A mail that came whole is good whatever happens to the session afterwards: nothing of it was deleted.
 */
final class Session {
    private static final System.Logger LOG = System.getLogger(Session.class.getPackageName());
    private static final Duration RETENTION = Duration.ofDays(30);

    private final Settings.Server server;
    private final List<Subscription> subscriptions;
    private final Clock clock;
    private final Spool spool;
    private volatile @Nullable Runnable abort;
    private volatile boolean aborted;
    private @Nullable PollPlan plan;

    Session(Settings.Server server, List<Subscription> subscriptions, Clock clock) {
        this.server = server;
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.spool = new Spool(server.address());
    }

    /** What is to be done, as far as the session came to know. */
    @Nullable
    PollPlan plan() {
        return plan;
    }

    Spool spool() {
        return spool;
    }

    void run(Pop3Client client, Set<String> inHand, PollPlan.Room room) throws IOException, SQLException {
        for (Subscription subscription : subscriptions) {
            subscription.ledger().prepare();
            subscription.recordTaken();
        }
        char[] password = server.password().toCharArray();
        try (Pop3Connection connection = client.connect()) {
            abortWith(connection::abort);
            try (Maildrop maildrop = connection.login(server.address().user(), password)) {
                abortWith(maildrop::abort);
                transact(maildrop, inHand, room);
            }
        } finally {
            Arrays.fill(password, '\0');
            spool.discardRest();
        }
    }

    private void transact(Maildrop maildrop, Set<String> inHand, PollPlan.Room room) throws IOException, SQLException {
        Listing listing = Listing.read(maildrop);
        PollPlan todo = PollPlan.of(listing, ledger(listing), inHand, room, clock.instant());
        plan = todo;
        Set<String> deleted = delete(maildrop, todo.settled());
        maildrop.retr(
                todo.wanted().stream().map(wanted -> wanted.message().scan()).toList(), spool);
        maildrop.quit();
        noteRemoved(listing, deleted);
    }

    private Map<Subscription, Map<String, Entry>> ledger(Listing listing) throws SQLException {
        List<String> uniqueIds = listing.uniqueIds();
        Map<Subscription, Map<String, Entry>> known = new LinkedHashMap<>();
        for (Subscription subscription : subscriptions) {
            known.put(subscription, subscription.ledger().entries(subscription.key(), uniqueIds));
        }
        return known;
    }

    private Set<String> delete(Maildrop maildrop, List<Listing.Message> settled) throws IOException {
        if (settled.isEmpty()) {
            return Set.of();
        }
        Map<Integer, Pop3ReplyException> refused =
                maildrop.dele(settled.stream().map(Listing.Message::number).toList());
        Set<String> deleted = new HashSet<>();
        for (Listing.Message message : settled) {
            Pop3ReplyException refusal = refused.get(message.number());
            if (refusal == null) {
                deleted.add(message.uniqueId());
            } else {
                LOG.log(Level.DEBUG, "{0}: a delivered mail stays: {1}", server.address(), refusal.getMessage());
            }
        }
        return deleted;
    }

    // Only here, after a complete listing and the server's word on QUIT, is anything said to be gone.
    private void noteRemoved(Listing listing, Set<String> deleted) throws SQLException {
        Set<String> present = new HashSet<>(listing.uniqueIds());
        present.removeAll(deleted);
        for (Subscription subscription : subscriptions) {
            List<String> gone = new ArrayList<>(subscription.ledger().delivered(subscription.key()));
            gone.removeAll(present);
            subscription.ledger().removed(subscription.key(), gone);
            subscription.ledger().prune(subscription.key(), RETENTION);
        }
    }

    private void abortWith(Runnable how) {
        abort = how;
        if (aborted) {
            how.run();
        }
    }

    /** Ends a session that is being held at once, from any thread; nothing is deleted. */
    void abort() {
        aborted = true;
        Runnable how = abort;
        if (how != null) {
            how.run();
        }
    }
}
