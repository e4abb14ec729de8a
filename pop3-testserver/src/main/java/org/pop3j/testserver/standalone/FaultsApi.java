package org.pop3j.testserver.standalone;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.pop3j.testserver.InjectedFault;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.fault.Fault;

/** What the server is to do wrong. Thread-safe. */
final class FaultsApi {
    private final Pop3TestServer server;
    private final Map<InjectedFault, Integer> numbers = new WeakHashMap<>();
    private int numbered;

    FaultsApi(Pop3TestServer server) {
        this.server = server;
    }

    List<Router.Route> routes() {
        return List.of(
                new Router.Route("GET", "/api/faults", (request, path) -> Reply.json(all())),
                new Router.Route("POST", "/api/faults", (request, path) -> inject(request)),
                new Router.Route("DELETE", "/api/faults", (request, path) -> clear()),
                new Router.Route("DELETE", "/api/faults/*", (request, path) -> remove(path.get(0))));
    }

    Map<String, Object> all() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("faults", server.faults().stream().map(this::summary).toList());
        json.put("names", Fault.names());
        return json;
    }

    private Map<String, Object> summary(InjectedFault injected) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", number(injected));
        json.put("fault", injected.fault());
        json.put("fired", injected.fired());
        return json;
    }

    /** Stays the same as long as the fault is there. */
    private synchronized int number(InjectedFault injected) {
        return numbers.computeIfAbsent(injected, unused -> ++numbered);
    }

    private Reply inject(Request request) throws IOException, Refusal {
        String text = request.json("fault").getOrDefault("fault", "");
        try {
            return Reply.json(Reply.CREATED, summary(server.inject(Fault.parse(text))));
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private Reply clear() {
        server.clearFaults();
        return Reply.json(all());
    }

    private Reply remove(String number) throws Refusal {
        for (InjectedFault injected : server.faults()) {
            if (Integer.toString(number(injected)).equals(number)) {
                injected.remove();
                return Reply.json(all());
            }
        }
        throw new Refusal(Refusal.NOT_FOUND, "there is no fault " + number);
    }
}
