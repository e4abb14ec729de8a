package org.pop3j.tool;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people want to know about a certificate. */
record ShownCertificate(String subject, String issuer, List<String> names, Instant notBefore, Instant notAfter) {
    /** Kinds of names (RFC 5280, section 4.2.1.6). */
    private static final Map<Integer, String> KINDS = Map.of(1, "email:", 2, "", 6, "", 7, "");

    static ShownCertificate of(X509Certificate certificate) {
        return new ShownCertificate(
                Text.printable(certificate.getSubjectX500Principal().getName()),
                Text.printable(certificate.getIssuerX500Principal().getName()),
                names(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> KINDS.containsKey((Integer) name.get(0)))
                            .map(name -> KINDS.get((Integer) name.get(0))
                                    + Text.printable(name.get(1).toString()))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    long daysLeft(Instant now) {
        return Duration.between(now, notAfter).toDays();
    }

    boolean expired(Instant now) {
        return now.isAfter(notAfter);
    }

    boolean notYetValid(Instant now) {
        return now.isBefore(notBefore);
    }

    LocalDate lastDay() {
        return notAfter.atZone(ZoneOffset.UTC).toLocalDate();
    }

    LocalDate firstDay() {
        return notBefore.atZone(ZoneOffset.UTC).toLocalDate();
    }

    Map<String, Object> json(Instant now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("subject", subject);
        json.put("issuer", issuer);
        json.put("names", names);
        json.put("notBefore", notBefore);
        json.put("notAfter", notAfter);
        json.put("daysLeft", daysLeft(now));
        return json;
    }
}
