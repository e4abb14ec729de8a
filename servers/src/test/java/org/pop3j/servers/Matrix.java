package org.pop3j.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Notes what came of each scenario on a server: {@code target/servers/<server>.json}, which {@link MatrixPage} is made of. */
final class Matrix implements TestWatcher, AfterAllCallback {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final AppServer server;
    private final List<Result> results = new ArrayList<>();
    private final Instant begin = Instant.now();
    private @Nullable Platform platform;
    private Outcome outcome = Outcome.WORKS;
    private String words = "";

    Matrix(AppServer server) {
        this.server = server;
    }

    /** What can come of a scenario. */
    enum Outcome {
        WORKS("yes"),
        /** And what ran was waited for. */
        COMMITTED("yes, committed"),
        /** And what ran came to nothing. */
        ROLLED_BACK("yes, rolled back and delivered again"),
        /** And there is no such limit. */
        UNLIMITED("yes, without a limit"),
        /** And in what an application says of itself it does not. */
        CONFIGURED("yes, in the server's configuration"),
        /** The server cannot do it, and says why. */
        CANNOT("no"),
        /** What was wrong has been noticed. */
        REFUSED("refused"),
        /** What was wrong has been noticed; the application is deployed, and this bean gets no mail. */
        WITHOUT_THE_BEAN("without the bean"),
        /** What was wrong has not kept the server from going on. */
        TOLERATED("tolerated"),
        FAILED("**failed**"),
        NOT_RUN("not run");

        private final String shown;

        Outcome(String shown) {
            this.shown = shown;
        }

        String shown() {
            return shown;
        }
    }

    /**
     * @param words the server's own, if there is something to say
     */
    record Result(String scenario, Outcome outcome, String words) {}

    /**
     * @param archive the adapter that was deployed: no page is made of runs of different ones
     * @param minutes how long the run took, begun ones included
     */
    record Sheet(String name, String archive, String date, Platform platform, long minutes, List<Result> results) {}

    /** What an earlier run has noted must not be taken for what this one should have. */
    void forgetEarlierRuns() throws IOException {
        Files.deleteIfExists(sheet());
    }

    private Path sheet() {
        return Installation.work().resolve(server.name() + ".json");
    }

    /** Asks the server what it is, once; it runs, with the application. */
    void platform() throws IOException {
        if (platform == null) {
            platform = Platform.of(server);
            assertThat(platform.version()).isEqualTo(server.version());
        }
    }

    /** What is to be noted of the scenario that runs, if its test passes: otherwise it works, and needs no words. */
    void note(Outcome noted, String said) {
        outcome = noted;
        words = said;
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        add(context, outcome, words);
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        add(context, Outcome.FAILED, "");
        System.err.println(server.name() + ", " + context.getDisplayName() + ": failed\n"
                + server.log().tail(60));
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        add(context, Outcome.NOT_RUN, "");
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        add(context, Outcome.NOT_RUN, "");
    }

    private void add(ExtensionContext context, Outcome noted, String said) {
        results.add(new Result(context.getDisplayName(), noted, said));
        outcome = Outcome.WORKS;
        words = "";
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (platform == null) {
            return;
        }
        Sheet sheet = new Sheet(
                server.name(),
                Installation.digest(),
                LocalDate.now(ZoneOffset.UTC).toString(),
                platform,
                Duration.between(begin, Instant.now()).toMinutes() + 1,
                results);
        Files.createDirectories(Installation.work());
        Files.writeString(sheet(), GSON.toJson(sheet));
        MatrixPage.write(Installation.work());
    }

    static Sheet read(Path file) throws IOException {
        return GSON.fromJson(Files.readString(file), Sheet.class);
    }
}
