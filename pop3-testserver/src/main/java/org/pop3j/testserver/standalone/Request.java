package org.pop3j.testserver.standalone;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What somebody asks of the control. Not thread-safe. */
final class Request {
    private static final int JSON_OCTETS = 1 << 16;

    /** More than this of a body that is too large is not even read away. */
    private static final long DRAINED_OCTETS = 1L << 28;

    private final HttpExchange exchange;

    Request(HttpExchange exchange) {
        this.exchange = exchange;
    }

    /** The method; HEAD is GET without the body of its answer. */
    String method() {
        String method = exchange.getRequestMethod();
        return method.equals("HEAD") ? "GET" : method;
    }

    /** The segments of the path, decoded. */
    List<String> path() throws Refusal {
        URI uri = exchange.getRequestURI();
        String path = Optional.ofNullable(uri.getRawPath()).orElse("/");
        try {
            return Arrays.stream(path.substring(1).split("/", -1))
                    .map(Request::decoded)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.BAD_REQUEST, "the path has a % without two hexadecimal digits");
        }
    }

    /** A plus is a plus in paths. */
    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** A whole number in the query, within bounds. */
    int query(String name, int otherwise, int most) throws Refusal {
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                String value = pair.substring(name.length() + 1);
                if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) > most) {
                    throw new Refusal(Refusal.BAD_REQUEST, name + " is a number from 0 to " + most);
                }
                return Integer.parseInt(value);
            }
        }
        return otherwise;
    }

    /** All values of a header field. */
    List<String> fields(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().get(name)).orElse(List.of());
    }

    /** The body as a JSON object of these members. */
    Map<String, String> json(String... names) throws IOException, Refusal {
        byte[] octets = body("application/json", JSON_OCTETS);
        try {
            return Json.object(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(octets))
                            .toString(),
                    List.of(names));
        } catch (CharacterCodingException e) {
            throw new Refusal(Refusal.BAD_REQUEST, "the body is not UTF-8");
        }
    }

    /**
     * The body.
     *
     * @param type the content type that it has to have. None of ours can come from a form of another site.
     * @param most octets
     */
    byte[] body(String type, int most) throws IOException, Refusal {
        String given = fields("Content-Type").stream().findFirst().orElse("none");
        if (!given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(type)) {
            throw new Refusal(Refusal.UNSUPPORTED_TYPE, "the content type has to be " + type);
        }
        byte[] octets = exchange.getRequestBody().readNBytes(most + 1);
        if (octets.length > most) {
            drain();
            throw new Refusal(Refusal.TOO_LARGE, "the body has more than " + most + " octets");
        }
        return octets;
    }

    /** Whoever is still sending would not see the answer, if the connection were closed on it. */
    void drain() throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] away = new byte[JSON_OCTETS];
        long drained = 0;
        int more;
        // Not by skip: the body of an exchange hands that on to the connection, which waits for more than the body.
        while (drained < DRAINED_OCTETS && (more = in.read(away)) >= 0) {
            drained += more;
        }
    }
}
