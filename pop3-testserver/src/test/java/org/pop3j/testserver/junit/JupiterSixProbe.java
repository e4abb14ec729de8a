package org.pop3j.testserver.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** For {@link JupiterSixTest}, in its other JVM: JUnit is there once, and it is the right one. */
class JupiterSixProbe {
    @Test
    void thereIsOnlyJunitSix() throws IOException {
        assertThat(Collections.list(getClass().getClassLoader().getResources("org/junit/jupiter/api/Test.class")))
                .extracting(URL::toString)
                .singleElement()
                .asString()
                .contains("/target/junit6/");
    }
}
