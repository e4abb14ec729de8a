package org.pop3j.auth;

/**
 * The other side sent what the mechanism does not allow, or that it has failed. The message says which rule it broke or which
 * of the mechanism's own errors it reported, never what else was sent.
 */
public final class MechanismException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean reported;

    /**
     * A rule that was broken.
     *
     * @param rule for people, without anything that came from outside
     */
    public MechanismException(String rule) {
        this(rule, false);
    }

    MechanismException(String rule, boolean reported) {
        super(rule);
        this.reported = reported;
    }

    /**
     * Whether the other side itself told that the exchange has failed: its message is to be acknowledged by an empty response,
     * and a refusal follows.
     *
     * @return false if the exchange is to be cancelled
     */
    public boolean reported() {
        return reported;
    }
}
