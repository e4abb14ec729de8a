package org.pop3j.tool;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.client.ScriptedServer;

/** What {@code fetch} says to servers, good and bad, and what is on the disk afterwards. */
class FetchTest {
    private static final String TWO = """
            C: LIST
            S: +OK
            S: 1 3
            S: 2 5
            S: .
            C: UIDL
            S: +OK
            S: 1 a
            S: 2 b
            S: .
            """;

    private static final String BOTH = TWO + """
            C: RETR 1
            S: +OK
            S: x
            S: .
            C: RETR 2
            S: +OK
            S: ..y
            S: .
            """;

    @TempDir
    private Path directory;

    private ToolRun fetch(ScriptedServer server, String... more) {
        return ToolRun.at(
                server,
                "fetch",
                Stream.concat(Stream.of("--to", directory.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private ToolRun played(String rest, String... more) throws IOException {
        try (ScriptedServer server = ScriptedServer.play(ScriptedServer.loggedIn(rest))) {
            return fetch(server, more);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".pop3j.lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void eachMessageBecomesAFileOctetForOctet() throws Exception {
        ToolRun run = played(BOTH + "C: QUIT\nS: +OK\n");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(files()).containsExactly("a.eml", "b.eml");
        assertThat(Files.readAllBytes(directory.resolve("a.eml"))).containsExactly('x', '\r', '\n');
        assertThat(Files.readAllBytes(directory.resolve("b.eml"))).containsExactly('.', 'y', '\r', '\n');
        assertThat(run.out())
                .isEqualTo("2 messages in the maildrop: 2 fetched into " + directory
                        + " (7 octets), 0 there already; 0 deleted.\n");
    }

    @Test
    void mailThatIsThereIsNotAskedForAgain() throws Exception {
        Files.writeString(directory.resolve("a.eml"), "x\r\n");

        ToolRun run = played(TWO + "C: RETR 2\nS: +OK\nS: ..yy\nS: .\nC: QUIT\nS: +OK\n");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("1 fetched", "1 there already");
    }

    @Test
    @DisplayName("C-DEL-01 DELE is sent only when the message has its name on the disk")
    void deleteComesAfterTheFile() throws Exception {
        String script = ScriptedServer.loggedIn(
                BOTH + "C: DELE 1\n! at dele\n! wait seen\nS: +OK\nC: DELE 2\nS: +OK\nC: QUIT\nS: +OK\n");
        try (ScriptedServer server = ScriptedServer.play(script)) {
            CompletableFuture<ToolRun> run = supplyAsync(() -> fetch(server, "--delete"));
            server.reached("dele");
            assertThat(files()).containsExactly("a.eml", "b.eml");
            server.go("seen");

            assertThat(run.get(30, TimeUnit.SECONDS).exitCode()).isZero();
            assertThat(run.get().out()).endsWith("; 2 deleted.\n");
        }
    }

    @Test
    void mailOfAnEarlierRunIsFetchedAndComparedBeforeItIsDeleted() throws Exception {
        Files.writeString(directory.resolve("a.eml"), "x\r\n");
        Files.writeString(directory.resolve("b.eml"), "!!!\r\n");

        ToolRun run = played(BOTH + "C: DELE 1\nS: +OK\nC: DELE 2\nS: +OK\nC: QUIT\nS: +OK\n", "--delete");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("1 fetched", "1 there already", "2 deleted");
        assertThat(directory.resolve("b.eml")).hasContent("!!!\r\n");
        assertThat(directory.resolve("b~2.eml")).hasContent(".y\r\n");
    }

    @Test
    @DisplayName("C-DEL-04 a message that the server does not send is neither stored nor deleted, the others are")
    void refusedMessageIsNotDeleted() throws Exception {
        ToolRun run = played(
                TWO
                        + "C: RETR 1\nS: -ERR [SYS/TEMP] try later\nC: RETR 2\nS: +OK\nS: y\nS: .\n"
                        + "C: DELE 2\nS: +OK\nC: QUIT\nS: +OK\n",
                "--delete");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("Message 1 (a) was not fetched: -ERR [SYS/TEMP] try later.");
        assertThat(files()).containsExactly("b.eml");
    }

    @Test
    void lostAnswerToQuitIsNotSuccess() throws Exception {
        ToolRun run = played(BOTH + "C: DELE 1\nS: +OK\nC: DELE 2\nS: +OK\nC: QUIT\n", "--delete", "--json");

        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.out()).contains("\"deletion\": \"unknown\"", "\"deleted\": 0", "\"exitCode\": 5");
        assertThat(run.err()).contains("did not confirm QUIT");
        assertThat(files()).containsExactly("a.eml", "b.eml");
    }

    @Test
    void unknownDeletionWeighsMoreThanARefusedMessage() throws Exception {
        ToolRun run = played(
                TWO + "C: RETR 1\nS: -ERR\nC: RETR 2\nS: +OK\nS: y\nS: .\nC: DELE 2\nS: +OK\nC: QUIT\n", "--delete");

        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.err()).contains("Message 1 (a) was not fetched", "did not confirm QUIT");
    }

    @Test
    void lostAnswerToQuitIsNoLossIfNothingWasToBeDeleted() throws Exception {
        ToolRun run = played(BOTH + "C: QUIT\n");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("warning: The server did not answer QUIT.");
    }

    @Test
    void refusedQuitAndRefusedDeleAreTold() throws Exception {
        ToolRun quit = played(
                BOTH + "C: DELE 1\nS: +OK\nC: DELE 2\nS: +OK\nC: QUIT\nS: -ERR some messages not removed\n",
                "--delete");
        ToolRun dele = played(BOTH + "C: DELE 1\nS: -ERR read-only\nC: DELE 2\nS: +OK\nC: QUIT\nS: +OK\n", "--delete");

        assertThat(quit.exitCode()).isEqualTo(4);
        assertThat(quit.err()).contains("could not delete all of it: -ERR some messages not removed");
        assertThat(dele.exitCode()).isEqualTo(4);
        assertThat(dele.err()).contains("Message 1 (a) is stored, but the server does not delete it: -ERR read-only");
        assertThat(dele.out()).contains("; 1 deleted.");
    }

    @Test
    @DisplayName("C-DEL-03 a connection that breaks leaves whole files and deletes nothing; the next run goes on")
    void brokenConnectionLeavesWholeFiles() throws Exception {
        ToolRun broken =
                played(TWO + "C: RETR 1\nS: +OK\nS: x\nS: .\nC: RETR 2\nS: +OK\nS: y and m\n! reset\n", "--delete");

        assertThat(broken.exitCode()).isEqualTo(4);
        assertThat(broken.err()).contains("What is stored is whole, and nothing was deleted.");
        assertThat(files()).containsExactly("a.eml");

        ToolRun again = played(BOTH + "C: DELE 1\nS: +OK\nC: DELE 2\nS: +OK\nC: QUIT\nS: +OK\n", "--delete");
        assertThat(again.exitCode()).isZero();
        assertThat(files()).containsExactly("a.eml", "b.eml");
    }

    @Test
    void brokenConnectionBeforeTheFirstMessageIsTroubleOfTheConnection() throws Exception {
        assertThat(played(TWO + "C: RETR 1\n").exitCode()).isEqualTo(3);
        assertThat(played("C: LIST\n").out()).isEmpty();
    }

    @Test
    @DisplayName("C-UID-01 two messages with one unique-id are two messages, now and in the next run")
    void duplicateUniqueIdsAreTwoFiles() throws Exception {
        String same = """
                C: LIST
                S: +OK
                S: 1 3
                S: 2 3
                S: .
                C: UIDL
                S: +OK
                S: 1 a
                S: 2 a
                S: .
                C: RETR 1
                S: +OK
                S: x
                S: .
                C: RETR 2
                S: +OK
                S: y
                S: .
                C: QUIT
                S: +OK
                """;

        assertThat(played(same).exitCode()).isZero();
        assertThat(played(same).out()).contains("0 fetched", "2 there already");
        assertThat(files()).containsExactly("a.eml", "a~2.eml");
    }

    @Test
    @DisplayName("C-UID-02 without UIDL there is no fetch, and the user is told why")
    void withoutUniqueIdsThereIsNoFetch() throws Exception {
        ToolRun run = played("C: LIST\nS: +OK\nS: 1 3\nS: .\nC: UIDL\nS: -ERR no\n");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("The server refuses UIDL.");
    }

    @Test
    @DisplayName("C-DEL-05 messages that LIST and UIDL do not both show, or show twice, are left alone")
    void ambiguousMessagesAreLeftAlone() throws Exception {
        ToolRun run = played("""
                C: LIST
                S: +OK
                S: 1 3
                S: 2 3
                S: 3 3
                S: .
                C: UIDL
                S: +OK
                S: 1 a
                S: 2 b
                S: 2 c
                S: 4 d
                S: .
                C: RETR 1
                S: +OK
                S: x
                S: .
                C: DELE 1
                S: +OK
                C: QUIT
                S: +OK
                """, "--delete");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("Message 2 was not fetched", "Message 3 was not fetched");
        assertThat(files()).containsExactly("a.eml");
    }

    @Test
    void limitFetchesAndDeletesTheFirstOnesOnly() throws Exception {
        ToolRun run = played(
                TWO + "C: RETR 1\nS: +OK\nS: x\nS: .\nC: DELE 1\nS: +OK\nC: QUIT\nS: +OK\n",
                "--delete",
                "--limit",
                "1");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("1 left for another time; 1 deleted");
    }

    @Test
    void storeThatFailsEndsTheSessionAndDeletesNothing() throws Exception {
        String script =
                ScriptedServer.loggedIn(TWO + "! at listed\n! wait gone\n" + "C: RETR 1\nS: +OK\nS: x\nS: .\n! hold\n");
        try (ScriptedServer server =
                ScriptedServer.play(script.replace("S: 2 b\n", "").replace("S: 2 5\n", ""))) {
            CompletableFuture<ToolRun> run = supplyAsync(() -> fetch(server, "--delete"));
            server.reached("listed");
            Files.delete(directory.resolve(".pop3j.lock"));
            Files.delete(directory);
            server.go("gone");

            assertThat(run.get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(6);
            assertThat(run.get().err()).contains("In the directory " + directory + " no file can be made: ");
        }
        Files.createDirectory(directory);
    }

    @Test
    void uniqueIdsWithControlCharactersOrSlashesStayInTheDirectory() throws Exception {
        ToolRun run = played("C: LIST\nS: +OK\nS: 1 3\nS: .\nC: UIDL\nS: +OK\nS: 1 ../../a/\u009b31m\nS: .\n"
                + "C: RETR 1\nS: +OK\nS: x\nS: .\nC: QUIT\nS: +OK\n");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(files()).containsExactly("%2e.%2f..%2fa%2f%9b31m.eml");
        assertThat(run.out() + run.err()).doesNotContain("\u009b");
    }
}
