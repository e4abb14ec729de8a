package org.pop3j.testserver.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.pop3j.protocol.Keyword;
import org.pop3j.testserver.Pop3TestServer;

/**
 * All that runs: the server, its control, and the file that tells where they are. Thread-safe: {@link #close} may come at
 * any time, and waits for nothing that takes long.
 */
final class Program implements AutoCloseable {
    private final Options options;
    private final Optional<PortFile> portFile;

    /** What ends that which runs, the last of it first. */
    private final Deque<Runnable> ends = new ArrayDeque<>();

    private boolean closed;
    private volatile String description = "";

    Program(Options options) {
        this.options = options;
        portFile = options.portFile().map(PortFile::new);
    }

    /**
     * Starts all of it. Mail is there before the first client can connect, and the port file comes last.
     *
     * @return whether it runs: not if it was closed meanwhile
     * @throws Problem if something of it cannot run; nothing runs then
     */
    boolean start() throws Problem {
        try {
            open();
            return !isClosed();
        } catch (Problem | RuntimeException failure) {
            if (isClosed()) {
                // What it worked on was taken away: that is no news.
                return false;
            }
            close();
            if (failure instanceof UncheckedIOException) {
                throw Problem.cannotRun(Problem.because(failure) + ".");
            }
            throw failure;
        }
    }

    private void open() throws Problem {
        if (portFile.isPresent()) {
            portFile.get().check(secured());
        }
        Pop3TestServer server = build();
        keep(server::close);
        Seed seed = new Seed(options, server);
        seed.sow();
        server.startAccepting();
        Optional<Control> control = control(server, seed);
        if (portFile.isPresent()) {
            keep(portFile.get()::remove);
            portFile.get()
                    .write(
                            entries(server, control),
                            secured() ? Optional.of(server.certificatePem()) : Optional.empty());
        }
        description = describe(server, control);
    }

    private synchronized void keep(Runnable end) {
        if (closed) {
            end.run();
        } else {
            ends.push(end);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private Optional<Control> control(Pop3TestServer server, Seed seed) throws Problem {
        if (options.control().isEmpty()) {
            return Optional.empty();
        }
        try {
            Control control = Control.start(options.control().get(), options.controlHosts(), server, seed);
            keep(control::close);
            return Optional.of(control);
        } catch (IOException e) {
            throw Problem.cannotRun("--control: " + Problem.because(e) + ".");
        }
    }

    private Pop3TestServer build() throws Problem {
        Pop3TestServer.Builder builder =
                Pop3TestServer.builder().bind(options.bind()).port(options.port());
        options.tlsPort().ifPresentOrElse(builder::tlsPort, builder::withoutTlsPort);
        options.profile().ifPresent(builder::profile);
        if (!options.stls()) {
            builder.without(Keyword.STLS);
        }
        for (User user : options.users()) {
            builder.user(user.name(), user.password());
        }
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw Problem.usage("--user: " + e.getMessage() + ".");
        }
    }

    private boolean secured() {
        return options.stls() || options.tlsPort().isPresent();
    }

    private List<PortFile.Entry> entries(Pop3TestServer running, Optional<Control> control) {
        List<PortFile.Entry> entries = new ArrayList<>();
        entries.add(new PortFile.Entry("port", Integer.toString(running.port())));
        if (options.tlsPort().isPresent()) {
            entries.add(new PortFile.Entry("tlsPort", Integer.toString(running.tlsPort())));
        }
        control.ifPresent(open -> entries.add(new PortFile.Entry("controlPort", Integer.toString(open.port()))));
        return entries;
    }

    /** What may surprise. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (options.stlsUnknown()) {
            warnings.add("--stls has no effect: the profile does not know it.");
        }
        String reached = " other machines may reach it. It is made for tests, and keeps nothing from anybody.";
        if (!options.bind().isLoopbackAddress()) {
            warnings.add("the server listens on " + options.bind().getHostAddress() + ":" + reached);
        }
        options.control()
                .filter(address -> !address.getAddress().isLoopbackAddress())
                .ifPresent(address -> warnings.add(
                        "the control listens on " + address.getAddress().getHostAddress() + ":" + reached));
        return warnings;
    }

    /** What runs where, for people. */
    String description() {
        return description;
    }

    private String describe(Pop3TestServer running, Optional<Control> control) {
        InetAddress address = options.bind();
        StringBuilder text = new StringBuilder("pop3-testserver " + Main.Version.number() + "\n");
        text.append(line("POP3", authority(address, running.port()) + (options.stls() ? ", with STLS" : "")));
        if (options.tlsPort().isPresent()) {
            text.append(line("POP3S", authority(address, running.tlsPort())));
        }
        control.ifPresent(open -> text.append(line("control", open.uri())));
        for (String user : running.users()) {
            int count = running.maildrop(user).count();
            text.append(line("user", user + ", " + count + (count == 1 ? " message" : " messages")));
        }
        options.profile().ifPresent(profile -> text.append(line("profile", profile.toString())));
        running.faults()
                .forEach(fault -> text.append(line("fault", fault.fault().toString())));
        options.portFile().ifPresent(file -> text.append(line("port file", file.toString())));
        return text + "Ctrl-C ends it.\n";
    }

    private static String line(String what, String value) {
        return String.format("  %-10s %s%n", what, value);
    }

    static String authority(InetAddress address, int port) {
        String host = address.getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** Ends all of it, the port file first. Without effect when repeated. */
    @Override
    public synchronized void close() {
        closed = true;
        ends.forEach(Runnable::run);
        ends.clear();
    }
}
