package org.pop3j.ra.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of an {@link OnMail} method: the attachments of a name. As {@code List<AttachedFile>} all of them; as
 * {@code org.pop3j.ra.AttachedFile}, {@code InputStream} or {@code byte[]} (at most 16 MiB) the first, null if there is none.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Attachment {
    /** The file's name, with {@code *} for any characters, without regard to case: {@code *.pdf}. */
    String value() default "*";
}
