package org.pop3j.tool;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The process around a command.
 *
 * @param out results, and nothing else
 * @param err everything else
 * @param environment the environment variables
 * @param interactive whether a person is at a terminal, who can be asked
 * @param screen whether {@code err} is a terminal
 */
record Surroundings(
        PrintStream out, PrintStream err, Map<String, String> environment, boolean interactive, boolean screen) {
    /** What Linux calls its terminals. */
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    static Surroundings ofThisProcess() {
        boolean console = console().isPresent();
        boolean dumb = System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
        return new Surroundings(System.out, System.err, System.getenv(), console, !dumb && screen(console));
    }

    /** The console, if there is a person behind it. */
    static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Surroundings::isTerminal);
    }

    /** From JDK 22 on there is a console without a terminal, and a method to tell. */
    private static boolean isTerminal(Console console) {
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Java knows of standard input and output only; where the system can tell about standard error, it is asked. */
    private static boolean screen(boolean console) {
        try {
            String target = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return console;
        }
    }

    /** One line for the person who started this. */
    void say(String line) {
        err.println("pop3j: " + line);
    }
}
