package org.pop3j.testserver.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OptionsTest {
    /** The ligature of f and i. */
    private static final String FI = "\ufb01";

    private static Options parsed(String... words) {
        Options options = new Options();
        new CommandLine(options).parseArgs(words);
        return options;
    }

    /** The last two are characters that stand for one dot and for two. */
    @ParameterizedTest
    @ValueSource(strings = {".", "..", "\u2024", "\u2025"})
    void aUserWhomNoPathCanNameIsRefused(String user) {
        assertThatThrownBy(() -> parsed("--user", user + ":pw").check())
                .isInstanceOf(Problem.class)
                .hasMessage("--user " + user + ": a user of this name could not be named by a path of the control.");
    }

    @Test
    void aUserIsTheSameHoweverTheNameIsPutIn() throws Problem {
        Options options = parsed("--user", "fiona:pw", "--load", FI + "ona=mails");

        options.check();

        assertThat(options.loads()).hasSize(1);
        assertThatThrownBy(() ->
                        parsed("--user", "fiona:pw", "--user", FI + "ona:pw").check())
                .isInstanceOf(Problem.class)
                .hasMessageEndingWith(" is there twice.");
    }
}
