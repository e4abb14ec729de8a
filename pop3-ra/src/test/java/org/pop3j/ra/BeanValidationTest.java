package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.resource.spi.InvalidPropertyException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.beans.FeatureDescriptor;
import java.beans.Introspector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** C23 and C24: Bean Validation and {@code validate()} find the same faults, with the same words. */
class BeanValidationTest {
    private static final String CANARY = "kanarienvogel7";
    private static final List<@Nullable String> VALUES = Arrays.asList(
            null,
            "",
            "  ",
            "0",
            "1",
            "65536",
            "abc",
            "PT1S",
            "P3D",
            "P9999D",
            "-PT1S",
            "NONE",
            "stls",
            "KEEP",
            "DIRECTORY",
            "REDELIVER",
            "PLAIN",
            "OAUTHBEARER, XOAUTH2",
            "https://login.example/token",
            "http://login.example/token",
            "${env.NO_SUCH_VARIABLE}",
            "${sys.java.version}",
            "a${1+1}{message}\\",
            "a\r\nb",
            "x".repeat(300));

    private static ValidatorFactory factory;
    private static Validator validator;

    @BeforeAll
    static void open() {
        // Servers have an expression language, this test needs none: what is written must come out as it is.
        factory = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory();
        validator = factory.getValidator();
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    private static Pop3ActivationSpec valid() {
        Pop3ActivationSpec spec = new Pop3ActivationSpec();
        spec.setServerName("mail.example");
        spec.setUserName("orders");
        spec.setPassword(CANARY);
        return spec;
    }

    private static Set<String> byBeanValidation(Pop3ActivationSpec spec) {
        return validator.validate(spec).stream()
                .map(violation -> violation.getPropertyPath() + ": " + violation.getMessage())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> byValidate(Pop3ActivationSpec spec) {
        Throwable invalid = catchThrowable(spec::validate);
        if (invalid == null) {
            return Set.of();
        }
        String message = String.valueOf(invalid.getMessage());
        String[] faults = message.substring(message.indexOf(": ") + 2).split("; (?=[a-zA-Z]+: )", -1);
        assertThat(((InvalidPropertyException) invalid).getInvalidPropertyDescriptors())
                .extracting(FeatureDescriptor::getName)
                .containsExactly(Arrays.stream(faults)
                        .map(fault -> fault.substring(0, fault.indexOf(':')))
                        .toArray(String[]::new));
        return new TreeSet<>(List.of(faults));
    }

    @Test
    void bothFindTheSameFaultsWhateverTheValueOfWhicheverProperty() throws Exception {
        int right = 0;
        int wrong = 0;
        for (var property :
                Introspector.getBeanInfo(Pop3ActivationSpec.class, Object.class).getPropertyDescriptors()) {
            if (property.getName().equals("resourceAdapter")) {
                continue;
            }
            for (@Nullable String value : VALUES) {
                Pop3ActivationSpec spec = valid();
                property.getWriteMethod().invoke(spec, value);
                Set<String> faults = byBeanValidation(spec);

                assertThat(faults).as(property.getName() + "=" + value).isEqualTo(byValidate(spec));
                right += faults.isEmpty() ? 1 : 0;
                wrong += faults.isEmpty() ? 0 : 1;
            }
        }
        assertThat(right).isGreaterThan(100);
        assertThat(wrong).isGreaterThan(100);
    }

    /** C24: what is required is so without {@code required-config-property}. */
    @Test
    void whatIsMissingIsAViolationOfItsProperty() {
        assertThat(byBeanValidation(valid())).isEmpty();
        assertThat(byBeanValidation(new Pop3ActivationSpec()))
                .containsExactly(
                        "password: is required, or else accessTokenProvider or tokenEndpoint",
                        "serverName: is required",
                        "userName: is required");
    }

    @Test
    void allFaultsAreToldAtOnceAndNoneIsTakenForAnExpression() {
        Pop3ActivationSpec spec = valid();
        spec.setPortNumber("${1+1}{message}\\$");
        spec.setTls("ssl");
        spec.setPollInterval("often");

        assertThat(byBeanValidation(spec))
                .containsExactly(
                        "pollInterval: is not an ISO-8601 duration such as PT30S: often",
                        "portNumber: holds a ${...} that nobody has replaced: use ${env.NAME}, ${sys.name} or ${file:/path}: ${1+1}{message}\\$",
                        "tls: must be IMPLICIT, STLS or NONE: ssl");
    }

    /** C25: a server logs a violation as it likes. */
    @Test
    void noViolationHoldsASecret() {
        Pop3ActivationSpec spec = valid();
        spec.setPassword(CANARY + "\r\n");
        spec.setClientSecret(CANARY + "\0");
        spec.setRefreshToken(CANARY + "${" + CANARY + "}");

        Set<ConstraintViolation<Pop3ActivationSpec>> violations = validator.validate(spec);
        assertThat(violations).hasSize(3);
        List<Object> told = new ArrayList<>();
        violations.forEach(violation -> told.addAll(Arrays.asList(
                violation,
                violation.getMessage(),
                violation.getMessageTemplate(),
                violation.getInvalidValue(),
                violation.getLeafBean(),
                violation.getPropertyPath())));
        assertThat(told).noneMatch(text -> String.valueOf(text).contains(CANARY));
    }
}
