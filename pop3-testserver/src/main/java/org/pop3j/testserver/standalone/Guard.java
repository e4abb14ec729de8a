package org.pop3j.testserver.standalone;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps the web pages of others away from the control: a page in the browser of whoever runs it could otherwise call it,
 * by a name of its own that it lets lead to 127.0.0.1, or by a form. Immutable.
 */
final class Guard {
    private final Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));

    /**
     * Lets in who calls the control by one of its own names.
     *
     * @param address where it listens
     * @param more other names of it
     */
    Guard(InetSocketAddress address, Collection<String> more) {
        if (!address.getAddress().isAnyLocalAddress()) {
            names.add(name(Program.authority(address.getAddress(), 0)));
        }
        more.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * Lets a request in.
     *
     * @throws Refusal if it comes from elsewhere
     */
    void check(Request request) throws Refusal {
        List<String> hosts = request.fields("Host");
        if (hosts.size() != 1 || !names.contains(name(hosts.get(0)))) {
            throw new Refusal(
                    Refusal.FORBIDDEN, "the control is not called by this name; --control-host would allow it");
        }
        for (String origin : request.fields("Origin")) {
            if (!origin.equalsIgnoreCase("http://" + hosts.get(0))) {
                throw new Refusal(Refusal.FORBIDDEN, "the pages of other sites have nothing to say here");
            }
        }
    }

    /** Without the port, which a container may have mapped to another one. */
    private static String name(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "");
    }
}
