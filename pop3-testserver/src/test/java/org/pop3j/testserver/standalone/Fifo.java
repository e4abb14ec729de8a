package org.pop3j.testserver.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A named pipe: who loads mail from it waits until the test writes some. */
record Fifo(Path path) {
    Fifo {
        try {
            assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                    .isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Comes back when somebody has begun to read, who then waits. */
    OutputStream awaitReader() throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return Files.newOutputStream(path);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .get(1, TimeUnit.MINUTES);
    }
}
