package org.pop3j.ra;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * As much of an application server as an adapter sees. What the adapter must not call fails and is in
 * {@link #violations()}; how works and timers run is up to the subclasses. Section numbers are those of Jakarta Connectors 2.1.
 */
abstract class StrictContainer implements BootstrapContext, WorkManager {
    private final Transactions transactions = new Transactions();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    final Transactions transactions() {
        return transactions;
    }

    final List<String> violations() {
        return violations;
    }

    final AssertionError violation(String broken) {
        violations.add(broken);
        return new AssertionError(broken);
    }

    @Override
    public final void scheduleWork(Work work) {
        throw violation("11.3.3.3: a work without a listener is lost when it is rejected");
    }

    @Override
    public abstract void scheduleWork(
            Work work, long timeout, @Nullable ExecutionContext context, @Nullable WorkListener listener)
            throws WorkRejectedException;

    @Override
    public final void doWork(Work work) {
        throw violation("11.3: doWork blocks its caller");
    }

    @Override
    public final void doWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
        doWork(work);
    }

    @Override
    public final long startWork(Work work) {
        throw violation("11.3: startWork blocks its caller");
    }

    @Override
    public final long startWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
        return startWork(work);
    }

    @Override
    public final WorkManager getWorkManager() {
        return this;
    }

    @Override
    public final XATerminator getXATerminator() {
        throw violation("no transaction comes from a POP3 server");
    }

    @Override
    public final boolean isContextSupported(Class<? extends WorkContext> context) {
        return false;
    }

    @Override
    public final TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
        return transactions;
    }
}
