package org.pop3j.auth;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** SCRAM with channel binding or without it (RFC 5802, sections 5 and 6). The server has to prove itself, too. */
final class ScramClient implements ClientExchange {
    private static final int MAX_CHALLENGE = 4096;

    private enum Stage {
        FIRST,
        FINAL,
        SIGNATURE,
        COMPLETE,
        OVER
    }

    private final Hash hash;
    private final Credentials credentials;
    private final Gs2Header header;
    private final String nonce;
    private final BooleanSupplier givenUp;
    private final String firstBare;
    private Stage stage = Stage.FIRST;
    private byte[] signature = {};

    ScramClient(Hash hash, Credentials credentials, Gs2Header header, ClientContext context) {
        this(hash, credentials, header, Scram.nonce(context.random()), context.givenUp());
    }

    /** Finds out whether the name and the password can be used before anything is sent. */
    ScramClient(Hash hash, Credentials credentials, Gs2Header header, String nonce, BooleanSupplier givenUp) {
        this.hash = hash;
        this.credentials = credentials;
        this.header = header;
        this.nonce = nonce;
        this.givenUp = givenUp;
        this.firstBare = "n=" + Scram.escaped(SaslPrep.query(credentials.user())) + ",r=" + nonce;
        Arrays.fill(SaslPrep.stored(credentials), (byte) 0);
    }

    @Override
    public byte[] respond(byte[] challenge) throws MechanismException {
        Stage now = stage;
        stage = Stage.OVER;
        String text = challenge.length > MAX_CHALLENGE
                ? ""
                : Utf8.text(challenge, 0, challenge.length).orElse("");
        return switch (now) {
            case FIRST -> then(Stage.FINAL, first(challenge));
            case FINAL -> then(Stage.SIGNATURE, last(text));
            case SIGNATURE -> then(Stage.COMPLETE, check(text));
            case COMPLETE, OVER -> throw new MechanismException("a challenge too many");
        };
    }

    /** The proof was made after the server's first message was accepted. */
    @Override
    public boolean secretUsed() {
        return signature.length > 0;
    }

    private byte[] then(Stage next, byte[] response) {
        stage = next;
        return response;
    }

    /** Not before the server's signature was found right. */
    @Override
    public boolean complete() {
        return stage == Stage.COMPLETE;
    }

    private byte[] first(byte[] challenge) throws MechanismException {
        require(challenge.length == 0, "a challenge although the client goes first");
        return Utf8.octets(header.text() + firstBare);
    }

    private byte[] last(String serverFirst) throws MechanismException {
        requireNoError(serverFirst);
        String[] attributes = serverFirst.split(",", -1);
        require(attributes.length >= 3, "the server's first message is incomplete, or has an unknown extension");
        String bothNonces = Scram.value(attributes[0], 'r').orElse("");
        byte[] salt = Scram.value(attributes[1], 's').flatMap(Scram::base64).orElse(new byte[0]);
        int iterations = iterations(Scram.value(attributes[2], 'i'));
        require(
                bothNonces.startsWith(nonce) && bothNonces.length() > nonce.length(),
                "the server's nonce does not begin with the client's");
        require(salt.length > 0, "no salt");
        require(
                iterations >= Scram.MIN_ITERATIONS && iterations <= Scram.MAX_ITERATIONS,
                "the iteration count is not between " + Scram.MIN_ITERATIONS + " and " + Scram.MAX_ITERATIONS);
        return proof(serverFirst, bothNonces, salt, iterations);
    }

    private byte[] proof(String serverFirst, String bothNonces, byte[] salt, int iterations) throws MechanismException {
        String withoutProof = header.repeated() + ",r=" + bothNonces;
        String authMessage = firstBare + "," + serverFirst + "," + withoutProof;
        byte[] password = SaslPrep.stored(credentials);
        Optional<byte[]> hashed = Scram.salted(hash, password, salt, iterations, givenUp);
        Arrays.fill(password, (byte) 0);
        byte[] salted = hashed.orElseThrow(() -> new MechanismException("given up over the iterations"));
        byte[] key = Scram.clientKey(hash, salted);
        signature = Scram.serverSignature(hash, salted, authMessage);
        Arrays.fill(salted, (byte) 0);
        byte[] proof = Scram.masked(hash, key, hash.hash(key), authMessage);
        Arrays.fill(key, (byte) 0);
        return Utf8.octets(withoutProof + ",p=" + Scram.base64(proof));
    }

    private byte[] check(String serverFinal) throws MechanismException {
        requireNoError(serverFinal);
        String[] attributes = serverFinal.split(",", -1);
        byte[] given = Scram.value(attributes[0], 'v').flatMap(Scram::base64).orElse(new byte[0]);
        require(
                MessageDigest.isEqual(signature, given),
                "the server's signature is wrong: it does not know the password");
        return new byte[0];
    }

    private static void requireNoError(String message) throws MechanismException {
        Optional<String> error = Scram.error(message);
        if (error.isPresent()) {
            throw new MechanismException("the server reports " + error.get(), true);
        }
    }

    private static int iterations(Optional<String> digits) {
        return digits.filter(d -> d.matches("[1-9][0-9]{0,8}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    private static void require(boolean condition, String otherwise) throws MechanismException {
        if (!condition) {
            throw new MechanismException(otherwise);
        }
    }
}
