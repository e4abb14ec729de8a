package org.pop3j.ra;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.protocol.ScanListing;

/**
 * One short session with the server. Used once; by one thread, but for {@link #abort()}.
 *
 * <ol>
 *   <li>list what is there, and compare it with the ledger;
 *   <li>delete what every subscription has taken, having noted before that it is gone: should it be listed again, for
 *       whatever reason, it is compared with what was delivered and not taken for it;
 *   <li>retrieve what is wanted, into the spool;
 *   <li>quit.
 * </ol>
 *
 * <p>A mail that came whole is good whatever happens to the session afterwards: nothing of it was deleted.
 */
final class Session {
    private static final System.Logger LOG = System.getLogger(Session.class.getPackageName());

    private final Settings.Server server;
    private final List<Subscription> subscriptions;
    private PollPlan.Circumstances circumstances;
    private final Set<String> shared;
    private final Spool spool;
    private volatile @Nullable Runnable abort;
    private volatile boolean aborted;
    private @Nullable PollPlan plan;
    private boolean retrieving;
    private LoginDelay loginDelay = LoginDelay.NONE;
    private Set<String> listed = Set.of();
    private boolean complete;
    private final Set<String> deleted = new HashSet<>();
    private final Suspects suspects = new Suspects();
    private List<SpoolFolder.Kept> kept = List.of();
    private @Nullable SpoolException unwritable;
    private Optional<String> flaw = Optional.empty();

    /**
     * @param shared the unique-ids that messages have been seen to share, in this session or in an earlier one
     * @param spool for what it fetches
     */
    Session(
            Settings.Server server,
            List<Subscription> subscriptions,
            PollPlan.Circumstances circumstances,
            Set<String> shared,
            Spool spool) {
        this.shared = shared;
        this.server = server;
        this.subscriptions = subscriptions;
        this.circumstances = circumstances;
        this.spool = spool;
    }

    /** What is to be done, as far as the session came to know. */
    @Nullable
    PollPlan plan() {
        return plan;
    }

    /** What has outlived the session that fetched it, in the order in which it was fetched. */
    List<SpoolFolder.Kept> kept() {
        return kept;
    }

    List<Subscription> subscriptions() {
        return subscriptions;
    }

    /** When it began. */
    Instant begun() {
        return circumstances.now();
    }

    /** Whether it was broken off from here. */
    boolean isAborted() {
        return aborted;
    }

    /** What was in the spool, or in delivery, when it began. */
    Set<String> held() {
        return circumstances.held();
    }

    /** The unique-ids on the server, as far as the session came to know. */
    Set<String> listed() {
        return listed;
    }

    /** Whether these are all. */
    boolean isComplete() {
        return complete;
    }

    /** The unique-ids of what the server was told to delete, and has not refused to. */
    Set<String> deleted() {
        return deleted;
    }

    /** What that which it fetches may turn out to be. */
    Suspects suspects() {
        return suspects;
    }

    /** Why the unique-ids are not all the server's, as far as the session came to know. */
    Optional<String> flaw() {
        return flaw;
    }

    /** How long the server wants us to wait until the next login. */
    LoginDelay loginDelay() {
        return loginDelay;
    }

    /** Whether it has come so far that messages were asked for. */
    boolean isRetrieving() {
        return retrieving;
    }

    Spool spool() {
        return spool;
    }

    void run(Access access) throws IOException, SQLException {
        for (Subscription subscription : subscriptions) {
            subscription.ledger().prepare();
            subscription.recordRest();
        }
        keepWhatIsThere();
        try (Login login = access.login(this::alsoAbortWith);
                Pop3Connection connection = access.client().connect(this::abortWith);
                Maildrop maildrop = login.into(connection)) {
            abortWith(maildrop::abort);
            transact(maildrop);
        } finally {
            spool.discardRest();
        }
    }

    // It is not fetched again, and not taken for gone if the server hides it; when it is delivered depends on the
    // listing.
    private void keepWhatIsThere() throws SpoolException {
        Set<String> held = circumstances.held();
        kept = spool.kept().stream()
                .filter(mail -> !held.contains(mail.uniqueId()))
                .toList();
        if (!kept.isEmpty()) {
            circumstances = circumstances.holding(
                    kept.stream().map(SpoolFolder.Kept::uniqueId).toList());
        }
        try {
            spool.requireWritable();
        } catch (SpoolException e) {
            if (kept.isEmpty()) {
                throw e;
            }
            // What is there may be what fills the disk.
            unwritable = e;
            circumstances = circumstances.withoutRoom();
        }
    }

