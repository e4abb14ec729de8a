package org.pop3j.tool;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pop3j.client.Tls;

/** What both commands do around their work: warnings before it, diagnosis after it, and the output. */
final class Run {
    private final Surroundings surroundings;
    private final ServerOptions options;
    private final Findings findings;

    Run(Surroundings surroundings, ServerOptions options, Findings findings) {
        this.surroundings = surroundings;
        this.options = options;
        this.findings = findings;
    }

    /** Says what the user gives up before it is given up. */
    void warn(Settings settings) {
        if (settings.tls() == Tls.NONE) {
            surroundings.say("warning: without TLS everybody on the way can read the mail, and often the password.");
        }
        if (settings.insecure() && settings.tls() != Tls.NONE) {
            surroundings.say("warning: with --insecure everybody on the way can pretend to be the server, and read the"
                    + " password and the mail.");
        }
    }

    /** Where what is said on the connection goes. */
    Optional<Consumer<String>> protocolLog() {
        return options.verbose() ? Optional.of(surroundings.err()::println) : Optional.empty();
    }

    void failed(IOException failure, Visit visit) {
        Diagnosis diagnosis = Diagnosis.of(failure, visit, Instant.now());
        findings.problem(diagnosis.outcome(), diagnosis.words());
        trace(failure);
    }

    /** For those who want to see more. */
    void trace(IOException failure) {
        if (options.verbose()) {
            failure.printStackTrace(surroundings.err());
        }
    }

    /** With --insecure: what would have been wrong. */
    void forgiven(Visit visit) {
        if (visit.settings().insecure()) {
            visit.objection(Instant.now()).ifPresent(words -> findings.warning("Only by --insecure: " + words));
        }
    }

    /** Prints the result and tells the exit code. */
    int end(List<String> words, Map<String, Object> json) {
        if (options.json()) {
            Map<String, Object> whole = new LinkedHashMap<>();
            whole.put("exitCode", findings.outcome().exitCode());
            whole.putAll(json);
            whole.put("warnings", findings.warnings());
            whole.put("problems", findings.problems());
            PrintWriter out = new PrintWriter(new OutputStreamWriter(surroundings.out(), StandardCharsets.UTF_8));
            out.println(Json.of(whole));
            out.flush();
        } else {
            words.forEach(surroundings.out()::println);
        }
        boolean written = !surroundings.out().checkError();
        findings.warnings().forEach(line -> surroundings.say("warning: " + line));
        findings.problems().forEach(line -> surroundings.say("problem: " + line));
        if (!written) {
            surroundings.say("problem: The result cannot be written to standard output.");
            return Outcome.LOCAL.exitCode();
        }
        return findings.outcome().exitCode();
    }
}
