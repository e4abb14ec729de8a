package org.pop3j.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** What the application says of itself: {@code GET /suite/api/deliveries}. */
final class Suite {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(BOUND).build();

    private Suite() {}

    /** A mail in a bean's hands. */
    record Attempt(String bean, String uniqueId, int attempt, String subject) {}

    /**
     * @param begun since the application was deployed or the server started, whatever came of it
     * @param mostAtOnce how many instances of the bean that asks for many ran at the same time, at most
     * @param principals who was the caller of a bean, as the container says
     * @param taken what is committed
     * @param ledger the unique-ids in the ledger that is in the application's own database
     * @param otherLedger the unique-ids in the ledger that is in the other one
     */
    record State(
            List<Attempt> begun,
            int mostAtOnce,
            List<String> principals,
            List<Attempt> taken,
            List<String> ledger,
            List<String> otherLedger) {
        /** The attempts in which a mail was taken, by whichever bean: one for each row. */
        List<Attempt> taken(String uniqueId) {
            return of(taken, uniqueId);
        }

        List<Attempt> begun(String uniqueId) {
            return of(begun, uniqueId);
        }

        private static List<Attempt> of(List<Attempt> attempts, String uniqueId) {
            return attempts.stream()
                    .filter(attempt -> attempt.uniqueId().equals(uniqueId))
                    .toList();
        }
    }

    /** Whether the application answers. */
    static boolean answers(URI server) {
        try {
            return get(server).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    static State state(URI server) {
        try {
            HttpResponse<String> response = get(server);
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        "The application answers " + response.statusCode() + ": " + response.body());
            }
            return new Gson().fromJson(response.body(), State.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The level of Jakarta EE, by the version of Jakarta Servlet that the server has. */
    static String jakartaEe(URI server) {
        try {
            String servlet = get(server, "suite/api/platform").body();
            return switch (servlet) {
                case "5.0" -> "9.1";
                case "6.0" -> "10";
                case "6.1" -> "11";
                default -> throw new IllegalStateException("Jakarta Servlet " + servlet + " is of no known level");
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> get(URI server) throws IOException {
        return get(server, "suite/api/deliveries");
    }

    private static HttpResponse<String> get(URI server, String path) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(BOUND).build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
