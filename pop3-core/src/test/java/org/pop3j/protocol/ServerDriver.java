package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Speaks to a server engine in strings, cut into pieces of a given size on both ways. */
final class ServerDriver {
    static final int WHOLE = 1 << 16;

    private final ServerEngine engine;
    private final int inStep;
    private final int outStep;
    private ServerEngine.Action last = ServerEngine.Action.READ;

    ServerDriver(ServerEngine engine, int inStep, int outStep) {
        this.engine = engine;
        this.inStep = inStep;
        this.outStep = outStep;
    }

    /** Greeted, with user alice and password secret. */
    static ServerDriver connected(LockedMaildrop maildrop) {
        return connected(maildrop, ServerSettings.DEFAULT);
    }

    static ServerDriver connected(LockedMaildrop maildrop, ServerSettings settings) {
        return connected(settings, alice(maildrop));
    }

    static ServerDriver connected(ServerSettings settings, Accounts accounts) {
        ServerDriver driver = new ServerDriver(new ServerEngine(settings, accounts, ServerObserver.NONE), WHOLE, WHOLE);
        driver.pump();
        return driver;
    }

    static ServerDriver loggedIn(LockedMaildrop maildrop) {
        ServerDriver driver = connected(maildrop);
        driver.send("USER alice\r\nPASS secret\r\n");
        return driver;
    }

    static Accounts alice(LockedMaildrop maildrop) {
        return accounts("alice", "secret", user -> new Login.Granted(maildrop));
    }

    static Accounts accounts(String name, String password, Function<String, Login> whenRight) {
        return (user, octets) -> user.equals(name) && Arrays.equals(octets, password.getBytes(ISO_8859_1))
                ? whenRight.apply(user)
                : new Login.Refused(Optional.of(ResponseCode.AUTH), "wrong name or password");
    }

    /** Sends octets and returns what came back until the engine wants more, TLS, or the end. */
    String send(String octets) {
        StringBuilder answer = new StringBuilder(pump());
        ByteBuffer all = ByteBuffer.wrap(octets.getBytes(ISO_8859_1));
        while (all.hasRemaining()) {
            ByteBuffer piece = all.slice(all.position(), Math.min(inStep, all.remaining()));
            engine.receive(piece);
            all.position(all.position() + piece.position());
            String more = pump();
            if (piece.position() == 0 && more.isEmpty()) {
                throw new AssertionError("the engine neither takes octets nor answers");
            }
            answer.append(more);
        }
        return answer.toString();
    }

    /** Sends one command, CRLF added. */
    String command(String line) {
        return send(line + "\r\n");
    }

    /** The status indicators of the answers to commands that have single-line answers. */
    List<String> indicators(String... lines) {
        return Arrays.stream(lines)
                .map(this::command)
                .map(answer -> answer.replaceAll("(?s)[ \r].*", ""))
                .toList();
    }

    String pump() {
        StringBuilder answer = new StringBuilder();
        do {
            ByteBuffer out = ByteBuffer.allocate(outStep);
            last = engine.next(out);
            answer.append(ISO_8859_1.decode(out.flip()));
        } while (last == ServerEngine.Action.WRITE);
        return answer.toString();
    }

    ServerEngine.Action last() {
        return last;
    }

    ServerEngine engine() {
        return engine;
    }
}
