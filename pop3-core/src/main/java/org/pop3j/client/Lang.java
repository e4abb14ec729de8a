package org.pop3j.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pop3j.protocol.Command;
import org.pop3j.protocol.Keyword;

/** The answer to LANG without an argument (RFC 6856, section 3). */
final class Lang {
    private Lang() {}

    /** Tags and descriptions, which are UTF-8. */
    static Map<String, String> list(Exchange exchange) throws IOException {
        Map<String, String> languages = new LinkedHashMap<>();
        for (String line : exchange.ask(Command.of(Keyword.LANG), statusLine -> exchange.<String>lines(Optional::of))) {
            String[] words = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                    .strip()
                    .split("\\s+", 2);
            languages.put(words[0], words.length > 1 ? words[1] : "");
        }
        return languages;
    }
}
