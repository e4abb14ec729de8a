package org.pop3j.servers;

/** Eclipse GlassFish. */
final class GlassFish extends AsadminServer {
    GlassFish() {
        super("glassfish", "glassfish8");
    }

    @Override
    public String name() {
        return "GlassFish";
    }
}
