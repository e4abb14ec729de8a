package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 1939, sections 5 and 6: what is in the maildrop, and what is removed. */
class ServerTransactionTest {
    private final MemoryMaildrop maildrop = new MemoryMaildrop("a\r\n", "bb\r\n", "ccc\r\n");
    private final ServerDriver server = ServerDriver.loggedIn(maildrop);

    @Test
    @DisplayName("S-TRN-01, S-TRN-01b, S-TRN-06")
    void statCountsWhatListShowsAndSaysNothingElse() {
        assertThat(server.command("STAT")).isEqualTo("+OK 3 12\r\n");
        server.command("DELE 2");
        assertThat(server.command("STAT")).isEqualTo("+OK 2 8\r\n");
    }

    @Test
    @DisplayName("S-TRN-02, S-TRN-02b")
    void listHasALineForEachMessage() {
        assertThat(server.command("LIST")).isEqualTo("+OK 3 messages (12 octets)\r\n1 3\r\n2 4\r\n3 5\r\n.\r\n");
    }

    @Test
    @DisplayName("S-TRN-03")
    void listOfOneMessageHasTheSameSize() {
        assertThat(server.command("LIST 3")).isEqualTo("+OK 3 5\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIST 4", "RETR 4", "DELE 4", "TOP 4 0", "UIDL 4", "LIST 2147483647"})
    @DisplayName("S-TRN-04")
    void aMessageThatDoesNotExistIsRefused(String line) {
        assertThat(server.command(line)).isEqualTo("-ERR no such message\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''              | ''",
                "x\\r\\n           | x\\r\\n",
                "x               | x\\r\\n",
                "x\\r             | x\\r\\r\\n",
                "x\\n             | x\\n\\r\\n",
                ".               | ..\\r\\n",
                ".\\r\\n           | ..\\r\\n",
                "..\\r\\n          | ...\\r\\n",
                ".x\\r\\n.y        | ..x\\r\\n..y\\r\\n",
                "x\\r\\n.\\r\\ny     | x\\r\\n..\\r\\ny\\r\\n",
                "x\\r.y\\n.z       | x\\r.y\\n.z\\r\\n",
                "\\r\\n            | \\r\\n",
            })
    @DisplayName("S-GEN-15, S-TRN-05, S-TRN-07, S-TRN-08")
    void aMessageIsStuffedAndCompletedAndItsSizeIsExact(String escaped, String onTheWire) {
        String message = escaped.replace("\\r", "\r").replace("\\n", "\n");
        String data = onTheWire.replace("\\r", "\r").replace("\\n", "\n");
        ServerDriver one = ServerDriver.loggedIn(new MemoryMaildrop(message));
        long size = Long.parseLong(one.command("LIST 1").replaceAll("\\+OK 1 |\r\n", ""));
        assertThat(one.command("RETR 1")).isEqualTo("+OK " + size + " octets\r\n" + data + ".\r\n");
        assertThat((long) data.replaceAll("(^|\r\n)\\.", "$1").length()).isEqualTo(size);
    }

    @Test
    @DisplayName("S-TRN-07, S-TRN-07b, S-TRN-22, S-TRN-22b")
    void longLinesAndOddOctetsPassUnchangedEveryTime() {
        StringBuilder odd = new StringBuilder("\0\u0001\u007f\u0080\u00ff".repeat(3));
        odd.append("y".repeat(200_000)).append("\r\n");
        ServerDriver one = ServerDriver.loggedIn(new MemoryMaildrop(odd.toString()));
        String first = one.command("RETR 1");
        assertThat(first).isEqualTo("+OK " + odd.length() + " octets\r\n" + odd + ".\r\n");
        assertThat(one.command("RETR 1")).isEqualTo(first);
        assertThat(one.command("STAT")).isEqualTo("+OK 1 " + odd.length() + "\r\n");
    }

    @Test
    @DisplayName("S-TRN-09")
    void noopIsAnswered() {
        assertThat(server.command("NOOP")).isEqualTo("+OK\r\n");
    }

    @Test
    @DisplayName("S-TRN-10, S-TRN-10b")
    void aMarkedMessageIsGoneForEveryCommandAndTheOthersKeepTheirNumbers() {
        assertThat(server.indicators("DELE 2")).containsExactly("+OK");
        assertThat(server.indicators("DELE 2", "RETR 2", "LIST 2", "TOP 2 0", "UIDL 2"))
                .containsOnly("-ERR");
        assertThat(server.command("LIST")).endsWith("\r\n1 3\r\n3 5\r\n.\r\n");
        assertThat(server.command("UIDL")).endsWith("\r\n1 id-1\r\n3 id-3\r\n.\r\n");
        assertThat(server.command("RETR 3")).isEqualTo("+OK 5 octets\r\nccc\r\n.\r\n");
        assertThat(maildrop.updates()).isZero();
    }

    @Test
    @DisplayName("S-TRN-11")
    void rsetTakesAllMarksBack() {
        server.send("DELE 1\r\nDELE 3\r\n");
        assertThat(server.command("RSET")).isEqualTo("+OK 3 messages (12 octets)\r\n");
        assertThat(server.command("LIST")).endsWith("\r\n1 3\r\n2 4\r\n3 5\r\n.\r\n");
    }

