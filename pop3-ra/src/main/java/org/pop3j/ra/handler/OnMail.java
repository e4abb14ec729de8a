package org.pop3j.ra.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a {@link MailHandler} that takes the mail that meets all its conditions; without conditions, any mail. The
 * method is public, neither static nor final, returns nothing, may throw anything, and may be inherited. Its parameters are any of
 *
 * <ul>
 *   <li>{@code org.pop3j.ra.Mail}, {@code org.pop3j.ra.RawMail} or {@code jakarta.mail.internet.MimeMessage};
 *   <li>{@link Subject}, {@link From}, {@link Body} and {@link Attachment} on types that each of them names.
 * </ul>
 *
 * <p>What senders write is compared without regard to case.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnMail {
    /**
     * A regular expression that is found in the decoded subject; anywhere in it, unless it says otherwise by {@code ^} and
     * {@code $}. Only the first 1,000 characters of a subject are looked at.
     */
    String subject() default "";

    /** An address that one of those in {@code From} is, with {@code *} for any characters: {@code *@example.com}. */
    String from() default "";

    /** An address that one of those in {@code To}, {@code Cc}, or the hints of the envelope is; with {@code *} as in from. */
    String to() default "";

    /**
     * Header fields that are all there, as {@code Name}, or {@code Name: value} with {@code *} for any characters in the
     * value.
     */
    String[] header() default {};

    /**
     * Methods of higher priority are asked first; of equal priority, those with more conditions; then by name.
     */
    int priority() default 0;
}
