package org.pop3j.servers;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private Outcome outcome = Outcome.WORKS;
    private String words = "";

    Matrix(AppServer server) {
        this.server = server;
    }

    /** What can come of a scenario. */
    enum Outcome {
        WORKS("yes"),
        /** The server cannot do it, and says why. */
        CANNOT("no"),
        /** What was wrong has been noticed. */
        REFUSED("refused"),
        /** What was wrong has not kept the server from going on. */
        TOLERATED("tolerated"),
        FAILED("**failed**");

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

    record Sheet(String name, String version, String jakartaEe, int jdk, List<Result> results) {}

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

    private void add(ExtensionContext context, Outcome noted, String said) {
        results.add(new Result(context.getDisplayName(), noted, said));
        outcome = Outcome.WORKS;
        words = "";
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Sheet sheet = new Sheet(server.name(), server.version(), server.jakartaEe(), server.jdk(), results);
        Path work = Files.createDirectories(Installation.work());
        Files.writeString(work.resolve(server.name() + ".json"), GSON.toJson(sheet));
        MatrixPage.write(work);
    }

    static Sheet read(Path file) throws IOException {
        return GSON.fromJson(Files.readString(file), Sheet.class);
    }
}
