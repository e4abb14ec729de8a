package org.pop3j.testserver.standalone;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.pop3j.testserver.Pop3TestServer;

/** What is in the server at the beginning, and again after a reset. Thread-safe. */
final class Seed {
    private final Options options;
    private final Pop3TestServer server;

    Seed(Options options, Pop3TestServer server) {
        this.options = options;
        this.server = server;
    }

    Options options() {
        return options;
    }

    /**
     * Makes the server as it was at the beginning. It is up only when all is there, so that nobody sees some of it.
     *
     * @throws Problem if some of it cannot be read; the server is up and has no mail and no faults then
     */
    synchronized void again() throws Problem {
        server.reset();
        server.stopAccepting();
        boolean complete = false;
        try {
            sow();
            complete = true;
        } finally {
            if (!complete) {
                server.reset();
            }
        }
        server.startAccepting();
    }

    /**
     * Loads the mail and injects the faults.
     *
     * @throws Problem if some of it cannot be read
     */
    void sow() throws Problem {
        for (Load load : options.loads()) {
            try {
                if (!Files.exists(load.path())) {
                    throw new IllegalArgumentException("there is no such file or folder");
                }
                server.maildrop(load.user()).load(load.path());
            } catch (IllegalArgumentException | UncheckedIOException e) {
                throw Problem.usage("--load " + load.user() + "=" + load.path() + ": " + Problem.because(e) + ".");
            }
        }
        options.faults().forEach(server::inject);
    }
}
