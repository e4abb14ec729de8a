package org.pop3j.ra;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What {@link Pop3ActivationSpec#validate()} demands, as a constraint for servers that validate activation specs by Jakarta
 * Bean Validation (Jakarta Connectors 2.1, section 6.3.7.5): a violation for each property that is wrong, with the same words. On a server
 * without Bean Validation it is nothing.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ValidActivation.Judge.class)
public @interface ValidActivation {
    /** The text of a violation that names no property; there is none. */
    String message() default "the activation spec is not valid";

    /** As Bean Validation demands. */
    Class<?>[] groups() default {};

    /** As Bean Validation demands. */
    Class<? extends Payload>[] payload() default {};

    /** Made by Bean Validation. Safe for use by any thread. */
    final class Judge implements ConstraintValidator<ValidActivation, Pop3ActivationSpec> {
        /** For Bean Validation. */
        public Judge() {}

        @Override
        public boolean isValid(Pop3ActivationSpec spec, ConstraintValidatorContext context) {
            try {
                Settings.of(spec);
                return true;
            } catch (InvalidSettingsException e) {
                context.disableDefaultConstraintViolation();
                e.faults().forEach((property, fault) -> context.buildConstraintViolationWithTemplate(literally(fault))
                        .addPropertyNode(property)
                        .addConstraintViolation());
                return false;
            }
        }

        // What was configured is in the text, and must not be taken for an expression.
        private static String literally(String fault) {
            return fault.replaceAll("[\\\\{}$]", "\\\\$0");
        }
    }
}
