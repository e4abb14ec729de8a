package org.pop3j.interop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.pop3j.interop.contract.ServerUnderTest.Setup;

/** CAPA and response codes (RFC 2449, RFC 3206). */
interface CapabilityClauses extends Clauses {
    Set<String> REGISTERED = Set.of(
            "TOP",
            "USER",
            "SASL",
            "RESP-CODES",
            "LOGIN-DELAY",
            "PIPELINING",
            "EXPIRE",
            "UIDL",
            "IMPLEMENTATION",
            "STLS",
            "AUTH-RESP-CODE",
            "UTF8",
            "LANG");

    /** What may differ before and after the login: in its parameters, or, STLS, altogether. */
    Set<String> CHANGING = Set.of("EXPIRE", "LOGIN-DELAY", "STLS");

    @Test
    @DisplayName("S-CAP-01, S-CAP-02")
    default void capaWorksInBothStates() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            assertThat(wire.lines("CAPA")).isNotEmpty();
            wire.login(user());
            assertThat(wire.lines("CAPA")).isNotEmpty();
        }
    }

    @Test
    @DisplayName("S-CAP-03")
    default void capabilitiesAreWordsWithSingleSpacesEachTagOnce() throws IOException {
        try (Wire wire = Wire.clear(everything())) {
            List<String> before = wire.lines("CAPA");
            wire.login(user(everything()));
            for (List<String> capabilities : List.of(before, wire.lines("CAPA"))) {
                assertThat(capabilities)
                        .allMatch(line -> line.length() <= 510 && line.matches("[!-~&&[^.]]+( [!-~]+)*"));
                assertThat(Clauses.tags(capabilities))
                        .extracting(tag -> tag.toUpperCase(Locale.ROOT))
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    @DisplayName("S-CAP-03b")
    default void onlyRegisteredTagsAreListed() throws IOException {
        try (Wire wire = Wire.clear(everything())) {
            assertThat(REGISTERED).containsAll(Clauses.tags(wire.lines("CAPA")));
            wire.login(user(everything()));
            assertThat(REGISTERED).containsAll(Clauses.tags(wire.lines("CAPA")));
        }
    }

    @Test
    @DisplayName("S-CAP-04, S-CAP-04b")
    default void whatIsAnnouncedBeforeTheLoginIsAnnouncedAfterIt() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            List<String> before = wire.lines("CAPA");
            wire.login(user());
            assertThat(wire.lines("CAPA"))
                    .containsAll(before.stream()
                            .filter(line -> !CHANGING.contains(line.replaceFirst(" .*", "")))
                            .toList());
        }
    }

    @Test
    @DisplayName("S-CAP-05")
    default void topIsAnnouncedBecauseItWorks() throws IOException {
        try (Wire wire = session(GeneralClauses.MAIL)) {
            assertThat(wire.lines("CAPA")).contains("TOP");
            assertThat(wire.lines("TOP 1 0")).containsExactly("Subject: x", "");
        }
    }

    @Test
    @DisplayName("S-CAP-05b")
    default void uidlIsAnnouncedBecauseItWorks() throws IOException {
        try (Wire wire = session(GeneralClauses.MAIL)) {
            assertThat(wire.lines("CAPA")).contains("UIDL");
            assertThat(wire.lines("UIDL")).hasSize(1);
        }
    }

    @Test
    @DisplayName("S-CAP-05c")
    default void userIsAnnouncedBecauseItWorks() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            assertThat(wire.lines("CAPA")).contains("USER");
            wire.login(user());
        }
    }

    @Test
    @DisplayName("S-CAP-06, S-CAP-07")
    default void bracketsAtTheStartOfATextAreResponseCodesAndAnnounced() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            assertThat(wire.lines("CAPA")).contains("RESP-CODES");
            for (String command : List.of("USER " + user(), "PASS wrong", "XYZZY")) {
                assertThat(wire.command(command))
                        .matches("(\\+OK|-ERR)( (\\[[!-~&&[^/\\]]]+(/[!-~&&[^/\\]]]+)*])?[^\\[]*)?");
            }
        }
    }

    @Test
    @DisplayName("S-CAP-08, S-RC-03")
    default void wrongCredentialsAreToldAuthAndNothingElseIs() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            assertThat(wire.lines("CAPA")).contains("AUTH-RESP-CODE");
            wire.ok("USER " + user());
            assertThat(wire.command("PASS wrong")).startsWith("-ERR [AUTH]");
            assertThat(wire.refused("PASS wrong")).doesNotContain("[AUTH]");
            assertThat(wire.refused("AUTH XYZZY")).doesNotContain("[AUTH]");
        }
    }

    @Test
    @DisplayName("S-CAP-09")
    default void loginDelayIsTold() throws IOException {
        ServerUnderTest delaying = server(Setup.LOGIN_DELAY);
        try (Wire wire = Wire.clear(delaying)) {
            assertThat(wire.lines("CAPA")).anyMatch(line -> line.matches("LOGIN-DELAY 3600( USER)?"));
            wire.login(user(delaying));
            assertThat(wire.lines("CAPA")).contains("LOGIN-DELAY 3600");
        }
    }

    @Test
    @DisplayName("S-CAP-10")
    default void anAnnouncedDelayIsEnforcedButNotAtUser() throws IOException {
        ServerUnderTest delaying = server(Setup.LOGIN_DELAY);
        String user = user(delaying);
        try (Wire wire = Wire.of(delaying, user)) {
            wire.ok("QUIT");
            assertThat(wire.ends()).isTrue();
        }
        try (Wire wire = Wire.clear(delaying)) {
            wire.ok("USER " + user);
            assertThat(wire.command("PASS " + ServerUnderTest.PASSWORD)).startsWith("-ERR [LOGIN-DELAY]");
            assertThat(wire.command("AUTH PLAIN " + Clauses.base64("\0" + user + "\0" + ServerUnderTest.PASSWORD)))
                    .startsWith("-ERR [LOGIN-DELAY]");
            wire.login(user(delaying));
        }
    }

    @Test
    @DisplayName("S-CAP-11")
    default void capaTakesNoArgument() throws IOException {
        assertThat(first("CAPA x")).startsWith("-ERR");
        try (Wire wire = session()) {
            wire.refused("CAPA x");
        }
    }

    @Test
    @DisplayName("S-CAP-12")
    default void thatNothingExpiresIsAnnounced() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            assertThat(wire.lines("CAPA")).contains("EXPIRE NEVER");
        }
    }

    @Test
    @DisplayName("S-CAP-13")
    default void theImplementationIsAnnouncedInTransactionAtLeast() throws IOException {
        try (Wire wire = session()) {
            assertThat(Clauses.tags(wire.lines("CAPA"))).contains("IMPLEMENTATION");
        }
    }

    @Test
    @DisplayName("S-CAP-14")
    default void saslHasNamesOfMechanismsEachOnce() throws IOException {
        try (Wire wire = Wire.secure(everything(), everything().trust())) {
            String sasl = wire.lines("CAPA").stream()
                    .filter(line -> line.startsWith("SASL"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no SASL"));
            assertThat(sasl).matches("SASL( [A-Z0-9_-]{1,20})+");
            assertThat(List.of(sasl.split(" "))).doesNotHaveDuplicates();
        }
    }
}
