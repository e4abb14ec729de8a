package org.pop3j.ra;

/**
 * Tells the JVM's flight recorder of polls and deliveries. Not every JVM has one, and not every server shows it to an adapter:
 * what is built on it is only touched where it is to be seen. Costs next to nothing while nobody records.
 */
final class Flight {
    private static final boolean RECORDER = seen();

    private Flight() {}

    private static boolean seen() {
        try {
            Class.forName("jdk.jfr.Event", false, Flight.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

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
