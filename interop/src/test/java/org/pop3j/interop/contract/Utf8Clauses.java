package org.pop3j.interop.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pop3j.interop.contract.AuthClauses.utf8;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** UTF8 and LANG (RFC 6856). */
interface Utf8Clauses extends Clauses {
    String UTF8_HEADER = "Subject: " + utf8("gr\u00fc\u00dfe") + "\r\n\r\nbody\r\n";

    @Test
    @DisplayName("S-U8-01, S-U8-03")
    default void inUtf8ModeMessagesGoOutAsTheyAre() throws IOException {
        String user = user(everything(), UTF8_HEADER);
        try (Wire wire = Wire.clear(everything())) {
            assertThat(Clauses.tags(wire.lines("CAPA"))).contains("UTF8");
            wire.ok("UTF8");
            wire.login(user);
            assertThat(wire.message("RETR 1")).isEqualTo(UTF8_HEADER);
            assertThat(wire.command("LIST 1")).isEqualTo("+OK 1 " + UTF8_HEADER.length());
        }
    }

    @Test
    @DisplayName("S-U8-02")
    default void utf8ComesBeforeTheLoginOnly() throws IOException {
        try (Wire wire = Wire.of(everything(), user(everything()))) {
            wire.refused("UTF8");
        }
    }

    @Test
    @DisplayName("S-U8-04, S-RC-04")
    default void withoutItAMessageWithUtf8InItsHeaderIsRefusedAndOneWithItInItsBodyIsNot() throws IOException {
        String body =
                "Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + utf8("gr\u00fc\u00dfe") + "\r\n";
        try (Wire wire = Wire.of(everything(), user(everything(), UTF8_HEADER, body))) {
            for (String command : List.of("LIST 1", "TOP 1 0", "RETR 1")) {
                assertThat(wire.command(command)).startsWith("-ERR [UTF8]");
            }
            assertThat(wire.message("RETR 2")).isEqualTo(body);
            wire.ok("DELE 1");
        }
    }

    @Test
    @DisplayName("S-U8-05")
    default void namesAndPasswordsInUtf8AreTakenIfTheyAreThat() throws IOException {
        try (Wire wire = Wire.clear(everything())) {
            assertThat(wire.lines("CAPA")).contains("UTF8 USER");
            // Half a character, a control, a surrogate, an octet of ISO 8859-1.
            for (String bad : List.of("j\u00c3rg", "j" + utf8("\u0085") + "rg", "j\u00ed\u00a0\u0080rg", "j\u00f6rg")) {
                wire.refused("USER " + bad);
            }
            wire.ok("USER " + utf8(ServerUnderTest.UTF8_NAME));
            wire.refused("PASS gr\u00fc\u00dfe");
            wire.ok("USER " + utf8(ServerUnderTest.UTF8_NAME));
            wire.ok("PASS " + utf8(ServerUnderTest.UTF8_PASSWORD));
            wire.ok("STAT");
            wire.ok("QUIT");
            assertThat(wire.ends()).isTrue();
        }
        try (Wire wire = Wire.clear(everything())) {
            // The same name as SASLprep's normal form has it: o, then U+0308.
            wire.ok("USER " + utf8("jo\u0308rg"));
            wire.ok("PASS " + utf8(ServerUnderTest.UTF8_PASSWORD));
        }
    }

    @Test
    @DisplayName("S-LNG-01")
    default void languagesAreListedAndChosen() throws IOException {
        try (Wire wire = Wire.clear(everything())) {
            assertThat(wire.lines("CAPA")).contains("LANG");
            assertThat(wire.lines("LANG")).isNotEmpty().allMatch(line -> line.matches("[A-Za-z0-9-]{1,70}( .*)?"));
            assertThat(wire.ok("LANG en")).startsWith("+OK en");
            wire.refused("LANG xx-not-there");
            wire.ok("LANG *");
        }
    }
}
