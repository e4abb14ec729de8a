package org.pop3j.ra;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;

/** The names that a server would have, while it is open. */
public final class Names implements InitialContextFactory, AutoCloseable {
    private static final Map<String, Object> BOUND = new ConcurrentHashMap<>();

    private static final List<String> LOOKED_UP = new CopyOnWriteArrayList<>();

    /** For JNDI. */
    public Names() {}

    static Names open() {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Names.class.getName());
        return new Names();
    }

    void bind(String name, Object object) {
        BOUND.put(name, object);
    }

    /** The names that were asked for, each with the name of the thread that asked. */
    List<String> lookedUp() {
        return List.copyOf(LOOKED_UP);
    }

    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
        return new InitialContext(true) {
            @Override
            public Object lookup(String name) throws NamingException {
                LOOKED_UP.add(name + " by " + Thread.currentThread().getName());
                Object found = BOUND.get(name);
                if (found == null) {
                    throw new javax.naming.NameNotFoundException(name);
                }
                return found;
            }
        };
    }

    @Override
    public void close() {
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
        BOUND.clear();
        LOOKED_UP.clear();
    }
}
