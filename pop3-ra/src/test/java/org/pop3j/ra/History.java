package org.pop3j.ra;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * One life of the adapter, made of a seed: mail comes, beans take it or not, transactions commit or not, sessions are lost at each
 * point, unique-ids are used again, the process is killed at any step. At last everything goes well, until nothing is left to do.
 *
 * <p>Then each mail must have had its effect in the application's database once for each bean, no more and no less; and at no time may
 * a mail have been removed whose effect was not committed.
 */
final class History implements ModelServer.Watcher, AutoCloseable {
    private static final int MOST_RUNS = 500;

    private final Random random;
    private final PowerCut power;
    private final SteppedClock clock = new SteppedClock();
    private final ModelDatabase database;
    private final ModelServer server;
    private final List<String> beans;
    private final boolean strictlyOrdered;
    private final List<String> mails = new ArrayList<>();
    private final Deque<String> freed = new ArrayDeque<>();
    private final Map<String, StrictEndpointFactory> factories = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private int cuts;
    private final List<String> story = new ArrayList<>();
    private ModelContainer container;
    private Inflow inflow;
    private boolean healed;
    private boolean serverKept;
    private int nested;

    /** What histories have in common, one after the other: a server and a database take longer to make than a history takes. */
    record World(PowerCut power, ModelDatabase database, ModelServer server) implements AutoCloseable {
        static World create() throws IOException, SQLException {
            PowerCut power = new PowerCut();
            return new World(power, new ModelDatabase(power), new ModelServer());
        }

        @Override
        public void close() throws IOException, SQLException {
            server.close();
            database.close();
        }
    }

    History(long seed, World world) throws Exception {
        random = new Random(seed);
        power = world.power();
        database = world.database();
        server = world.server();
        power.restore();
        database.begin(random.nextInt(10) > 0);
        server.begin(this);
        beans = random.nextInt(4) == 0 ? List.of("Orders", "Archive") : List.of("Orders");
        strictlyOrdered = random.nextInt(3) == 0;
        boot();
    }

    /** What happened, for people. */
    String story() {
        return String.join("\n", story);
    }

    /** Lives, and says what was wrong with it. */
    List<String> live() throws Exception {
        int chapters = 4 + random.nextInt(8);
        for (int i = 0; i < chapters; i++) {
            chapter();
        }
        comeToRest();
        for (String bean : beans) {
            Map<String, Integer> effects = database.effects(bean);
            for (String mail : mails) {
                int times = effects.getOrDefault(mail, 0);
                if (times != 1) {
                    violations.add(mail + " had its effect " + times + " times for " + bean);
                }
            }
        }
        if (strictlyOrdered) {
            for (String bean : beans) {
                List<String> order = database.order(bean);
                if (!order.equals(mails)) {
                    violations.add(bean + " has taken them in this order: " + order);
                }
            }
        }
        server.failure().ifPresent(failure -> violations.add("the server failed: " + failure));
        factories.values().forEach(factory -> violations.addAll(factory.violations()));
        return violations;
    }

    private void chapter() throws Exception {
        switch (random.nextInt(6)) {
            case 0, 1 -> arrive();
            case 2 -> {
                int steps = random.nextInt(120);
                tell("the power will fail in " + steps + " steps");
                power.after(steps);
            }
            case 3 -> redeploy();
            default -> {
                // Nothing but time.
            }
        }
        int runs = random.nextInt(20);
        for (int i = 0; i < runs; i++) {
            run();
        }
    }

