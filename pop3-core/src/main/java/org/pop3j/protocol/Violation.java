package org.pop3j.protocol;

/** The other side broke a rule. The engine turns this into its public error and adds keyword and state. */
final class Violation extends Exception {
    private static final long serialVersionUID = 1L;

    Violation(String rule) {
        super(rule);
    }

    /** The rule in words; never null. */
    String rule() {
        return String.valueOf(getMessage());
    }
}
