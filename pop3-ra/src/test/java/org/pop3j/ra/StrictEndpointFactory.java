package org.pop3j.ra;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.transaction.xa.XAResource;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.InvocationHandlerAdapter;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.Nullable;
import org.pop3j.ra.handler.MailHandler;

/**
 * A message endpoint factory that holds the adapter to the rules of the strictest server; what breaks one is in
 * {@link #violations()}. Section numbers are those of Jakarta Connectors 2.1.
 */
final class StrictEndpointFactory implements MessageEndpointFactory {
    private final Object bean;
    private final Class<?> listener;
    private final Transactions transactions;
    private final Predicate<Method> transacted;
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final AtomicInteger unreleased = new AtomicInteger();
    private final AtomicInteger created = new AtomicInteger();

    volatile @Nullable Thread activating;
    volatile boolean active = true;
    /** Runs with each createEndpoint. */
    volatile Runnable whenAsked = () -> {};

    volatile @Nullable Throwable createFails;
    volatile @Nullable ResourceException beforeFails;
    volatile boolean beginsNoTransaction;
    volatile boolean knowsItsBean = true;
    /** What the container says of the bean, if not the truth. */
    volatile @Nullable Class<?> another;

    volatile boolean hasTheMethod = true;
    volatile Transactions.End end = Transactions.End.IN_ORDER;
    volatile @Nullable ResourceException afterFails;
    /** The application's class loader, which the container sets while the bean can run. */
    volatile @Nullable ClassLoader application;

    StrictEndpointFactory(MailListener bean, Transactions transactions, boolean transacted) {
        this(bean, MailListener.class, transactions, method -> transacted);
    }

    static StrictEndpointFactory raw(RawMailListener bean, Transactions transactions) {
        return new StrictEndpointFactory(bean, RawMailListener.class, transactions, method -> true);
    }

    /** A bean without a listener's methods: the container's proxies of it are subclasses. */
    static StrictEndpointFactory handler(MailHandler bean, Transactions transactions, Predicate<Method> transacted) {
        return new StrictEndpointFactory(bean, MailHandler.class, transactions, transacted);
    }

    private StrictEndpointFactory(
            Object bean, Class<?> listener, Transactions transactions, Predicate<Method> transacted) {
        this.bean = bean;
        this.listener = listener;
        this.transactions = transactions;
        this.transacted = transacted;
    }

    List<String> violations() {
        return violations;
    }

    int unreleased() {
        return unreleased.get();
    }

    int created() {
        return created.get();
    }

    private void require(boolean rule, String broken) {
        if (!rule) {
            violations.add(broken);
        }
    }

    static <T extends Throwable> void sneak(Throwable failure) throws T {
        @SuppressWarnings("unchecked")
        T unchecked = (T) failure;
        throw unchecked;
    }

    @Override
    public MessageEndpoint createEndpoint(@Nullable XAResource resource) throws UnavailableException {
        require(Thread.currentThread() != activating, "14.3: createEndpoint on the activating thread");
        require(active, "14.4.7: createEndpoint after the deactivation");
        created.incrementAndGet();
        whenAsked.run();
        Throwable failure = createFails;
        if (failure != null) {
            StrictEndpointFactory.<RuntimeException>sneak(failure);
        }
        unreleased.incrementAndGet();
        return listener == MailHandler.class
                ? subclassed(new Endpoint())
                : (MessageEndpoint) Proxy.newProxyInstance(
                        StrictEndpointFactory.class.getClassLoader(),
                        new Class<?>[] {MessageEndpoint.class, listener},
                        new Endpoint());
    }

    private MethodHandles.Lookup inPackageOfBean() throws IllegalAccessException {
        return MethodHandles.privateLookupIn(bean.getClass(), MethodHandles.lookup());
    }

