package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pop3j.client.ScriptedServer.loggedIn;

import java.io.OutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.pop3j.protocol.Pop3ProtocolException;
import org.pop3j.protocol.ScanListing;
import org.pop3j.protocol.UniqueId;
import org.pop3j.protocol.UniqueIdListing;

/** What servers list. The numbers are those of docs/quirks.md. */
class ListingQuirksTest {
    private static UniqueIdListing listed(int messageNumber, String uniqueId) {
        return new UniqueIdListing(messageNumber, new UniqueId(uniqueId));
    }

    @Test
    @DisplayName("quirk 13: sizes are hints: negative, huge, rounded or wrong, only the dot ends a message")
    void sizesAreHints() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: LIST
                        S: +OK
                        S: 1 -5
                        S: 2 99999999999999999999
                        S: 3 4294967296
                        S: 4 1K
                        S: .
                        C: RETR 3
                        S: +OK 7 octets
                        S: much more than seven
                        S: .
                        """));
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.list())
                    .containsExactly(
                            new ScanListing(1, 0),
                            new ScanListing(2, Long.MAX_VALUE),
                            new ScanListing(3, 4_294_967_296L),
                            new ScanListing(4, 0));
            assertThat(maildrop.retr(3, OutputStream.nullOutputStream())).isEqualTo(22);
        }
    }

    @Test
    @DisplayName("quirk 14, C-UID-02: no UIDL at all is a refusal, after which the maildrop is usable")
    void noUidl() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: UIDL
                        S: -ERR unknown command
                        C: NOOP
                        S: +OK
                        """));
                Maildrop maildrop = server.login()) {
            assertThatThrownBy(maildrop::uidl).isInstanceOf(Pop3ReplyException.class);
            maildrop.noop();
        }
    }

    @Test
    @DisplayName(
            "quirk 14: blank, overlong and unprintable unique-ids are left out, duplicate ones and odd ones are kept")
    void oddUniqueIds() throws Exception {
        String seventyOne = "x".repeat(71);
        try (ScriptedServer server = ScriptedServer.play(
                        loggedIn("""
                        C: UIDL
                        S: +OK
                        S: 1
                        S: 2 same
                        S: 3 same
                        R: 4 \\33[2J\\r\\n
                        S: 5 a/b c
                        """ + "S: 6 " + seventyOne + "\nS: 7 " + "x".repeat(1001) + "\n" + """
                        S: .
                        C: NOOP
                        S: +OK
                        """));
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.uidl())
                    .containsExactly(listed(2, "same"), listed(3, "same"), listed(5, "a/b c"), listed(6, seventyOne));
            maildrop.noop();
        }
    }

    @Test
    @DisplayName("quirk 14: the number alone in the answer to UIDL n is not taken for a unique-id")
    void numberAlone() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("C: UIDL 1\nS: +OK 1\n"));
                Maildrop maildrop = server.login()) {
            assertThatThrownBy(() -> maildrop.uidl(1)).isInstanceOf(Pop3ProtocolException.class);
        }
    }

    @Test
    @DisplayName("quirk 14: a line without a message-number belongs to no message: the listing is broken")
    void lineWithoutNumber() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("C: UIDL\nS: +OK\nS: abc\nS: .\n"));
                Maildrop maildrop = server.login()) {
            assertThatThrownBy(maildrop::uidl).isInstanceOf(Pop3ProtocolException.class);
        }
    }

    @Test
    @DisplayName("quirk 15: extra blanks, trailing text, and an answer to UIDL n without n")
    void blanksAndTrailingText() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: LIST
                        S: +OK
                        R:   1   120   octets\\r\\n
                        R: 2\\t130\\r\\n
                        S: .
                        C: UIDL
                        S: +OK
                        R: 1    abc  \\r\\n
                        S: .
                        C: UIDL 1
                        S: +OK abc
                        """));
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.list()).containsExactly(new ScanListing(1, 120), new ScanListing(2, 130));
            assertThat(maildrop.uidl()).containsExactly(listed(1, "abc"));
            assertThat(maildrop.uidl(1)).isEqualTo(new UniqueId("abc"));
        }
    }

    @Test
    @DisplayName("quirk 16, quirk 17, quirk 23: what is listed is told as it is; the client remembers no maildrop")
    void nothingIsRemembered() throws Exception {
        String uidl = "C: UIDL\nS: +OK\nS: 1 %s\nS: .\nC: QUIT\nS: +OK\n";
        try (ScriptedServer server =
                ScriptedServer.play(loggedIn(uidl.formatted("old")), loggedIn(uidl.formatted("new")))) {
            Pop3Client client = server.client().build();
            for (String uniqueId : new String[] {"old", "new"}) {
                Maildrop maildrop = client.connect().login("alice", "secret".toCharArray());
                assertThat(maildrop.uidl()).containsExactly(listed(1, uniqueId));
                maildrop.quit();
            }
        }
    }

    @Test
    @DisplayName(
            "quirk 18: mail that comes between two listings is in one of them; both carry message-numbers to join them by")
    void mailBetweenTwoListings() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: UIDL
                        S: +OK
                        S: 2 b
                        S: 1 a
                        S: .
                        C: LIST
                        S: +OK
                        S: 1 10
                        S: 2 20
                        S: 3 30
                        S: .
                        """));
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.uidl()).containsExactly(listed(2, "b"), listed(1, "a"));
            assertThat(maildrop.list()).hasSize(3);
        }
    }
}
