package org.pop3j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All servers serve the same, and it is counted right. */
class ServerSpeedTest {
    @ParameterizedTest
    @ValueSource(strings = {"replay", "pop3j", "james", "greenmail"})
    void everyServerSendsEachMail(String name) throws Exception {
        try (ServerSpeed server = new ServerSpeed(name, "mails-20", 3)) {
            assertThatCode(server::verify).doesNotThrowAnyException();
            server.measure();
            assertThat(server.oneByOne().values()).hasSize(1);
        }
    }

    @Test
    void countedAreTheOctetsOfTheMailAndTheLinesOfTheListing() throws Exception {
        TestServer server = new TestServer();
        int port = server.start();
        server.add("generated-300000");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            RawSession session = new RawSession(socket);
            assertThat(session.login("generated-300000")).isEqualTo(1);
            assertThat(session.count("RETR 1").octets()).isEqualTo(300_000);
            assertThat(session.count("LIST")).isEqualTo(new RawSession.Answer(1, "1 300000\r\n".length()));
        } finally {
            server.stop();
        }
    }
}
