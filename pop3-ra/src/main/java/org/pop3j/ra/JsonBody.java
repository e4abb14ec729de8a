package org.pop3j.ra;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Reads JSON. A class of its own, so that nothing else needs JSON-B to be there. */
final class JsonBody {
    private JsonBody() {}

    // Not kept from one mail to the next: what it remembers of the application's types would outlive the application.
    static @Nullable Object read(InputStream in, Type type) throws Exception {
        Jsonb jsonb = JsonbBuilder.create();
        try {
            return jsonb.fromJson(in, type);
        } finally {
            jsonb.close();
        }
    }
}
