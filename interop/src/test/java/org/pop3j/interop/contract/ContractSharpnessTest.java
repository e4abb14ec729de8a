package org.pop3j.interop.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.fault.Fault;

/** Servers that break a clause, and the contract that sees it. */
class ContractSharpnessTest {
    private static final int HANDSHAKE = 22;

    private record Held(ServerUnderTest server) implements ServerContract {
        @Override
        public ServerUnderTest server(ServerUnderTest.Setup setup) {
            return server;
        }
    }

    @Test
    void anAnswerInTheClearThatComesWithThatOfStlsIsSeen() {
        TestServerContractTest.Subject subject = new TestServerContractTest.Subject(Pop3TestServer.builder());
        try (Pop3TestServer server = subject.server) {
            server.inject(Fault.plaintextAfterStls());

            assertThatThrownBy(new Held(subject)::whatCameInTheClearBehindStlsIsNoCommand)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("said in the clear before TLS");
        }
    }

    @Test
    void anAnswerInTheClearThatComesIntoTheHandshakeIsSeen() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ContractSharpnessTest::answerInTheHandshake, client -> {})) {
            assertThatThrownBy(new Held(server)::whatCameInTheClearBehindStlsIsNoCommand)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("+OK bye");
        }
    }

    @Test
    void aConnectionThatGoesOnAfterAFailedHandshakeIsSeen() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(ContractSharpnessTest::endAfterStls, ContractSharpnessTest::alertAndNoEnd)) {
            assertThatThrownBy(new Held(server)::aFailedHandshakeEndsTheConnection)
                    .isInstanceOf(NoAnswerInTime.class)
                    .hasMessageContaining("no end");
        }
    }

    /** Runs what came in the clear behind STLS, but not before TLS has begun. */
    private static void answerInTheHandshake(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        greetUntilStls(client);
        for (int octet = in.read(); octet >= 0 && octet != HANDSHAKE; octet = in.read()) {
            // These are XYZZY and QUIT.
        }
        say(client, "-ERR what\r\n+OK bye\r\n");
        client.shutdownOutput();
        in.transferTo(OutputStream.nullOutputStream());
    }

    private static void endAfterStls(Socket client) throws IOException {
        greetUntilStls(client);
        ScriptedServer.line(client);
        client.shutdownOutput();
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private static void greetUntilStls(Socket client) throws IOException {
        say(client, "+OK\r\n");
        for (String command = ScriptedServer.line(client);
                command.equals("CAPA");
                command = ScriptedServer.line(client)) {
            say(client, "+OK\r\nSTLS\r\n.\r\n");
        }
        say(client, "+OK\r\n");
    }

    /** "protocol_version", fatal. */
    private static void alertAndNoEnd(Socket client) throws IOException {
        client.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 70});
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private static void say(Socket client, String octets) throws IOException {
        client.getOutputStream().write(octets.getBytes(ISO_8859_1));
    }
}
