package org.pop3j.samples.maildesk.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The mail desk as its page sees it: the HTTP interface of a running application. */
record Desk(URI uri) {
    private static final Duration BOUND = Duration.ofSeconds(20);

    DeskState state() {
        return DeskState.parse(json());
    }

    /** The state as it is sent to the page. */
    String json() {
        try {
            HttpResponse<String> response = get();
            if (response.statusCode() != 200) {
                throw new IllegalStateException("The desk answers " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> get() throws IOException {
        return Http.get(uri.resolve("api/desk"), BOUND);
    }
}
