package org.pop3j.interop.contract;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of DIGEST-MD5 (RFC 2831) without a security layer. */
final class DigestMd5 {
    private static final String CLIENT_NONCE = "OA6MHXh6VqTrRk";
    private static final String COUNT_AND_QOP = "00000001:" + CLIENT_NONCE + ":auth:";

    private final String nonce;
    private final String realm;
    private final String user;
    private final String password;
    private final String uri;

    DigestMd5(String challenge, String user, String password, String uri) {
        this.nonce = directive(challenge, "nonce");
        this.realm = directive(challenge, "realm");
        this.user = user;
        this.password = password;
        this.uri = uri;
    }

    String response() throws IOException {
        return "charset=utf-8,username=\"" + user + "\",realm=\"" + realm + "\",nonce=\"" + nonce
                + "\",nc=00000001,cnonce=\"" + CLIENT_NONCE + "\",digest-uri=\"" + uri + "\",qop=auth,response="
                + value("AUTHENTICATE:");
    }

    /** What only a server that knows the password can say. */
    String proofOfTheServer() throws IOException {
        return value(":");
    }

    private String value(String method) throws IOException {
        String secret = Digests.text(Digests.digest("MD5", user + ":" + realm + ":" + password));
        String session = Digests.hex(Digests.digest("MD5", secret + ":" + nonce + ":" + CLIENT_NONCE));
        String what = Digests.hex(Digests.digest("MD5", method + uri));
        return Digests.hex(Digests.digest("MD5", session + ":" + nonce + ":" + COUNT_AND_QOP + what));
    }

    private static String directive(String challenge, String name) {
        Matcher matcher = Pattern.compile("(?:^|,)" + name + "=\"([^\"]*)\"").matcher(challenge);
        return matcher.find() ? matcher.group(1) : "";
    }
}