    @Test
    @DisplayName("S-TRN-20, S-UPD-03")
    void quitRemovesExactlyWhatIsMarked() {
        server.send("DELE 1\r\nDELE 3\r\n");
        assertThat(server.command("QUIT")).isEqualTo("+OK bye\r\n");
        assertThat(server.engine().state()).isEqualTo(SessionState.UPDATE);
        assertThat(server.last()).isEqualTo(ServerEngine.Action.CLOSE);
        assertThat(maildrop.removed()).containsExactly(1, 3);
        assertThat(maildrop.released()).isTrue();
    }

    @Test
    @DisplayName("S-TRN-20, S-RC-02")
    void quitSaysSoIfSomethingCouldNotBeRemoved() {
        MemoryMaildrop stubborn = new MemoryMaildrop("a\r\n") {
            @Override
            public void update(Set<Integer> deleted) throws IOException {
                throw new IOException("disk full at /var/mail");
            }
        };
        ServerDriver session = ServerDriver.loggedIn(stubborn);
        session.command("DELE 1");
        assertThat(session.command("QUIT")).isEqualTo("-ERR [SYS/TEMP] not all deleted messages could be removed\r\n");
        assertThat(session.last()).isEqualTo(ServerEngine.Action.CLOSE);
        assertThat(stubborn.released()).isTrue();
    }

    @Test
    @DisplayName("S-EMP-01")
    void anEmptyMaildropHasEmptyListings() {
        ServerDriver empty = ServerDriver.loggedIn(new MemoryMaildrop());
        assertThat(empty.command("STAT")).isEqualTo("+OK 0 0\r\n");
        assertThat(empty.command("LIST")).isEqualTo("+OK 0 messages (0 octets)\r\n.\r\n");
        assertThat(empty.command("UIDL")).isEqualTo("+OK unique-ids follow\r\n.\r\n");
        assertThat(empty.command("RETR 1")).startsWith("-ERR ");
    }

    @Test
    @DisplayName("S-UPD-01")
    void nothingIsDeletedWithoutQuit() {
        server.send("DELE 1\r\nQUI");
        server.engine().connectionLost();
        assertThat(maildrop.updates()).isZero();
        assertThat(maildrop.released()).isTrue();
        assertThat(server.engine().state()).isEqualTo(SessionState.TRANSACTION);
    }

    @Test
    @DisplayName("S-UPD-02, S-UPD-04")
    void quitAfterRsetOrAfterMereFetchingDeletesNothing() {
        server.send("RETR 1\r\nDELE 1\r\nDELE 2\r\nRSET\r\nRETR 2\r\nQUIT\r\n");
        assertThat(maildrop.updates()).isEqualTo(1);
        assertThat(maildrop.removed()).isEmpty();
    }

    @Test
    @DisplayName("S-UPD-01b")
    void aMessageThatCannotBeReadToItsEndEndsTheSessionWithoutFinalDotAndWithoutUpdate() {
        FailingMaildrop failing = new FailingMaildrop("x".repeat(20_000) + "\r\n");
        ServerDriver session = ServerDriver.loggedIn(failing);
        session.command("DELE 2");
        String answer = session.send("RETR 1\r\nNOOP\r\nQUIT\r\n");
        assertThat(session.last()).isEqualTo(ServerEngine.Action.CLOSE);
        assertThat(answer).matches("\\+OK 20002 octets\r\nx*");
        assertThat(failing.updates()).isZero();
        assertThat(failing.released()).isTrue();
        assertThat(session.pump()).isEmpty();
        assertThat(session.last()).isEqualTo(ServerEngine.Action.CLOSE);
    }

    @Test
    @DisplayName("S-RC-02")
    void aMessageThatCannotBeOpenedIsRefusedAndTheSessionGoesOn() {
        ServerDriver session = ServerDriver.loggedIn(new MemoryMaildrop("a\r\n") {
            @Override
            public InputStream open(int messageNumber) throws IOException {
                throw new IOException("no such file");
            }
        });
        assertThat(session.command("RETR 1")).isEqualTo("-ERR [SYS/TEMP] the message cannot be read\r\n");
        assertThat(session.command("STAT")).isEqualTo("+OK 1 3\r\n");
    }

    @Test
    void theObserverHearsOfMessagesThatWentOutCompletely() {
        List<String> seen = new ArrayList<>();
        ServerObserver observer = new ServerObserver() {
            @Override
            public void transferred(Keyword keyword, int messageNumber, long octets) {
                seen.add(keyword + " " + messageNumber + " " + octets);
            }
        };
        MemoryMaildrop drop = new MemoryMaildrop(".a\r\n\r\nb\r\nc", "");
        ServerEngine engine = new ServerEngine(ServerSettings.DEFAULT, ServerDriver.alice(drop), observer);
        ServerDriver session = new ServerDriver(engine, ServerDriver.WHOLE, 3);
        session.send("USER alice\r\nPASS secret\r\nRETR 1\r\nTOP 1 1\r\nRETR 2\r\nRETR 3\r\n");
        assertThat(seen).containsExactly("RETR 1 12", "TOP 1 9", "RETR 2 0");
    }

    /** The second half of its first message cannot be read. */
    private static final class FailingMaildrop extends MemoryMaildrop {
        FailingMaildrop(String first) {
            super(first, "second\r\n");
        }

        @Override
        public InputStream open(int messageNumber) throws IOException {
            InputStream half =
                    new ByteArrayInputStream(super.open(messageNumber).readNBytes(10_000));
            return new SequenceInputStream(half, new BadSector());
        }
    }

    private static final class BadSector extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("bad sector");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return read();
        }
    }
}
