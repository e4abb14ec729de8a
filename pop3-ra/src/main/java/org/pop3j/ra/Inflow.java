package org.pop3j.ra;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import org.pop3j.ra.ledger.LedgerKey;

/**
 * All that runs between {@code start} and {@code stop} of one resource adapter: a poller for each maildrop, a subscription
 * for each active endpoint. Safe for use by any thread.
 */
final class Inflow {
    private static final System.Logger LOG = System.getLogger(Inflow.class.getPackageName());

    private final BootstrapContext context;
    private final Clock clock;
    private final Schedule schedule;
    private final Ledgers ledgers;
    private final Doors doors;
    private final SpoolMemory memory = new SpoolMemory();

    // Subscriptions that are closed but may still have deliveries running.
    private final List<Subscription> leaving = new CopyOnWriteArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock. Endpoints are known by the identity of their factory (section 14.4.7).
    private final IdentityHashMap<MessageEndpointFactory, Active> active = new IdentityHashMap<>();
    private final Map<MaildropAddress, Poller> pollers = new HashMap<>();
    private boolean closed;

    private record Active(Poller poller, Subscription subscription) {}

    Inflow(BootstrapContext context, Clock clock, RandomGenerator random) {
        this.context = context;
        this.clock = clock;
        this.schedule = Schedule.of(context, random);
        this.ledgers = new Ledgers(clock);
        this.doors = new Doors(clock);
    }

    // Also for one that needs it no more: what is there from before is delivered.
    private static Optional<Path> data(Settings settings) throws ResourceException {
        Optional<Path> data = settings.ledger().directory().or(Ledgers::dataFolder);
        if (settings.polling().spoolIsDurable() && data.isEmpty()) {
            throw Ledgers.noDirectory();
        }
        return data;
    }

    /** Begins to deliver to an endpoint; nothing of the network or of the ledger is touched by the calling thread. */
    void activate(MessageEndpointFactory factory, Settings settings) throws ResourceException {
        Endpoint endpoint = Endpoint.of(factory, context.getTransactionSynchronizationRegistry());
        boolean listens = endpoint.listener().forDead("").isPresent();
        if (settings.quarantine().deadLetter() == Settings.DeadLetter.LISTENER && !listens) {
            throw new NotSupportedException(
                    "POP3J0605 deadLetter=LISTENER, but the bean is no MailHandler that implements "
                            + DeadMailListener.class.getName());
        }
        lock.lock();
        try {
            if (closed) {
                throw new ResourceException("the resource adapter is being stopped");
            }
            if (active.containsKey(factory)) {
                return;
            }
            Poller poller = poller(settings);
            LedgerKey key = new LedgerKey(settings.server().address().key(), subscriptionName(factory, settings));
            if (active.values().stream()
                    .anyMatch(other -> other.subscription().key().equals(key))) {
                throw new NotSupportedException(
                        "POP3J0004 subscriptionName: " + key.subscription() + " is used by two beans" + " on "
                                + settings.server().address() + "; each needs a name of its own");
            }
            Subscription subscription = new Subscription(
                    endpoint, settings, key, ledgers.at(settings.ledger()), poller.site(), data(settings));
            active.put(factory, new Active(poller, subscription));
            register(poller);
            poller.add(subscription);
        } finally {
            lock.unlock();
        }
    }

    private Poller poller(Settings settings) throws NotSupportedException {
        Settings.Server server = settings.server();
        MaildropAddress address = server.address();
        Poller running = pollers.get(address);
        if (running == null) {
            Site site = new Site(address, schedule, clock, new MaildropState(address, clock), doors, memory);
            return new Poller(
                    server,
                    settings.pollInterval(),
                    new Access(server, clock),
                    site,
                    () -> stillInDelivery(address.key()));
        }
        if (!running.server().equals(server)) {
            throw new NotSupportedException("POP3J0005 two beans take mail from " + address
                    + " with different settings of the connection (tls, trustedCertificates, or what belongs"
                    + " to the login)");
        }
        return running;
    }

