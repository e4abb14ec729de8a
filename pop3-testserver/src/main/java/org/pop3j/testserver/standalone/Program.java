package org.pop3j.testserver.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.Keyword;
import org.pop3j.testserver.Pop3TestServer;

/**
 * All that runs: the server, its control, and the file that tells where they are. Thread-safe: {@link #close} may come at
 * any time.
 */
final class Program implements AutoCloseable {
    private final Options options;
    private final Optional<PortFile> portFile;
    private @Nullable Pop3TestServer server;
    private @Nullable Control control;
    private boolean closed;

    Program(Options options) {
        this.options = options;
        portFile = options.portFile().map(PortFile::new);
    }

    /**
     * Starts all of it. Mail is there before the first client can connect, and the port file comes last.
     *
     * @throws Problem if something of it cannot run; nothing runs then
     */
    synchronized void start() throws Problem {
        if (closed) {
            return;
        }
        boolean started = false;
        try {
            if (portFile.isPresent()) {
                portFile.get().prepare();
            }
            Pop3TestServer made = build();
            server = made;
            Seed seed = new Seed(options, made);
            seed.sow();
            made.startAccepting();
            if (options.control().isPresent()) {
                control = Control.start(options.control().get(), options.controlHosts(), made, seed);
            }
            if (portFile.isPresent()) {
                portFile.get().write(entries(made), secured() ? Optional.of(made.certificatePem()) : Optional.empty());
            }
            started = true;
        } catch (UncheckedIOException e) {
            throw Problem.cannotRun(Problem.because(e) + ".");
        } catch (IOException e) {
            throw Problem.cannotRun("--control: " + Problem.because(e) + ".");
        } finally {
            if (!started) {
                close();
            }
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

    private List<PortFile.Entry> entries(Pop3TestServer running) {
        List<PortFile.Entry> entries = new ArrayList<>();
        entries.add(new PortFile.Entry("port", Integer.toString(running.port())));
        if (options.tlsPort().isPresent()) {
            entries.add(new PortFile.Entry("tlsPort", Integer.toString(running.tlsPort())));
        }
        if (control != null) {
            entries.add(new PortFile.Entry("controlPort", Integer.toString(control.port())));
        }
        return entries;
    }

    /** What may surprise. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
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
    synchronized String description() {
        Pop3TestServer running = server;
        if (running == null) {
            return "";
        }
        InetAddress address = options.bind();
        StringBuilder text = new StringBuilder("pop3-testserver " + Main.Version.number() + "\n");
        text.append(line("POP3", authority(address, running.port()) + (options.stls() ? ", with STLS" : "")));
        if (options.tlsPort().isPresent()) {
            text.append(line("POP3S", authority(address, running.tlsPort())));
        }
        if (control != null) {
            text.append(line("control", control.uri()));
        }
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
        portFile.ifPresent(PortFile::remove);
        if (control != null) {
            control.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
