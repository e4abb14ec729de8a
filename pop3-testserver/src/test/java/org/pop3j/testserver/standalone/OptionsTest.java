package org.pop3j.testserver.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OptionsTest {
    /** The ligature of f and i. */
    private static final String FI = "\ufb01";

    private static Options parsed(String... words) {
        Options options = new Options();
        new CommandLine(options).parseArgs(words);
        return options;
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
