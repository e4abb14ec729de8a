package org.pop3j.auth;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * SCRAM without channel binding (RFC 5802, section 5). Users that do not exist get a salt of their own and fail at the
 * end, like those with a wrong password.
 */
final class ScramServer implements ServerExchange {
    private enum Stage {
        FIRST,
        FINAL,
        ACKNOWLEDGED,
        OVER
    }

    private final Hash hash;
    private final Secrets secrets;
    private final String serverNonce;
    private Stage stage = Stage.FIRST;
    private String header = "";
    private String user = "";
    private String bothNonces = "";
    private String authMessage = "";
    private byte[] salt = {};

    ScramServer(Hash hash, Secrets secrets, RandomGenerator random) {
        this(hash, secrets, Scram.nonce(random));
    }

    ScramServer(Hash hash, Secrets secrets, String serverNonce) {
        this.hash = hash;
        this.secrets = secrets;
        this.serverNonce = serverNonce;
    }

    @Override
    public ServerStep respond(byte[] response) {
        Stage now = stage;
        stage = Stage.OVER;
        Optional<String> text = Utf8.text(response, 0, response.length);
        if (text.isEmpty() || now == Stage.OVER) {
            return ServerStep.Failed.MALFORMED;
        }
        return switch (now) {
            case FIRST -> then(Stage.FINAL, first(text.get()));
            case FINAL -> then(Stage.ACKNOWLEDGED, last(text.get()));
            default -> text.get().isEmpty() ? new ServerStep.Verified(user) : ServerStep.Failed.MALFORMED;
        };
    }

    /** Anything but a challenge is the end. */
    private ServerStep then(Stage next, ServerStep step) {
        stage = step instanceof ServerStep.Challenge ? next : Stage.OVER;
        return step;
    }

    /** {@code flag,[a=authzid],n=name,r=nonce[,extensions]}. */
    private ServerStep first(String message) {
        String[] attributes = message.split(",", -1);
        boolean flag = attributes[0].equals("n") || attributes[0].equals("y");
        // An m= is an extension that has to be understood: it would stand where the name should.
        if (attributes.length < 4 || !flag) {
            return ServerStep.Failed.MALFORMED;
        }
        Optional<String> name = Scram.value(attributes[2], 'n').flatMap(Scram::unescaped);
        Optional<String> nonce = Scram.value(attributes[3], 'r').filter(n -> n.matches("[!-+\\--~]+"));
        Optional<String> authorization =
                attributes[1].isEmpty() ? name : Scram.value(attributes[1], 'a').flatMap(Scram::unescaped);
        if (name.isEmpty() || nonce.isEmpty() || authorization.isEmpty()) {
            return ServerStep.Failed.MALFORMED;
        }
        if (!authorization.equals(name)) {
            return ServerStep.Failed.WRONG;
        }
        user = name.get();
        header = attributes[0] + "," + attributes[1] + ",";
        bothNonces = nonce.get() + serverNonce;
        salt = secrets.salt(user);
        String answer = "r=" + bothNonces + ",s=" + Scram.base64(salt) + ",i=" + Scram.MIN_ITERATIONS;
        authMessage = message.substring(header.length()) + "," + answer + ",";
        return new ServerStep.Challenge(Utf8.octets(answer));
    }

    /** {@code c=header,r=nonces[,extensions],p=proof}. */
    private ServerStep last(String message) {
        int end = message.lastIndexOf(",p=");
        String[] attributes = message.split(",", -1);
        Optional<byte[]> proof = end < 0 ? Optional.empty() : Scram.base64(message.substring(end + 3));
        boolean binding = attributes[0].equals("c=" + Scram.base64(Utf8.octets(header)));
        boolean nonces = attributes.length > 2 && attributes[1].equals("r=" + bothNonces);
        if (proof.isEmpty() || !binding || !nonces) {
            return ServerStep.Failed.MALFORMED;
        }
        return verify(authMessage + message.substring(0, end), proof.get());
    }

    private ServerStep verify(String whole, byte[] proof) {
        Optional<byte[]> password = secrets.password(user);
        byte[] salted = Scram.salted(hash, password.orElse(PasswordCheck.NOBODY), salt, Scram.MIN_ITERATIONS);
        byte[] storedKey = hash.hash(Scram.clientKey(hash, salted));
        boolean right = proof.length == storedKey.length
                && MessageDigest.isEqual(storedKey, hash.hash(Scram.masked(hash, proof, storedKey, whole)));
        byte[] signature = Scram.serverSignature(hash, salted, whole);
        Arrays.fill(salted, (byte) 0);
        password.ifPresent(octets -> Arrays.fill(octets, (byte) 0));
        return right && password.isPresent()
                ? new ServerStep.Challenge(Utf8.octets("v=" + Scram.base64(signature)))
                : ServerStep.Failed.WRONG;
    }
}
