package org.pop3j.interop.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pop3j.interop.contract.ServerUnderTest.PASSWORD;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One check for each mechanism, right and wrong. */
interface MechanismClauses extends Clauses {
    @Test
    @DisplayName("S-SAS-14")
    default void loginAsksForNameAndPassword() throws IOException {
        for (String password : new String[] {"wrong", PASSWORD}) {
            try (Wire wire = Wire.clear(everything())) {
                assertThat(wire.command("AUTH LOGIN")).matches("\\+ [A-Za-z0-9+/]+=*");
                assertThat(wire.command(Clauses.base64(user(everything())))).matches("\\+ [A-Za-z0-9+/]+=*");
                assertThat(wire.command(Clauses.base64(password))).startsWith(expected(password));
            }
        }
    }

    @Test
    @DisplayName("S-SAS-15")
    default void cramMd5ChecksTheDigestOfAFreshChallenge() throws IOException {
        challengeIsFresh("CRAM-MD5");
        for (String password : new String[] {"wrong", PASSWORD}) {
            String user = user(everything());
            try (Wire wire = Wire.clear(everything())) {
                String challenge = Clauses.decoded(wire.command("AUTH CRAM-MD5").substring(2));
                assertThat(challenge).matches("<[^<>@]+@[^<>@]+>");
                String response = user + " " + Digests.hex(Digests.hmac("MD5", password, challenge));
                assertThat(wire.command(Clauses.base64(response))).startsWith(expected(password));
            }
        }
    }

    @Test
    @DisplayName("S-SAS-16")
    default void digestMd5ChecksBothSides() throws IOException {
        challengeIsFresh("DIGEST-MD5");
        String user = user(everything());
        try (Wire wire = Wire.clear(everything())) {
            DigestMd5 wrong = digestMd5(wire, user, "wrong", "pop/localhost");
            wire.refused(Clauses.base64(wrong.response()));
            DigestMd5 right = digestMd5(wire, user, PASSWORD, "pop/localhost");
            String answer = wire.command(Clauses.base64(right.response()));
            assertThat(answer).isEqualTo("+ " + Clauses.base64("rspauth=" + right.proofOfTheServer()));
            wire.ok("");
            wire.ok("STAT");
        }
    }

    @Test
    @DisplayName("S-SAS-28")
    default void theServiceOfDigestMd5IsPop() throws IOException {
        try (Wire wire = Wire.clear(everything())) {
            DigestMd5 digest = digestMd5(wire, user(everything()), PASSWORD, "imap/localhost");
            wire.refused(Clauses.base64(digest.response()));
        }
    }

    @Test
    @DisplayName("S-SAS-17, S-SAS-25")
    default void scramProvesBothSidesAndTheSignatureIsAChallengeOfItsOwn() throws IOException {
        for (String hash : new String[] {"SHA-1", "SHA-256"}) {
            for (String password : new String[] {"wrong", PASSWORD}) {
                Scram scram = new Scram(hash, user(everything()), password);
                try (Wire wire = Wire.clear(everything())) {
                    assertThat(scram.conclude(wire, "SCRAM-" + hash)).startsWith(expected(password));
                }
            }
        }
    }

    @Test
    @DisplayName("S-SAS-21")
    default void scramBindsToTheConnection() throws IOException {
        for (boolean forged : new boolean[] {true, false}) {
            Scram scram = new Scram("SHA-256", user(everything()), PASSWORD);
            try (Wire wire = Wire.connect(everything(), everything().tlsPort())) {
                byte[] binding = Scram.endPoint(wire.handshake(everything().trust()));
                assertThat(wire.line()).startsWith("+OK");
                assertThat(wire.lines("CAPA")).anyMatch(line -> line.matches("SASL .*\\bSCRAM-SHA-256-PLUS\\b.*"));
                binding[0] = (byte) (forged ? ~binding[0] : binding[0]);
                assertThat(scram.bound("tls-server-end-point", binding).conclude(wire, "SCRAM-SHA-256-PLUS"))
                        .startsWith(forged ? "-ERR" : "+OK");
            }
        }
    }

    @Test
    @DisplayName("S-SAS-18")
    default void tokensAreTakenAndARefusalIsExplainedByAChallengeFirst() throws IOException {
        String user = user(everything());
        String token = everything().token(user);
        String bearer = "n,a=" + user + ",\001auth=Bearer %s\001\001";
        String xoauth2 = "user=" + user + "\001auth=Bearer %s\001\001";
        for (String[] mechanism : new String[][] {{"OAUTHBEARER", bearer, "AQ=="}, {"XOAUTH2", xoauth2, ""}}) {
            try (Wire wire = Wire.secure(everything(), everything().trust())) {
                assertThat(wire.command("AUTH " + mechanism[0])).isEqualTo("+ ");
                String challenge = wire.command(Clauses.base64(mechanism[1].formatted("wrong")));
                assertThat(challenge).startsWith("+ ");
                assertThat(Clauses.decoded(challenge.substring(2))).contains("\"status\"");
                wire.refused(mechanism[2]);
            }
            try (Wire wire = Wire.secure(everything(), everything().trust())) {
                assertThat(wire.command("AUTH " + mechanism[0])).isEqualTo("+ ");
                wire.ok(Clauses.base64(mechanism[1].formatted(token)));
                wire.ok("STAT");
                wire.ok("QUIT");
                assertThat(wire.ends()).isTrue();
            }
        }
    }

    @Test
    @DisplayName("S-SAS-19")
    default void anonymousSeesNoPrivateMail() throws IOException {
        user(everything(), GeneralClauses.MAIL);
        try (Wire wire = Wire.clear(everything())) {
            wire.ok("AUTH ANONYMOUS =");
            assertThat(wire.ok("STAT")).isEqualTo("+OK 0 0");
        }
    }

    @Test
    @DisplayName("S-SAS-20")
    default void externalIsWhomTheCertificateStandsFor() throws IOException {
        ServerUnderTest server = everything();
        try (Wire wire = Wire.secure(server, server.trust())) {
            assertThat(wire.lines("CAPA")).noneMatch(line -> line.matches("SASL .*\\bEXTERNAL\\b.*"));
            wire.refused("AUTH EXTERNAL =");
        }
        try (Wire wire = Wire.secure(server, server.trustAndCertificate())) {
            assertThat(wire.lines("CAPA")).anyMatch(line -> line.matches("SASL .*\\bEXTERNAL\\b.*"));
            wire.refused("AUTH EXTERNAL " + Clauses.base64(user(server)));
            wire.ok("AUTH EXTERNAL =");
            wire.ok("STAT");
        }
    }

    private void challengeIsFresh(String mechanism) throws IOException {
        try (Wire one = Wire.clear(everything());
                Wire two = Wire.clear(everything())) {
            assertThat(one.command("AUTH " + mechanism))
                    .startsWith("+ ")
                    .isNotEqualTo(two.command("AUTH " + mechanism));
        }
    }

    static DigestMd5 digestMd5(Wire wire, String user, String password, String uri) throws IOException {
        String challenge = Clauses.decoded(wire.command("AUTH DIGEST-MD5").substring(2));
        assertThat(challenge).contains("nonce=\"").containsPattern("algorithm=\"?md5-sess");
        return new DigestMd5(challenge, user, password, uri);
    }

    private static String expected(String password) {
        return password.equals(PASSWORD) ? "+OK" : "-ERR";
    }
}
