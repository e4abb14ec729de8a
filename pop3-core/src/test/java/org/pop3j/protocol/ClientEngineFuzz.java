package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.pop3j.protocol.FuzzInput.require;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What any server may do to a client. Each flight is a command, or another deed of the caller, and the octets that come
 * then. All of it is fed twice, in flights and in pieces: both must come to the same, within bounds.
 */
public final class ClientEngineFuzz {
    private static final List<String> COMMANDS = List.of(
            "RETR 1",
            "RETR 2",
            "TOP 1 1",
            "LIST",
            "LIST 1",
            "UIDL",
            "UIDL 1",
            "CAPA",
            "STAT",
            "NOOP",
            "DELE 1",
            "RSET",
            "QUIT",
            "USER u",
            "PASS p",
            "STLS",
            "UTF8",
            "LANG",
            "LANG en",
            "AUTH X",
            "APOP u 0123456789abcdef0123456789abcdef");

    private final Limits limits;
    private final int step;
    private final List<String> flights;

    private ClientEngineFuzz(FuzzInput input) {
        limits = input.chance() ? new Limits(512, 128, 3, 150, 40, 2000) : Limits.DEFAULT;
        step = 1 + input.choose(32);
        flights = input.flights();
    }

    /** Called by the fuzzer, and for each kept input by {@link FuzzCorpusTest}. */
    public static void fuzzerTestOneInput(byte[] octets) {
        ClientEngineFuzz fuzz = new ClientEngineFuzz(new FuzzInput(octets));
        FuzzClient whole = fuzz.session(Integer.MAX_VALUE);
        FuzzClient cut = fuzz.session(fuzz.step);
        require(whole.over() == cut.over(), "how it ends depends on the cut");
        List<String> events = whole.events();
        List<String> more = cut.events();
        if (whole.over()) {
            // What comes in one piece with the octets that break the rules may be lost with them.
            require(more.size() >= events.size(), "events depend on the cut");
            require(agree(more, events), "events depend on the cut");
        } else {
            require(events.equals(more), "events depend on the cut");
        }
    }

    private static boolean agree(List<String> more, List<String> events) {
        int last = events.size() - 1;
        return last < 0
                || (more.subList(0, last).equals(events.subList(0, last))
                        && more.get(last).startsWith(events.get(last)));
    }

    private FuzzClient session(int most) {
        FuzzClient client = new FuzzClient(limits);
        for (int i = 0; i < flights.size() && !client.over(); i++) {
            String flight = flights.get(i);
            if (!flight.isEmpty()) {
                act(client, flight.charAt(0));
                feed(client, flight.substring(1), most);
            }
        }
        client.end();
        return client;
    }

    private static void feed(FuzzClient client, String octets, int most) {
        for (int from = 0; from < octets.length() && !client.over(); from += most) {
            int to = (int) Math.min(octets.length(), (long) from + most);
            client.receive(ByteBuffer.wrap(octets.substring(from, to).getBytes(ISO_8859_1)));
            if (to == octets.length()) {
                return;
            }
        }
    }

    /** Upper case: a command; the rest: what is no command, several commands, or nothing. */
    private static void act(FuzzClient client, char choice) {
        int number = choice - 'A';
        if (number >= 0 && number < COMMANDS.size()) {
            client.send(COMMANDS.get(number));
            return;
        }
        switch (choice) {
            case 'a' -> client.authenticate();
            case 'r' -> client.respond("r", false);
            case 'l' -> client.respond("l", true);
            case 'c' -> client.cancel();
            case 't' -> client.startTls();
            case 'p' -> List.of("RETR 1", "DELE 1", "LIST", "QUIT").forEach(client::send);
            case 'u' -> client.login();
            default -> {
                // Octets that nobody asked for.
            }
        }
    }
}
