package org.pop3j.ra;

import jakarta.resource.ResourceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * An adapter in a container, to be loaded by a class loader of its own. Given the address of a POP3 server and the directory
 * of the ledger, it takes in one mail with a bean that wants octets; with no directory, it tells why a bean that wants more
 * is refused.
 */
public final class RawAdapter implements BiFunction<String, @Nullable String, Object> {
    /** To be called by reflection. */
    public RawAdapter() {}

    @Override
    public Object apply(String port, @Nullable String directory) {
        Pop3ResourceAdapter adapter = new Pop3ResourceAdapter();
        try (TestContainer container = new TestContainer()) {
            adapter.start(container);
            return directory == null ? refusal(adapter, container) : octets(adapter, container, port, directory);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] octets(Pop3ResourceAdapter adapter, TestContainer container, String port, String directory)
            throws Exception {
        CompletableFuture<byte[]> octets = new CompletableFuture<>();
        RawMailListener bean = mail -> {
            try (var in = mail.open()) {
                octets.complete(in.readAllBytes());
            }
        };
        adapter.endpointActivation(StrictEndpointFactory.raw(bean, container.transactions()), spec(port, directory));
        try {
            return octets.get(30, TimeUnit.SECONDS);
        } finally {
            adapter.stop();
        }
    }

    private static String refusal(Pop3ResourceAdapter adapter, TestContainer container) {
        MailListener bean = mail -> {};
        try {
            adapter.endpointActivation(
                    new StrictEndpointFactory(bean, container.transactions(), true), spec("110", null));
            return "none";
        } catch (ResourceException e) {
            return String.valueOf(e.getMessage());
        } finally {
            adapter.stop();
        }
    }

    private static Pop3ActivationSpec spec(String port, @Nullable String directory) {
        Pop3ActivationSpec spec = new Pop3ActivationSpec();
        spec.setServerName("127.0.0.1");
        spec.setPortNumber(port);
        spec.setUserName("orders");
        spec.setPassword("secret-canary");
        spec.setTls("NONE");
        spec.setPollInterval("PT0.1S");
        spec.setLedgerDirectory(directory);
        return spec;
    }
}
