package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test server as a module of the platform, seen from another one. */
class ModuleTest {
    private static final Pattern NEEDED = Pattern.compile("pop3-core|pop3-testserver|bcpkix|bcprov|bcutil|jspecify");

    @TempDir
    private Path folder;

    @Test
    void aModuleWithoutJUnitAndJakartaMailCanUseIt() throws Exception {
        Path module = Files.writeString(
                folder.resolve("module-info.java"), "module consumer { requires org.pop3j.testserver; }", UTF_8);
        Path user = Files.writeString(
                Files.createDirectory(folder.resolve("consumer")).resolve("User.java"), """
                package consumer;

                final class User {
                    static int port() {
                        try (var server = org.pop3j.testserver.Pop3TestServer.start()) {
                            server.maildrop("alice").deliver(new byte[] {'a'});
                            return server.port();
                        }
                    }
                }
                """, UTF_8);
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        String modules = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> NEEDED.matcher(entry).find() && !entry.contains("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));

        int exit = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "--module-path",
                        modules,
                        "-d",
                        folder.resolve("out").toString(),
                        module.toString(),
                        user.toString());

        assertThat(exit).as(said.toString()).isZero();
    }
}
