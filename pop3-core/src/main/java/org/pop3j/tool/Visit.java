package org.pop3j.tool;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pop3j.auth.Credentials;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Pop3Connection;

/** One visit to a server: connects, logs in, and keeps what is needed to tell what went wrong. Closed at the end. */
final class Visit implements AutoCloseable {
    private final Settings settings;
    private final Witness witness;
    private final Optional<Consumer<String>> protocolLog;
    private Optional<Pop3Connection> connection = Optional.empty();

    Visit(Settings settings, Optional<Consumer<String>> protocolLog) throws ToolException {
        this.settings = settings;
        this.protocolLog = protocolLog;
        this.witness = new Witness(Trust.judge(settings.trust()), settings.insecure());
    }

    Settings settings() {
        return settings;
    }

    Pop3Connection connect() throws IOException {
        Pop3Client.Builder client = settings.client().sslContext(Trust.context(witness));
        protocolLog.ifPresent(client::protocolLog);
        Pop3Connection made = client.build().connect();
        connection = Optional.of(made);
        return made;
    }

    Maildrop login(Pop3Connection at, Credentials credentials) throws IOException {
        try {
            return settings.way().login(at, settings.tls(), credentials);
        } catch (IllegalArgumentException e) {
            throw ToolException.usage("The user's name or the password cannot be sent: " + e.getMessage() + ".");
        }
    }

    /** What the server showed, accepted or not. */
    List<ShownCertificate> certificates() {
        return witness.chain().stream().map(ShownCertificate::of).toList();
    }

    /** What is wrong with the server's certificate, whether that was forgiven or not. */
    Optional<String> objection(Instant now) {
        return witness.objection()
                .map(objection -> Objection.inWords(
                        objection, certificates(), settings.url().host(), now));
    }

    /** Whether the server has greeted. */
    boolean connected() {
        return connection.isPresent();
    }

    @Override
    public void close() {
        connection.ifPresent(Pop3Connection::close);
    }
}
