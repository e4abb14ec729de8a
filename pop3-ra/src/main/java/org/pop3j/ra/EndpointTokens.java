package org.pop3j.ra;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of a token endpoint, by a refresh token if there is one (RFC 6749, section 6), else by the client's own credentials
 * (section 4.4). A token is kept until shortly before it expires.
 */
final class EndpointTokens implements TokenSource {
    // A session may be long, and clocks differ.
    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final Duration IF_NOT_TOLD = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(1);

    // Of what an endpoint says only these words are repeated: the rest may hold what it was sent.
    private static final Set<String> ERRORS = Set.of(
            "invalid_request",
            "invalid_client",
            "invalid_grant",
            "unauthorized_client",
            "unsupported_grant_type",
            "invalid_scope",
            "interaction_required",
            "consent_required");

    private final LoginSettings.Proof.Endpoint endpoint;
    private final Clock clock;
    private Optional<String> refreshToken;
    private @Nullable Token kept;

    EndpointTokens(LoginSettings.Proof.Endpoint endpoint, Clock clock) {
        this.endpoint = endpoint;
        this.clock = clock;
        this.refreshToken = endpoint.refreshToken();
    }

    /** A token and until when it is used. */
    private record Token(String value, Instant until) {
        @Override
        public String toString() {
            return "token until " + until;
        }
    }

    @Override
    public char[] accessToken(boolean renew, Consumer<Runnable> abortWith) throws TokenException {
        Token token = kept;
        if (renew || token == null || !clock.instant().isBefore(token.until())) {
            kept = null;
            token = obtain(abortWith);
            kept = token;
        }
        return token.value().toCharArray();
    }

    private Token obtain(Consumer<Runnable> abortWith) throws TokenException {
        TokenRequest request = new TokenRequest(endpoint.uri(), authorization(), form());
        try (TokenRequest.Reply reply = request.send(abortWith)) {
            return token(reply);
        }
    }

    private Token token(TokenRequest.Reply reply) throws TokenException {
        try {
            Map<String, String> members = reply.members();
            if (reply.status() != 200) {
                throw refusal(reply.status(), members.getOrDefault("error", ""));
            }
            return token(members);
        } catch (IllegalArgumentException e) {
            if (reply.status() == 401) {
                throw refusal(reply.status(), "");
            }
            throw new TokenException(endpoint + " answers " + reply.status() + " and " + e.getMessage(), null);
        }
    }

    private TokenException refusal(int status, String error) {
        String answer = endpoint + " answers " + status;
        boolean known = ERRORS.contains(error);
        return known || status == 401
                ? TokenException.refused(answer + (known ? " " + error : ""))
                : new TokenException(answer, null);
    }

    private Token token(Map<String, String> members) {
        String value = require(members, "access_token");
        if (!members.getOrDefault("token_type", "Bearer").equalsIgnoreCase("Bearer")) {
            throw new IllegalArgumentException("a token that is no bearer token");
        }
        Duration lifetime = lifetime(members);
        // Some take back the old refresh token when they give a new one.
        refreshToken = refreshToken.map(old -> members.getOrDefault("refresh_token", old));
        Duration margin = lifetime.dividedBy(2).compareTo(MARGIN) < 0 ? lifetime.dividedBy(2) : MARGIN;
        return new Token(value, clock.instant().plus(lifetime).minus(margin));
    }

    private static String require(Map<String, String> members, String name) {
        String value = members.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("no " + name);
        }
        return value;
    }

    private static Duration lifetime(Map<String, String> members) {
        String seconds = members.get("expires_in");
        if (seconds == null) {
            return IF_NOT_TOLD;
        }
        if (!seconds.matches("[0-9]{1,18}") || Long.parseLong(seconds) == 0) {
            throw new IllegalArgumentException("a token that has expired already, or a time that is none");
        }
        return Duration.ofSeconds(Math.min(Long.parseLong(seconds), LONGEST.toSeconds()));
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("grant_type", refreshToken.isPresent() ? "refresh_token" : "client_credentials");
        refreshToken.ifPresent(token -> parameters.put("refresh_token", token));
        endpoint.scope().ifPresent(scope -> parameters.put("scope", scope));
        if (endpoint.clientSecret().isEmpty()) {
            parameters.put("client_id", endpoint.clientId());
        }
        return parameters;
    }

    private byte[] form() {
        return parameters().entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The client's name and secret in the header, the one way that every endpoint must have (RFC 6749, section 2.3.1). */
    private Optional<String> authorization() {
        return endpoint.clientSecret().map(secret -> {
            byte[] both = (encoded(endpoint.clientId()) + ":" + encoded(secret)).getBytes(StandardCharsets.US_ASCII);
            return "Basic " + Base64.getEncoder().encodeToString(both);
        });
    }

    // A tilde is the same either way; some who do not decode have it in their secrets.
    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("%7E", "~");
    }
}
