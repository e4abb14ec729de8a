package org.pop3j.testserver.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.Profile;

/** The server as a whole. Thread-safe. */
final class ServerApi {
    private final Pop3TestServer server;
    private final Seed seed;

    ServerApi(Pop3TestServer server, Seed seed) {
        this.server = server;
        this.seed = seed;
    }

    List<Router.Route> routes() {
        return List.of(
                new Router.Route("GET", "/api/server", (request, path) -> Reply.json(description())),
                new Router.Route("GET", "/api/ca", (request, path) -> certificate()),
                new Router.Route("POST", "/api/time", (request, path) -> passTime(request)),
                new Router.Route("POST", "/api/reset", (request, path) -> reset(request)));
    }

    Map<String, Object> description() {
        OptionalInt tlsPort =
                seed.options().tlsPort().isPresent() ? OptionalInt.of(server.tlsPort()) : OptionalInt.empty();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", Main.Version.number());
        json.put("host", server.host());
        json.put("port", server.port());
        json.put("stls", seed.options().stls());
        json.put("tlsPort", tlsPort.isPresent() ? Optional.of(tlsPort.getAsInt()) : Optional.empty());
        json.put("profile", seed.options().profile().orElse(Profile.STRICT));
        return json;
    }

    private Reply certificate() {
        return Reply.text(Reply.OK, "application/x-pem-file", server.certificatePem());
    }

    private Reply passTime(Request request) throws IOException, Refusal {
        String seconds = request.json("seconds").getOrDefault("seconds", "");
        if (!seconds.matches("[0-9]{1,9}")) {
            throw new Refusal(Refusal.BAD_REQUEST, "seconds is a whole number, 0 at least");
        }
        try {
            server.passTime(Duration.ofSeconds(Long.parseLong(seconds)));
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        return Reply.json(description());
    }

    private Reply reset(Request request) throws IOException, Refusal {
        // To the JDK's server a request goes on, and has little time, until its body is read.
        request.drain();
        try {
            seed.again();
        } catch (Problem | UncheckedIOException e) {
            throw new Refusal(Refusal.FAILED, Problem.because(e));
        }
        return Reply.json(description());
    }
}
