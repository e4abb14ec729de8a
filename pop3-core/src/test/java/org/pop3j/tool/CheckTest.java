package org.pop3j.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pop3j.client.ScriptedServer;

/** What {@code check} finds wrong with servers, and in which words. */
class CheckTest {
    private static final String END = "C: QUIT\nS: +OK\n";

    private static ToolRun played(String script, String... more) throws IOException {
        try (ScriptedServer server = ScriptedServer.play(script)) {
            return ToolRun.at(server, "check", more);
        }
    }

    private static ToolRun loggedIn(String rest, String... more) throws IOException {
        return played(ScriptedServer.loggedIn(rest), more);
    }

    @Test
    void goodServerIsShownFromGreetingToUniqueIds() throws Exception {
        ToolRun run = loggedIn("C: STAT\nS: +OK 2 8\nC: LIST\nS: +OK\nS: 1 3\nS: 2 5\nS: .\n"
                + "C: UIDL\nS: +OK\nS: 1 a\nS: 2 b\nS: .\n" + END);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().replaceAll("127.0.0.1:\\d+", "HOST")).isEqualTo("""
                        server        HOST
                        greeting      +OK ready
                        TLS           none: everything can be read on the way
                        before login  none announced
                        login         alice by USER
                        after login   the same
                        maildrop      2 messages, 8 octets; LIST agrees
                        unique-ids    2, all different
                        result        all is well
                        """);
        assertThat(run.err())
                .isEqualTo("pop3j: warning: without TLS everybody on the way can read the mail, and often the"
                        + " password.\n");
    }

    @Test
    void withoutAUserThereIsNoLogin() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("S: +OK\nC: CAPA\nS: +OK\nS: USER\nS: .\n" + END)) {
            ToolRun run = ToolRun.of("check", "pop3://127.0.0.1:" + server.port(), "--tls", "none");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("before login  USER\n").doesNotContain("after login");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            +OK 3 8 | 1 3;2 5 | 1 a;2 b | 1 | STAT counts 3 messages, LIST shows 2.
            +OK 2 8 | 1 3;2 5 | 1 a;2 a | 1 | Of 2 unique-ids only 1 differ
            +OK 2 8 | 1 3;2 5 | 1 a;3 b | 1 | LIST and UIDL do not show the same messages.
            +OK 2 8 | 1 3;1 5 | 1 a;2 b | 1 | LIST or UIDL name a message-number twice.
            +OK 2 9 | 1 3;2 5 | 1 a;2 b | 0 | warning: STAT counts 9 octets, the sizes in LIST add up to 8.
            +OK 1 3 | 1 3 | 1 ab c | 0 | warning: There are unique-ids longer than 70 characters
            """)
    void listingsThatDoNotAgreeAreTold(String stat, String list, String uidl, int exitCode, String words)
            throws Exception {
        ToolRun run = loggedIn("C: STAT\nS: " + stat + "\nC: LIST\nS: +OK\nS: " + list.replace(";", "\nS: ")
                + "\nS: .\nC: UIDL\nS: +OK\nS: " + uidl.replace(";", "\nS: ") + "\nS: .\n" + END);

        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.err()).contains(words);
    }

    @Test
    void missingUniqueIdsAreAWarning() throws Exception {
        ToolRun run = loggedIn("C: STAT\nS: +OK 0 0\nC: LIST\nS: +OK\nS: .\nC: UIDL\nS: -ERR\n" + END);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("The server refuses UIDL");
        assertThat(run.out()).contains("unique-ids    none: UIDL is refused");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -ERR [AUTH] no            | The user's name or the password is wrong (it says: no).
            -ERR bad password         | The server refuses the login (it says: bad password). Most often
            -ERR [IN-USE] later       | Another session has the maildrop open (it says: later).
            -ERR maildrop is locked   | Another session has the maildrop open
            -ERR Unable to lock it    | Another session has the maildrop open
            -ERR account blocked      | The server refuses the login (it says: account blocked).
            -ERR [LOGIN-DELAY] 60 s   | The last login was too recent (it says: 60 s).
            -ERR [SYS/TEMP]           | The server has a temporary problem. Try again later
            -ERR [SYS/PERM/X] broken  | The server has a permanent problem with this maildrop (it says: broken).
            -ERR secret is not right  | (it says: **** is not right)
            """)
    void refusedLoginIsExplained(String reply, String words) throws Exception {
        ToolRun run =
                played("S: +OK\nC: CAPA\nS: -ERR\nC: USER alice\nS: +OK\nC: PASS secret\nS: " + reply + "\n! hold\n");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("problem: ").contains(words).doesNotContain("secret", "\tat ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            S: -ERR too many connections | 1 | refused the connection: too many connections
            S: SSH-2.0-OpenSSH_9.2       | 3 | The server does not keep to POP3
            ! reset                      | 3 | The connection to 127.0.0.1
            ! quiet                      | 3 | the connection was closed
            """)
    void greetingThatIsNoneIsExplained(String line, int exitCode, String words) throws Exception {
        ToolRun run = played(line + "\n");

        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.err()).contains(words).doesNotContain("\tat ");
    }

    @Test
    void controlCharactersOfTheServerDoNotReachTheTerminal() throws Exception {
        ToolRun run = played("S: -ERR \u001b[2J\u009b1m\u0007gone\n");

        assertThat(run.err()).contains("gone").doesNotContain("\u001b", "\u009b", "\u0007");
        assertThat(played("S: +OK \u001b[2J\u009b1mhi\nC: CAPA\nS: -ERR\nC: USER alice\n")
                        .out())
                .contains("+OK ?[2J?1mhi");
    }

    @Test
    void silentServerIsExplainedInSeconds() throws Exception {
        ToolRun run = played("! hold\n", "--timeout", "1");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("not answered in time", "1 second)").doesNotContain("PT1S");
    }

    @Test
    void sessionEndsAtItsDeadline() throws Exception {
        ToolRun run = played("! drip x\n", "--deadline", "1");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("not answered in time");
    }

    @Test
    void serverWithoutStlsIsExplained() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.play("S: +OK\nC: CAPA\nS: -ERR\nC: STLS\nS: -ERR unknown command\n! hold\n")) {
            ToolRun run = ToolRun.of("check", "pop3://alice@127.0.0.1:" + server.port());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("offers no STLS (it says: unknown command). Try pop3s://");
        }
    }

    @Test
    void verboseShowsTheConversationWithoutThePassword() throws Exception {
        ToolRun run =
                loggedIn("C: STAT\nS: +OK 0 0\nC: LIST\nS: +OK\nS: .\nC: UIDL\nS: +OK\nS: .\n" + END, "--verbose");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("C: STAT").doesNotContain("secret");
    }
}
