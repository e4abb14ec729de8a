package org.pop3j.protocol;

import java.util.List;

/**
 * LOGIN-DELAY and EXPIRE, the capabilities that say something else before the login than after it: before it the longest
 * delay and the shortest retention of all users, and USER if they differ (RFC 2449, sections 6.5 and 6.7).
 */
final class Policy {
    private static final String DIFFERS = "USER";

    private Policy() {}

    /** What everybody may see: a value, perhaps USER. Anything but these two capabilities is nothing to it. */
    static void requireForAll(Capability capability) {
        List<String> parameters = capability.parameters();
        boolean differs = parameters.size() == 2 && parameters.get(1).equals(DIFFERS);
        if (concerns(capability) && !(hasValue(capability) && (parameters.size() == 1 || differs))) {
            throw new IllegalArgumentException(capability.tag() + " has a number, perhaps " + DIFFERS);
        }
    }

    /** What one user may see: a value and nothing else. */
    static void requireOfUser(Capability capability) {
        if (!concerns(capability)
                || !hasValue(capability)
                || capability.parameters().size() > 1) {
            throw new IllegalArgumentException("the policy for a user is LOGIN-DELAY or EXPIRE with a number");
        }
    }

    /** What becomes of a capability after the login. */
    static Capability afterLogin(Capability capability, List<Capability> ofUser) {
        if (!concerns(capability)) {
            return capability;
        }
        return ofUser.stream()
                .filter(own -> own.tag().equalsIgnoreCase(capability.tag()))
                .findFirst()
                .orElse(new Capability(capability.tag(), capability.parameters().subList(0, 1)));
    }

    private static boolean concerns(Capability capability) {
        return is(capability, Capabilities.LOGIN_DELAY) || is(capability, Capabilities.EXPIRE);
    }

    private static boolean hasValue(Capability capability) {
        if (capability.parameters().isEmpty()) {
            return false;
        }
        String value = capability.parameters().get(0);
        boolean never = is(capability, Capabilities.EXPIRE) && value.equals("NEVER");
        return never || Decimal.parse(value) != Decimal.NONE;
    }

    private static boolean is(Capability capability, String tag) {
        return capability.tag().equalsIgnoreCase(tag);
    }
}
