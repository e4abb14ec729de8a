package org.pop3j.auth;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/** Compares what a client gave with what the server knows; unknown users fail like wrong passwords. */
final class PasswordCheck {
    /** A password that nobody has: as long as others are, so that the time does not tell who exists. */
    static final byte[] NOBODY = new byte[16];

    static {
        new SecureRandom().nextBytes(NOBODY);
    }

    private final Secrets secrets;

    PasswordCheck(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Overwrites the given octets. */
    ServerStep verify(String user, byte[] given, boolean otherwiseFine) {
        Optional<byte[]> password = secrets.password(user);
        byte[] known = password.orElse(NOBODY);
        // What SASLprep forbids counts as it is: these mechanisms do without it.
        boolean prepared = samePrepared(given, known);
        boolean right = MessageDigest.isEqual(given, known) || prepared;
        Arrays.fill(given, (byte) 0);
        password.ifPresent(octets -> Arrays.fill(octets, (byte) 0));
        return right && password.isPresent() && otherwiseFine ? new ServerStep.Verified(user) : ServerStep.Failed.WRONG;
    }

    /** Whether both are the same password, written otherwise (RFC 4616, section 2). */
    private static boolean samePrepared(byte[] given, byte[] known) {
        Optional<byte[]> givenPrepared = SaslPrep.stored(given.clone());
        Optional<byte[]> knownPrepared = SaslPrep.stored(known.clone());
        boolean same = MessageDigest.isEqual(givenPrepared.orElse(new byte[0]), knownPrepared.orElse(NOBODY));
        boolean both = givenPrepared.isPresent() && knownPrepared.isPresent();
        givenPrepared.ifPresent(octets -> Arrays.fill(octets, (byte) 0));
        knownPrepared.ifPresent(octets -> Arrays.fill(octets, (byte) 0));
        return same && both;
    }
}
