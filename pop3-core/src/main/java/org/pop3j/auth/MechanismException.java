package org.pop3j.auth;

/** The other side sent what the mechanism does not allow. The message says which rule it broke, never what was sent. */
public final class MechanismException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * A rule that was broken.
     *
     * @param rule for people, without anything that came from outside
     */
    public MechanismException(String rule) {
        super(rule);
    }
}
