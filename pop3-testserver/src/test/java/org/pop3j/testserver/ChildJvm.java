package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
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
        List<String> words = new ArrayList<>(options);
        words.addAll(List.of("-cp", classPath(entry -> true), main.getName()));
        words.addAll(List.of(arguments));
        return run(words);
    }

    /** Runs {@code java} with these words; what it printed. It must end with 0. */
    static String run(List<String> words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(words);
        Path output = Files.createTempFile("child-", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
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

    /** The entries of this JVM's class path that are wanted. */
    static String classPath(Predicate<String> wanted) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return String.join(
                File.pathSeparator,
                Arrays.stream(all.split(File.pathSeparator)).filter(wanted).toList());
    }
}
