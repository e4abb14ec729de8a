package org.pop3j.samples.maildesk;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pop3j.testserver.Pop3TestServer;

/**
 * The POP3 server that the demo brings along, so that nobody needs one to see the adapter at work: one user on 127.0.0.1
 * with mail in the maildrop. Does nothing unless {@code maildesk.embedded} is set. A real application has no such class.
 */
@Startup
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class EmbeddedMaildrop {
    private @Nullable Pop3TestServer server;
    private String user = "";

    @PostConstruct
    void start() {
        DeskSettings settings = DeskSettings.lookUp();
        if (!settings.embedded()) {
            return;
        }
        Pop3TestServer.Builder builder = Pop3TestServer.builder().user(settings.user(), settings.password());
        boolean implicit = settings.tls().equals("IMPLICIT");
        Pop3TestServer started = (implicit ? builder.tlsPort(settings.port()) : builder.port(settings.port())).start();
        server = started;
        user = settings.user();
        try {
            publish(started.certificatePem(), settings.trust());
            SeedMails.all().forEach(started.maildrop(user)::deliver);
        } catch (IOException e) {
            started.close();
            throw new UncheckedIOException("Cannot make the embedded maildrop", e);
        }
    }

    private static void publish(String certificate, String file) throws IOException {
        if (!file.isEmpty()) {
            Path path = Path.of(file).toAbsolutePath();
            Files.createDirectories(path.getParent());
            Files.writeString(path, certificate);
        }
    }

    @PreDestroy
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** Whether there is one. */
    public boolean running() {
        return server != null;
    }

    /** Puts a mail into the maildrop and gives its unique-id; empty if there is no embedded maildrop. */
    public Optional<String> deliver(byte[] mail) {
        return server == null
                ? Optional.empty()
                : Optional.of(server.maildrop(user).deliver(mail));
    }
}
