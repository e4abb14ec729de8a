package org.pop3j.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.api.handler.ProtocolHandlerChainImpl;
import org.apache.james.protocols.netty.LineDelimiterBasedChannelHandlerFactory;
import org.apache.james.protocols.netty.NettyServer;
import org.apache.james.protocols.pop3.POP3Configuration;
import org.apache.james.protocols.pop3.POP3Protocol;
import org.apache.james.protocols.pop3.POP3Session;
import org.apache.james.protocols.pop3.core.AbstractPassCmdHandler;
import org.apache.james.protocols.pop3.core.ListCmdHandler;
import org.apache.james.protocols.pop3.core.NoopCmdHandler;
import org.apache.james.protocols.pop3.core.QuitCmdHandler;
import org.apache.james.protocols.pop3.core.RetrCmdHandler;
import org.apache.james.protocols.pop3.core.StatCmdHandler;
import org.apache.james.protocols.pop3.core.UidlCmdHandler;
import org.apache.james.protocols.pop3.core.UnknownCmdHandler;
import org.apache.james.protocols.pop3.core.UserCmdHandler;
import org.apache.james.protocols.pop3.core.WelcomeMessageHandler;
import org.apache.james.protocols.pop3.mailbox.Mailbox;
import org.apache.james.protocols.pop3.mailbox.MessageMetaData;
import org.jspecify.annotations.Nullable;

/** The POP3 part of Apache James over Netty, with mailboxes that are arrays in the heap: it brings none of its own. */
final class JamesServer implements Server {
    private static final int LONGEST_LINE = 8192;

    private final Map<String, Mailbox> mailboxes = new ConcurrentHashMap<>();
    private @Nullable NettyServer server;

    @Override
    public int start() throws Exception {
        UnmeteredFactory meters = new UnmeteredFactory();
        ProtocolHandlerChainImpl chain = new ProtocolHandlerChainImpl();
        chain.addAll(List.of(
                new CommandDispatcher<POP3Session>(),
                new WelcomeMessageHandler(),
                new UserCmdHandler(meters),
                new Pass(meters),
                new StatCmdHandler(meters),
                new ListCmdHandler(meters),
                new UidlCmdHandler(meters),
                new RetrCmdHandler(meters),
                new NoopCmdHandler(meters),
                new QuitCmdHandler(meters),
                new UnknownCmdHandler()));
        chain.wireExtensibleHandlers();
        NettyServer started = new NettyServer.Factory()
                .protocol(new POP3Protocol(chain, new POP3Configuration()))
                .frameHandlerFactory(new LineDelimiterBasedChannelHandlerFactory(LONGEST_LINE))
                .build();
        started.setListenAddresses(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        started.bind();
        server = started;
        return started.getListenAddresses().get(0).getPort();
    }

    @Override
    public void add(String user) {
        mailboxes.put(user, new InHeap(Server.mails(user)));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.unbind();
        }
    }

    private final class Pass extends AbstractPassCmdHandler {
        Pass(UnmeteredFactory meters) {
            super(meters);
        }

        @Override
        protected @Nullable Mailbox auth(POP3Session session, Username user, String password) {
            return mailboxes.get(user.asString());
        }
    }

    private static final class InHeap implements Mailbox {
        private final List<byte[]> mails;
        private final List<MessageMetaData> listed;

        InHeap(List<byte[]> mails) {
            this.mails = mails;
            this.listed = IntStream.range(0, mails.size())
                    .mapToObj(i -> new MessageMetaData(Integer.toString(i), mails.get(i).length))
                    .toList();
        }

        @Override
        public InputStream getMessage(String uid) throws IOException {
            int index = Integer.parseInt(uid);
            return Optional.of(index)
                    .filter(i -> i < mails.size())
                    .map(i -> new ByteArrayInputStream(mails.get(i)))
                    .orElseThrow(() -> new FileNotFoundException(uid));
        }

        @Override
        public List<MessageMetaData> getMessages() {
            return listed;
        }

        @Override
        public void remove(String... uids) {
            // Called by each QUIT; the next round wants the same.
        }

        @Override
        public String getIdentifier() {
            return "inbox";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
