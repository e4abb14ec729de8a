package org.pop3j.auth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The form that DIGEST-MD5 has in both directions (RFC 2831, section 7): {@code name=value} or {@code name="value"},
 * separated by commas, white space around them. Names are kept in lower case, unknown ones with the others.
 */
final class DigestDirectives {
    private static final String WHITE = " \t\r\n";

    private final Map<String, List<String>> values = new TreeMap<>();
    private final String text;
    private int at;

    private DigestDirectives(String text) {
        this.text = text;
    }

    /** In UTF-8 if it says so itself, else in ISO 8859-1. Empty if it has another form. */
    static Optional<DigestDirectives> of(byte[] octets) {
        Optional<DigestDirectives> latin = parse(new String(octets, StandardCharsets.ISO_8859_1));
        boolean utf8 = latin.isPresent() && !latin.get().all("charset").isEmpty();
        return utf8 ? Utf8.text(octets, 0, octets.length).flatMap(DigestDirectives::parse) : latin;
    }

    private static Optional<DigestDirectives> parse(String text) {
        DigestDirectives directives = new DigestDirectives(text);
        return directives.read() ? Optional.of(directives) : Optional.empty();
    }

    /** In quotation marks, with a backslash before what would end them (RFC 2831, section 7.1). */
    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** The value of a directive that may be there once; empty if it is not there once. */
    Optional<String> one(String name) {
        List<String> all = all(name);
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /** Whether a directive is there at most once, and if it is has this value. */
    boolean absentOr(String name, String value) {
        List<String> all = all(name);
        return all.isEmpty() || (all.size() == 1 && all.get(0).equalsIgnoreCase(value));
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    private boolean read() {
        skip(WHITE + ",");
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && (WHITE + "=,\"").indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String name = text.substring(start, at).toLowerCase(Locale.ROOT);
            skip(WHITE);
            if (name.isEmpty() || at == text.length() || text.charAt(at) != '=') {
                return false;
            }
            at++;
            skip(WHITE);
            Optional<String> value = value();
            if (value.isEmpty() || !separated()) {
                return false;
            }
            values.computeIfAbsent(name, unused -> new ArrayList<>()).add(value.get());
        }
        return true;
    }

    private boolean separated() {
        skip(WHITE);
        boolean comma = at == text.length() || text.charAt(at) == ',';
        skip(WHITE + ",");
        return comma;
    }

    /** Empty if the quotation mark at the end is missing. */
    private Optional<String> value() {
        if (at == text.length() || text.charAt(at) != '"') {
            int start = at;
            while (at < text.length() && (WHITE + ",\"").indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return Optional.of(text.substring(start, at));
        }
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at));
        }
        boolean ended = at < text.length();
        at++;
        return ended ? Optional.of(value.toString()) : Optional.empty();
    }

    private void skip(String characters) {
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
