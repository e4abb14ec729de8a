package org.pop3j.ra.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of an {@link OnMail} method: what is in the mail, at most 16 MiB of it, except as a stream.
 *
 * <ul>
 *   <li>{@code String}: the text, of the HTML if there is no other;
 *   <li>{@code byte[]} or {@code InputStream}: the octets, decoded, of the part that is the text, or else of the first;
 *   <li>any other type: what JSON-B makes of the first part that is {@code application/json} or {@code …+json}, or else of
 *       those octets. What cannot be read so is not taken. JSON-B comes from the server.
 * </ul>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Body {}
