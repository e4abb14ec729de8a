package org.pop3j.auth;

/**
 * One run of a mechanism on the server's side: response in, challenge or outcome out. Good for one AUTH, over with the
 * first outcome. Not thread-safe.
 *
 * <p>A mechanism in which the server goes first is given an empty response first.
 */
@FunctionalInterface
public interface ServerExchange {
    /**
     * Takes a response.
     *
     * @param response octets, base64 undone; overwritten after the call, not kept
     * @return what comes next
     */
    ServerStep respond(byte[] response);
}