    private void arrive() {
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String mail = "mail-" + (mails.size() + 1);
            String old = random.nextInt(2) == 0 ? freed.poll() : null;
            String uniqueId = old == null ? "uid-" + (mails.size() + 1) : old;
            mails.add(mail);
            // Some of the same size, whatever their number.
            server.deliver(new ModelServer.Message(uniqueId, mail, random.nextInt(2) * 50));
            tell(mail + " comes as " + uniqueId);
        }
    }

    /** One work or one timer, in whatever order; after a cut, everything anew. */
    private void run() throws Exception {
        ModelServer.Session session = healed ? ModelServer.Session.IN_ORDER : anySession();
        server.next(session, random.nextInt(600));
        for (StrictEndpointFactory factory : factories.values()) {
            factory.createFails = unlucky() ? new UnavailableException("no bean is free") : null;
            factory.beforeFails = unlucky() ? new UnavailableException("no transaction") : null;
        }
        if (!container.runWork()) {
            container.runTimer();
        }
        if (power.isDark()) {
            tell("killed");
            cuts++;
            container.switchOff();
            unregister();
            database.recover();
            power.restore();
            boot();
        }
    }

    private boolean unlucky() {
        return !healed && random.nextInt(10) == 0;
    }

    private ModelServer.Session anySession() {
        ModelServer.Session[] all = ModelServer.Session.values();
        return random.nextInt(3) == 0 ? all[random.nextInt(all.length)] : ModelServer.Session.IN_ORDER;
    }

    private void comeToRest() throws Exception {
        power.restore();
        healed = true;
        tell("all goes well from here");
        int runs = 0;
        while (!server.messages().isEmpty() && runs++ < MOST_RUNS) {
            run();
        }
        // What a server keeps that says it deletes it is left alone, and must have been delivered like all other mail.
        if (!server.messages().isEmpty() && !serverKept) {
            violations.add("left in the maildrop: " + server.messages());
        }
    }

    private void boot() throws ResourceException {
        container = new ModelContainer(random, clock);
        database.joins(container.transactions());
        inflow = new Inflow(container, clock, new SplittableRandom(random.nextLong()));
        for (String bean : beans) {
            StrictEndpointFactory factory =
                    new StrictEndpointFactory(mail -> onMail(bean, mail), container.transactions(), true);
            factories.put(bean, factory);
            activate(bean, factory);
        }
    }

    private void activate(String bean, StrictEndpointFactory factory) throws ResourceException {
        Pop3ActivationSpec spec = new Pop3ActivationSpec();
        spec.setServerName("127.0.0.1");
        spec.setPortNumber(Integer.toString(server.port()));
        spec.setUserName("orders");
        spec.setPassword("secret");
        spec.setTls("NONE");
        spec.setSubscriptionName(bean);
        spec.setLedgerDataSource(database.name());
        // Nobody is unlucky so often: to be given up is another story.
        spec.setMaxAttempts("1000");
        spec.setOnUniqueIdReset("REDELIVER");
        spec.setOrdering(strictlyOrdered ? "STRICT" : "NONE");
        try {
            inflow.activate(factory, Settings.of(spec));
        } catch (InvalidSettingsException e) {
            throw new IllegalStateException(e);
        }
    }

    private void redeploy() throws ResourceException {
        tell("an orderly stop");
        inflow.close();
        container.switchOff();
        boot();
    }

    private void onMail(String bean, Mail mail) throws Exception {
        StrictEndpointFactory factory = factories.get(bean);
        if (factory == null) {
            throw new IllegalStateException(bean);
        }
        power.step();
        String name = ModelServer.name(octets(mail));
        int before = calls.merge(bean + " " + name, 1, Integer::sum) - 1;
        if (mail.attempt() <= before || mail.attempt() > before + 1 + cuts) {
            violations.add(name + " comes to " + bean + " in attempt " + mail.attempt() + ", after " + before
                    + " calls and " + cuts + " cuts");
        }
        factory.end = Transactions.End.IN_ORDER;
        int luck = healed ? 0 : random.nextInt(10);
        if (luck == 1) {
            throw new IllegalStateException("not now");
        }
        database.effect(bean, name);
        tell(bean + " works on " + name + ": " + luck);
        switch (luck) {
            case 2 -> throw new IllegalStateException("after its work");
            case 3 -> throw new IOException("a checked one");
            case 4 -> container.transactions().setRollbackOnly();
            case 5 -> factory.end = Transactions.End.COMMIT_FAILS;
            case 6 -> factory.end = Transactions.End.SAYS_NOTHING;
            default -> {}
        }
    }

    private static byte[] octets(Mail mail) throws IOException {
        try (InputStream in = mail.open()) {
            return in.readAllBytes();
        }
    }

    @Override
    public void command() {
        power.step();
        // A delivery in the middle of the session that polls.
        if (nested == 0 && random.nextInt(4) == 0) {
            nested++;
            try {
                container.runWork();
            } finally {
                nested--;
            }
        }
    }

    @Override
    public void update(ModelServer.Session how) {
        tell("update: " + how);
        serverKept |= how == ModelServer.Session.KEEPS;
    }

    @Override
    public void removed(ModelServer.Message message) {
        tell(message.mail() + " is removed");
        for (String bean : beans) {
            if (!database.effects(bean).containsKey(message.mail())) {
                violations.add(message.mail() + " was removed, and " + bean + " had not taken it");
            }
        }
        freed.add(message.uniqueId());
    }

    private void tell(String what) {
        synchronized (story) {
            story.add(what);
        }
    }

    private void unregister() throws JMException {
        for (ObjectName name : ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.pop3j:type=Maildrop,name=\"*:" + server.port() + "\""), null)) {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        }
    }

    @Override
    public void close() {
        inflow.close();
        container.switchOff();
    }
}
