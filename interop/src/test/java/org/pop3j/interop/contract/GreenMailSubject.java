package org.pop3j.interop.contract;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** GreenMail, as it is embedded in tests. */
final class GreenMailSubject extends OtherServer implements AutoCloseable {
    private final GreenMail server =
            new GreenMail(new ServerSetup[] {setup(ServerSetup.PROTOCOL_POP3), setup(ServerSetup.PROTOCOL_POP3S)});
    private final Map<String, GreenMailUser> users = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger(100);

    GreenMailSubject() {
        server.start();
        add(SPACES, SPACED_PASSWORD);
        add(UTF8_NAME, UTF8_PASSWORD);
    }

    private static ServerSetup setup(String protocol) {
        ServerSetup setup = new ServerSetup(0, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(30_000);
        return setup;
    }

    private String add(String user, String password) {
        users.put(user, server.setUser(user + "@example.org", user, password));
        return user;
    }

    @Override
    public int port() {
        return server.getPop3().getPort();
    }

    @Override
    public int tlsPort() {
        return server.getPop3s().getPort();
    }

    @Override
    public String newUser() {
        return add("user" + number.incrementAndGet(), PASSWORD);
    }

    @Override
    public void deliver(String user, byte[] message) throws IOException {
        try {
            MimeMessage mail =
                    new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(message));
            Objects.requireNonNull(users.get(user), user).deliver(mail);
        } catch (MessagingException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
