package org.pop3j.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pop3j.interop.Answer.end;
import static org.pop3j.interop.Answer.text;
import static org.pop3j.interop.Answer.textAndEnd;
import static org.pop3j.interop.AnsweringServer.answering;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import org.apache.commons.net.pop3.ExtendedPOP3Client;
import org.apache.commons.net.pop3.POP3Client;
import org.junit.jupiter.api.Test;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Pop3LoginException;
import org.pop3j.protocol.Pop3Exception;
import org.pop3j.protocol.ResponseCode;

/** What docs/comparison.md says of three clients: how they log in, and what they make of a login that fails. */
class PeersLoginTest {
    @Test
    void aConnectionLostAtLoginIsAWrongPasswordToAngusOnly() throws Exception {
        try (AnsweringServer server = answering("PASS", end())) {
            assertThatThrownBy(() -> Peers.pop3jMaildrop(server))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(Pop3LoginException.class);
            assertThatThrownBy(() -> Peers.commonsNetMaildrop(server)).isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> Peers.angus(server)).isInstanceOf(AuthenticationFailedException.class);
        }
    }

    @Test
    void aMaildropInUseIsACodeToPop3jAndATextToTheOthers() throws Exception {
        try (AnsweringServer server = answering("PASS", text("-ERR [IN-USE] another session has it\r\n"))) {
            assertThatThrownBy(() -> Peers.pop3jMaildrop(server))
                    .isInstanceOfSatisfying(
                            Pop3LoginException.class, e -> assertThat(e.code()).contains(ResponseCode.IN_USE));

            POP3Client commonsNet = Peers.commonsNet(server);
            assertThat(commonsNet.login(Peers.USER, Peers.PASSWORD)).isFalse();
            assertThat(commonsNet.getReplyString()).contains("[IN-USE]");
            commonsNet.disconnect();

            assertThatThrownBy(() -> Peers.angus(server))
                    .isInstanceOf(AuthenticationFailedException.class)
                    .hasMessageContaining("[IN-USE]");
        }
    }

    @Test
    void aGreetingThatRefusesIsAnErrorToPop3jAndAngusAndAConnectionToCommonsNet() throws Exception {
        try (AnsweringServer server = AnsweringServer.greeting(textAndEnd("-ERR [SYS/TEMP] come back later\r\n"))) {
            assertThatThrownBy(() -> Peers.pop3j(server).build().connect()).isInstanceOf(Pop3Exception.class);
            assertThatThrownBy(() -> Peers.angus(server))
                    .isInstanceOf(MessagingException.class)
                    .isNotInstanceOf(AuthenticationFailedException.class);
            assertThatCode(() -> Peers.commonsNet(server).disconnect()).doesNotThrowAnyException();
        }
    }

    @Test
    void capabilitiesAreAskedForTwiceByPop3jOnceByAngusAndNeverByCommonsNet() throws Exception {
        try (AnsweringServer server = AnsweringServer.start()) {
            Peers.pop3jMaildrop(server).quit();
            assertThat(server.commands()).containsExactly("CAPA", "USER alice", "PASS Tr4mpoline", "CAPA", "QUIT");

            Peers.angus(server).close();
            assertThat(server.commands()).containsExactly("CAPA", "USER alice", "PASS Tr4mpoline", "QUIT");

            Peers.commonsNetMaildrop(server).logout();
            assertThat(server.commands()).containsExactly("USER alice", "PASS Tr4mpoline", "QUIT");
        }
    }

    @Test
    void aPasswordInPlainIsSentInTheClearByTheOthersByAngusInOneLineAndCommonsNetThenForgetsTheLogin()
            throws Exception {
        Map<String, Answer> answers = Map.of(
                "CAPA", text("+OK\r\nSASL PLAIN\r\n.\r\n"),
                "AUTH PLAIN", text("+ \r\n"),
                "AGFsaWNlAFRyNG1wb2xpbmU=", text("+OK\r\n"));
        try (AnsweringServer server = answering(answers)) {
            try (Pop3Connection connection = Peers.pop3j(server).build().connect();
                    Credentials credentials = Credentials.password(Peers.USER, Peers.PASSWORD.toCharArray())
                            .only(Mechanism.PLAIN)) {
                // Without TLS it shows no password by a mechanism.
                assertThatThrownBy(() -> connection.login(credentials)).isInstanceOf(Pop3Exception.class);
            }
            assertThat(server.commands()).containsExactly("CAPA");

            ExtendedPOP3Client commonsNet = new ExtendedPOP3Client();
            commonsNet.connect("127.0.0.1", server.port());
            assertThat(commonsNet.auth(ExtendedPOP3Client.AUTH_METHOD.PLAIN, Peers.USER, Peers.PASSWORD))
                    .isTrue();
            assertThat(server.commands()).containsExactly("AUTH PLAIN", "AGFsaWNlAFRyNG1wb2xpbmU=");
            assertThat(commonsNet.listMessages()).isNull();
            assertThat(server.commands()).isEmpty();
            commonsNet.disconnect();

            Properties properties = new Properties();
            properties.setProperty("mail.pop3.auth.mechanisms", "PLAIN");
            assertThatThrownBy(() -> Peers.angus(server, properties, Peers.USER))
                    .isInstanceOf(AuthenticationFailedException.class);
            assertThat(server.commands()).startsWith("CAPA", "AUTH PLAIN YWxpY2UAYWxpY2UAVHI0bXBvbGluZQ==");
        }
    }

    @Test
    void aRefusedTokenIsALoginToAngus() throws Exception {
        // What servers answer to XOAUTH2 with a token that they do not take, {"status":"400"}, and to whatever comes
        // next.
        // Commons Net has no XOAUTH2, and pop3j does not show a token without TLS: see OAuthTest of the core.
        Map<String, Answer> answers = Map.of(
                "CAPA", text("+OK\r\nSASL XOAUTH2\r\n.\r\n"),
                "AUTH", text("+ eyJzdGF0dXMiOiI0MDAifQ==\r\n"),
                "STAT", text("-ERR [AUTH] invalid token\r\n"));
        try (AnsweringServer server = answering(answers)) {
            Properties properties = new Properties();
            properties.setProperty("mail.pop3.auth.mechanisms", "XOAUTH2");
            try (Store angus = Peers.angus(server, properties, Peers.USER)) {
                assertThat(server.commands()).hasSize(2).last().asString().startsWith("AUTH XOAUTH2 ");
                Folder folder = angus.getFolder("INBOX");
                assertThatThrownBy(() -> folder.open(Folder.READ_ONLY))
                        .isInstanceOf(MessagingException.class)
                        .isNotInstanceOf(AuthenticationFailedException.class);
            }
        }
    }
}
