package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.spi.Activation;
import org.junit.jupiter.api.Test;

/** C60: a server that has nothing but what an adapter cannot do without. */
class LeanServerTest extends AdapterFixture {
    @Test
    void nothingIsNeededOfTheServerButConnectors() throws Exception {
        maildrop.deliver(mail(1));
        try (FilteredLoader server = new FilteredLoader(
                "jakarta.validation.",
                "org.hibernate.validator.",
                "jakarta.enterprise.",
                "jakarta.inject.",
                "jakarta.json.",
                "jakarta.mail.",
                "jakarta.activation.",
                "org.eclipse.angus.")) {
            Object octets = server.adapter().apply(Integer.toString(this.server.port()), directory.toString());
            assertThat(octets).isEqualTo(mail(1));

            Class<?> spec = server.loadClass(Pop3ActivationSpec.class.getName());
            assertThatThrownBy(() -> spec.getMethod("validate")
                            .invoke(spec.getConstructor().newInstance()))
                    .hasStackTraceContaining("InvalidPropertyException: POP3J0001");

            // A container reads the annotations; one whose type is missing is passed over.
            assertThat(spec.getAnnotations())
                    .extracting(annotation -> annotation.annotationType().getName())
                    .contains(Activation.class.getName());
            assertThat(server.loadClass(ValidActivation.class.getName()).getAnnotations())
                    .extracting(annotation -> annotation.annotationType().getName())
                    .isNotEmpty()
                    .doesNotContain("jakarta.validation.Constraint");
        }
    }
}
