package org.pop3j.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pop3j.interop.Answer.end;
import static org.pop3j.interop.Answer.text;
import static org.pop3j.interop.Answer.textAndEnd;
import static org.pop3j.interop.AnsweringServer.MESSAGE;
import static org.pop3j.interop.AnsweringServer.answering;

import jakarta.mail.FetchProfile;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.pop3.POP3Client;
import org.apache.commons.net.pop3.POP3MessageInfo;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.junit.jupiter.api.Test;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.client.UpdateUnknownException;
import org.pop3j.protocol.Pop3ProtocolException;

/** What docs/comparison.md says of three clients: what each of them makes of a server's refusals and of lost connections. */
class PeersTest {
    @Test
    void aRefusedDeleIsThrownByPop3jToldByCommonsNetAndUnnoticedByAngus() throws Exception {
        try (AnsweringServer server = answering("DELE", text("-ERR read-only\r\n"))) {
            try (Maildrop maildrop = Peers.pop3jMaildrop(server)) {
                assertThatThrownBy(() -> maildrop.dele(1)).isInstanceOf(Pop3ReplyException.class);
            }
            assertThat(server.commands()).contains("DELE 1");

            POP3Client commonsNet = Peers.commonsNetMaildrop(server);
            assertThat(commonsNet.deleteMessage(1)).isFalse();
            commonsNet.disconnect();
            assertThat(server.commands()).contains("DELE 1");

            Folder angus = Peers.angusMaildrop(server);
            assertThatCode(() -> Peers.angusDeletes(angus)).doesNotThrowAnyException();
            assertThat(server.commands()).contains("DELE 1", "QUIT");
        }
    }

    @Test
    void aRefusedQuitIsThrownByPop3jToldByCommonsNetAndUnnoticedByAngus() throws Exception {
        try (AnsweringServer server = answering("QUIT", textAndEnd("-ERR some deleted messages not removed\r\n"))) {
            Maildrop maildrop = Peers.pop3jMaildrop(server);
            assertThatThrownBy(maildrop::quit).isInstanceOf(Pop3ReplyException.class);

            POP3Client commonsNet = Peers.commonsNetMaildrop(server);
            assertThat(commonsNet.logout()).isFalse();
            commonsNet.disconnect();

            Folder angus = Peers.angusMaildrop(server);
            assertThatCode(() -> Peers.angusDeletes(angus)).doesNotThrowAnyException();
        }
    }

    @Test
    void aQuitWithoutAnswerIsUnknownToPop3jAnErrorToCommonsNetAndUnnoticedByAngus() throws Exception {
        try (AnsweringServer server = answering("QUIT", end())) {
            Maildrop maildrop = Peers.pop3jMaildrop(server);
            assertThatThrownBy(maildrop::quit).isInstanceOf(UpdateUnknownException.class);

            POP3Client commonsNet = Peers.commonsNetMaildrop(server);
            assertThatThrownBy(commonsNet::logout).isInstanceOf(EOFException.class);

            Folder angus = Peers.angusMaildrop(server);
            assertThatCode(() -> Peers.angusDeletes(angus)).doesNotThrowAnyException();
        }
    }

    @Test
    void aMessageThatIsCutOffIsNoticedByPop3jAndAngusAndPassedForAWholeOneByCommonsNet() throws Exception {
        String part = MESSAGE.substring(0, MESSAGE.length() - 4);
        try (AnsweringServer server = answering("RETR", textAndEnd("+OK\r\n" + part))) {
            assertThatThrownBy(() -> Peers.pop3jMessage(server)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> Peers.angusMessage(server)).isInstanceOf(EOFException.class);
            assertThat(Peers.commonsNetMessage(server)).isEqualTo(part);
        }
    }

    @Test
    void aListingThatIsCutOffIsNoticedByPop3jAndPassedForAWholeOneByAngusAndCommonsNet() throws Exception {
        try (AnsweringServer server = answering("LIST", textAndEnd("+OK\r\n1 100\r\n2 200\r\n"))) {
            Maildrop maildrop = Peers.pop3jMaildrop(server);
            assertThatThrownBy(maildrop::list).isInstanceOf(IOException.class);

            POP3Client commonsNet = Peers.commonsNetMaildrop(server);
            assertThat(commonsNet.listMessages())
                    .extracting(message -> message.number)
                    .containsExactly(1);

            POP3Folder angus = (POP3Folder) Peers.angusMaildrop(server);
            assertThat(angus.getSizes()).containsExactly(0);
        }
    }

