package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowTest {
    private static final int COMMAND = 8;

    @Test
    void withoutPipeliningItHoldsOne() {
        Window<String> window = new Window<>(false);
        assertThat(window.admits(COMMAND, 0)).isTrue();
        window.add("a", COMMAND, 0);
        assertThat(window.admits(COMMAND, 0)).isFalse();
        window.answered();
        assertThat(window.isEmpty()).isTrue();
        assertThat(window.admits(COMMAND, Long.MAX_VALUE)).isTrue();
    }

    @Test
    void answersAheadAreBoundedButForOne() {
        Window<String> window = new Window<>(true);
        window.add("being read", COMMAND, Long.MAX_VALUE);
        assertThat(window.admits(COMMAND, Long.MAX_VALUE)).isTrue();
        window.add("ahead", COMMAND, Window.ANSWER_OCTETS - 1);
        assertThat(window.admits(COMMAND, 1)).isTrue();
        assertThat(window.admits(COMMAND, 2)).isFalse();
        window.add("ahead too", COMMAND, 1);
        assertThat(window.low()).isFalse();
        window.answered();
        assertThat(window.oldest()).isEqualTo("ahead");
        assertThat(window.low()).isTrue();
        assertThat(window.admits(COMMAND, Window.ANSWER_OCTETS - 1)).isTrue();
    }

    @Test
    void commandsAreBounded() {
        Window<Integer> window = new Window<>(true);
        int count = 0;
        while (window.admits(COMMAND, 0)) {
            window.add(count++, COMMAND, 0);
        }
        assertThat(count).isEqualTo(Window.COMMAND_OCTETS / COMMAND);
        for (int answered = 0; answered < count / 2 - 1; answered++) {
            window.answered();
            assertThat(window.low()).isFalse();
        }
        window.answered();
        assertThat(window.low()).isTrue();
    }

    @Test
    void sumsDoNotOverflow() {
        Window<String> window = new Window<>(true);
        window.add("a", COMMAND, Long.MAX_VALUE);
        window.add("b", COMMAND, Long.MAX_VALUE);
        assertThat(window.admits(COMMAND, Long.MAX_VALUE)).isFalse();
        window.answered();
        assertThat(window.admits(COMMAND, Long.MAX_VALUE)).isTrue();
    }
}
