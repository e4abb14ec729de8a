package org.pop3j.samples.maildesk;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.pop3j.samples.maildesk.Ticket.Attached;

/** The records as JSON. */
final class DeskJson {
    private DeskJson() {}

    static JsonArrayBuilder tickets(List<Ticket> tickets) {
        JsonArrayBuilder json = Json.createArrayBuilder();
        tickets.forEach(ticket -> json.add(ticket(ticket)));
        return json;
    }

    static JsonObjectBuilder ticketWithText(Ticket ticket) {
        return ticket(ticket).add("text", ticket.text());
    }

    private static JsonObjectBuilder ticket(Ticket ticket) {
        JsonArrayBuilder attachments = Json.createArrayBuilder();
        ticket.attachments().forEach(attached -> attachments.add(attached(attached)));
        return Json.createObjectBuilder()
                .add("id", ticket.id())
                .add("uniqueId", ticket.uniqueId())
                .add("maildrop", ticket.maildrop())
                .add("attempt", ticket.attempt())
                .add("sender", ticket.sender())
                .add("subject", ticket.subject())
                .add("receivedAt", ticket.receivedAt().toString())
                .add("octets", ticket.octets())
                .add("sha256", ticket.sha256())
                .add("attachments", attachments);
    }

    private static JsonObjectBuilder attached(Attached attached) {
        return Json.createObjectBuilder()
                .add("number", attached.number())
                .add("name", attached.name())
                .add("type", attached.type())
                .add("octets", attached.octets())
                .add("kept", attached.kept());
    }

    static JsonArrayBuilder refusals(List<Refusal> refusals) {
        JsonArrayBuilder json = Json.createArrayBuilder();
        refusals.forEach(refusal -> json.add(Json.createObjectBuilder()
                .add("at", refusal.at().toString())
                .add("uniqueId", refusal.uniqueId())
                .add("attempt", refusal.attempt())
                .add("subject", refusal.subject())
                .add("failure", refusal.failure().name().toLowerCase(Locale.ROOT))));
        return json;
    }

    static void write(HttpServletResponse response, JsonStructure json) throws IOException {
        // Not through the response's writer: with that, Open Liberty takes the number of characters for the length, and
        // an answer with a letter beyond ASCII ends too early.
        byte[] octets = json.toString().getBytes(UTF_8);
        response.setContentType("application/json");
        response.setContentLength(octets.length);
        response.getOutputStream().write(octets);
    }
}
