package org.pop3j.samples.maildesk;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What the adapter says about the maildrop, by way of its MXBean: the same that an operator's tools see. */
final class MaildropState {
    private static final String[] ATTRIBUTES = {
        "Maildrop",
        "State",
        "LastError",
        "LastPoll",
        "LastSuccess",
        "Backlog",
        "InFlight",
        "Delivered",
        "FailedDeliveries",
        "FailedPolls"
    };

    private MaildropState() {}

    /** The attributes by name; only {@code state}, {@code ABSENT}, while the adapter polls nothing. */
    static JsonObject read() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            Set<ObjectName> names = new TreeSet<>(server.queryNames(new ObjectName("org.pop3j:type=Maildrop,*"), null));
            Optional<ObjectName> maildrop = names.stream().findFirst();
            return maildrop.isPresent() ? read(server, maildrop.get()) : absent();
        } catch (JMException e) {
            // Gone between the two calls.
            return absent();
        }
    }

    private static JsonObject absent() {
        return Json.createObjectBuilder().add("state", "ABSENT").build();
    }

    private static JsonObject read(MBeanServer server, ObjectName maildrop) throws JMException {
        JsonObjectBuilder json = Json.createObjectBuilder();
        for (Attribute attribute : server.getAttributes(maildrop, ATTRIBUTES).asList()) {
            String name = attribute.getName().substring(0, 1).toLowerCase(Locale.ROOT)
                    + attribute.getName().substring(1);
            if (attribute.getValue() instanceof Number number) {
                json.add(name, number.longValue());
            } else {
                json.add(name, String.valueOf(attribute.getValue()));
            }
        }
        return json.build();
    }
}
