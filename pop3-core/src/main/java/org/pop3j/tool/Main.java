package org.pop3j.tool;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The tool as a whole: {@code java -jar pop3-core.jar}. */
@Command(
        name = "pop3j",
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "check|fetch",
        sortOptions = false,
        description = "Looks at POP3 servers and fetches mail from them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  export POP3_PASSWORD=...",
            "  java -jar pop3-core.jar check pop3s://alice@mail.example.org",
            "  java -jar pop3-core.jar fetch pop3s://alice@mail.example.org --to mail --delete",
            "  java -jar pop3-core.jar check pop3://mail.example.org --json",
            "",
            "The password comes from the environment variable POP3_PASSWORD, from --password-file, or is",
            "asked for; it never stands on the command line. 'pop3j check --help' tells the options."
        },
        exitCodeListHeading = "%nExit codes:%n")
final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    /** The entry of the jar. */
    public static void main(String[] args) {
        System.exit(run(Surroundings.ofThisProcess(), args));
    }

    static int run(Surroundings surroundings, String... args) {
        return commandLine(surroundings).execute(args);
    }

    private static CommandLine commandLine(Surroundings surroundings) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new Check(surroundings))
                .addSubcommand(new Fetch(surroundings));
        line.getCommandSpec().mixinStandardHelpOptions(true);
        line.getSubcommands().values().forEach(command -> command.getCommandSpec()
                .mixinStandardHelpOptions(true));
        Map<String, String> codes = new LinkedHashMap<>();
        Arrays.stream(Outcome.values())
                .forEach(outcome -> codes.put(" " + outcome.exitCode(), outcome.meaning() + "."));
        line.getCommandSpec().usageMessage().exitCodeList(codes);
        return line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setExpandAtFiles(false)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler((failure, unused) -> misused(surroundings, failure))
                .setExecutionExceptionHandler((failure, unused, result) -> failed(surroundings, failure));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say check or fetch.");
    }

    /** What was typed is not repeated: a secret may have been typed in the wrong place. */
    private static int misused(Surroundings surroundings, ParameterException failure) {
        surroundings.say(
                failure instanceof UnmatchedArgumentException unmatched
                        ? unknown(unmatched)
                        : String.valueOf(failure.getMessage()));
        surroundings.say("--help tells more.");
        return Outcome.USAGE.exitCode();
    }

    private static String unknown(UnmatchedArgumentException failure) {
        String options = failure.getUnmatched().stream()
                .filter(word -> word.startsWith("-"))
                .map(word -> Text.printable(word.split("=", 2)[0]))
                .collect(Collectors.joining(", "));
        if (options.startsWith("--pass") || options.startsWith("-p")) {
            return "There is no option for the password: it comes from " + Secret.VARIABLE + " or --password-file.";
        }
        return options.isEmpty()
                ? failure.getCommandLine().getParent() == null
                        ? "There is no such command. Say check or fetch."
                        : "There are too many words on the command line."
                : "There is no option " + options + ".";
    }

    private static int failed(Surroundings surroundings, Exception failure) {
        if (failure instanceof ToolException known) {
            surroundings.say(String.valueOf(known.getMessage()));
            return known.outcome().exitCode();
        }
        surroundings.say("A mistake in this program, please report it:");
        failure.printStackTrace(surroundings.err());
        return Outcome.MISTAKE.exitCode();
    }

    /** The version that the build has put into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties properties = new Properties();
            try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
                properties.load(in);
            }
            return new String[] {"pop3j " + properties.getProperty("version")};
        }
    }
}
