package org.pop3j.testserver;

import java.util.Optional;

/** A server in a JVM of its own, which a test gives little memory. It ends with its standard input. */
final class ServerProcess {
    private ServerProcess() {}

    /** Prints its port, then how much heap is in use each time that a line comes. */
    public static void main(String[] args) throws Exception {
        try (Pop3TestServer server = Pop3TestServer.builder()
                .accountsOnDemand(name -> Optional.of("secret"))
                .start()) {
            System.out.println(server.port());
            while (System.in.read() == '\n') {
                System.gc();
                Runtime runtime = Runtime.getRuntime();
                System.out.println((runtime.totalMemory() - runtime.freeMemory()) >> 20);
            }
        }
    }
}
