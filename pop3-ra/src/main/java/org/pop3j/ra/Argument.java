package org.pop3j.ra;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pop3j.ra.handler.Attachment;
import org.pop3j.ra.handler.Body;
import org.pop3j.ra.handler.From;
import org.pop3j.ra.handler.Subject;

/** What a parameter of a handler method gets of a mail. */
interface Argument {
    @Nullable
    Object of(DeliveredMail mail) throws Exception;

    /**
     * Finds out what a parameter wants.
     *
     * @throws IllegalArgumentException if it wants what cannot be; the message completes the name of the parameter
     */
    static Argument of(Parameter parameter, Conditions conditions) {
        List<Annotation> wanted = Stream.of(Subject.class, From.class, Body.class, Attachment.class)
                .<Annotation>mapMulti((type, found) -> {
                    if (parameter.isAnnotationPresent(type)) {
                        found.accept(parameter.getAnnotation(type));
                    }
                })
                .toList();
        if (wanted.size() > 1) {
            throw new IllegalArgumentException("has more than one of @Subject, @From, @Body and @Attachment");
        }
        if (wanted.isEmpty()) {
            return whole(parameter.getType());
        }
        if (wanted.get(0) instanceof Subject subject) {
            return subject(parameter.getType(), subject.value(), conditions);
        }
        if (wanted.get(0) instanceof Attachment attachment) {
            return attachment(parameter.getParameterizedType(), Glob.of(attachment.value()));
        }
        return wanted.get(0) instanceof From ? from(parameter.getType()) : body(parameter);
    }

    private static Argument whole(Class<?> type) {
        if (type == Mail.class || type == RawMail.class) {
            return mail -> mail;
        }
        if (type == MimeMessage.class) {
            return DeliveredMail::message;
        }
        throw new IllegalArgumentException(
                "is no Mail, RawMail or MimeMessage, and has no annotation that says what it is");
    }

    private static Argument subject(Class<?> type, String group, Conditions conditions) {
        if (type != String.class) {
            throw new IllegalArgumentException("with @Subject must be a String");
        }
        if (group.isEmpty()) {
            return mail -> mail.headers().subject();
        }
        if (!conditions.hasGroup(group)) {
            throw new IllegalArgumentException("names a group that is not in the pattern of the subject: " + group);
        }
        return mail -> conditions.group(group, mail);
    }

    private static Argument from(Class<?> type) {
        if (type == InternetAddress.class) {
            return mail -> mail.headers().from().stream().findFirst().orElse(null);
        }
        if (type == String.class) {
            return mail -> mail.headers().from().stream()
                    .findFirst()
                    .map(InternetAddress::getAddress)
                    .orElse(null);
        }
        throw new IllegalArgumentException("with @From must be a String or an InternetAddress");
    }

    private static Argument attachment(Type type, Glob name) {
        if (type == AttachedFile.class) {
            return mail -> named(mail, name).findFirst().orElse(null);
        }
        if (type == InputStream.class) {
            return mail -> open(named(mail, name).findFirst().orElse(null));
        }
        if (type == byte[].class) {
            return mail -> octets(named(mail, name).findFirst().orElse(null));
        }
        if (type instanceof ParameterizedType list
                && list.getRawType() == List.class
                && list.getActualTypeArguments()[0] == AttachedFile.class) {
            return mail -> new ArrayList<AttachedFile>(named(mail, name).toList());
        }
        throw new IllegalArgumentException(
                "with @Attachment must be an AttachedFile, a List<AttachedFile>, an InputStream or a byte[]");
    }

    private static Stream<MimeLeaf> named(DeliveredMail mail, Glob name) throws IOException {
        return mail.content().attached().stream().filter(file -> name.matches(file.name()));
    }

    private static @Nullable InputStream open(@Nullable MimeLeaf file) throws IOException {
        return file == null ? null : file.open();
    }

    private static byte @Nullable [] octets(@Nullable MimeLeaf file) throws IOException {
        return file == null ? null : file.octets(MimeContent.MAX_TEXT);
    }

    private static Argument body(Parameter parameter) {
        Class<?> type = parameter.getType();
        if (type == String.class) {
            return mail -> mail.content().text();
        }
        if (type == InputStream.class) {
            return mail -> mail.content().main().open();
        }
        if (type == byte[].class) {
            return mail -> mail.content().main().octets(MimeContent.MAX_TEXT);
        }
        requireJsonB();
        Type wanted = parameter.getParameterizedType();
        return mail ->
                JsonBody.read(new ByteArrayInputStream(mail.content().json().octets(MimeContent.MAX_TEXT)), wanted);
    }

    private static void requireJsonB() {
        try {
            Class.forName("jakarta.json.bind.Jsonb", false, Argument.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalArgumentException(
                    "with @Body is no String, byte[] or InputStream, and this server gives the adapter no JSON-B", e);
        }
    }
}
