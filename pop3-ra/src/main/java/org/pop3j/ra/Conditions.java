package org.pop3j.ra;

import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pop3j.ra.handler.OnMail;

/** Which mail a method takes. */
record Conditions(Optional<Pattern> subject, Optional<Glob> from, Optional<Glob> to, List<Field> header) {
    private static final int MAX_SUBJECT = 1_000;

    /** A header field that must be there. */
    private record Field(String name, Glob value) {}

    /** Reads what an annotation says; what is wrong with it goes to the faults. */
    static Conditions of(OnMail annotation, List<String> faults) {
        List<Field> header = new ArrayList<>();
        for (String field : annotation.header()) {
            int colon = field.indexOf(':');
            String name = (colon < 0 ? field : field.substring(0, colon)).strip();
            if (name.matches("[!-9;-~]+")) {
                header.add(new Field(
                        name,
                        Glob.of(colon < 0 ? "*" : field.substring(colon + 1).strip())));
            } else {
                faults.add("header is not of the form Name or Name: value: " + field);
            }
        }
        return new Conditions(
                pattern(annotation.subject(), faults),
                glob(annotation.from()),
                glob(annotation.to()),
                List.copyOf(header));
    }

    private static Optional<Pattern> pattern(String subject, List<String> faults) {
        try {
            return subject.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Pattern.compile(subject, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
        } catch (PatternSyntaxException e) {
            faults.add("subject is not a regular expression: " + e.getDescription() + " at " + e.getIndex());
            return Optional.empty();
        }
    }

    private static Optional<Glob> glob(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(Glob.of(text.strip()));
    }

    /** How many there are. */
    int count() {
        return header.size()
                + (int) Stream.of(subject, from, to).filter(Optional::isPresent).count();
    }

    boolean areMetBy(Mail mail) throws IOException {
        MailHeaders headers = mail.headers();
        return (subject.isEmpty() || matcher(subject.get(), headers).find())
                && (from.isEmpty() || addresses(headers.from()).anyMatch(from.get()::matches))
                && (to.isEmpty() || recipients(mail).anyMatch(to.get()::matches))
                && header.stream()
                        .allMatch(field -> headers.all(field.name()).stream().anyMatch(field.value()::matches));
    }

    private static Stream<String> recipients(Mail mail) throws IOException {
        return Stream.concat(addresses(mail.headers().to()), mail.origin().deliveredTo().stream());
    }

    private static Stream<String> addresses(List<InternetAddress> addresses) {
        return addresses.stream().map(InternetAddress::getAddress).filter(Objects::nonNull);
    }

    private static Matcher matcher(Pattern pattern, MailHeaders headers) {
        String subject = headers.subject();
        return pattern.matcher(subject.substring(0, Math.min(MAX_SUBJECT, subject.length())));
    }

    boolean hasGroup(String name) {
        if (subject.isEmpty()) {
            return false;
        }
        try {
            // What this finds is nothing, and a matcher tells of its groups only when it has found something.
            Matcher matcher = Pattern.compile("|" + subject.get().pattern()).matcher("");
            return matcher.find() && matcher.group(name) == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What a named group found in the subject of a mail that meets the conditions; null if nothing. */
    @Nullable
    String group(String name, Mail mail) throws IOException {
        Matcher matcher = matcher(subject.orElseThrow(), mail.headers());
        return matcher.find() ? matcher.group(name) : null;
    }
}
