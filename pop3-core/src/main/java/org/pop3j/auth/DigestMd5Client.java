package org.pop3j.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** DIGEST-MD5, without a security layer (RFC 2831, section 2.1). The server has to prove itself, too. */
final class DigestMd5Client implements ClientExchange {
    /** RFC 2831, section 2.1.1. */
    private static final int MAX_CHALLENGE = 2048;

    private enum Stage {
        CHALLENGE,
        RSPAUTH,
        COMPLETE,
        OVER
    }

    private final Credentials credentials;
    private final String cnonce;
    private final String uri;
    private Stage stage = Stage.CHALLENGE;
    private String rspauth = "";

    DigestMd5Client(Credentials credentials, ClientContext context) {
        this(credentials, DigestMd5.nonce(context.random()), DigestMd5.SERVICE + context.host());
    }

    DigestMd5Client(Credentials credentials, String cnonce, String uri) {
        this.credentials = credentials;
        this.cnonce = cnonce;
        this.uri = uri;
    }

    @Override
    public byte[] respond(byte[] challenge) throws MechanismException {
        Stage now = stage;
        stage = Stage.OVER;
        require(challenge.length > 0 && challenge.length <= MAX_CHALLENGE, "a challenge has 1 to 2048 octets");
        DigestDirectives directives =
                DigestDirectives.of(challenge).orElseThrow(() -> new MechanismException("not a list of directives"));
        return switch (now) {
            case CHALLENGE -> answer(directives);
            case RSPAUTH -> check(directives);
            case COMPLETE, OVER -> throw new MechanismException("a challenge too many");
        };
    }

    @Override
    public boolean secretUsed() {
        return !rspauth.isEmpty();
    }

    /** Not before the server has proved that it knows the password. */
    @Override
    public boolean complete() {
        return stage == Stage.COMPLETE;
    }

    private byte[] answer(DigestDirectives challenge) throws MechanismException {
        String nonce = challenge.one("nonce").orElse("");
        require(!nonce.isEmpty(), "not one nonce");
        require(challenge.one("algorithm").filter("md5-sess"::equalsIgnoreCase).isPresent(), "not algorithm=md5-sess");
        require(challenge.absentOr("charset", "utf-8"), "a charset other than utf-8");
        require(offersAuth(challenge.all("qop")), "no qop=auth");
        boolean utf8 = challenge.one("charset").isPresent();
        List<String> realms = challenge.all("realm");
        String realm = realms.isEmpty() ? "" : realms.get(0);
        DigestMd5 digest = new DigestMd5(credentials.user(), realm, nonce, cnonce, uri, Optional.empty());
        byte[] password = credentials.secretOctets();
        try {
            boolean latin = DigestMd5.latin(credentials.user()) && DigestMd5.latin(password);
            require(utf8 || latin, "the name or the password needs charset=utf-8, which is not offered");
            rspauth = digest.rspauth(password);
            stage = Stage.RSPAUTH;
            return message(digest, utf8, !realms.isEmpty(), digest.response(password));
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    private static boolean offersAuth(List<String> qop) {
        return qop.isEmpty()
                || (qop.size() == 1
                        && Arrays.asList(qop.get(0).toLowerCase(Locale.ROOT).split("[ \t,]+"))
                                .contains("auth"));
    }

    private static byte[] message(DigestMd5 digest, boolean utf8, boolean withRealm, String response) {
        String realm = withRealm ? "realm=" + DigestDirectives.quoted(digest.realm()) + "," : "";
        String text = (utf8 ? "charset=utf-8," : "")
                + "username=" + DigestDirectives.quoted(digest.user()) + "," + realm
                + "nonce=" + DigestDirectives.quoted(digest.nonce())
                + ",nc=" + DigestMd5.COUNT
                + ",cnonce=" + DigestDirectives.quoted(digest.cnonce())
                + ",digest-uri=" + DigestDirectives.quoted(digest.uri())
                + ",response=" + response
                + ",qop=auth";
        return text.getBytes(utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private byte[] check(DigestDirectives last) throws MechanismException {
        byte[] given = Utf8.octets(last.one("rspauth").orElse(""));
        require(
                MessageDigest.isEqual(Utf8.octets(rspauth), given),
                "rspauth is wrong: the server does not know the password");
        stage = Stage.COMPLETE;
        return new byte[0];
    }

    private static void require(boolean condition, String otherwise) throws MechanismException {
        if (!condition) {
            throw new MechanismException(otherwise);
        }
    }
}
