package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Speaks to a client engine in strings, and shows its events as strings; pieces of one message are joined. */
final class ClientDriver {
    private final ClientEngine engine;
    private boolean challenged;

    ClientDriver(Limits limits) {
        this.engine = new ClientEngine(limits);
    }

    static ClientDriver greeted() throws Pop3ProtocolException {
        return greeted(Limits.DEFAULT);
    }

    static ClientDriver greeted(Limits limits) throws Pop3ProtocolException {
        ClientDriver driver = new ClientDriver(limits);
        driver.receive("+OK\r\n");
        return driver;
    }

    static ClientDriver loggedIn() throws Pop3ProtocolException {
        return loggedIn(Limits.DEFAULT);
    }

    static ClientDriver loggedIn(Limits limits) throws Pop3ProtocolException {
        ClientDriver driver = greeted(limits);
        driver.exchange("USER alice", "+OK\r\n");
        driver.exchange("PASS secret", "+OK\r\n");
        return driver;
    }

    /** Turns a line into a command and sends it. */
    String send(String line) {
        return new String(engine.send(command(line)), ISO_8859_1);
    }

    static Command command(String line) {
        String[] words = line.split(" ", 2);
        Keyword keyword = Keyword.valueOf(words[0].toUpperCase(Locale.ROOT));
        if (keyword == Keyword.AUTH) {
            String[] arguments = words[words.length - 1].split(" ");
            return arguments.length == 1
                    ? Command.auth(arguments[0])
                    : Command.auth(arguments[0], Base64Text.decode(arguments[1]).orElseThrow(), true);
        }
        if (words.length == 1) {
            return Command.of(keyword);
        }
        return switch (keyword) {
            case USER -> Command.user(words[1]);
            case LANG -> Command.lang(words[1]);
            case PASS -> Command.pass(words[1].toCharArray());
            case APOP -> Command.apop(words[1].split(" ")[0], words[1].split(" ")[1]);
            case TOP -> {
                String[] numbers = words[1].split(" ");
                yield Command.top(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
            }
            default -> Command.of(keyword, Integer.parseInt(words[1]));
        };
    }

    /** Whether the last event was a challenge, and its response is due. */
    boolean challenged() {
        return challenged;
    }

    /** Answers a challenge with what is base64 already. */
    String respond(String base64) {
        challenged = false;
        return new String(engine.respond(Base64Text.decode(base64).orElseThrow(), true), ISO_8859_1);
    }

    List<String> exchange(String command, String answer) throws Pop3ProtocolException {
        send(command);
        return receive(answer);
    }

    /** Gives the engine octets in one piece. */
    List<String> receive(String octets) throws Pop3ProtocolException {
        return events(ByteBuffer.wrap(octets.getBytes(ISO_8859_1)));
    }

    /** Gives the engine octets in pieces, of which each is gone when the next one comes. */
    List<String> receive(String octets, int step) throws Pop3ProtocolException {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < octets.length(); i += step) {
            events.addAll(receive(octets.substring(i, Math.min(octets.length(), i + step))));
        }
        return joined(events);
    }

    /** All events that the buffer gives, until the engine needs more or the last outstanding answer has ended. */
    List<String> events(ByteBuffer received) throws Pop3ProtocolException {
        List<String> events = new ArrayList<>();
        Event event;
        do {
            event = engine.next(received);
            if (event != null) {
                challenged = event instanceof Event.Challenge;
                events.add(show(event));
            }
        } while (event != null && engine.outstanding() > 0);
        return joined(events);
    }

    ClientEngine engine() {
        return engine;
    }

    private static String show(Event event) {
        if (event instanceof Event.Greeting greeting) {
            return "greeting " + greeting.statusLine();
        }
        if (event instanceof Event.Reply reply) {
            return reply.keyword() + (reply.multiLine() ? "... " : " ") + reply.statusLine();
        }
        if (event instanceof Event.Line line) {
            return "line " + line.text();
        }
        if (event instanceof Event.Challenge challenge) {
            return "challenge " + challenge.text();
        }
        if (event instanceof Event.Body body) {
            return "body " + ISO_8859_1.decode(body.octets().duplicate());
        }
        return "end";
    }

    /** The same events, the pieces of a message made one. */
    static List<String> joined(List<String> events) {
        List<String> joined = new ArrayList<>();
        for (String event : events) {
            int last = joined.size() - 1;
            if (last >= 0 && event.startsWith("body ") && joined.get(last).startsWith("body ")) {
                joined.set(last, joined.get(last) + event.substring("body ".length()));
            } else {
                joined.add(event);
            }
        }
        return joined;
    }
}
