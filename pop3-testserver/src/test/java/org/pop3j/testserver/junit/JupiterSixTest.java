package org.pop3j.testserver.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same classes under JUnit 6: its console launcher in a JVM without any part of JUnit 5. */
class JupiterSixTest {
    private static final Path CONSOLE = Path.of("target", "junit6", "junit-platform-console-standalone.jar");

    @Test
    void theTestsOfTheExtensionPassUnderJunitSix() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(),
                        "org.junit.platform.console.ConsoleLauncher",
                        "execute",
                        "--disable-ansi-colors",
                        "--details=tree",
                        "--include-engine=junit-jupiter",
                        "--select-class=" + Pop3ServerExtensionTest.class.getName(),
                        "--select-class=" + LeaksTest.class.getName(),
                        "--select-class=" + ParallelTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = output(process);

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output)
                .contains("[         0 tests failed          ]", "aThreadThatIsLeftRunningFailsTheTestThatLeftIt")
                .doesNotContain("[         0 tests successful");
    }

    private static String output(Process process) throws IOException {
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String classPath() {
        assertThat(CONSOLE).exists();
        Stream<String> others = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(junit|opentest4j|apiguardian)[^/\\\\]*\\.jar"));
        return Stream.concat(Stream.of(CONSOLE.toString()), others).collect(Collectors.joining(File.pathSeparator));
    }
}
