package org.pop3j.servers;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** The management interface of a WildFly that asks nobody who they are. */
record WildFlyManagement(URI uri) {
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Whether it worked; if not, WildFly has undone all of it, and told why in its log. */
    boolean deploy(Path archive) {
        JsonObject operation =
                operation("add", "deployment", archive.getFileName().toString());
        operation.add("content", content(archive));
        operation.addProperty("enabled", true);
        return perform(operation);
    }

    boolean isDeployed(String name) {
        return perform(operation("read-resource", "deployment", name));
    }

    boolean undeploy(String name) {
        return perform(operation("remove", "deployment", name));
    }

    boolean redeploy(Path archive) {
        JsonObject operation = new JsonObject();
        operation.addProperty("operation", "full-replace-deployment");
        operation.addProperty("name", archive.getFileName().toString());
        operation.add("content", content(archive));
        operation.addProperty("enabled", true);
        return perform(operation);
    }

    private static JsonObject operation(String name, String... address) {
        JsonArray steps = new JsonArray();
        for (int i = 0; i < address.length; i += 2) {
            JsonObject step = new JsonObject();
            step.addProperty(address[i], address[i + 1]);
            steps.add(step);
        }
        JsonObject operation = new JsonObject();
        operation.addProperty("operation", name);
        operation.add("address", steps);
        return operation;
    }

    private static JsonArray content(Path archive) {
        JsonObject item = new JsonObject();
        item.addProperty("url", archive.toUri().toString());
        JsonArray content = new JsonArray();
        content.add(item);
        return content;
    }

    private boolean perform(JsonObject operation) {
        return answer(operation).get("outcome").getAsString().equals("success");
    }

    private JsonObject answer(JsonObject operation) {
        HttpRequest request = HttpRequest.newBuilder(uri.resolve("/management"))
                .timeout(BOUND)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(operation.toString()))
                .build();
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return JsonParser.parseString(response.body()).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
