package org.pop3j.ra.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of an {@link OnMail} method: the first address in {@code From}, as a {@code String} without the name or as a
 * {@code jakarta.mail.internet.InternetAddress}; null if there is none. It is what the mail says, not who sent it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface From {}
