package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.pop3j.protocol.FuzzInput.require;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A client engine that listens to a server's session line by line. What it could not have sent the server has to refuse;
 * what it could have sent it understands the answer to, and both agree on the state.
 */
final class FuzzConversation {
    private final FuzzServer.Run server;
    private final ClientEngine client = new ClientEngine(Limits.DEFAULT);
    private final TreeSet<Integer> marked = new TreeSet<>();
    private String line = "";
    private boolean challenged;

    FuzzConversation(FuzzServer.Run server) {
        this.server = server;
    }

    void hold(List<String> flights) throws Pop3ProtocolException {
        listen(answer(""));
        for (String flight : flights) {
            for (String piece : flight.split("(?<=\n)", -1)) {
                take(piece);
            }
            if (server.last() == ServerEngine.Action.START_TLS) {
                server.startTlsIfDue();
                client.tlsStarted();
                line = "";
            }
        }
        boolean update = server.engine().state() == SessionState.UPDATE;
        server.end(update ? marked : Set.of());
    }

    private void take(String piece) throws Pop3ProtocolException {
        boolean deaf = server.last() != ServerEngine.Action.READ;
        SessionState before = server.engine().state();
        String answer = answer(piece);
        line += piece;
        if (deaf || !line.endsWith("\n")) {
            require(answer.isEmpty(), "an answer to no line");
            return;
        }
        if (send(answer.startsWith("-ERR"))) {
            listen(answer);
        } else {
            require(answer.matches("-ERR( [ -~]*)?\r\n"), "what no client would send is not refused");
            require(server.engine().state() == before, "a refusal changes the state");
        }
        line = "";
    }

    private String answer(String octets) {
        int start = server.output().length();
        ByteBuffer all = ByteBuffer.wrap(octets.getBytes(ISO_8859_1));
        do {
            server.engine().receive(all);
            server.ask(1 << 16, 0);
        } while (all.hasRemaining());
        return server.output().substring(start);
    }

    /** Whether a client would have sent that line. To ask for UTF8 in vain would keep it from STLS, but not the server. */
    private boolean send(boolean refused) {
        String text = line.endsWith("\r\n") ? line.substring(0, line.length() - 2) : line;
        if (challenged) {
            challenged = false;
            Optional<byte[]> response = Base64Text.decode(text);
            // What cannot be a response is as good as a refusal to go on.
            byte[] sent = response.isPresent() ? client.respond(response.get(), true) : client.cancel();
            return sent.length > 0;
        }
        try {
            Command command = command(text);
            if (command == null || (command.keyword() == Keyword.UTF8 && refused)) {
                return false;
            }
            client.send(command);
            return true;
        } catch (IllegalArgumentException | IllegalStateException e) {
            return false;
        }
    }

    /** Strict as a client is, but for what no client can be blamed for: case, and zeros before a number. */
    private static @Nullable Command command(String text) {
        String[] words = text.split(" ", 2);
        Keyword keyword = Keyword.find(words[0]);
        if (keyword == null || words.length == 1) {
            return keyword == null ? null : Command.of(keyword);
        }
        String rest = words[1];
        String[] parts = rest.split(" ", -1);
        return switch (keyword) {
            case USER -> rest.contains(" ") ? null : Command.user(decoded(rest));
            case PASS -> Command.pass(decoded(rest).toCharArray());
            case APOP -> parts.length == 2 ? Command.apop(decoded(parts[0]), parts[1]) : null;
            case AUTH -> auth(parts);
            case LANG -> Command.lang(rest);
            case TOP -> parts.length == 2 ? Command.top(number(parts[0]), number(parts[1])) : null;
            default -> Command.of(keyword, number(rest));
        };
    }

    private static @Nullable Command auth(String[] words) {
        if (words.length == 1) {
            return Command.auth(words[0]);
        }
        Optional<byte[]> response = words[1].equals("=")
                ? Optional.of(new byte[0])
                : Base64Text.decode(words[1]).filter(r -> r.length > 0);
        return words.length == 2 && response.isPresent() ? Command.auth(words[0], response.get(), true) : null;
    }

    private static String decoded(String octets) {
        return new String(octets.getBytes(ISO_8859_1), UTF_8);
    }

    private static int number(String digits) {
        if (!digits.matches("[0-9]+")) {
            throw new IllegalArgumentException("no number");
        }
        return (int) Math.min(Integer.MAX_VALUE, Decimal.parse(digits));
    }

    private void listen(String answer) throws Pop3ProtocolException {
        ByteBuffer octets = ByteBuffer.wrap(answer.getBytes(ISO_8859_1));
        StringBuilder body = new StringBuilder();
        boolean positive = false;
        boolean multiLine = false;
        boolean ended = false;
        while (octets.hasRemaining()) {
            Event event = client.next(octets);
            require(!ended && event != null, "more than an answer");
            if (event instanceof Event.Reply reply) {
                positive = reply.statusLine().positive();
                multiLine = reply.multiLine();
                ended = !multiLine;
            } else if (event instanceof Event.Body piece) {
                body.append(ISO_8859_1.decode(piece.octets().duplicate()));
            } else if (event instanceof Event.Challenge) {
                challenged = true;
                ended = true;
            } else if (event instanceof Event.Greeting || event instanceof Event.End) {
                ended = true;
            }
        }
        if (!ended) {
            require(server.last() == ServerEngine.Action.CLOSE && multiLine, "half an answer");
            return;
        }
        if (positive && !line.isEmpty()) {
            effect(body.toString());
        }
        require(client.state() == server.engine().state(), "the two disagree about the state");
    }

    /** Of a command that was not refused. */
    private void effect(String body) {
        String[] words = line.trim().toUpperCase(Locale.ROOT).split(" ");
        switch (words[0]) {
            case "DELE" -> marked.add(number(words[1]));
            case "RSET" -> marked.clear();
            case "RETR" -> require(body.equals(server.message(number(words[1]))), "another message");
            case "TOP" -> require(server.message(number(words[1])).startsWith(body), "not the top of it");
            default -> require(body.isEmpty(), "a message nobody asked for");
        }
    }
}
