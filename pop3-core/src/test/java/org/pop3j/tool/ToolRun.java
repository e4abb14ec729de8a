package org.pop3j.tool;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pop3j.client.ScriptedServer;

/**
 * A run of the tool inside this JVM.
 *
 * @param exitCode how it ended
 * @param out standard output
 * @param err standard error
 */
record ToolRun(int exitCode, String out, String err) {
    static ToolRun of(String... words) {
        return of(Map.of("POP3_PASSWORD", "secret"), words);
    }

    static ToolRun of(Map<String, String> environment, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                false,
                false);
        int exitCode = Main.run(surroundings, words);
        return new ToolRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** A command about alice's maildrop on this server, in the clear, with USER and PASS. */
    static ToolRun at(ScriptedServer server, String command, String... more) {
        List<String> words =
                new ArrayList<>(List.of(command, "pop3://alice;AUTH=USER@127.0.0.1:" + server.port(), "--tls", "none"));
        words.addAll(List.of(more));
        return of(words.toArray(new String[0]));
    }
}
