package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A client engine and a server engine, joined by two wires that hand on pieces of given sizes. */
final class Joined {
    private final ClientDriver client = new ClientDriver(Limits.DEFAULT);
    private final ServerEngine server;
    private final int[] steps;
    private final StringBuilder toServer = new StringBuilder();
    private final StringBuilder toClient = new StringBuilder();
    private final List<String> events = new ArrayList<>();
    private int step;

    Joined(LockedMaildrop maildrop, int... steps) {
        this.server = new ServerEngine(
                ServerSettings.DEFAULT,
                ServerDriver.accounts("alice", "secret", user -> new Login.Granted(maildrop)),
                ServerObserver.NONE);
        this.steps = steps;
    }

    /** Logs in, sends the commands with a number of them outstanding at most, quits; gives the events after the login. */
    List<String> session(List<String> commands, int window) throws Pop3ProtocolException {
        until(() -> !events.isEmpty());
        exchange(List.of("USER alice"), 1);
        exchange(List.of("PASS secret"), 1);
        events.clear();
        exchange(commands, window);
        exchange(List.of("QUIT"), 1);
        client.engine().endOfStream();
        return ClientDriver.joined(events);
    }

    private void exchange(List<String> commands, int window) throws Pop3ProtocolException {
        Deque<String> unsent = new ArrayDeque<>(commands);
        until(() -> {
            while (!unsent.isEmpty() && client.engine().outstanding() < window) {
                toServer.append(client.send(unsent.remove()));
            }
            return client.engine().outstanding() == 0;
        });
    }

    private interface Condition {
        boolean met() throws Pop3ProtocolException;
    }

    private void until(Condition condition) throws Pop3ProtocolException {
        while (!condition.met()) {
            int before = toServer.length() + toClient.length();
            ByteBuffer commands = take(toServer);
            server.receive(commands);
            toServer.insert(0, ISO_8859_1.decode(commands));
            ByteBuffer out = ByteBuffer.allocate(next());
            server.next(out);
            toClient.append(ISO_8859_1.decode(out.flip()));
            if (before == 0 && out.limit() == 0) {
                throw new AssertionError("both sides wait for each other after " + events);
            }
            ByteBuffer answers = take(toClient);
            events.addAll(client.events(answers));
            toClient.insert(0, ISO_8859_1.decode(answers));
        }
    }

    private ByteBuffer take(StringBuilder wire) {
        int count = Math.min(wire.length(), next());
        ByteBuffer octets = ByteBuffer.wrap(wire.substring(0, count).getBytes(ISO_8859_1));
        wire.delete(0, count);
        return octets;
    }

    private int next() {
        return steps[step++ % steps.length];
    }
}
