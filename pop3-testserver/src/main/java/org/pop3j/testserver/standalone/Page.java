package org.pop3j.testserver.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The page for people: one file, which says itself all that it needs. Immutable. */
final class Page {
    private final String html;
    private final String policy;

    Page() {
        try (InputStream in = Page.class.getResourceAsStream("control.html")) {
            html = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // By their digests, so that script and style run from nowhere but from this file.
        policy = "default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'; script-src " + digest("script") + "; style-src " + digest("style");
    }

    List<Router.Route> routes() {
        return List.of(
                new Router.Route("GET", "/", (request, path) -> Reply.text(Reply.OK, "text/html; charset=utf-8", html)
                        .with(Map.of("Content-Security-Policy", policy))));
    }

    private String digest(String element) {
        int from = html.indexOf("<" + element + ">") + element.length() + 2;
        String content = html.substring(from, html.indexOf("</" + element + ">", from));
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(sha256) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
