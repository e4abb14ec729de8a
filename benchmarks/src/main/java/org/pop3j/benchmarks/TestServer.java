package org.pop3j.benchmarks;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.TestMessage;

/** This project's. A user {@code generated-1000000} has one message of so many octets. */
final class TestServer implements Server {
    /** How the names of users begin that need not be added. */
    static final String ON_DEMAND = "on-demand-";

    private @Nullable Pop3TestServer server;

    @Override
    public int start() {
        Pop3TestServer started = Pop3TestServer.builder()
                .accountsOnDemand(
                        user -> user.startsWith(ON_DEMAND) ? Optional.of(Contestant.PASSWORD) : Optional.empty())
                .start();
        server = started;
        return started.port();
    }

    @Override
    public void add(String user) {
        Pop3TestServer running = running();
        running.addUser(user, Contestant.PASSWORD);
        if (user.startsWith("generated-")) {
            long octets = Long.parseLong(user.substring("generated-".length()));
            running.maildrop(user).deliver(TestMessage.generated(octets, 1));
        } else {
            Server.mails(user).forEach(running.maildrop(user)::deliver);
        }
    }

    @Override
    public void stop() {
        running().close();
    }

    private Pop3TestServer running() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }
}
