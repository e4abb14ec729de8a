package org.pop3j.auth;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** {@code NUL name NUL password}; the authorization identity is left to the server (RFC 4616, section 2). */
final class PlainClient implements ClientExchange {
    private final Credentials credentials;
    private boolean complete;

    PlainClient(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public byte[] respond(byte[] challenge) throws MechanismException {
        if (complete || challenge.length > 0) {
            throw new MechanismException("PLAIN has no challenge");
        }
        complete = true;
        byte[] user = Utf8.octets(credentials.user());
        byte[] password = credentials.secretOctets();
        byte[] message = ByteBuffer.allocate(user.length + password.length + 2)
                .put((byte) 0)
                .put(user)
                .put((byte) 0)
                .put(password)
                .array();
        Arrays.fill(password, (byte) 0);
        return message;
    }

    @Override
    public boolean secretUsed() {
        return complete;
    }

    @Override
    public boolean complete() {
        return complete;
    }
}
