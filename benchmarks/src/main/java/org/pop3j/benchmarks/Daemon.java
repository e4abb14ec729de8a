package org.pop3j.benchmarks;

import java.io.IOException;

/** A thread that does not hold the process. It ends with its connection, however that ends. */
final class Daemon {
    interface Task {
        void run() throws IOException, InterruptedException;
    }

    private Daemon() {}

    static void start(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException | InterruptedException e) {
                        // Whoever is at the other end notices.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
