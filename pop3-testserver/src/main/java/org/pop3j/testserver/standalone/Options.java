package org.pop3j.testserver.standalone;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.Keyword;
import org.pop3j.testserver.Profile;
import org.pop3j.testserver.fault.Fault;
import picocli.CommandLine.Option;

/** What the program takes. The fields are filled by the command-line parser. */
final class Options {
    private static final String USER = "alice";
    private static final String PASSWORD = "secret";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "1110",
            converter = Address.Port.class,
            description = "Port for POP3 in the clear; 0 takes a free one. Default: 1110.")
    private int port;

    @Option(names = "--stls", description = "Offers TLS on that port (STLS), unless the profile does not know it.")
    private boolean stls;

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            converter = Address.Port.class,
            description = "Opens a second port, with TLS from the first octet; 0 takes a free one. Default: none.")
    private @Nullable Integer tlsPort;

    @Option(
            names = "--user",
            paramLabel = "NAME:PASSWORD",
            converter = User.Converter.class,
            description = "A user with a maildrop. May be repeated. Default: alice:secret.")
    private List<User> users = new ArrayList<>();

    @Option(
            names = "--load",
            paramLabel = "NAME=PATH",
            converter = Load.Converter.class,
            description =
                    "Puts mail into the maildrop of a user: the *.eml of a folder in order of their names, a Maildir,"
                            + " an mbox file, or one message. May be repeated.")
    private List<Load> loads = new ArrayList<>();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            converter = Wrong.ProfileConverter.class,
            description =
                    "Behaves like a known server: strict, which is right in everything and the default, minimal-rfc1939,"
                            + " dovecot-like, gmail-like, exchange-like or no-uidl.")
    private @Nullable Profile profile;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            converter = Wrong.FaultConverter.class,
            description =
                    "Does something wrong, such as mailbox-in-use, or 'status-line RETR nth 2: reset'. May be repeated.")
    private List<Fault> faults = new ArrayList<>();

    @Option(
            names = "--port-file",
            paramLabel = "FILE",
            description =
                    "Writes server=pop3-testserver, port=..., tlsPort=..., controlPort=... and ca=... to this file as soon as clients can"
                            + " connect; a shell can read it. It is removed at the end. ca names a file beside it with the"
                            + " certificate to trust.")
    private @Nullable Path portFile;

    @Option(
            names = "--control",
            paramLabel = "[ADDRESS:]PORT",
            converter = Address.HostAndPort.class,
            description = "Opens the control, HTTP with a page for people and JSON for programs; 0 takes a free port."
                    + " On 127.0.0.1 unless an address is given. Default: none.")
    private @Nullable InetSocketAddress control;

    @Option(
            names = "--control-host",
            paramLabel = "NAME",
            converter = Guard.Name.class,
            description = "One more name by which the control may be called; otherwise only localhost and its address."
                    + " May be repeated.")
    private List<String> controlHosts = new ArrayList<>();

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            converter = Address.Host.class,
            description =
                    "Address of the POP3 ports. With any other than the default, 127.0.0.1, other machines can reach"
                            + " the server: it warns.")
    private InetAddress bind = Address.loopback();

    int port() {
        return port;
    }

    /** Whether it is offered: not by a server that does not know it. */
    boolean stls() {
        return stls && !stlsUnknown();
    }

    /** Whether it was asked for in vain. */
    boolean stlsUnknown() {
        return stls && profile != null && profile.unknown().contains(Keyword.STLS);
    }

    OptionalInt tlsPort() {
        return tlsPort == null ? OptionalInt.empty() : OptionalInt.of(tlsPort);
    }

    InetAddress bind() {
        return bind;
    }

    /** Those that are given, or alice. */
    List<User> users() {
        return users.isEmpty() ? List.of(new User(USER, PASSWORD)) : users;
    }

    List<Load> loads() {
        return loads;
    }

    Optional<Profile> profile() {
        return Optional.ofNullable(profile);
    }

    List<Fault> faults() {
        return faults;
    }

    Optional<Path> portFile() {
        return Optional.ofNullable(portFile).map(Path::toAbsolutePath);
    }

    Optional<InetSocketAddress> control() {
        return Optional.ofNullable(control);
    }

    List<String> controlHosts() {
        return controlHosts;
    }

    /** What the options have to do with each other. */
    void check() throws Problem {
        Set<String> names = new HashSet<>();
        for (User user : users()) {
            String name = UserName.normal(user.name());
            if (UserName.isLostInPaths(name)) {
                throw Problem.usage(
                        "--user " + user.name() + ": a user of this name could not be named by a path of the control.");
            }
            if (!names.add(name)) {
                throw Problem.usage("--user " + user.name() + " is there twice.");
            }
        }
        for (Load load : loads) {
            if (!names.contains(UserName.normal(load.user()))) {
                throw Problem.usage(
                        "--load " + load.user() + "=" + load.path() + ": there is no --user " + load.user() + ".");
            }
        }
        if (!controlHosts.isEmpty() && control == null) {
            throw Problem.usage("--control-host goes with --control.");
        }
    }
}
