package org.pop3j.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.pop3j.client.ScriptedServer.loggedIn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.pop3j.protocol.DropListing;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.Limits;
import org.pop3j.protocol.Pop3ProtocolException;
import org.pop3j.protocol.ResponseCode;
import org.pop3j.protocol.ScanListing;
import org.pop3j.protocol.UniqueId;
import org.pop3j.protocol.UniqueIdListing;

/** Single commands, in a state of TRANSACTION. */
class MaildropTest {
    @Test
    void listingsAreRead() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: STAT
                        S: +OK 3 5000000000
                        C: LIST
                        S: +OK 3 messages
                        S: 1 120
                        S: 3   4999999880  extra words
                        S: .
                        C: LIST 3
                        S: +OK 3 4999999880
                        C: UIDL
                        S: +OK
                        S: 1 abc
                        S: 3    with/odd~octets
                        S: .
                        C: UIDL 3
                        S: +OK 3 def
                        """));
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.stat()).isEqualTo(new DropListing(3, 5_000_000_000L));
            assertThat(maildrop.list()).containsExactly(new ScanListing(1, 120), new ScanListing(3, 4_999_999_880L));
            assertThat(maildrop.list(3)).isEqualTo(new ScanListing(3, 4_999_999_880L));
            assertThat(maildrop.uidl())
                    .containsExactly(
                            new UniqueIdListing(1, new UniqueId("abc")),
                            new UniqueIdListing(3, new UniqueId("with/odd~octets")));
            assertThat(maildrop.uidl(3)).isEqualTo(new UniqueId("def"));
        }
    }

    @Test
    void uniqueIdIsReadThoughTheServerLeavesOutTheNumber() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: UIDL 3
                        S: +OK  12345
                        """));
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.uidl(3)).isEqualTo(new UniqueId("12345"));
        }
    }

    @Test
    void emptyMaildropHasEmptyListings() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: LIST
                        S: +OK
                        S: .
                        C: UIDL
                        S: +OK
                        S: .
                        """));
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.list()).isEmpty();
            assertThat(maildrop.uidl()).isEmpty();
        }
    }

    @Test
    void answerAboutAnotherMessageEndsTheConnection() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: UIDL 3
                        S: +OK 2 abc
                        """));
                Maildrop maildrop = server.login()) {
            assertThatThrownBy(() -> maildrop.uidl(3)).isInstanceOf(Pop3ProtocolException.class);
            assertThatThrownBy(maildrop::noop).isInstanceOf(IOException.class).hasMessageContaining("dropped");
        }
    }

    @Test
    void messageArrivesAsItIsWithoutStuffedDots() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: RETR 1
                        S: +OK 1 octets, they say
                        S: Subject: dots
                        S:
                        S: ..
                        S: ..two
                        R: bare\\rCR, bare\\nLF, \\0NUL, \\377\\r\\n
                        S: .
                        C: TOP 1 0
                        S: +OK
                        S: Subject: dots
                        S:
                        S: .
                        """));
                Maildrop maildrop = server.login()) {
            String message = "Subject: dots\r\n\r\n.\r\n.two\r\nbare\rCR, bare\nLF, \0NUL, \u00ff\r\n";
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            assertThat(maildrop.retr(1, received)).isEqualTo(message.length());
            assertThat(received.toString(ISO_8859_1)).isEqualTo(message);
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            assertThat(maildrop.top(1, 0, head)).isEqualTo(17);
            assertThat(head.toString(ISO_8859_1)).isEqualTo("Subject: dots\r\n\r\n");
        }
    }

    @Test
    void emptyMessageHasNoOctets() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: RETR 1
                        S: +OK
                        S: .
                        """));
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.retr(1, OutputStream.nullOutputStream())).isZero();
        }
    }

    @Test
    void messageThatBreaksOffIsAnErrorThoughItsOctetsCountAndItsDotCame() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: RETR 1
                        S: +OK 6 octets
                        S: text
                        R: .
                        """));
                Maildrop maildrop = server.login()) {
            assertThatThrownBy(() -> maildrop.retr(1, OutputStream.nullOutputStream()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("RETR");
            assertThatThrownBy(maildrop::quit)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(UpdateUnknownException.class);
        }
    }

    @Test
    void refusedCommandLeavesTheMaildropUsable() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: RETR 9
                        S: -ERR [SYS/TEMP] disk is tired
                        C: UIDL
                        S: -ERR what?
                        C: DELE 1
                        S: -ERR
                        C: RSET
                        S: +OK
                        """));
                Maildrop maildrop = server.login()) {
            Pop3ReplyException refusal = catchThrowableOfType(
                    Pop3ReplyException.class, () -> maildrop.retr(9, OutputStream.nullOutputStream()));
            assertThat(refusal).hasMessage("RETR refused in TRANSACTION: [SYS/TEMP] disk is tired");
            assertThat(refusal.keyword()).isEqualTo(Keyword.RETR);
            assertThat(refusal.code()).contains(ResponseCode.SYS_TEMP);
            assertThat(refusal.statusLine().positive()).isFalse();
            assertThatThrownBy(maildrop::uidl).isInstanceOf(Pop3ReplyException.class);
            assertThatThrownBy(() -> maildrop.dele(1)).hasMessage("DELE refused in TRANSACTION");
            maildrop.rset();
        }
    }

    @Test
    void serversTextIsCutAndCleanedBeforeItIsShown() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: NOOP
                        R: -ERR \\033[31mred %s\\r\\n
                        """.formatted("x".repeat(1000))));
                Maildrop maildrop = server.login()) {
            Pop3ReplyException refusal = catchThrowableOfType(Pop3ReplyException.class, maildrop::noop);
            assertThat(refusal.getMessage())
                    .startsWith("NOOP refused in TRANSACTION: ?[31mred xxx")
                    .hasSizeLessThan(240)
                    .endsWith("x...");
        }
    }

    @Test
    void lineThatIsNoAnswerEndsTheConnection() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: DELE 1
                        S:
                        """));
                Maildrop maildrop = server.login()) {
            assertThatThrownBy(() -> maildrop.dele(1)).isInstanceOf(Pop3ProtocolException.class);
            assertThatThrownBy(maildrop::noop).isInstanceOf(IOException.class);
        }
    }

    @Test
    void answerThatNobodyAskedForIsNotTakenForTheNextOne() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: DELE 1
                        S: +OK
                        S: +OK again
                        """));
                Maildrop maildrop = server.login()) {
            maildrop.dele(1);
            assertThatThrownBy(maildrop::quit)
                    .isInstanceOf(Pop3ProtocolException.class)
                    .isNotInstanceOf(UpdateUnknownException.class);
        }
    }

    @Test
    void listingBeyondItsLimitIsRefused() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: LIST
                        S: +OK
                        ! flood 1 1\\r\\n
                        """))) {
            Maildrop maildrop = ScriptedServer.login(server.client().limits(Limits.DEFAULT.withListingEntries(1000)));
            assertThatThrownBy(maildrop::list).isInstanceOf(Pop3ProtocolException.class);
        }
    }

    @Test
    void messageThatDripsMeetsTheCommandTimeout() throws Exception {
        Duration timeout = Duration.ofSeconds(1);
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: RETR 1
                        S: +OK
                        ! drip x
                        """))) {
            Maildrop maildrop = ScriptedServer.login(server.client().commandTimeout(timeout));
            assertThatThrownBy(() -> maildrop.retr(1, OutputStream.nullOutputStream()))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("RETR in TRANSACTION: not complete within " + timeout);
        }
    }

    @Test
    void failureOfTheCallersStreamComesOutUntouchedAndEndsTheConnection() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: RETR 1
                        S: +OK
                        S: text
                        S: .
                        ! hold
                        """));
                Maildrop maildrop = server.login()) {
            SocketTimeoutException failure = new SocketTimeoutException("the caller's own");
            assertThatThrownBy(() -> maildrop.retr(1, new Broken(failure))).isSameAs(failure);
            assertThatThrownBy(maildrop::quit)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(UpdateUnknownException.class);
        }
    }

    @Test
    void numberBelowOneIsRefusedBeforeAnythingIsSent() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: NOOP
                        S: +OK
                        """));
                Maildrop maildrop = server.login()) {
            assertThatThrownBy(() -> maildrop.dele(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> maildrop.top(1, -1, OutputStream.nullOutputStream()))
                    .isInstanceOf(IllegalArgumentException.class);
            maildrop.noop();
        }
    }

    @Test
    void closeSaysNothingToTheServer() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: DELE 1
                        S: +OK
                        ! hold
                        """))) {
            Maildrop maildrop = server.login();
            maildrop.dele(1);
            maildrop.close();
            maildrop.close();
            assertThatThrownBy(maildrop::noop).isInstanceOf(IllegalStateException.class);
        }
    }

    private static final class Broken extends OutputStream {
        private final IOException failure;

        private Broken(IOException failure) {
            this.failure = failure;
        }

        @Override
        public void write(int octet) throws IOException {
            throw failure;
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            throw failure;
        }
    }
}
