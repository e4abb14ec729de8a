package org.pop3j.testserver.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: {@code java -jar pop3-testserver-standalone.jar}. */
@Command(
        name = "java -jar pop3-testserver-standalone.jar",
        versionProvider = Main.Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = false,
        description =
                "%nA POP3 server for tests: right by default, wrong on request. It keeps mail in memory, and runs until"
                        + " Ctrl-C or a signal ends it.%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  java -jar pop3-testserver-standalone.jar",
            "  java -jar pop3-testserver-standalone.jar --user bob:pw --load bob=mails --control 8110",
            "  java -jar pop3-testserver-standalone.jar --port 0 --stls --tls-port 0 --port-file pop3.ports"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 1:a port, an address or the port file cannot be used",
            " 2:the command line is wrong, or mail to load cannot be read",
            " 130:ended by Ctrl-C (SIGINT)",
            " 143:ended by SIGTERM"
        })
final class Main implements Callable<Integer> {
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final PrintStream err;

    @Mixin
    private Options options = new Options();

    private Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** The entry of the jar. */
    public static void main(String[] args) {
        System.exit(run(System.out, System.err, args));
    }

    /** Runs to the end of the process; returns only if the program cannot run, or was asked for help. */
    static int run(PrintStream out, PrintStream err, String... args) {
        return new CommandLine(new Main(out, err))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExpandAtFiles(false)
                // What a container's own command line says, the words behind its image's name can say otherwise.
                .setOverwrittenOptionsAllowed(true)
                .setUsageHelpWidth(WIDTH)
                .setParameterExceptionHandler((failure, unused) -> misused(err, failure))
                .setExecutionExceptionHandler((failure, unused, result) -> failed(err, failure))
                .execute(args);
    }

    @Override
    public Integer call() throws Problem, InterruptedException {
        options.check();
        Program program = new Program(options);
        // A signal may come at any time from here on.
        Runtime.getRuntime().addShutdownHook(new Thread(program::close, "pop3-testserver end"));
        if (program.start()) {
            program.warnings().forEach(warning -> say(err, "warning: " + warning));
            out.print(program.description());
            out.flush();
        }
        new CountDownLatch(1).await();
        throw new IllegalStateException("only a signal ends the program");
    }

    private static void say(PrintStream err, String line) {
        err.println("pop3-testserver: " + line);
    }

    /** What was typed is not repeated, but for names of options: it may be a password in the wrong place. */
    private static int misused(PrintStream err, ParameterException failure) {
        say(err, failure instanceof UnmatchedArgumentException unmatched ? unknown(unmatched) : reason(failure));
        say(err, "--help tells more.");
        return Problem.USAGE;
    }

    private static String reason(ParameterException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure.getValue() != null) {
            message = message.replace("'" + failure.getValue() + "'", "this");
        }
        return message.endsWith(".") ? message : message + ".";
    }

    private static String unknown(UnmatchedArgumentException failure) {
        String options = failure.getUnmatched().stream()
                .filter(word -> word.startsWith("-"))
                .map(word -> word.split("=", 2)[0].replaceAll("[^!-~]", "?"))
                .collect(Collectors.joining(", "));
        return options.isEmpty()
                ? "There are words on the command line that belong to no option."
                : "There is no option " + options + ".";
    }

    private static int failed(PrintStream err, Exception failure) {
        if (failure instanceof Problem problem) {
            say(err, String.valueOf(problem.getMessage()));
            return problem.exitCode();
        }
        say(err, "a mistake in this program, please report it:");
        failure.printStackTrace(err);
        return Problem.CANNOT_RUN;
    }

    /** The version that the build has put into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"pop3-testserver " + number()};
        }

        static String number() {
            Properties properties = new Properties();
            try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return properties.getProperty("version", "?");
        }
    }
}
