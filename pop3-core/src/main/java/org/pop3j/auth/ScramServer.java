package org.pop3j.auth;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * SCRAM (RFC 5802, section 5). Where a mechanism with channel binding is offered, a client that would bind but says that
 * none is offered is refused: somebody in the middle has changed what it was told (section 6). Names and passwords are
 * prepared as the client prepares them. Users that do not exist get a salt of their own and fail at the
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
    private final List<ChannelBinding> bindings;
    private final boolean plus;
    private final String serverNonce;
    private Stage stage = Stage.FIRST;
    private Gs2Header header = Gs2Header.unable();
    private String user = "";
    private String bothNonces = "";
    private String authMessage = "";
    private byte[] salt = {};

    ScramServer(Hash hash, boolean plus, Secrets secrets, ServerContext context) {
        this(hash, plus, secrets, context.bindings(), Scram.nonce(context.random()));
    }

    ScramServer(Hash hash, boolean plus, Secrets secrets, List<ChannelBinding> bindings, String serverNonce) {
        this.hash = hash;
        this.plus = plus;
        this.secrets = secrets;
        this.bindings = bindings;
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
        Optional<byte[]> data = bindingData(attributes[0]);
        // An m= is an extension that has to be understood: it would stand where the name should.
        if (attributes.length < 4 || data.isEmpty()) {
            return ServerStep.Failed.MALFORMED;
        }
        Optional<String> name =
                Scram.value(attributes[2], 'n').flatMap(Scram::unescaped).flatMap(SaslPrep::authorization);
        Optional<String> nonce = Scram.value(attributes[3], 'r').filter(n -> n.matches("[!-+\\--~]+"));
        Optional<String> authorization = attributes[1].isEmpty()
                ? name
                : Scram.value(attributes[1], 'a').flatMap(Scram::unescaped).flatMap(SaslPrep::authorization);
        if (name.isEmpty() || nonce.isEmpty() || authorization.isEmpty()) {
            return ServerStep.Failed.MALFORMED;
        }
        if (!authorization.equals(name)) {
            return ServerStep.Failed.WRONG;
        }
        user = name.get();
        header = new Gs2Header(attributes[0] + "," + attributes[1] + ",", data.get());
        bothNonces = nonce.get() + serverNonce;
        salt = secrets.salt(user);
        String answer = "r=" + bothNonces + ",s=" + Scram.base64(salt) + ",i=" + Scram.MIN_ITERATIONS;
        authMessage = message.substring(header.text().length()) + "," + answer + ",";
        return new ServerStep.Challenge(Utf8.octets(answer));
    }

    /** What the client's flag says that the exchange is bound to; empty if the flag cannot be. */
    private Optional<byte[]> bindingData(String flag) {
        if (plus) {
            return bindings.stream()
                    .filter(binding -> flag.equals("p=" + binding.type()))
                    .findFirst()
                    .map(ChannelBinding::data);
        }
        boolean fine = flag.equals("n") || (flag.equals("y") && bindings.isEmpty());
        return fine ? Optional.of(new byte[0]) : Optional.empty();
    }

    /** {@code c=header,r=nonces[,extensions],p=proof}. */
    private ServerStep last(String message) {
        int end = message.lastIndexOf(",p=");
        String[] attributes = message.split(",", -1);
        Optional<byte[]> proof = end < 0 ? Optional.empty() : Scram.base64(message.substring(end + 3));
        boolean binding = MessageDigest.isEqual(Utf8.octets(header.repeated()), Utf8.octets(attributes[0]));
        boolean nonces = attributes.length > 2 && attributes[1].equals("r=" + bothNonces);
        if (proof.isEmpty() || !binding || !nonces) {
            return ServerStep.Failed.MALFORMED;
        }
        return verify(authMessage + message.substring(0, end), proof.get());
    }

    private ServerStep verify(String whole, byte[] proof) {
        Optional<byte[]> password = secrets.password(user).flatMap(SaslPrep::stored);
        byte[] salted = Scram.salted(
                        hash, password.orElse(PasswordCheck.NOBODY), salt, Scram.MIN_ITERATIONS, () -> false)
                .orElseThrow();
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
