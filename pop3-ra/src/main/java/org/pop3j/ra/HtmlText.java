package org.pop3j.ra;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of an HTML mail. This is for reading, not for safety: what it gives is text and must be shown as text. One
 * pass over the input, which is bounded by the caller.
 */
final class HtmlText {
    private static final Set<String> SILENT = Set.of("script", "style", "title", "template", "noscript");
    private static final Set<String> BREAKS = Set.of(
            "br", "p", "div", "li", "tr", "ul", "ol", "table", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4");
    private static final Map<String, String> ENTITIES = Map.ofEntries(
            Map.entry("amp", "&"),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("nbsp", " "),
            Map.entry("euro", "€"),
            Map.entry("pound", "£"),
            Map.entry("copy", "©"),
            Map.entry("reg", "®"),
            Map.entry("hellip", "…"),
            Map.entry("ndash", "–"),
            Map.entry("mdash", "—"),
            Map.entry("bull", "•"),
            Map.entry("auml", "ä"),
            Map.entry("ouml", "ö"),
            Map.entry("uuml", "ü"),
            Map.entry("Auml", "Ä"),
            Map.entry("Ouml", "Ö"),
            Map.entry("Uuml", "Ü"),
            Map.entry("szlig", "ß"),
            Map.entry("eacute", "é"),
            Map.entry("egrave", "è"),
            Map.entry("agrave", "à"),
            Map.entry("ccedil", "ç"));
    private static final int MAX_ENTITY = 10;

    private final String html;
    private final String lower;
    private final StringBuilder text = new StringBuilder();
    private int at;

    private HtmlText(String html) {
        this.html = html;
        this.lower = lower(html);
    }

    /** Only ASCII: in other scripts a lower case may be longer than its capital, and positions would not fit. */
    private static String lower(String text) {
        StringBuilder lower = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return lower.toString();
    }

    static String of(String html) {
        HtmlText reader = new HtmlText(html);
        reader.read();
        return reader.text
                .toString()
                .replaceAll("[ \\t]+", " ")
                .replaceAll(" ?\\n ?", "\n")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }

    private void read() {
        int lastTagEnd = html.lastIndexOf('>');
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c == '<' && at < lastTagEnd && startsTag(at + 1)) {
                tag();
            } else if (c == '&') {
                entity();
            } else {
                text.append(Character.isWhitespace(c) ? ' ' : c);
                at++;
            }
        }
    }

    private boolean startsTag(int from) {
        char c = html.charAt(from);
        return c == '/' || c == '!' || c == '?' || Character.isLetter(c);
    }

    private void tag() {
        if (html.startsWith("<!--", at)) {
            skipPast("-->");
            return;
        }
        int nameStart = html.charAt(at + 1) == '/' ? at + 2 : at + 1;
        int nameEnd = nameStart;
        while (nameEnd < html.length() && Character.isLetterOrDigit(html.charAt(nameEnd))) {
            nameEnd++;
        }
        String name = lower.substring(nameStart, nameEnd);
        boolean opens = nameStart == at + 1;
        at = nameEnd;
        skipPast(">");
        if (opens && SILENT.contains(name)) {
            skipPast("</" + name);
            skipPast(">");
        } else if (BREAKS.contains(name)) {
            text.append(name.equals("p") || name.startsWith("h") ? "\n\n" : "\n");
            text.append(opens && name.equals("li") ? "• " : "");
        } else if (name.equals("td") || name.equals("th")) {
            text.append(' ');
        }
    }

    private void skipPast(String end) {
        int found = lower.indexOf(end, at);
        at = found < 0 ? html.length() : found + end.length();
    }

    private void entity() {
        int length =
                html.substring(at, Math.min(html.length(), at + MAX_ENTITY)).indexOf(';');
        String decoded = length < 0 ? null : decode(html.substring(at + 1, at + length));
        text.append(decoded == null ? "&" : decoded);
        at += decoded == null ? 1 : length + 1;
    }

    private static @Nullable String decode(String name) {
        if (!name.startsWith("#")) {
            return ENTITIES.get(name);
        }
        try {
            boolean hex = name.startsWith("#x") || name.startsWith("#X");
            int point = hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
            return Character.isValidCodePoint(point) && point != 0 ? Character.toString(point) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
