package org.pop3j.samples.maildesk.it;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.openqa.selenium.json.Json;

/** What {@code GET /api/desk} says. */
record DeskState(boolean embedded, List<Ticket> tickets, List<Refusal> refusals, MaildropState maildrop) {

    /** One ticket; {@code sha256} is that of the raw mail, in hexadecimal digits. */
    record Ticket(String uniqueId, int attempt, String subject, long octets, String sha256) {}

    /** An attempt that the bean refused because the mail asked for it. */
    record Refusal(String uniqueId, int attempt) {}

    record MaildropState(String state, String lastError, String lastSuccess, long failedPolls) {}

    /** The unique-ids of all tickets, one for each ticket. */
    List<String> uniqueIds() {
        return tickets.stream().map(Ticket::uniqueId).toList();
    }

    /** The digest of each ticket's mail, by unique-id. */
    Map<String, String> digests() {
        return tickets.stream().collect(Collectors.toMap(Ticket::uniqueId, Ticket::sha256, (one, other) -> one));
    }

    /** The attempts at a mail that were refused, in order. */
    List<Integer> refusedAttempts(String uniqueId) {
        return refusals.stream()
                .filter(refusal -> refusal.uniqueId().equals(uniqueId))
                .map(Refusal::attempt)
                .sorted()
                .toList();
    }

    /** The unique-ids that more than one ticket has: mails that were delivered twice. */
    Set<String> duplicates() {
        return tickets.stream().collect(Collectors.groupingBy(Ticket::uniqueId)).entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    static DeskState parse(String json) {
        Map<?, ?> desk = new Json().toType(json, Map.class);
        List<?> tickets = value(desk, "tickets", List.class);
        List<?> refusals = value(desk, "refusals", List.class);
        return new DeskState(
                value(desk, "embedded", Boolean.class),
                tickets.stream().map(ticket -> ticket((Map<?, ?>) ticket)).toList(),
                refusals.stream().map(refusal -> refusal((Map<?, ?>) refusal)).toList(),
                maildrop(value(desk, "maildrop", Map.class)));
    }

    /** While the adapter polls nothing there is only a state. */
    private static MaildropState maildrop(Map<?, ?> maildrop) {
        String state = value(maildrop, "state", String.class);
        return state.equals("ABSENT")
                ? new MaildropState(state, "", "", 0)
                : new MaildropState(
                        state,
                        value(maildrop, "lastError", String.class),
                        value(maildrop, "lastSuccess", String.class),
                        value(maildrop, "failedPolls", Number.class).longValue());
    }

    private static Ticket ticket(Map<?, ?> ticket) {
        return new Ticket(
                value(ticket, "uniqueId", String.class),
                value(ticket, "attempt", Number.class).intValue(),
                value(ticket, "subject", String.class),
                value(ticket, "octets", Number.class).longValue(),
                value(ticket, "sha256", String.class));
    }

    private static Refusal refusal(Map<?, ?> refusal) {
        return new Refusal(
                value(refusal, "uniqueId", String.class),
                value(refusal, "attempt", Number.class).intValue());
    }

    private static <T> T value(Map<?, ?> object, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(object.get(name), () -> "No " + name + " in " + object));
    }
}
