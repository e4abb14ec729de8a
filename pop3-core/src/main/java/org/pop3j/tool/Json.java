package org.pop3j.tool;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes a tree of maps, lists, texts, numbers and booleans as JSON; what is empty or null is null. */
final class Json {
    /** The writer leaves them, and terminals obey them. They can stand inside of texts only. */
    private static final Pattern CONTROLS = Pattern.compile("[\\x7f-\\x9f]");

    private Json() {}

    static String of(Map<String, ?> object) {
        StringWriter text = new StringWriter();
        try {
            JsonWriter writer = new JsonWriter(text);
            writer.setIndent("  ");
            write(writer, object);
            writer.flush();
        } catch (IOException e) {
            throw new AssertionError("a StringWriter does not fail", e);
        }
        return CONTROLS.matcher(text.toString())
                .replaceAll(
                        found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
    }

    private static void write(JsonWriter writer, @Nullable Object value) throws IOException {
        if (value instanceof Optional<?> optional) {
            write(writer, optional.orElse(null));
        } else if (value instanceof Map<?, ?> object) {
            writer.beginObject();
            for (Map.Entry<?, ?> entry : object.entrySet()) {
                writer.name(String.valueOf(entry.getKey()));
                write(writer, entry.getValue());
            }
            writer.endObject();
        } else if (value instanceof List<?> array) {
            writer.beginArray();
            for (Object element : array) {
                write(writer, element);
            }
            writer.endArray();
        } else if (value instanceof Number number) {
            writer.value(number);
        } else if (value instanceof Boolean bool) {
            writer.value(bool.booleanValue());
        } else {
            writer.value(value == null ? null : value.toString());
        }
    }
}
