package org.pop3j.ra.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A {@code String} parameter of an {@link OnMail} method: the decoded subject, or what a group of its pattern has found. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Subject {
    /** A named group in {@link OnMail#subject}; null if it found nothing. Empty: the whole subject. */
    String value() default "";
}
