package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A client engine and a server engine, joined by two wires that hand on pieces of given sizes. */
final class Joined {
    /** NUL, alice, NUL, secret. */
    private static final String PROOF = "AGFsaWNlAHNlY3JldA==";

    private final ClientDriver client = new ClientDriver(Limits.DEFAULT);
    private final ServerEngine server;
    private final int[] steps;
    private final StringBuilder toServer = new StringBuilder();
    private final StringBuilder toClient = new StringBuilder();
    private final List<String> events = new ArrayList<>();
    private ServerEngine.Action last = ServerEngine.Action.READ;
    private int step;

    /** How the session comes to TRANSACTION. */
    record WayIn(boolean stls, boolean utf8, Proof proof) {
        enum Proof {
            PASS,
            AUTH,
            AUTH_AT_ONCE
        }
    }

    Joined(LockedMaildrop maildrop, int... steps) {
        this.server = server(maildrop);
        this.steps = steps;
    }

    /** All that there is: STLS, UTF8, LANG, and AUTH with PLAIN, for user alice with password secret. */
    static ServerEngine server(LockedMaildrop maildrop) {
        Accounts passwords = ServerDriver.alice(maildrop);
        Accounts accounts = new Accounts() {
            @Override
            public Login login(String user, byte[] password) {
                return passwords.login(user, password);
            }

            @Override
            public AuthExchange authenticate(SaslMechanism mechanism) {
                return response -> new AuthExchange.Step.Concluded(
                        new String(response, ISO_8859_1).equals("\0alice\0secret")
                                ? new Login.Granted(maildrop)
                                : new Login.Refused(Optional.empty(), "wrong"));
            }
        };
        return new ServerEngine(
                ServerSettings.DEFAULT
                        .with(Keyword.STLS)
                        .with(Keyword.UTF8)
                        .with(Keyword.LANG)
                        .withMechanisms(List.of(new SaslMechanism("PLAIN", true, true))),
                accounts,
                ServerObserver.NONE);
    }

    /** Logs in, sends the commands with a number of them outstanding at most, quits; gives the events after the login. */
    List<String> session(WayIn way, List<String> commands, int window) throws Pop3ProtocolException {
        until(() -> !events.isEmpty());
        if (way.stls()) {
            exchange(List.of("STLS"), 1);
            until(() -> last == ServerEngine.Action.START_TLS);
            server.tlsStarted();
            client.engine().tlsStarted();
        }
        if (way.utf8()) {
            exchange(List.of("UTF8"), 1);
        }
        logIn(way.proof());
        events.clear();
        exchange(commands, window);
        exchange(List.of("QUIT"), 1);
        client.engine().endOfStream();
        return ClientDriver.joined(events);
    }

    private void logIn(WayIn.Proof proof) throws Pop3ProtocolException {
        switch (proof) {
            case PASS -> {
                exchange(List.of("USER alice"), 1);
                exchange(List.of("PASS secret"), 1);
            }
            case AUTH -> {
                toServer.append(client.send("AUTH PLAIN"));
                until(client::challenged);
                toServer.append(client.respond(PROOF));
                until(() -> client.engine().outstanding() == 0);
            }
            case AUTH_AT_ONCE -> exchange(List.of("AUTH PLAIN " + PROOF), 1);
        }
        if (client.engine().state() != SessionState.TRANSACTION || server.state() != SessionState.TRANSACTION) {
            throw new AssertionError("not in after " + events);
        }
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
            last = server.next(out);
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
