package org.pop3j.ra;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import javax.management.JMException;
import javax.management.ObjectName;
import org.pop3j.client.Pop3Client;
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

    private final ReentrantLock lock = new ReentrantLock();
    // Both are guarded by the lock. Endpoints are known by the identity of their factory (section 14.4.7).
    private final IdentityHashMap<MessageEndpointFactory, Active> active = new IdentityHashMap<>();
    private final Map<MaildropAddress, Poller> pollers = new HashMap<>();

    private record Active(Poller poller, Subscription subscription) {}

    Inflow(BootstrapContext context, Clock clock, RandomGenerator random) {
        this.context = context;
        this.clock = clock;
        this.schedule = Schedule.of(context, random);
        this.ledgers = new Ledgers(clock);
    }

    /** Begins to deliver to an endpoint; nothing of the network or of the ledger is touched by the calling thread. */
    void activate(MessageEndpointFactory factory, Settings settings) throws ResourceException {
        Endpoint endpoint = Endpoint.of(factory, context.getTransactionSynchronizationRegistry());
        lock.lock();
        try {
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
                    endpoint, settings, key, ledgers.at(settings.ledger()), schedule, clock, poller.state());
            active.put(factory, new Active(poller, subscription));
            register(poller);
            poller.add(subscription);
        } finally {
            lock.unlock();
        }
    }

    private Poller poller(Settings settings) throws NotSupportedException {
        Settings.Server server = settings.server();
        Poller running = pollers.get(server.address());
        if (running == null) {
            return new Poller(
                    server,
                    settings.pollInterval(),
                    () -> client(server),
                    schedule,
                    clock,
                    new MaildropState(server.address(), clock));
        }
        if (!running.server().equals(server)) {
            throw new NotSupportedException("POP3J0005 two beans take mail from " + server.address()
                    + " with different settings of the connection (tls, password or trustedCertificates)");
        }
        return running;
    }

    private static Pop3Client client(Settings.Server server) throws java.io.IOException {
        Pop3Client.Builder builder = Pop3Client.builder(server.address().host())
                .port(server.address().port())
                .tls(server.tls());
        if (server.trustedCertificates().isPresent()) {
            builder.sslContext(
                    TrustedCertificates.context(server.trustedCertificates().get()));
        }
        return builder.build();
    }

    private static String subscriptionName(MessageEndpointFactory factory, Settings settings) {
        Class<?> bean = factory.getEndpointClass();
        String name = settings.subscriptionName().orElseGet(() -> bean == null ? "default" : bean.getName());
        // A class name may be longer than the column; its end is what tells it from others.
        int excess = Math.max(0, name.length() - LedgerKey.MAX_SUBSCRIPTION);
        return name.substring(excess);
    }

    private void register(Poller poller) {
        Poller before = pollers.put(poller.server().address(), poller);
        if (before == null) {
            onMBeanServer(
                    poller, name -> ManagementFactory.getPlatformMBeanServer().registerMBean(poller.state(), name));
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
        ending.forEach(one -> one.subscription().beginClose());
        ending.stream().filter(this::isLast).forEach(one -> one.poller().close());
        // They all drain at the same time; waiting for one after the other adds nothing.
        ending.forEach(one -> one.subscription().drain(begin));
    }

    private boolean isLast(Active one) {
        lock.lock();
        try {
            boolean last = one.poller().remove(one.subscription());
            if (last) {
                pollers.remove(one.poller().server().address());
                onMBeanServer(one.poller(), ManagementFactory.getPlatformMBeanServer()::unregisterMBean);
            }
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** Ends everything. Bounded by the drain time-outs; nothing runs on afterwards but what the log names. */
    void close() {
        List<Active> all;
        lock.lock();
        try {
            all = new ArrayList<>(active.values());
            active.clear();
        } finally {
            lock.unlock();
        }
        end(all);
        schedule.close();
        ledgers.close();
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
