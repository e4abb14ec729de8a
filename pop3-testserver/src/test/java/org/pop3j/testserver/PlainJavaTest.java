package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainJavaTest {
    @Test
    void nothingButTheCoreAndBouncyCastleIsNeeded() throws IOException {
        String needed = ChildJvm.classPath(
                entry -> !entry.endsWith(".jar") || entry.matches(".*[/\\\\](bc|pop3-core)[^/\\\\]*"));

        assertThat(ChildJvm.run(List.of("-cp", needed, Program.class.getName())))
                .startsWith("+OK")
                .endsWith("QUIT\n");
    }

    /** In a JVM of its own, without JUnit and Jakarta Mail. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws Exception {
            try (Pop3TestServer server = Pop3TestServer.start()) {
                server.maildrop("alice").deliver(TestMessage.builder().build());
                server.jakartaMail().tls();
                try (Socket socket = server.clientSslContext()
                                .getSocketFactory()
                                .createSocket(server.host(), server.tlsPort());
                        BufferedReader reader = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
                    socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
                    System.out.println(reader.readLine());
                    System.out.println(reader.readLine());
                }
                server.assertThatSession(1).commands("QUIT");
                server.assertThatMaildrop("alice").holds(1);
                server.assertNoOpenSessions();
                System.out.println(server.sessions().get(0).ending());
            }
        }
    }
}
