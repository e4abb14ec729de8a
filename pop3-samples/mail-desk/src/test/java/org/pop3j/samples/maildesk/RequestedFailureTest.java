package org.pop3j.samples.maildesk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedFailureTest {
    @Test
    void theFirstAttemptsFailAndTheNextDoesNot() {
        assertThat(RequestedFailure.of("throw 2", 1)).contains(RequestedFailure.THROW);
        assertThat(RequestedFailure.of("Checked 2", 2)).contains(RequestedFailure.CHECKED);
        assertThat(RequestedFailure.of(" rollback  2 ", 3)).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "throw", "2", "throw -1", "throw 99999999999", "explode 2", "throw 2; throw 3"})
    void anythingElseAsksForNothing(String header) {
        assertThat(RequestedFailure.of(header, 1)).isEmpty();
    }
}
