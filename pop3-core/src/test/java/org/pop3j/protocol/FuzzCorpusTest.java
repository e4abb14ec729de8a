package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fuzzer found worth keeping, without the fuzzer. */
class FuzzCorpusTest {
    private static final Path CORPUS = Path.of("src", "test", "fuzz");

    @Test
    void aClientComesToTheSameBoundedEndWithEachKeptInput() throws Exception {
        for (Path file : files("ClientEngine")) {
            replay(file, ClientEngineFuzz::fuzzerTestOneInput);
        }
    }

    @Test
    void aServerComesToTheSameBoundedEndWithEachKeptInput() throws Exception {
        for (Path file : files("ServerEngine")) {
            replay(file, ServerEngineFuzz::fuzzerTestOneInput);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ClientEngine", "ServerEngine"})
    void theCorpusIsThereAndSmall(String engine) throws Exception {
        long octets = 0;
        for (Path file : files(engine)) {
            octets += Files.size(file);
        }
        assertThat(octets).isBetween(1000L, 500_000L);
    }

    private interface Target {
        void test(byte[] input) throws Exception;
    }

    private static void replay(Path file, Target target) throws Exception {
        try {
            target.test(Files.readAllBytes(file));
        } catch (AssertionError e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static List<Path> files(String engine) throws IOException {
        try (Stream<Path> files = Files.list(CORPUS.resolve(engine))) {
            return files.sorted().toList();
        }
    }
}
