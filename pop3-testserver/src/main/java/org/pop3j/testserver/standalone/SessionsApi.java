package org.pop3j.testserver.standalone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.RecordedSession;

/** What was said, and is being said, on the connections. Thread-safe. */
final class SessionsApi {
    private final Pop3TestServer server;

    SessionsApi(Pop3TestServer server) {
        this.server = server;
    }

    List<Router.Route> routes() {
        return List.of(
                new Router.Route("GET", "/api/sessions", (request, path) -> Reply.json(all())),
                new Router.Route("GET", "/api/sessions/*", (request, path) -> session(path.get(0))));
    }

    Map<String, Object> all() {
        return Map.of(
                "sessions", server.sessions().stream().map(SessionsApi::summary).toList());
    }

    private Reply session(String number) throws Refusal {
        RecordedSession found = server.sessions().stream()
                .filter(session -> Integer.toString(session.number()).equals(number))
                .findAny()
                .orElseThrow(() -> new Refusal(Refusal.NOT_FOUND, "no session " + number + " is remembered"));
        Map<String, Object> json = summary(found);
        json.put("lines", found.lines());
        return Reply.json(json);
    }

    private static Map<String, Object> summary(RecordedSession session) {
        List<String> commands = session.commands();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", session.number());
        json.put("user", session.user());
        json.put("tls", session.tls());
        json.put("ending", session.ending());
        json.put("commands", commands.size());
        json.put("lastCommand", commands.isEmpty() ? "" : commands.get(commands.size() - 1));
        return json;
    }
}
