package org.pop3j.interop.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.api.handler.ProtocolHandlerChainImpl;
import org.apache.james.protocols.api.handler.WiringException;
import org.apache.james.protocols.netty.AllButStartTlsLineChannelHandlerFactory;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.NettyServer;
import org.apache.james.protocols.pop3.POP3Configuration;
import org.apache.james.protocols.pop3.POP3Protocol;
import org.apache.james.protocols.pop3.POP3Session;
import org.apache.james.protocols.pop3.core.AbstractPassCmdHandler;
import org.apache.james.protocols.pop3.core.CapaCmdHandler;
import org.apache.james.protocols.pop3.core.DeleCmdHandler;
import org.apache.james.protocols.pop3.core.ListCmdHandler;
import org.apache.james.protocols.pop3.core.NoopCmdHandler;
import org.apache.james.protocols.pop3.core.QuitCmdHandler;
import org.apache.james.protocols.pop3.core.RetrCmdHandler;
import org.apache.james.protocols.pop3.core.RsetCmdHandler;
import org.apache.james.protocols.pop3.core.StatCmdHandler;
import org.apache.james.protocols.pop3.core.StlsCmdHandler;
import org.apache.james.protocols.pop3.core.TopCmdHandler;
import org.apache.james.protocols.pop3.core.UidlCmdHandler;
import org.apache.james.protocols.pop3.core.UnknownCmdHandler;
import org.apache.james.protocols.pop3.core.UserCmdHandler;
import org.apache.james.protocols.pop3.core.WelcomeMessageHandler;
import org.apache.james.protocols.pop3.mailbox.Mailbox;
import org.apache.james.protocols.pop3.mailbox.MessageMetaData;
import org.jspecify.annotations.Nullable;
import org.pop3j.interop.Contexts;
import org.pop3j.interop.SelfSignedCertificate;

/**
 * The POP3 part of Apache James over Netty, all its commands, with STLS and implicit TLS. It brings no mailboxes of its own:
 * what James does not do about them, it leaves to whoever writes them, as here.
 */
final class JamesSubject extends OtherServer implements AutoCloseable {
    private static final int LONGEST_LINE = 8192;

    private final Map<String, InHeap> mailboxes = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger(100);
    private final NettyServer clear;
    private final NettyServer secure;

    JamesSubject(Path directory) throws Exception {
        SelfSignedCertificate own = SelfSignedCertificate.in(directory);
        SSLContext tls = Contexts.trusting(own.certificate(), own);
        clear = listen(Encryption.createStartTls(tls));
        secure = listen(Encryption.createTls(tls));
        mailboxes.put(SPACES, new InHeap(SPACES, SPACED_PASSWORD));
        mailboxes.put(UTF8_NAME, new InHeap(UTF8_NAME, UTF8_PASSWORD));
    }

    private NettyServer listen(Encryption encryption) throws Exception {
        NettyServer server = new NettyServer.Factory()
                .protocol(new POP3Protocol(chain(), new POP3Configuration()))
                .frameHandlerFactory(new AllButStartTlsLineChannelHandlerFactory("stls", LONGEST_LINE))
                .secure(encryption)
                .build();
        server.setListenAddresses(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.bind();
        return server;
    }

    private ProtocolHandlerChainImpl chain() throws WiringException {
        MetricFactory meters = silent(MetricFactory.class);
        ProtocolHandlerChainImpl chain = new ProtocolHandlerChainImpl();
        chain.addAll(List.of(
                new CommandDispatcher<POP3Session>(),
                new WelcomeMessageHandler(),
                new CapaCmdHandler(meters),
                new UserCmdHandler(meters),
                new Pass(meters),
                new StatCmdHandler(meters),
                new ListCmdHandler(meters),
                new UidlCmdHandler(meters),
                new RetrCmdHandler(meters),
                new TopCmdHandler(meters),
                new DeleCmdHandler(meters),
                new RsetCmdHandler(meters),
                new NoopCmdHandler(meters),
                new StlsCmdHandler(meters),
                new QuitCmdHandler(meters),
                new UnknownCmdHandler()));
        chain.wireExtensibleHandlers();
        return chain;
    }

    @Override
    public int port() {
        return clear.getListenAddresses().get(0).getPort();
    }

    @Override
    public int tlsPort() {
        return secure.getListenAddresses().get(0).getPort();
    }

    @Override
    public String newUser() {
        String user = "user" + number.incrementAndGet();
        mailboxes.put(user, new InHeap(user, PASSWORD));
        return user;
    }

    @Override
    public void deliver(String user, byte[] message) {
        Objects.requireNonNull(mailboxes.get(user), user).add(message);
    }

    /** Both at once: each takes two seconds. */
    @Override
    public void close() {
        Stream.of(clear, secure).parallel().forEach(NettyServer::unbind);
    }

    /** Metrics that nobody reads. */
    private static <T> T silent(Class<T> type) {
        InvocationHandler handler = (proxy, method, arguments) ->
                method.isDefault() ? InvocationHandler.invokeDefault(proxy, method, arguments) : nothing(method);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object nothing(Method method) {
        Class<?> type = method.getReturnType();
        if (type == long.class) {
            return 0L;
        }
        return type == Duration.class ? Duration.ZERO : type.isInterface() ? silent(type) : null;
    }

    private final class Pass extends AbstractPassCmdHandler {
        Pass(MetricFactory meters) {
            super(meters);
        }

        @Override
        protected @Nullable Mailbox auth(POP3Session session, Username user, String password) {
            InHeap mailbox = mailboxes.get(user.asString());
            return mailbox != null && mailbox.password.equals(password) ? mailbox : null;
        }
    }

    /** A list of messages in the order of their delivery. */
    private static final class InHeap implements Mailbox {
        private final String user;
        private final String password;
        private final Map<String, byte[]> messages = new LinkedHashMap<>();
        private int last;

        InHeap(String user, String password) {
            this.user = user;
            this.password = password;
        }

        synchronized void add(byte[] message) {
            messages.put(user + "-" + ++last, message);
        }

        @Override
        public synchronized InputStream getMessage(String uid) throws IOException {
            byte[] message = messages.get(uid);
            if (message == null) {
                throw new IOException("no message " + uid);
            }
            return new ByteArrayInputStream(message);
        }

        @Override
        public synchronized List<MessageMetaData> getMessages() {
            return messages.entrySet().stream()
                    .map(message -> new MessageMetaData(message.getKey(), message.getValue().length))
                    .toList();
        }

        @Override
        public synchronized void remove(String... uids) {
            for (String uid : uids) {
                messages.remove(uid);
            }
        }

        @Override
        public String getIdentifier() {
            return user;
        }

        @Override
        public void close() {}
    }
}
