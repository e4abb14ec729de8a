package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MimeMessageTest {
    private final Session session = Session.getInstance(new Properties());

    @Test
    void aParsedMessageIsTakenOctetForOctet() throws MessagingException {
        byte[] octets = "Subject: a\r\nX-Odd:  two  spaces\r\n\r\n.\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
        MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(octets));

        assertThat(TestMessage.copyOf(message).content()).isEqualTo(octets);
    }

    @Test
    void aMessageThatWasBuiltIsDelivered() throws Exception {
        MimeMessage message = new MimeMessage(session);
        message.setFrom("alice@example.org");
        message.setSubject("Grüße", "UTF-8");
        message.setText("Hällo\n.\n", "UTF-8");
        try (Pop3TestServer server = Pop3TestServer.start()) {
            server.maildrop("alice").deliver(TestMessage.copyOf(message));
            message.setSubject("changed later");
            try (LineClient client = LineClient.alice(server)) {
                MimeMessage received = new MimeMessage(session, new ByteArrayInputStream(client.message("RETR 1")));
                assertThat(received.getSubject()).isEqualTo("Grüße");
                assertThat(received.getContent().toString().replace("\r\n", "\n"))
                        .isEqualTo("Hällo\n.\n");
            }
        }
    }

    @Test
    void aMessageThatJakartaMailCannotWriteIsTheCallersMistake() {
        MimeMessage broken = new MimeMessage(session) {
            @Override
            public void writeTo(OutputStream out) throws MessagingException {
                throw new MessagingException("broken");
            }
        };

        assertThatThrownBy(() -> TestMessage.copyOf(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasCauseInstanceOf(MessagingException.class);
    }

    @Test
    void withoutJakartaMailEverythingElseCompilesAndRuns(@TempDir Path temporary) throws IOException {
        Path program = Files.writeString(temporary.resolve("Program.java"), """
                import java.nio.file.Path;
                import org.pop3j.testserver.Pop3TestServer;
                import org.pop3j.testserver.TestMessage;

                class Program {
                    public static void main(String[] arguments) throws Exception {
                        try (Pop3TestServer server = Pop3TestServer.start()) {
                            server.maildrop("alice").deliver(TestMessage.builder().subject("x").build());
                            server.maildrop("alice").deliver(TestMessage.generated(300, 1));
                            server.maildrop("alice").deliver(new byte[3]);
                            System.out.println(server.maildrop("alice").count());
                        }
                        try {
                            Class.forName("jakarta.mail.Session");
                        } catch (ClassNotFoundException e) {
                            System.out.println("without Jakarta Mail");
                        }
                    }
                }
                """);

        String classPath = ChildJvm.classPath(entry -> !entry.contains("jakarta.mail"));
        assertThat(ChildJvm.run(List.of("-cp", classPath, program.toString()))).isEqualTo("3\nwithout Jakarta Mail\n");
    }
}
