package org.pop3j.ra;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.List;
import java.util.stream.Stream;

/** A header decoded by Jakarta Mail. */
record DecodedHeaders(HeaderFields fields) implements MailHeaders {
    @Override
    public String subject() {
        return first("Subject");
    }

    @Override
    public List<InternetAddress> from() {
        return addresses("From").toList();
    }

    @Override
    public List<InternetAddress> to() {
        return Stream.concat(addresses("To"), addresses("Cc")).toList();
    }

    @Override
    public List<String> all(String name) {
        return fields.all(name).stream().map(DecodedHeaders::decode).toList();
    }

    private Stream<InternetAddress> addresses(String name) {
        return fields.all(name).stream().flatMap(DecodedHeaders::parse);
    }

    private static Stream<InternetAddress> parse(String value) {
        try {
            return Stream.of(InternetAddress.parseHeader(value, false)).map(DecodedHeaders::shown);
        } catch (AddressException | RuntimeException e) {
            return Stream.empty();
        }
    }

    private static InternetAddress shown(InternetAddress address) {
        String personal = address.getPersonal();
        if (personal != null) {
            try {
                address.setPersonal(oneLine(personal), "UTF-8");
            } catch (UnsupportedEncodingException e) {
                throw new IllegalStateException("every JVM has UTF-8", e);
            }
        }
        return address;
    }

    /** Without encoded words; as it stands if they cannot be decoded. */
    static String decode(String value) {
        try {
            return oneLine(MimeUtility.decodeText(value));
        } catch (UnsupportedEncodingException | RuntimeException e) {
            return oneLine(value);
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ").strip();
    }
}
