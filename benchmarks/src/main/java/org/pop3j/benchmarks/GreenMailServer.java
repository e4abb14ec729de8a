package org.pop3j.benchmarks;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.Properties;

/** GreenMail with nothing but its POP3 service. */
final class GreenMailServer implements Server {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_POP3));

    @Override
    public int start() {
        server.start();
        return server.getPop3().getPort();
    }

    @Override
    public void add(String name) throws Exception {
        GreenMailUser user = server.setUser(name + "@example.org", name, Contestant.PASSWORD);
        Session session = Session.getInstance(new Properties());
        for (byte[] mail : Server.mails(name)) {
            user.deliver(new MimeMessage(session, new ByteArrayInputStream(mail)));
        }
    }

    @Override
    public void stop() {
        server.stop();
    }
}
