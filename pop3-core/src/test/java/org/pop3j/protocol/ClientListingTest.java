package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** STAT, LIST, UIDL and CAPA as real servers answer them: the only answers a client may look into. */
class ClientListingTest {
    @ParameterizedTest
    @CsvSource({
        "'2 320', 2, 320",
        "'2 320 in 7 folders', 2, 320",
        "'  2   320 ', 2, 320",
        "'0 0', 0, 0",
        "'2', 2, 0",
        "'2 -320', 2, 0",
        "'2 many', 2, 0",
        "'4294967297 4294967400', 4294967297, 4294967400",
        "'2 99999999999999999999', 2, 9223372036854775807",
        "'99999999999999999999 9223372036854775807', 9223372036854775807, 9223372036854775807",
    })
    @DisplayName("C-GEN-11, C-GEN-12")
    void dropListingsAreTakenAsTheyCome(String text, long messages, long octets) throws Exception {
        assertThat(DropListing.parse(text)).isEqualTo(new DropListing(messages, octets));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "-1 5", "1x 5", "+1 5"})
    @DisplayName("C-GEN-12")
    void aDropListingWithoutANumberOfMessagesIsNone(String text) {
        assertThatThrownBy(() -> DropListing.parse(text)).isInstanceOf(Pop3ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'1 120', 1, 120",
        "'1 120 seen', 1, 120",
        "' 1  120', 1, 120",
        "'2 4294967400', 2, 4294967400",
        "'2 99999999999999999999', 2, 9223372036854775807",
        "'1 -1', 1, 0",
        "'1 1.5', 1, 0",
        "'1', 1, 0",
        "'2147483647 1', 2147483647, 1",
    })
    @DisplayName("C-GEN-11, C-GEN-12")
    void sizesAreHints(String line, int messageNumber, long octets) throws Exception {
        assertThat(ScanListing.parse(line)).isEqualTo(new ScanListing(messageNumber, octets));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x 120",
                "0 120",
                "-1 120",
                "2147483648 120",
                "4294967297 120",
                "18446744073709551617 1",
                "1x 1"
            })
    @DisplayName("C-GEN-12, C-LST-01")
    void aMessageNumberThatCannotBeUsedDoesNotWrapRoundToOneThatCan(String line) {
        assertThatThrownBy(() -> ScanListing.parse(line)).isInstanceOf(Pop3ProtocolException.class);
        assertThatThrownBy(() -> UniqueIdListing.parse(line)).isInstanceOf(Pop3ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'1 abc', 'abc'",
        "'1   abc', 'abc'",
        "' 1 abc ', 'abc'",
        "'1 abc def', 'abc def'",
        "'1 ../../etc', '../../etc'",
        "'1 \u00e9\u0080', '\u00e9\u0080'",
    })
    @DisplayName("C-UID-01")
    void uniqueIdsAreOpaque(String line, String uniqueId) throws Exception {
        assertThat(UniqueIdListing.parse(line)).isEqualTo(new UniqueIdListing(1, new UniqueId(uniqueId)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1 ", "1 a\tb", "1 a\0b", "1 a\rb", "1 \u007f"})
    @DisplayName("C-UID-01")
    void missingAndUnprintableUniqueIdsAreRefused(String line) {
        assertThatThrownBy(() -> UniqueIdListing.parse(line)).isInstanceOf(Pop3ProtocolException.class);
    }

    @Test
    @DisplayName("C-UID-01")
    void uniqueIdsMayBeLongerThanTheRfcAllowsButNotEndless() throws Exception {
        assertThat(new UniqueId("x".repeat(70)).conforming()).isTrue();
        assertThat(new UniqueId("x".repeat(71)).conforming()).isFalse();
        assertThat(new UniqueId("a b").conforming()).isFalse();
        assertThat(new UniqueId("\u00e9").conforming()).isFalse();
        assertThat(UniqueIdListing.parse("1 " + "x".repeat(1000)).uniqueId().conforming())
                .isFalse();
        assertThatThrownBy(() -> UniqueIdListing.parse("1 " + "x".repeat(1001)))
                .isInstanceOf(Pop3ProtocolException.class);
        assertThatThrownBy(() -> new UniqueId(" x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UniqueId("\u0100")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("C-LST-02")
    void aListingLongerThanTheLimitIsRefused() throws Exception {
        ClientDriver client = ClientDriver.loggedIn(Limits.DEFAULT.withListingEntries(3));
        assertThat(client.exchange("LIST", "+OK\r\n1 1\r\n2 1\r\n3 1\r\n.\r\n")).endsWith("line 3 1", "end");
        assertThatThrownBy(() -> client.exchange("UIDL", "+OK\r\n1 1\r\n2 1\r\n3 1\r\n4 1\r\n.\r\n"))
                .isInstanceOf(Pop3ProtocolException.class)
                .hasMessage("UIDL in TRANSACTION: a listing of more than 3 lines or 104857600 octets");
    }

    @Test
    @DisplayName("C-LST-02")
    void tenMillionMessagesAreRefusedByDefault() throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        client.exchange("LIST", "+OK\r\n");
        String thousand = "1 1\r\n".repeat(1000);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        client.receive(thousand);
                    }
                })
                .isInstanceOf(Pop3ProtocolException.class)
                .hasMessageContaining("more than 1000000 lines");
    }

    @Test
    @DisplayName("C-GEN-04")
    void listingsAreBoundedInOctetsAndLines() throws Exception {
        Limits limits = Limits.DEFAULT.withListingLineOctets(128).withListingOctets(200);
        String line = "1 " + "x".repeat(126) + "\r\n";
        ClientDriver client = ClientDriver.loggedIn(limits);
        assertThat(client.exchange("UIDL", "+OK\r\n" + line + ".\r\n")).hasSize(3);
        assertThatThrownBy(() -> client.exchange("UIDL", "+OK\r\n" + line + line))
                .isInstanceOf(Pop3ProtocolException.class)
                .hasMessageContaining("200 octets");
        ClientDriver other = ClientDriver.loggedIn(limits);
        assertThatThrownBy(() -> other.exchange("UIDL", "+OK\r\nx" + line))
                .isInstanceOf(Pop3ProtocolException.class)
                .hasMessage("UIDL in TRANSACTION: a line of more than 128 octets");
    }

    @Test
    @DisplayName("C-GEN-04")
    void noServerHasMoreThanAThousandCapabilities() throws Exception {
        ClientDriver client = ClientDriver.greeted();
        assertThatThrownBy(() -> client.exchange("CAPA", "+OK\r\n" + "X\r\n".repeat(1001)))
                .isInstanceOf(Pop3ProtocolException.class)
                .hasMessageContaining("more than 1000 lines");
    }

    @Test
    @DisplayName("C-GEN-18")
    void capabilitiesAreFoundInAnyCaseAndUnknownOnesDoNoHarm() throws Exception {
        Capabilities capabilities = Capabilities.of(List.of(
                Capability.parse("uidl"),
                Capability.parse("Login-Delay  900 USER"),
                Capability.parse("X-WHATEVER \u00e9"),
                Capability.parse("UIDL again")));
        assertThat(capabilities.has(Capabilities.UIDL)).isTrue();
        assertThat(capabilities.has(Capabilities.TOP)).isFalse();
        assertThat(capabilities.get("LOGIN-DELAY")).map(Capability::parameters).contains(List.of("900", "USER"));
        assertThat(capabilities.get("uidl")).map(Capability::parameters).contains(List.of());
        assertThat(capabilities.all()).hasSize(3);
        assertThat(Capabilities.NONE.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A\0B", "A \u007f"})
    void aLineThatIsNoCapabilityIsRefused(String line) {
        assertThatThrownBy(() -> Capability.parse(line)).isInstanceOf(Pop3ProtocolException.class);
    }
}
