package org.pop3j.servers;

/** Payara Server. */
final class Payara extends AsadminServer {
    Payara() {
        super("payara", "payara7");
    }

    @Override
    public String name() {
        return "Payara";
    }
}
