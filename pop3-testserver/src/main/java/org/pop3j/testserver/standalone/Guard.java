package org.pop3j.testserver.standalone;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Keeps the web pages of others away from the control: a page in the browser of whoever runs it could otherwise call it,
 * by a name of its own that it lets lead to 127.0.0.1, or by a form. Immutable.
 */
final class Guard {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern IPV6 = Pattern.compile("\\[([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:%[^]]*)?](?::[0-9]*)?");

    private final Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", name("[::1]")));

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
        more.forEach(name -> names.add(name(name)));
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

    /**
     * Without the port, which a container may have mapped to another one. An IPv6 address can be written in several ways, of
     * which browsers prefer another one than Java: here it has Java's, without a zone.
     */
    private static String name(String host) {
        Matcher address = IPV6.matcher(host);
        if (!address.matches()) {
            return host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "");
        }
        try {
            // Brackets keep Java from asking anybody for it as for a name.
            return "[" + InetAddress.getByName("[" + address.group(1) + "]").getHostAddress() + "]";
        } catch (UnknownHostException e) {
            return host;
        }
    }

    /** {@code NAME}, or an address, with or without the brackets of IPv6. */
    static final class Name implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            if (NAME.matcher(value).matches()) {
                return value;
            }
            String bracketed = value.startsWith("[") ? value : "[" + value + "]";
            // Of IPv6 there are two colons at least; a port has one, and stands behind brackets.
            if (bracketed.endsWith("]")
                    && bracketed.matches(".*:.*:.*")
                    && IPV6.matcher(bracketed).matches()) {
                return bracketed;
            }
            throw new TypeConversionException("this takes a name without a port, such as pop3");
        }
    }
}
