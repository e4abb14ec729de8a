package org.pop3j.ra;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.time.Clock;
import java.util.SplittableRandom;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * Takes in mail from POP3 maildrops and delivers it to message-driven beans (Jakarta Connectors 2.1, chapter 14).
 *
 * <ol>
 *   <li>{@link #start} returns at once: no network, no thread;
 *   <li>{@link #endpointActivation} checks the configuration and begins to poll, on the server's threads;
 *   <li>{@link #endpointDeactivation} stops that and waits, bounded, for deliveries that run;
 *   <li>{@link #stop} ends all that is left.
 * </ol>
 *
 * <p>Safe for use by any thread, as containers do.
 */
@Connector(
        displayName = "pop3j",
        description = "Delivers mail from POP3 maildrops to message-driven beans",
        vendorName = "pop3j",
        eisType = "POP3",
        version = "0.1.0")
public class Pop3ResourceAdapter implements ResourceAdapter {
    private volatile @Nullable Inflow inflow;

    /** For the container. */
    public Pop3ResourceAdapter() {}

    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        inflow = new Inflow(context, Clock.systemUTC(), new SplittableRandom());
    }

    @Override
    public void stop() {
        Inflow ending = inflow;
        inflow = null;
        if (ending != null) {
            ending.close();
        }
    }

    /**
     * Begins to deliver to an endpoint. A mail server that cannot be reached is no error here; it may be there later.
     *
     * @throws NotSupportedException if the configuration is wrong; the message names every fault
     */
    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        Inflow running = inflow;
        if (running == null) {
            throw new ResourceException("the resource adapter is not started");
        }
        if (!(spec instanceof Pop3ActivationSpec pop3)) {
            throw new NotSupportedException(
                    "not an activation spec of this adapter: " + spec.getClass().getName());
        }
        try {
            // Some servers never call validate().
            running.activate(factory, Settings.of(pop3));
        } catch (InvalidSettingsException e) {
            throw new NotSupportedException(e.getMessage(), e);
        }
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        Inflow running = inflow;
        if (running != null) {
            running.deactivate(factory);
        }
    }

    /** None: the outcome of a delivery is told by a synchronization, and a ledger's DataSource recovers by itself. */
    @Override
    public XAResource @Nullable [] getXAResources(ActivationSpec[] specs) {
        return null;
    }

    /** All are equal: an adapter has no configuration of its own (section 20.4.2). */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Pop3ResourceAdapter;
    }

    @Override
    public int hashCode() {
        return Pop3ResourceAdapter.class.hashCode();
    }
}
