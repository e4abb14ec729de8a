package org.pop3j.auth;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * DIGEST-MD5, without a security layer (RFC 2831, section 2.1): one nonce, used once, one realm, {@code qop=auth} and nothing
 * else. Of the digest-uri the service is checked and the host is not: a server has many names.
 */
final class DigestMd5Server implements ServerExchange {
    /** RFC 2831, section 2.1.2. */
    private static final int MAX_RESPONSE = 4096;

    private enum Stage {
        CHALLENGE,
        RESPONSE,
        ACKNOWLEDGED,
        OVER
    }

    private final Secrets secrets;
    private final String realm;
    private final String nonce;
    private Stage stage = Stage.CHALLENGE;
    private String user = "";

    DigestMd5Server(Secrets secrets, ServerContext context) {
        this(secrets, context.host(), DigestMd5.nonce(context.random()));
    }

    DigestMd5Server(Secrets secrets, String realm, String nonce) {
        this.secrets = secrets;
        this.realm = realm;
        this.nonce = nonce;
    }

    @Override
    public ServerStep respond(byte[] response) {
        Stage now = stage;
        stage = Stage.OVER;
        return switch (now) {
            case CHALLENGE -> challenge();
            case RESPONSE -> response(response);
            case ACKNOWLEDGED -> response.length == 0 ? new ServerStep.Verified(user) : ServerStep.Failed.MALFORMED;
            case OVER -> ServerStep.Failed.MALFORMED;
        };
    }

    private ServerStep challenge() {
        stage = Stage.RESPONSE;
        return new ServerStep.Challenge(Utf8.octets("realm=" + DigestDirectives.quoted(realm) + ",nonce="
                + DigestDirectives.quoted(nonce) + ",qop=\"auth\",charset=utf-8,algorithm=md5-sess"));
    }

    private ServerStep response(byte[] octets) {
        Optional<DigestDirectives> given =
                octets.length > MAX_RESPONSE ? Optional.empty() : DigestDirectives.of(octets);
        if (given.isEmpty() || !wellFormed(given.get())) {
            return ServerStep.Failed.MALFORMED;
        }
        DigestDirectives directives = given.get();
        String name = directives.one("username").orElseThrow();
        String uri = directives.one("digest-uri").orElseThrow();
        String cnonce = directives.one("cnonce").orElseThrow();
        Optional<String> authorization = directives.one("authzid");
        boolean self = authorization
                .map(identity -> SaslPrep.authorization(identity).equals(SaslPrep.authorization(name)))
                .orElse(true);
        DigestMd5 digest = new DigestMd5(name, realm, nonce, cnonce, uri, authorization);
        return self ? verify(digest, directives.one("response").orElseThrow()) : ServerStep.Failed.WRONG;
    }

    private boolean wellFormed(DigestDirectives directives) {
        return directives.one("username").filter(name -> !name.isEmpty()).isPresent()
                && directives.one("nonce").filter(nonce::equals).isPresent()
                && directives.one("nc").filter(DigestMd5.COUNT::equals).isPresent()
                && directives.one("cnonce").filter(c -> !c.isEmpty()).isPresent()
                && directives.one("digest-uri").filter(DigestMd5Server::ours).isPresent()
                && directives.one("response").isPresent()
                && directives.all("authzid").size() <= 1
                && directives.one("realm").filter(realm::equals).isPresent()
                && directives.absentOr("qop", "auth")
                && directives.absentOr("charset", "utf-8");
    }

    private static boolean ours(String uri) {
        return uri.startsWith(DigestMd5.SERVICE) && uri.length() > DigestMd5.SERVICE.length();
    }

    private ServerStep verify(DigestMd5 digest, String response) {
        Optional<byte[]> password = secrets.password(digest.user());
        byte[] octets = password.orElse(PasswordCheck.NOBODY);
        boolean right = MessageDigest.isEqual(Utf8.octets(digest.response(octets)), Utf8.octets(response));
        String rspauth = digest.rspauth(octets);
        Arrays.fill(octets, (byte) 0);
        if (!right || password.isEmpty()) {
            return ServerStep.Failed.WRONG;
        }
        user = digest.user();
        stage = Stage.ACKNOWLEDGED;
        return new ServerStep.Challenge(Utf8.octets("rspauth=" + rspauth));
    }
}
