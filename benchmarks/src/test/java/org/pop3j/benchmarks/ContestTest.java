package org.pop3j.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Like is compared with like: the same mails, octet for octet. */
class ContestTest {
    private static final int MAILS = 300;

    @Test
    void everyContestantDeliversEachMailOctetForOctet() throws Exception {
        Contest contest = new Contest(Main.all(), ReplayServer.start(), MAILS);
        assertThatCode(contest::verify).doesNotThrowAnyException();
    }

    @Test
    void contestantThatDeliversSomethingElseIsFoundOut() throws Exception {
        Contestant forgetful = contestant((port, caller) -> {
            for (int n = 1; n <= MAILS; n++) {
                byte[] mail = Mail.of(n == 200 ? 1 : n, Stock.MAIL_OCTETS);
                caller.write(mail, 0, mail.length);
                caller.received();
            }
        });
        Contest contest = new Contest(List.of(forgetful), ReplayServer.start(), MAILS);
        assertThatThrownBy(contest::verify).hasMessage("forgetful delivered something else");
    }

    @Test
    void contestantThatLeavesMailsOutIsFoundOutInEveryRound() throws Exception {
        Contestant lazy = contestant((port, caller) -> {});
        Contest contest = new Contest(List.of(lazy), ReplayServer.start(), MAILS);
        assertThatThrownBy(() -> contest.run(1)).hasMessage("forgetful delivered 0 mails");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 203, 275, 276, 277, 278, 279, 280, 4096, 1 << 20})
    void mailHasJustSoManyOctetsAndEndsWithCrlf(int octets) {
        for (int n = 1; n < 20; n++) {
            String mail = new String(Mail.of(n, octets), US_ASCII);
            assertThat(mail).hasSize(octets).endsWith("\r\n");
        }
    }

    @Test
    void mailsHaveLinesThatStartWithDots() {
        assertThat(new String(Mail.of(1, Stock.MAIL_OCTETS), US_ASCII)).contains("\r\n.");
        assertThat(Mail.stuffed(".\r\n..a.\r\nb.\r\n".getBytes(US_ASCII)))
                .isEqualTo("..\r\n...a.\r\nb.\r\n".getBytes(US_ASCII));
    }

    @Test
    void ratioIsTakenRoundByRound() {
        Series slow = new Series(List.of(10.0, 80.0, 30.0));
        Series fast = new Series(List.of(5.0, 20.0, 10.0));
        assertThat(slow.over(fast)).isEqualTo(new Series(List.of(2.0, 4.0, 3.0)));
        assertThat(slow.over(fast).median()).isEqualTo(3.0);
        assertThat(slow.min()).isEqualTo(10.0);
        assertThat(slow.max()).isEqualTo(80.0);
    }

    private interface Fetch {
        void fetch(int port, Caller caller);
    }

    private static Contestant contestant(Fetch fetch) {
        return new Contestant() {
            @Override
            public String name() {
                return "forgetful";
            }

            @Override
            public void fetch(int port, String user, Caller caller) {
                fetch.fetch(port, caller);
            }
        };
    }
}
