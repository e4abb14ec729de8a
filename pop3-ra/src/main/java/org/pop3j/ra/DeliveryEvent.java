package org.pop3j.ra;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One delivery, in the flight recorder. */
@Name("org.pop3j.Delivery")
@Label("Delivery")
@Category("pop3j")
@Description("One mail handed to one message-driven bean")
@StackTrace(false)
final class DeliveryEvent extends Event {
    @Label("Maildrop")
    String maildrop = "";

    @Label("Subscription")
    String subscription = "";

    @Label("Unique-id")
    String uniqueId = "";

    @Label("Octets")
    @DataAmount(DataAmount.BYTES)
    long octets;

    @Label("Outcome")
    @Description("Taken, TakenBefore, NotTaken or NotNow")
    String outcome = "";

    private DeliveryEvent() {}

    static Flight.Delivery begun(MaildropAddress maildrop, String subscription, SpooledMail mail) {
        DeliveryEvent event = new DeliveryEvent();
        event.begin();
        return outcome -> {
            event.end();
            if (event.shouldCommit()) {
                event.maildrop = maildrop.toString();
                event.subscription = subscription;
                event.uniqueId = mail.uniqueId();
                event.octets = mail.identity().octets();
                event.outcome = outcome;
                event.commit();
            }
        };
    }
}