    private MessageEndpoint subclassed(Endpoint endpoint) {
        try {
            return (MessageEndpoint) new ByteBuddy()
                    .subclass(bean.getClass())
                    .implement(MessageEndpoint.class)
                    .method(ElementMatchers.isPublic()
                            .and(ElementMatchers.not(ElementMatchers.isDeclaredBy(Object.class))))
                    .intercept(InvocationHandlerAdapter.of(endpoint))
                    .make()
                    .load(bean.getClass().getClassLoader(), ClassLoadingStrategy.UsingLookup.of(inPackageOfBean()))
                    .getLoaded()
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public MessageEndpoint createEndpoint(@Nullable XAResource resource, long timeout) throws UnavailableException {
        return createEndpoint(resource);
    }

    @Override
    public boolean isDeliveryTransacted(Method method) throws NoSuchMethodException {
        if (!hasTheMethod) {
            throw new NoSuchMethodException(method.toString());
        }
        return transacted.test(method);
    }

    @Override
    public String getActivationName() {
        return "strict";
    }

    @Override
    public @Nullable Class<?> getEndpointClass() {
        Class<?> said = another == null ? bean.getClass() : another;
        return knowsItsBean ? said : null;
    }

    private final class Endpoint implements MessageEndpoint, InvocationHandler {
        private final AtomicBoolean inUse = new AtomicBoolean();
        private @Nullable Thread within;
        private @Nullable ClassLoader before;
        private @Nullable Method announced;
        private int deliveries;
        private boolean released;

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            require(inUse.compareAndSet(false, true), "14.5.1.1: two threads in one endpoint");
            try {
                if (method.getDeclaringClass().isInstance(this)) {
                    return method.invoke(this, arguments);
                }
                deliver(method, arguments);
                return null;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                inUse.set(false);
            }
        }

        @Override
        public void beforeDelivery(Method method) throws ResourceException {
            require(!released, "14.5: beforeDelivery after release");
            require(within == null, "14.5.6: beforeDelivery twice");
            require(active, "14.4.7: beforeDelivery after the deactivation");
            ResourceException failure = beforeFails;
            if (failure != null) {
                throw failure;
            }
            within = Thread.currentThread();
            announced = method;
            deliveries = 0;
            before = Thread.currentThread().getContextClassLoader();
            if (application != null) {
                Thread.currentThread().setContextClassLoader(application);
            }
            if (transacted.test(method) && !beginsNoTransaction) {
                transactions.begin();
            }
        }

        private void deliver(Method method, Object @Nullable [] arguments) throws Exception {
            require(!released, "14.5: a delivery after release");
            require(within == Thread.currentThread(), "14.5.6: a delivery outside beforeDelivery and afterDelivery");
            require(isAnnounced(method), "14.5.6: another method announced than called");
            require(++deliveries == 1, "14.5.6: two deliveries in one pair");
            require(active, "14.4.7: a delivery after the deactivation");
            try {
                call(method, arguments);
            } catch (RuntimeException | Error e) {
                // A system exception rolls back, and the caller gets a wrapper (Enterprise Beans 4.0, section 9.3.4).
                if (transactions.isActive()) {
                    transactions.setRollbackOnly();
                }
                throw new jakarta.ejb.EJBException("the bean failed", e instanceof Exception x ? x : new Exception(e));
            }
        }

        // A proxy may know the method by the class that first declares it.
        private boolean isAnnounced(Method method) {
            Method told = announced;
            return told != null
                    && told.getName().equals(method.getName())
                    && Arrays.equals(told.getParameterTypes(), method.getParameterTypes());
        }

        private void call(Method method, Object @Nullable [] arguments) throws Exception {
            try {
                method.invoke(bean, arguments);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw (Exception) e.getCause();
            }
        }

        @Override
        public void afterDelivery() throws ResourceException {
            require(!released, "14.5: afterDelivery after release");
            require(
                    within == Thread.currentThread(),
                    "14.5.6: afterDelivery without beforeDelivery, or on another thread");
            require(active, "14.4.7: afterDelivery after the deactivation");
            within = null;
            Thread.currentThread().setContextClassLoader(before);
            if (transactions.isActive()) {
                transactions.end(end);
            }
            ResourceException failure = afterFails;
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public void release() {
            require(!released, "14.5: release twice");
            require(active, "14.4.7: release after the deactivation");
            require(within == null, "14.5.6: release between beforeDelivery and afterDelivery");
            released = true;
            unreleased.decrementAndGet();
        }
    }
}
