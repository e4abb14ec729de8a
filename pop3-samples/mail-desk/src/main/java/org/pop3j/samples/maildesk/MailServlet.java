package org.pop3j.samples.maildesk;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ejb.EJB;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.mail.MessagingException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;

/** {@code POST /api/mails}: puts a mail into the embedded maildrop. The adapter finds it there as it finds any other. */
@WebServlet("/api/mails")
public final class MailServlet extends HttpServlet {
    private static final int MAX_BODY = 64 * 1024;

    @EJB
    @SuppressWarnings("NullAway.Init") // set by the container
    private transient EmbeddedMaildrop embedded;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String type = request.getContentType();
        if (type == null || !type.startsWith("application/json")) {
            response.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            return;
        }
        try (JsonReader reader = Json.createReader(new StringReader(new String(body, UTF_8)))) {
            deliver(reader.readObject(), response);
        } catch (JsonException e) {
            refuse(response, "The request is not a JSON object");
        } catch (MessagingException e) {
            // A form filled in wrongly: the message is for the person who did it.
            refuse(response, String.valueOf(e.getMessage()));
        }
    }

    private static void refuse(HttpServletResponse response, String problem) throws IOException {
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        DeskJson.write(
                response, Json.createObjectBuilder().add("problem", problem).build());
    }

    private void deliver(JsonObject json, HttpServletResponse response) throws MessagingException, IOException {
        byte[] mail = OutgoingMail.of(
                json.getString("from", ""),
                json.getString("subject", ""),
                json.getString("text", ""),
                json.getString("fail", ""));
        Optional<String> uniqueId = embedded.deliver(mail);
        if (uniqueId.isEmpty()) {
            response.sendError(HttpServletResponse.SC_CONFLICT, "There is no embedded maildrop");
            return;
        }
        response.setStatus(HttpServletResponse.SC_CREATED);
        DeskJson.write(
                response,
                Json.createObjectBuilder().add("uniqueId", uniqueId.get()).build());
    }
}