    @Test
    void anAnswerWithoutAStatusIsAnErrorToAllAndTheEndOfTheConnectionToPop3jOnly() throws Exception {
        try (AnsweringServer server = answering("STAT", text("1 120\r\n"))) {
            Maildrop maildrop = Peers.pop3jMaildrop(server);
            assertThatThrownBy(maildrop::stat).isInstanceOf(Pop3ProtocolException.class);
            assertThatThrownBy(maildrop::noop).isInstanceOf(IOException.class);
            assertThat(server.commands()).endsWith("STAT");

            POP3Client commonsNet = Peers.commonsNetMaildrop(server);
            assertThatThrownBy(commonsNet::status).isInstanceOf(MalformedServerReplyException.class);
            assertThat(commonsNet.noop()).isTrue();
            commonsNet.disconnect();
            assertThat(server.commands()).endsWith("NOOP");

            assertThatThrownBy(() -> Peers.angusMaildrop(server)).isInstanceOf(MessagingException.class);
            assertThat(server.commands()).endsWith("QUIT");
        }
    }

    @Test
    void aSizeOfMoreThanTwoGibibytesIsKnownToPop3jOnly() throws Exception {
        try (AnsweringServer server = answering("LIST", text("+OK\r\n1 5000000000\r\n.\r\n"))) {
            try (Maildrop maildrop = Peers.pop3jMaildrop(server)) {
                assertThat(maildrop.list().get(0).octets()).isEqualTo(5_000_000_000L);
            }
            POP3Client commonsNet = Peers.commonsNetMaildrop(server);
            assertThat(commonsNet.listMessages()).containsExactly((POP3MessageInfo) null);
            commonsNet.disconnect();

            POP3Folder angus = (POP3Folder) Peers.angusMaildrop(server);
            assertThat(angus.getSizes()).containsExactly(0);
        }
    }

    @Test
    void twoBlanksBeforeAUniqueIdAreNoPartOfItButForAngus() throws Exception {
        try (AnsweringServer server = answering("UIDL", text("+OK\r\n1  abc\r\n.\r\n"))) {
            try (Maildrop maildrop = Peers.pop3jMaildrop(server)) {
                assertThat(maildrop.uidl().get(0).uniqueId().value()).isEqualTo("abc");
            }
            POP3Client commonsNet = Peers.commonsNetMaildrop(server);
            assertThat(commonsNet.listUniqueIdentifiers())
                    .extracting(message -> message.identifier)
                    .containsExactly("abc");
            commonsNet.disconnect();

            POP3Folder angus = (POP3Folder) Peers.angusMaildrop(server);
            FetchProfile uniqueIds = new FetchProfile();
            uniqueIds.add(UIDFolder.FetchProfileItem.UID);
            angus.fetch(angus.getMessages(), uniqueIds);
            assertThat(angus.getUID(angus.getMessage(1))).isEqualTo(" abc");
        }
    }

    @Test
    void aUniqueIdWithoutAMessageNumberIsAProtocolErrorToPop3jANumberFormatErrorInAngusAndNullToCommonsNet()
            throws Exception {
        try (AnsweringServer server = answering("UIDL", text("+OK\r\nabc def\r\n.\r\n"))) {
            Maildrop maildrop = Peers.pop3jMaildrop(server);
            assertThatThrownBy(maildrop::uidl).isInstanceOf(Pop3ProtocolException.class);

            POP3Client commonsNet = Peers.commonsNetMaildrop(server);
            assertThat(commonsNet.listUniqueIdentifiers()).containsExactly((POP3MessageInfo) null);
            commonsNet.disconnect();

            POP3Folder angus = (POP3Folder) Peers.angusMaildrop(server);
            FetchProfile uniqueIds = new FetchProfile();
            uniqueIds.add(UIDFolder.FetchProfileItem.UID);
            assertThatThrownBy(() -> angus.fetch(angus.getMessages(), uniqueIds))
                    .isInstanceOf(NumberFormatException.class);
        }
    }

    @Test
    void byDefaultAngusWaitsForEverAndCommonsNetForEveryAnswerForEver() throws Exception {
        POP3Client commonsNet = new POP3Client();
        assertThat(commonsNet.getConnectTimeout()).isEqualTo(60_000);
        try (AnsweringServer server = AnsweringServer.start()) {
            commonsNet.connect("127.0.0.1", server.port());
            assertThat(commonsNet.getSoTimeout()).isZero();
            commonsNet.disconnect();

            AtomicReference<Integer> connectTimeout = new AtomicReference<>();
            Socket socket = new Socket() {
                @Override
                public void connect(SocketAddress address) throws IOException {
                    connectTimeout.set(0);
                    super.connect(address);
                }
            };
            Properties properties = new Properties();
            properties.put("mail.pop3.socketFactory", new OneSocketFactory(socket));
            try (Store angus = Peers.angus(server, properties, Peers.USER)) {
                assertThat(angus.isConnected()).isTrue();
                assertThat(connectTimeout).hasValue(0);
                assertThat(socket.getSoTimeout()).isZero();
            }
        }
    }
}
