package org.pop3j.testserver.standalone;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads addresses and ports from the command line. Its messages repeat nothing: a password may be in the wrong place. */
final class Address {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int MAX_PORT = 65535;

    private Address() {}

    /** 127.0.0.1, whatever the JVM prefers. */
    static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(LOOPBACK);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }

    private static int port(String text) {
        // Six digits cannot overflow an int.
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) > MAX_PORT) {
            throw new TypeConversionException("a port is a number from 0 to " + MAX_PORT);
        }
        return Integer.parseInt(text);
    }

    /** A name that does not lead to an address is wrong; of several addresses the first one counts. */
    private static InetAddress host(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        try {
            if (bare.isEmpty()) {
                throw new TypeConversionException("there is no address");
            }
            return InetAddress.getAllByName(bare)[0];
        } catch (UnknownHostException e) {
            throw new TypeConversionException("this is no address of this machine, such as 0.0.0.0");
        }
    }

    /** {@code PORT}. */
    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return port(value);
        }
    }

    /** {@code ADDRESS}. */
    static final class Host implements ITypeConverter<InetAddress> {
        @Override
        public InetAddress convert(String value) {
            return host(value);
        }
    }

    /** {@code [ADDRESS:]PORT}. */
    static final class HostAndPort implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String value) {
            int colon = value.lastIndexOf(':');
            return new InetSocketAddress(
                    colon < 0 ? loopback() : host(value.substring(0, colon)), port(value.substring(colon + 1)));
        }
    }
}
