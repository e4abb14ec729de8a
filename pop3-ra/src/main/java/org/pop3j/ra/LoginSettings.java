package org.pop3j.ra;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;
import org.pop3j.client.Tls;

/** How to prove whom the adapter logs in for. Equal to another one if the proof and the ways are the same. */
record LoginSettings(Proof proof, Ways ways) {
    /** What is proved. No form of it prints a secret. */
    sealed interface Proof {
        /** The password of the maildrop's user. */
        record Password(String password) implements Proof {
            @Override
            public String toString() {
                return "password";
            }
        }

        /** Access tokens of the deployer's own provider. */
        record Provider(String jndiName) implements Proof {
            @Override
            public String toString() {
                return "accessTokenProvider " + jndiName;
            }
        }

        /** Access tokens of a token endpoint; there is a secret, or a refresh token, or both. */
        record Endpoint(
                URI uri,
                String clientId,
                Optional<String> clientSecret,
                Optional<String> scope,
                Optional<String> refreshToken)
                implements Proof {
            @Override
            public String toString() {
                return TokenRequest.about(uri);
            }
        }
    }

    /**
     * Which ways to log in may be taken.
     *
     * @param mechanisms those to try, in this order; none if the client is to choose the best
     * @param userAndPass USER and PASS, and nothing else
     */
    record Ways(List<Mechanism> mechanisms, boolean userAndPass) {
        static final Ways BEST = new Ways(List.of(), false);

        private static final String USER = "USER";
        private static final List<Mechanism> BY_PASSWORD = List.of(
                Mechanism.SCRAM_SHA_256_PLUS,
                Mechanism.SCRAM_SHA_1_PLUS,
                Mechanism.SCRAM_SHA_256,
                Mechanism.SCRAM_SHA_1,
                Mechanism.CRAM_MD5,
                Mechanism.DIGEST_MD5,
                Mechanism.APOP,
                Mechanism.PLAIN,
                Mechanism.LOGIN);
        private static final List<Mechanism> BY_TOKEN = List.of(Mechanism.OAUTHBEARER, Mechanism.XOAUTH2);

        /** Names with commas or spaces between them, in any case. */
        static Ways of(String text, boolean token) {
            List<String> names = List.of(text.strip().toUpperCase(Locale.ROOT).split("[,\\s]+", -1));
            if (!token && names.equals(List.of(USER))) {
                return new Ways(List.of(), true);
            }
            List<Mechanism> allowed = token ? BY_TOKEN : BY_PASSWORD;
            return new Ways(names.stream().map(name -> mechanism(name, allowed)).toList(), false);
        }

        private static Mechanism mechanism(String name, List<Mechanism> allowed) {
            return allowed.stream()
                    .filter(mechanism -> mechanism.wireName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("must be names out of "
                            + allowed.stream().map(Mechanism::wireName).toList()
                            + (allowed.equals(BY_PASSWORD) ? ", or " + USER + " alone" : "")));
        }

        /** The same credentials for these ways. */
        Credentials only(Credentials credentials) {
            return mechanisms.isEmpty()
                    ? credentials
                    : credentials.only(
                            mechanisms.get(0),
                            mechanisms.subList(1, mechanisms.size()).toArray(new Mechanism[0]));
        }
    }

    private static final int MAX_URI = 2000;

    static LoginSettings of(Settings.Reader reader, Pop3ActivationSpec spec, Tls tls) {
        Optional<String> password = reader.optional("password", spec.getPassword(), Settings.Reader::password);
        Optional<Proof> provider = reader.optional(
                        "accessTokenProvider", spec.getAccessTokenProvider(), Settings.Reader::word)
                .map(Proof.Provider::new);
        Optional<Proof> endpoint = endpoint(reader, spec);
        requireOne(reader, spec);
        boolean token = provider.isPresent() || endpoint.isPresent();
        if (token && tls == Tls.NONE) {
            reader.fault("tls", "must be IMPLICIT or STLS: whoever reads an access token can use it");
        }
        Ways ways = reader.optional("authMechanisms", spec.getAuthMechanisms(), text -> Ways.of(text, token))
                .orElse(Ways.BEST);
        Proof proof = provider.or(() -> endpoint).orElseGet(() -> new Proof.Password(password.orElse("invalid")));
        return new LoginSettings(proof, ways);
    }

    private static void requireOne(Settings.Reader reader, Pop3ActivationSpec spec) {
        List<String> given = new ArrayList<>();
        Map<String, Optional<String>> alternatives = new LinkedHashMap<>();
        alternatives.put("password", Optional.ofNullable(spec.getPassword()));
        alternatives.put("accessTokenProvider", Optional.ofNullable(spec.getAccessTokenProvider()));
        alternatives.put("tokenEndpoint", Optional.ofNullable(spec.getTokenEndpoint()));
        alternatives.forEach(
                (property, value) -> value.filter(text -> !text.isBlank()).ifPresent(text -> given.add(property)));
        if (given.isEmpty()) {
            reader.fault("password", "is required, or else accessTokenProvider or tokenEndpoint");
        } else if (given.size() > 1) {
            reader.fault(given.get(1), "cannot be used together with " + given.get(0));
        }
    }

    private static Optional<Proof> endpoint(Settings.Reader reader, Pop3ActivationSpec spec) {
        Optional<URI> uri = reader.optional("tokenEndpoint", spec.getTokenEndpoint(), LoginSettings::uri);
        Optional<String> clientId = reader.optional("clientId", spec.getClientId(), Settings.Reader::word);
        Optional<String> secret = reader.optional("clientSecret", spec.getClientSecret(), Settings.Reader::line);
        Optional<String> scope = reader.optional("scope", spec.getScope(), Settings.Reader::word);
        Optional<String> refresh = reader.optional("refreshToken", spec.getRefreshToken(), Settings.Reader::word);
        if (uri.isEmpty()) {
            return Optional.empty();
        }
        if (clientId.isEmpty()) {
            reader.fault("clientId", "is required with tokenEndpoint");
        }
        if (secret.isEmpty() && refresh.isEmpty()) {
            reader.fault("clientSecret", "is required with tokenEndpoint, unless there is a refreshToken");
        }
        return Optional.of(new Proof.Endpoint(uri.get(), clientId.orElse("invalid"), secret, scope, refresh));
    }

    private static URI uri(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URI");
        }
        boolean whole = uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
        if (!whole || text.length() > MAX_URI) {
            throw new IllegalArgumentException(
                    "must be an absolute URI of at most " + MAX_URI + " characters, without user and fragment");
        }
        boolean loopback = uri.getHost().matches("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !("http".equalsIgnoreCase(uri.getScheme()) && loopback)) {
            throw new IllegalArgumentException("must begin with https: a secret is sent there");
        }
        return uri;
    }
}
