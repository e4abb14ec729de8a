package org.pop3j.testserver.standalone;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What the control answers.
 *
 * @param status of HTTP
 * @param fields header fields, the content type among them
 * @param octets the length of the body
 * @param body the octets, opened once
 */
record Reply(int status, Map<String, String> fields, long octets, Body body) {
    static final int OK = 200;
    static final int CREATED = 201;

    /** Where the octets come from. */
    @FunctionalInterface
    interface Body {
        /**
         * Opens it.
         *
         * @throws Refusal if it is gone meanwhile
         */
        InputStream open() throws IOException, Refusal;
    }

    static Reply json(int status, Map<String, ?> object) {
        return text(status, "application/json", Json.of(object) + "\n");
    }

    static Reply json(Map<String, ?> object) {
        return json(OK, object);
    }

    static Reply text(int status, String type, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return octets(status, type, octets.length, () -> new ByteArrayInputStream(octets));
    }

    static Reply octets(int status, String type, long octets, Body body) {
        return new Reply(status, Map.of("Content-Type", type), octets, body);
    }

    /** The same with more header fields. */
    Reply with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(fields);
        all.putAll(more);
        return new Reply(status, Map.copyOf(all), octets, body);
    }
}
