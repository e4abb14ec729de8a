package org.pop3j.tool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Connection;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.Capability;

/** What was seen of a server, as far as it came. Filled from top to bottom. Not thread-safe. */
final class CheckReport {
    private static final int SOON_DAYS = 30;

    private final String server;
    private final Instant now;
    private final Findings findings;
    private Optional<String> greeting = Optional.empty();
    private Optional<String> protocol = Optional.empty();
    private Optional<String> cipher = Optional.empty();
    private List<ShownCertificate> certificates = List.of();
    private Optional<List<String>> before = Optional.empty();
    private Optional<List<String>> after = Optional.empty();
    private Optional<String> user = Optional.empty();
    private Optional<String> mechanism = Optional.empty();
    private Optional<DropReport> maildrop = Optional.empty();

    CheckReport(String server, Instant now, Findings findings) {
        this.server = server;
        this.now = now;
        this.findings = findings;
    }

    void connected(Pop3Connection connection) {
        greeting = Optional.of(Text.printable(connection.greeting().toString()));
        Optional<SSLSession> tls = connection.tlsSession();
        protocol = tls.map(SSLSession::getProtocol);
        cipher = tls.map(SSLSession::getCipherSuite);
        before = Optional.of(lines(connection.capabilities()));
    }

    void certificates(List<ShownCertificate> shown) {
        certificates = shown;
        shown.stream().filter(certificate -> !certificate.expired(now)).forEach(certificate -> {
            long days = certificate.daysLeft(now);
            if (days < SOON_DAYS) {
                findings.warning("The certificate of " + certificate.subject() + " expires in "
                        + Text.count(days, "day") + ", on " + certificate.lastDay() + ".");
            }
        });
    }

    void loggedIn(String name, Maildrop into) {
        user = Optional.of(Text.printable(name));
        mechanism = Optional.of(into.loginMethod());
        after = Optional.of(lines(into.capabilities()));
    }

    void maildrop(DropReport report) {
        maildrop = Optional.of(report);
    }

    private static List<String> lines(Capabilities capabilities) {
        return capabilities.all().stream()
                .map(Capability::toString)
                .map(Text::printable)
                .toList();
    }

    /** Lines for people. */
    List<String> words() {
        List<String> lines = new ArrayList<>();
        add(lines, "server", Optional.of(server));
        add(lines, "greeting", greeting);
        add(lines, "TLS", protocol.map(version -> version + ", " + cipher.orElse("")));
        if (greeting.isPresent() && protocol.isEmpty()) {
            add(lines, "TLS", Optional.of("none: everything can be read on the way"));
        }
        certificates.forEach(certificate -> certificate(lines, certificate));
        add(lines, "before login", before.map(CheckReport::joined));
        add(lines, "login", mechanism.map(name -> user.orElse("") + " by " + name));
        add(
                lines,
                "after login",
                after.equals(before) ? after.map(same -> "the same") : after.map(CheckReport::joined));
        add(lines, "maildrop", maildrop.map(DropReport::words));
        add(lines, "unique-ids", maildrop.map(DropReport::uniqueIdWords));
        add(lines, "result", findings.problems().isEmpty() ? Optional.of("all is well") : Optional.empty());
        return lines;
    }

    private void certificate(List<String> lines, ShownCertificate certificate) {
        add(lines, "certificate", Optional.of(certificate.subject()));
        add(lines, "  from", Optional.of(certificate.issuer()));
        if (!certificate.names().isEmpty()) {
            add(lines, "  for", Optional.of(String.join(", ", certificate.names())));
        }
        String end = certificate.expired(now) ? "EXPIRED" : Text.count(certificate.daysLeft(now), "day") + " left";
        add(lines, "  valid", Optional.of(certificate.firstDay() + " to " + certificate.lastDay() + ", " + end));
    }

    private static String joined(List<String> capabilities) {
        return capabilities.isEmpty() ? "none announced" : String.join(", ", capabilities);
    }

    private static void add(List<String> lines, String name, Optional<String> value) {
        value.ifPresent(text -> lines.add(String.format("%-14s%s", name, text)));
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("server", server);
        json.put("greeting", greeting);
        json.put("tlsProtocol", protocol);
        json.put("tlsCipher", cipher);
        json.put(
                "certificates",
                certificates.stream().map(certificate -> certificate.json(now)).toList());
        json.put("capabilitiesBeforeLogin", before);
        json.put("user", user);
        json.put("loginMethod", mechanism);
        json.put("capabilitiesAfterLogin", after);
        json.put("maildrop", maildrop.map(DropReport::json));
        return json;
    }
}
