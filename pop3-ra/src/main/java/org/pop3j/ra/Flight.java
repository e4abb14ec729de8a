package org.pop3j.ra;

/**
 * Tells the JVM's flight recorder of polls and deliveries. Not every JVM has one: what is built on it is only touched where it
 * is there. Costs next to nothing while nobody records.
 */
final class Flight {
    private static final boolean RECORDER =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private Flight() {}

    /** One poll that has begun. */
    interface Poll {
        /** Ends it; the outcome is {@code OK} or the name of the {@link Trouble}. */
        void end(String outcome, int backlog, int fetched, int settled);
    }

    /** One delivery that has begun. */
    interface Delivery {
        /** Ends it; the outcome is the name of the result. */
        void end(String outcome);
    }

    static Poll poll(MaildropAddress maildrop) {
        return RECORDER ? PollEvent.begun(maildrop) : (outcome, backlog, fetched, settled) -> {};
    }

    static Delivery delivery(MaildropAddress maildrop, String subscription, SpooledMail mail) {
        return RECORDER ? DeliveryEvent.begun(maildrop, subscription, mail) : outcome -> {};
    }
}
