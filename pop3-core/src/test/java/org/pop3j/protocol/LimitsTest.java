package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void eachLimitIsChangedByItself() {
        assertThat(new Limits(512, 128, 1, 2, 3, 4))
                .isEqualTo(Limits.DEFAULT
                        .withStatusLineOctets(512)
                        .withListingLineOctets(128)
                        .withListingEntries(1)
                        .withListingOctets(2)
                        .withMessageOctets(3)
                        .withSessionOctets(4));
    }

    @Test
    void aLimitThatNoServerCouldKeepIsRefused() {
        assertThatThrownBy(() -> Limits.DEFAULT.withStatusLineOctets(511)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Limits.DEFAULT.withListingLineOctets(127))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Limits.DEFAULT.withListingEntries(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Limits.DEFAULT.withListingOctets(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Limits.DEFAULT.withMessageOctets(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Limits.DEFAULT.withSessionOctets(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aServersCommandLimitIsNeverBelowTheRfcs() {
        assertThatThrownBy(() -> ServerSettings.DEFAULT.withMaxCommandOctets(254))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