    private Set<String> stillInDelivery(String maildropKey) {
        return leaving.stream()
                .filter(subscription -> subscription.key().maildropKey().equals(maildropKey))
                .flatMap(subscription -> subscription.inDelivery().stream())
                .collect(Collectors.toSet());
    }

    private static String subscriptionName(MessageEndpointFactory factory, Settings settings) {
        Class<?> bean = factory.getEndpointClass();
        String name = settings.subscriptionName().orElseGet(() -> bean == null ? "default" : bean.getName());
        // A class name may be longer than the column; its end is what tells it from others.
        int excess = Math.max(0, name.length() - LedgerKey.MAX_SUBSCRIPTION);
        return name.substring(excess);
    }

    private void register(Poller poller) {
        if (pollers.put(poller.server().address(), poller) == null) {
            poller.site().state().operatedBy(new Operations(poller));
            onMBeanServer(poller, name -> ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(poller.site().state(), name));
        }
    }

    /** Ends delivery to an endpoint. One that is not known is ignored: some servers ask for such. */
    void deactivate(MessageEndpointFactory factory) {
        Active ending;
        lock.lock();
        try {
            ending = active.remove(factory);
        } finally {
            lock.unlock();
        }
        if (ending != null) {
            end(List.of(ending));
        }
    }

    private void end(List<Active> ending) {
        long begin = System.nanoTime();
        ending.forEach(one -> leaving.add(one.subscription()));
        ending.forEach(one -> one.subscription().beginClose());
        List<Poller> unused = removeUnusedPollers();
        unused.forEach(Poller::beginClose);
        // They all end at the same time; waiting for one after the other adds nothing.
        ending.forEach(one -> one.subscription().drain(begin));
        unused.forEach(poller -> poller.awaitEnd(begin));
        for (Active one : ending) {
            // Only now: as long as a delivery runs, the others' polls must not delete what it may yet refuse.
            one.poller().remove(one.subscription());
            one.subscription().whenIdle(() -> {
                one.subscription().recordAtLast();
                leaving.remove(one.subscription());
            });
        }
    }

    private List<Poller> removeUnusedPollers() {
        lock.lock();
        try {
            List<Poller> unused =
                    pollers.values().stream().filter(Poller::isUnused).toList();
            for (Poller poller : unused) {
                pollers.remove(poller.server().address());
                onMBeanServer(poller, ManagementFactory.getPlatformMBeanServer()::unregisterMBean);
            }
            return unused;
        } finally {
            lock.unlock();
        }
    }

    /** Ends everything. Bounded by the drain time-outs; nothing runs on afterwards but what the log names. */
    void close() {
        List<Active> all;
        lock.lock();
        try {
            closed = true;
            all = new ArrayList<>(active.values());
            active.clear();
        } finally {
            lock.unlock();
        }
        end(all);
        schedule.close();
        closeLedgersWhenIdle();
    }

    // A delivery that the container still runs must find its ledger: the last one closes it.
    private void closeLedgersWhenIdle() {
        List<Subscription> last = List.copyOf(leaving);
        AtomicInteger open = new AtomicInteger(last.size() + 1);
        Runnable ended = () -> {
            if (open.decrementAndGet() == 0) {
                ledgers.close();
            }
        };
        last.forEach(subscription -> subscription.whenIdle(ended));
        ended.run();
    }

    private interface MBeanAction {
        void on(ObjectName name) throws JMException;
    }

    // Management is a help, not a need: without it mail is delivered all the same.
    private static void onMBeanServer(Poller poller, MBeanAction action) {
        String maildrop = poller.server().address().toString();
        try {
            action.on(new ObjectName("org.pop3j:type=Maildrop,name=" + ObjectName.quote(maildrop)));
        } catch (JMException | SecurityException e) {
            LOG.log(Level.DEBUG, "no MBean for " + maildrop, e);
        }
    }
}
