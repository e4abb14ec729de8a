package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A JVM with options of its own, because what a test wants to know depends on them. */
final class ChildJvm {
    private static final long PATIENCE_SECONDS = 100;

    private ChildJvm() {}

    /** Runs a class of the tests; what it printed. It must end with 0. */
    static String run(List<String> options, Class<?> main, String... arguments) throws IOException {
        return run(command(options, main, arguments));
    }

    /** To run a class of the tests. */
    static ProcessBuilder command(List<String> options, Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>(options);
        words.addAll(List.of("-cp", classPath(entry -> true), main.getName()));
        words.addAll(List.of(arguments));
        return command(words);
    }

    private static ProcessBuilder command(List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(words);
        return new ProcessBuilder(command);
    }

    /** Runs {@code java} with these words; what it printed. It must end with 0. */
    static String run(List<String> words) throws IOException {
        return run(command(words));
    }

    private static String run(ProcessBuilder command) throws IOException {
        Path output = Files.createTempFile("child-", ".out");
        Process process = command.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String printed = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(ended).as("ended; printed: %s", printed).isTrue();
            assertThat(process.exitValue()).as(printed).isZero();
            return printed;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    /** The heap that is in use, in octets. One collection is not enough for what has cleaners and references. */
    static long usedHeap() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }

    /** The entries of this JVM's class path that are wanted. */
    static String classPath(Predicate<String> wanted) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return String.join(
                File.pathSeparator,
                Arrays.stream(all.split(File.pathSeparator)).filter(wanted).toList());
    }
}
