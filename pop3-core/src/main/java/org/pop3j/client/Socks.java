package org.pop3j.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The client's side of SOCKS version 5 (RFC 1928), with a password if the proxy wants one (RFC 1929). Used once. */
final class Socks {
    private static final int VERSION = 5;
    private static final int NO_AUTHENTICATION = 0;
    private static final int PASSWORD = 2;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    /** What the proxy's answers mean, from 0 on (RFC 1928, section 6). */
    private static final List<String> REPLIES = List.of(
            "succeeded",
            "general failure",
            "not allowed by its rules",
            "network unreachable",
            "host unreachable",
            "connection refused",
            "TTL expired",
            "command not supported",
            "address type not supported");

    private final ProxyServer proxy;
    private final InputStream in;
    private final OutputStream out;

    Socks(ProxyServer proxy, InputStream in, OutputStream out) {
        this.proxy = proxy;
        this.in = in;
        this.out = out;
    }

    void connect(Endpoint target) throws IOException {
        authenticate();
        out.write(request(target));
        byte[] reply = read(4);
        require(reply[0] == VERSION, "it does not speak SOCKS 5");
        int code = reply[1] & 0xFF;
        require(code == 0, code < REPLIES.size() ? REPLIES.get(code) : "refused with " + code);
        // The address that the proxy connects from is of no use, but it has to be read.
        switch (reply[3]) {
            case IPV4 -> read(4 + 2);
            case IPV6 -> read(16 + 2);
            case NAME -> read((read(1)[0] & 0xFF) + 2);
            default -> require(false, "its answer has an unknown kind of address");
        }
    }

    private void authenticate() throws IOException {
        String user = proxy.user();
        out.write(
                user == null
                        ? new byte[] {VERSION, 1, NO_AUTHENTICATION}
                        : new byte[] {VERSION, 2, NO_AUTHENTICATION, PASSWORD});
        byte[] choice = read(2);
        require(choice[0] == VERSION, "it does not speak SOCKS 5");
        if (user != null && choice[1] == PASSWORD) {
            sendPassword(user);
            require(read(2)[1] == 0, "it refuses the name or the password");
        } else {
            require(choice[1] == NO_AUTHENTICATION, "it wants credentials of another kind");
        }
    }

    private void sendPassword(String user) throws IOException {
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        byte[] password = proxy.passwordOctets();
        byte[] message = new byte[3 + name.length + password.length];
        message[0] = 1;
        message[1] = (byte) name.length;
        System.arraycopy(name, 0, message, 2, name.length);
        message[2 + name.length] = (byte) password.length;
        System.arraycopy(password, 0, message, 3 + name.length, password.length);
        try {
            out.write(message);
        } finally {
            Arrays.fill(password, (byte) 0);
            Arrays.fill(message, (byte) 0);
        }
    }

    private static byte[] request(Endpoint target) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(new byte[] {VERSION, CONNECT, 0});
        if (target.literal()) {
            byte[] address = InetAddress.getByName(target.host()).getAddress();
            request.write(address.length == 4 ? IPV4 : IPV6);
            request.writeBytes(address);
        } else {
            byte[] name = target.host().getBytes(StandardCharsets.UTF_8);
            if (name.length > 255) {
                throw new ConnectException("the name of the server is longer than SOCKS can say");
            }
            request.write(NAME);
            request.write(name.length);
            request.writeBytes(name);
        }
        request.write(target.port() >> 8);
        request.write(target.port());
        return request.toByteArray();
    }

    private byte[] read(int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        if (octets.length < count) {
            throw new ConnectException("it has closed the connection");
        }
        return octets;
    }

    private static void require(boolean condition, String otherwise) throws ConnectException {
        if (!condition) {
            throw new ConnectException(otherwise);
        }
    }
}
