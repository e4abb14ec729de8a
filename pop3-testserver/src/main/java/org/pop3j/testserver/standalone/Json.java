package org.pop3j.testserver.standalone;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON as the control speaks it. */
final class Json {
    private Json() {}

    /** Writes a tree of maps, lists, texts, numbers and booleans; what is empty or null is null. */
    static String of(Map<String, ?> object) {
        StringWriter text = new StringWriter();
        try {
            JsonWriter writer = new JsonWriter(text);
            writer.setHtmlSafe(true);
            write(writer, object);
            writer.flush();
        } catch (IOException e) {
            throw new AssertionError("a StringWriter does not fail", e);
        }
        return text.toString();
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

    /**
     * Reads an object of texts and numbers, each as text.
     *
     * @param names the members that it has, no fewer and no more
     * @throws Refusal if it is anything else. Values are not repeated: a password may be among them.
     */
    static Map<String, String> object(String text, List<String> names) throws Refusal {
        Map<String, String> members = new HashMap<>();
        try {
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            reader.beginObject();
            while (reader.hasNext()) {
                String name = reader.nextName();
                JsonToken kind = reader.peek();
                if (kind != JsonToken.STRING && kind != JsonToken.NUMBER) {
                    throw malformed(names);
                }
                String value = reader.nextString();
                if (!names.contains(name) || !isText(value) || members.put(name, value) != null) {
                    throw malformed(names);
                }
            }
            reader.endObject();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw malformed(names);
            }
        } catch (IOException | IllegalStateException e) {
            throw malformed(names);
        }
        if (members.size() < names.size()) {
            throw malformed(names);
        }
        return members;
    }

    /** Half of a surrogate pair is no character, and would become a question mark on its way. */
    private static boolean isText(String value) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }

    private static Refusal malformed(List<String> names) {
        String form = String.join("\": ..., \"", names);
        return new Refusal(Refusal.BAD_REQUEST, "the body has to be a JSON object: {\"" + form + "\": ...}");
    }
}
