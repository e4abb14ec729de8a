package org.pop3j.testserver.standalone;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.StoredMessage;
import org.pop3j.testserver.TestMaildrop;

/** Users, their maildrops, and the messages in these. Thread-safe. */
final class MaildropsApi {
    private static final int MOST_OCTETS = 1 << 26;
    private static final int MOST_LISTED = 1000;
    private static final int LISTED = 100;

    /** So many large bodies at most are in memory at once; more requests wait. */
    private static final int LARGE_BODIES = 8;

    private final Semaphore largeBodies = new Semaphore(LARGE_BODIES, true);
    private final Pop3TestServer server;

    MaildropsApi(Pop3TestServer server) {
        this.server = server;
    }

    List<Router.Route> routes() {
        return List.of(
                new Router.Route("POST", "/api/users", (request, path) -> addUser(request)),
                new Router.Route("GET", "/api/maildrops", (request, path) -> Reply.json(all())),
                new Router.Route("GET", "/api/maildrops/*/messages", (request, path) -> messages(request, path.get(0))),
                new Router.Route("POST", "/api/maildrops/*/messages", (request, path) -> deliver(request, path.get(0))),
                new Router.Route("DELETE", "/api/maildrops/*/messages", (request, path) -> clear(path.get(0))),
                new Router.Route(
                        "GET", "/api/maildrops/*/messages/*", (request, path) -> message(path.get(0), path.get(1))));
    }

    private Reply addUser(Request request) throws IOException, Refusal {
        Map<String, String> body = request.json("user", "password");
        String user = UserName.normal(body.getOrDefault("user", ""));
        if (UserName.isLostInPaths(user)) {
            throw new Refusal(Refusal.BAD_REQUEST, "a user of this name could not be named here again");
        }
        if (found(user).isPresent()) {
            throw new Refusal(Refusal.CONFLICT, "there is a user " + user + " already");
        }
        try {
            server.addUser(user, body.getOrDefault("password", ""));
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        return Reply.json(Reply.CREATED, summary(user));
    }

    Map<String, Object> all() {
        return Map.of("maildrops", server.users().stream().map(this::summary).toList());
    }

    private Map<String, Object> summary(String user) {
        TestMaildrop maildrop = server.maildrop(user);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("user", user);
        json.put("messages", maildrop.count());
        json.put("updates", maildrop.updates());
        return json;
    }

    private Reply messages(Request request, String user) throws Refusal {
        List<StoredMessage> all = maildrop(user).messages();
        int offset = Math.min(all.size(), request.query("offset", 0, Integer.MAX_VALUE));
        int limit = request.query("limit", LISTED, MOST_LISTED);
        List<Map<String, Object>> shown = new ArrayList<>();
        for (StoredMessage message : all.subList(offset, Math.min(all.size(), offset + limit))) {
            listed(message).ifPresent(shown::add);
        }
        Map<String, Object> json = summary(user);
        json.put("offset", offset);
        json.put("list", shown);
        return Reply.json(json);
    }

    /** Empty if it was removed meanwhile. */
    private static Optional<Map<String, Object>> listed(StoredMessage message) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("uniqueId", message.uniqueId());
        json.put("octets", message.octets());
        try {
            json.putAll(MessageHead.of(message).fields("from", "subject", "date"));
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(json);
    }

    private Reply deliver(Request request, String user) throws IOException, Refusal {
        TestMaildrop maildrop = maildrop(user);
        // Not for ever: who holds a place has no longer than a request may take.
        largeBodies.acquireUninterruptibly();
        try {
            String uniqueId = maildrop.deliver(request.body("message/rfc822", MOST_OCTETS));
            return Reply.json(Reply.CREATED, Map.of("uniqueId", uniqueId));
        } finally {
            largeBodies.release();
        }
    }

    private Reply clear(String user) throws Refusal {
        maildrop(user).clear();
        return Reply.json(summary(user));
    }

    /** As a file to be saved: no browser is to show what a mail says as a page of ours. */
    private Reply message(String user, String uniqueId) throws Refusal {
        StoredMessage message = maildrop(user).messages().stream()
                .filter(one -> one.uniqueId().equals(uniqueId))
                .findAny()
                .orElseThrow(() -> noMessage(user, uniqueId));
        Reply.Body body = () -> {
            try {
                return message.open();
            } catch (IOException e) {
                throw noMessage(user, uniqueId);
            }
        };
        return Reply.octets(Reply.OK, "message/rfc822", message.octets(), body)
                .with(Map.of("Content-Disposition", "attachment; filename=\"" + message.uniqueId() + ".eml\""));
    }

    private TestMaildrop maildrop(String user) throws Refusal {
        return found(user).orElseThrow(() -> new Refusal(Refusal.NOT_FOUND, "there is no user " + user));
    }

    /** However the name is put in: only the server knows which names are the same. */
    private Optional<TestMaildrop> found(String user) {
        try {
            return Optional.of(server.maildrop(user));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Refusal noMessage(String user, String uniqueId) {
        return new Refusal(Refusal.NOT_FOUND, "the maildrop of " + user + " has no message " + uniqueId);
    }
}
