package org.pop3j.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** The client's side of HTTP's CONNECT (RFC 9110, section 9.3.6), with Basic credentials (RFC 7617). Used once. */
final class HttpConnect {
    private static final int MAX_HEAD = 16_384;
    private static final int MAX_TEXT = 200;
    private static final String END = "\r\n\r\n";

    private final ProxyServer proxy;
    private final InputStream in;
    private final OutputStream out;

    HttpConnect(ProxyServer proxy, InputStream in, OutputStream out) {
        this.proxy = proxy;
        this.in = in;
        this.out = out;
    }

    void connect(Endpoint target) throws IOException {
        byte[] request = request(target);
        try {
            out.write(request);
        } finally {
            Arrays.fill(request, (byte) 0);
        }
        String[] words = statusLine().split(" ", 3);
        if (!words[0].startsWith("HTTP/1.") || words.length < 2) {
            throw new ConnectException("it does not speak HTTP/1.1");
        }
        if (words[1].length() != 3 || !words[1].startsWith("2")) {
            String text = words.length > 2 ? " " + words[2] : "";
            throw new ConnectException("it answers " + Printable.text(words[1] + text, MAX_TEXT));
        }
    }

    private byte[] request(Endpoint target) {
        String authority =
                target.host().indexOf(':') < 0 ? target.toString() : "[" + target.host() + "]:" + target.port();
        byte[] head =
                ("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] authorization = authorization();
        byte[] request = Arrays.copyOf(head, head.length + authorization.length + 2);
        System.arraycopy(authorization, 0, request, head.length, authorization.length);
        request[request.length - 2] = '\r';
        request[request.length - 1] = '\n';
        Arrays.fill(authorization, (byte) 0);
        return request;
    }

    /** The whole line of the header, or nothing. */
    private byte[] authorization() {
        if (proxy.user() == null) {
            return new byte[0];
        }
        byte[] name = (proxy.user() + ":").getBytes(StandardCharsets.UTF_8);
        byte[] password = proxy.passwordOctets();
        byte[] both = Arrays.copyOf(name, name.length + password.length);
        System.arraycopy(password, 0, both, name.length, password.length);
        byte[] encoded = Base64.getEncoder().encode(both);
        byte[] begin = "Proxy-Authorization: Basic ".getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(begin, begin.length + encoded.length + 2);
        System.arraycopy(encoded, 0, line, begin.length, encoded.length);
        line[line.length - 2] = '\r';
        line[line.length - 1] = '\n';
        Arrays.fill(password, (byte) 0);
        Arrays.fill(both, (byte) 0);
        Arrays.fill(encoded, (byte) 0);
        return line;
    }

    /** Octet by octet: what comes behind the head is the server's, and must not be read here. */
    private String statusLine() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf(END, head.length() - END.length()) < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new ConnectException("it has closed the connection");
            }
            if (head.length() == MAX_HEAD) {
                throw new ConnectException("its answer has more than " + MAX_HEAD + " octets");
            }
            head.append((char) octet);
        }
        return head.substring(0, head.indexOf("\r\n"));
    }
}
