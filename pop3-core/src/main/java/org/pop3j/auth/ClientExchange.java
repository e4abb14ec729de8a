package org.pop3j.auth;

/**
 * One run of a mechanism on the client's side: challenge in, response out. Good for one AUTH. Not thread-safe.
 *
 * <p>A mechanism in which the client goes first is given the server's empty challenge first, or an empty challenge that
 * nobody sent if its first response goes out with the command.
 */
public interface ClientExchange {
    /**
     * Answers a challenge.
     *
     * @param challenge octets, base64 undone; not kept
     * @return octets of the response; the caller's to overwrite
     * @throws MechanismException if the challenge is not what the mechanism may get now: the exchange is to be cancelled
     */
    byte[] respond(byte[] challenge) throws MechanismException;

    /**
     * Whether a response was made out of the secret: a refusal may then mean that the secret is wrong, and counts against
     * the account.
     *
     * @return false as long as nothing was said that only the owner of the secret can say
     */
    boolean secretUsed();

    /**
     * Whether the client has said and seen all that the mechanism asks for, so that a success may be believed.
     *
     * @return false as long as a success would be a lie, for instance because the server has proved nothing yet
     */
    boolean complete();
}
