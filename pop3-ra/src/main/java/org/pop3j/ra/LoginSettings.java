package org.pop3j.ra;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;

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
        private static final List<String> BY_PASSWORD = Stream.of(
                        Mechanism.SCRAM_SHA_256_PLUS,
                        Mechanism.SCRAM_SHA_1_PLUS,
                        Mechanism.SCRAM_SHA_256,
                        Mechanism.SCRAM_SHA_1,
                        Mechanism.CRAM_MD5,
                        Mechanism.DIGEST_MD5,
                        Mechanism.APOP,
                        Mechanism.PLAIN,
                        Mechanism.LOGIN)
                .map(Mechanism::wireName)
                .toList();

        /** Names with commas or spaces between them, in any case. */
        static Ways of(String text) {
            List<Mechanism> mechanisms = new ArrayList<>();
            List<String> names = List.of(text.strip().toUpperCase(Locale.ROOT).split("[,\\s]+", -1));
            if (names.equals(List.of(USER))) {
                return new Ways(List.of(), true);
            }
            for (String name : names) {
                mechanisms.add(Arrays.stream(Mechanism.values())
                        .filter(mechanism -> mechanism.wireName().equals(name))
                        .filter(mechanism -> BY_PASSWORD.contains(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "must be names out of " + BY_PASSWORD + ", or " + USER + " alone")));
            }
            return new Ways(List.copyOf(mechanisms), false);
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

    static LoginSettings of(Settings.Reader reader, Pop3ActivationSpec spec) {
        Proof proof = new Proof.Password(
                reader.required("password", spec.getPassword(), Settings.Reader::password, "invalid"));
        Ways ways = reader.optional("authMechanisms", spec.getAuthMechanisms(), Ways::of)
                .orElse(Ways.BEST);
        return new LoginSettings(proof, ways);
    }
}
