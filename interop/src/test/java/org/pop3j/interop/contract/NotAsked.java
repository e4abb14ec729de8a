package org.pop3j.interop.contract;

/**
 * A test of the contract cannot put its question to this server: there is no such set-up, or not the extension that the clause
 * is about. Not an {@link AssertionError}, because nothing is kept and nothing broken. A server that is held to the contract
 * fails by it all the same.
 */
final class NotAsked extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAsked(String why) {
        super(why);
    }
}
