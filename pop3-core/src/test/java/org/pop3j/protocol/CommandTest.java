package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A command that would be illegal on the wire cannot be built. */
class CommandTest {
    @Test
    @DisplayName("C-GEN-13")
    void commandsAreKeywordArgumentsAndCrLf() {
        assertThat(line(Command.of(Keyword.STAT))).isEqualTo("STAT\r\n");
        assertThat(line(Command.of(Keyword.LIST))).isEqualTo("LIST\r\n");
        assertThat(line(Command.of(Keyword.LIST, 2))).isEqualTo("LIST 2\r\n");
        assertThat(line(Command.of(Keyword.RETR, Integer.MAX_VALUE))).isEqualTo("RETR 2147483647\r\n");
        assertThat(line(Command.top(1, 0))).isEqualTo("TOP 1 0\r\n");
        assertThat(line(Command.user("alice"))).isEqualTo("USER alice\r\n");
        assertThat(line(Command.pass(" s p ".toCharArray()))).isEqualTo("PASS  s p \r\n");
        assertThat(line(Command.pass("p\u00e4ss".toCharArray()))).isEqualTo("PASS p\u00e4ss\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\nDELE 1", "x\n", "x\r", "\0", "x\0y"})
    @DisplayName("C-GEN-13")
    void lineEndsAndNulNeverReachTheWire(String text) {
        assertThatThrownBy(() -> Command.user(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Command.pass(text.toCharArray()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("x");
    }

    @Test
    @DisplayName("C-GEN-13")
    void commandsHaveAtMost255Octets() {
        assertThat(Command.user("n".repeat(248)).octets()).isEqualTo(255);
        assertThat(line(Command.user("n".repeat(248)))).hasSize(255);
        assertThatThrownBy(() -> Command.user("n".repeat(249))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Command.user("\u00e9".repeat(125))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Keyword.class,
            names = {"USER", "PASS", "RETR", "DELE", "TOP"})
    void neededArgumentsCannotBeLeftOut(Keyword keyword) {
        assertThatThrownBy(() -> Command.of(keyword)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Keyword.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"LIST", "UIDL", "RETR", "DELE"})
    void messageNumbersAreOnlyForCommandsThatTakeJustOne(Keyword keyword) {
        assertThatThrownBy(() -> Command.of(keyword, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbersBelowTheirRangeAndEmptyNamesAreRefused() {
        assertThatThrownBy(() -> Command.of(Keyword.RETR, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Command.top(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Command.top(1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Command.user("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Command.pass(new char[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "en", "EN", "i-default", "zh-Hant-TW"})
    void languagesAreTagsOrAStar(String tag) {
        assertThat(line(Command.lang(tag))).isEqualTo("LANG " + tag + "\r\n");
        assertThat(Command.lang(tag).multiLine()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "**", "en ", "en_US", "-", "en-", "-en", "en--US", "\u00e9", "en\r\nQUIT"})
    void whatIsNoLanguageTagCannotBeSent(String tag) {
        assertThatThrownBy(() -> Command.lang(tag)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutALanguageAListingIsAskedFor() {
        assertThat(line(Command.of(Keyword.LANG))).isEqualTo("LANG\r\n");
        assertThat(Command.of(Keyword.LANG).multiLine()).isTrue();
    }

    @Test
    void thePasswordNeverShows() {
        assertThat(Command.pass("secret".toCharArray())).hasToString("PASS ****");
        assertThat(Command.user("alice")).hasToString("USER alice");
        assertThat(Command.top(1, 2)).hasToString("TOP 1 2");
    }

    @Test
    void aWipedCommandCannotBeSent() throws Exception {
        ClientDriver client = ClientDriver.greeted();
        client.exchange("USER alice", "+OK\r\n");
        char[] password = "secret".toCharArray();
        Command pass = Command.pass(password);
        assertThat(password).containsExactly('s', 'e', 'c', 'r', 'e', 't');
        pass.wipe();
        assertThatThrownBy(() -> client.engine().send(pass)).isInstanceOf(IllegalStateException.class);
        assertThat(client.engine().outstanding()).isZero();
        assertThat(client.exchange("PASS secret", "+OK\r\n")).containsExactly("PASS +OK");
    }

    private static String line(Command command) {
        assertThat(command.line()).hasSize(command.octets());
        return new String(command.line(), UTF_8);
    }
}