    private void transact(Maildrop maildrop) throws IOException, SQLException {
        loginDelay = LoginDelay.of(maildrop.capabilities());
        Listing listing = Listing.read(maildrop, shared);
        listed = listing.uniqueIds();
        flaw = listing.flaw();
        complete = listing.complete();
        Set<Subscription> doubtful =
                complete ? Gone.requireNoReset(subscriptions, listed, circumstances.retrieved()) : Set.of();
        PollPlan.Known known = known(listing);
        PollPlan todo = Planner.plan(listing, known, circumstances);
        // Before anything is fetched: some servers do not give it a second time.
        suspect(todo, known, doubtful);
        plan = todo;
        delete(maildrop, todo.settled());
        todo.wanted().forEach(wanted -> spool.expect(wanted.message()));
        retrieving = true;
        retrieve(
                maildrop,
                todo.wanted().stream().map(wanted -> wanted.message().scan()).toList());
        maildrop.quit();
        if (unwritable != null) {
            throw unwritable;
        }
    }

    private void retrieve(Maildrop maildrop, List<ScanListing> wanted) throws IOException {
        if (spool.isDurable()) {
            // A pipeline would hold many that the server has given already, and nobody has kept.
            for (ScanListing one : wanted) {
                maildrop.retr(List.of(one), spool);
            }
        } else {
            maildrop.retr(wanted, spool);
        }
    }

    private PollPlan.Known known(Listing listing) throws SQLException {
        Map<Subscription, Standing> standings = new LinkedHashMap<>();
        for (Subscription subscription : subscriptions) {
            standings.put(subscription, subscription.standing(listing, circumstances));
        }
        return new PollPlan.Known(standings, staying());
    }

    // What is gone from the server may be millions: it is asked for what is to be fetched alone.
    private void suspect(PollPlan todo, PollPlan.Known known, Set<Subscription> doubtful) throws SQLException {
        List<String> wanted = Stream.concat(
                        todo.wanted().stream().map(one -> one.message().uniqueId()),
                        kept.stream().map(SpoolFolder.Kept::uniqueId))
                .toList();
        for (Subscription subscription : subscriptions) {
            suspects.named(subscription, subscription.delivered(wanted));
        }
        for (Subscription subscription : doubtful) {
            Standing standing = known.standings().get(subscription);
            if (standing != null) {
                suspects.vanished(
                        subscription, subscription.delivered(standing.unlisted().keySet()));
            }
        }
    }

    private Set<String> staying() throws SQLException {
        Set<String> staying = new HashSet<>();
        for (Subscription subscription : subscriptions) {
            Optional<Duration> after = subscription.settings().polling().deleteAfter();
            if (after.isEmpty()) {
                // Not a copy: there may be a hundred thousand.
                return listed;
            }
            if (!after.get().isZero()) {
                Instant since = circumstances.now().minus(after.get());
                staying.addAll(subscription.ledger().deliveredAfter(subscription.key(), since));
            }
        }
        return staying;
    }

    private void delete(Maildrop maildrop, List<Listing.Message> settled) throws IOException, SQLException {
        if (settled.isEmpty()) {
            return;
        }
        List<Listing.Message> certain = new ArrayList<>(settled);
        List<String> uniqueIds = settled.stream().map(Listing.Message::uniqueId).toList();
        for (Subscription subscription : subscriptions) {
            Set<String> noted = subscription.ledger().removed(subscription.key(), uniqueIds);
            // An operator may have had it forgotten since.
            certain.removeIf(message -> !noted.contains(message.uniqueId()));
        }
        List<Integer> numbers = certain.stream().map(Listing.Message::number).toList();
        Map<Integer, Pop3ReplyException> refused = maildrop.dele(numbers);
        for (Listing.Message message : certain) {
            Pop3ReplyException refusal = refused.get(message.number());
            if (refusal != null) {
                LOG.log(Level.DEBUG, "{0}: a delivered mail stays: {1}", server.address(), refusal.getMessage());
                // Else it would be fetched again, to be compared.
                for (Subscription subscription : subscriptions) {
                    subscription.ledger().listedAgain(subscription.key(), message.uniqueId(), message.octets());
                }
            }
        }
        certain.removeIf(message -> refused.containsKey(message.number()));
        certain.forEach(message -> deleted.add(message.uniqueId()));
    }

    // A token may have to be renewed while there is a connection.
    private void alsoAbortWith(Runnable how) {
        Runnable before = abort;
        abortWith(() -> {
            how.run();
            if (before != null) {
                before.run();
            }
        });
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
