package org.pop3j.ra;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the header lets guess of the envelope and of who or what wrote the mail. Hints, not facts: POP3 does not hand over the
 * envelope, and senders can write every line.
 *
 * @param returnPath where delivery reports go (RFC 5321, section 4.4); the empty text is the null address {@code <>}, which
 *     wants none; empty if the server does not tell
 * @param deliveredTo the addresses that the mail was delivered for, the innermost first, where servers note them
 *     ({@code Delivered-To}, {@code X-Original-To}, {@code Envelope-To} and the like)
 * @param autoSubmitted whether the mail says that no person sent it: {@code Auto-Submitted} is there and not {@code no}
 *     (RFC 3834, section 5), or the mail is a report (RFC 6522)
 * @param deliveryReport whether it reports on the delivery of another mail (RFC 3464)
 * @param bulk whether it went to many: {@code Precedence}, or the fields of mailing lists (RFC 2919, RFC 2369)
 */
public record MailOrigin(
        Optional<String> returnPath,
        List<String> deliveredTo,
        boolean autoSubmitted,
        boolean deliveryReport,
        boolean bulk) {

    private static final Set<String> DELIVERED_TO =
            Set.of("delivered-to", "x-delivered-to", "x-original-to", "envelope-to", "x-envelope-to");
    private static final Set<String> BULK = Set.of("bulk", "list", "junk");
    private static final Pattern REPORT = Pattern.compile("multipart/report\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern OF_DELIVERY =
            Pattern.compile(";\\s*report-type\\s*=\\s*\"?delivery-status\\b", Pattern.CASE_INSENSITIVE);

    /** Copies the list. */
    public MailOrigin {
        deliveredTo = List.copyOf(deliveredTo);
    }

    /**
     * Whether an automatic answer may be sent (RFC 3834, section 2): to nobody who would answer automatically in turn, and to
     * no list. A bean that answers only such mail takes part in no loop with those who keep the same rules.
     */
    public boolean mayBeAnswered() {
        boolean nullReturnPath = returnPath.isPresent() && returnPath.get().isEmpty();
        return !(autoSubmitted || deliveryReport || bulk || nullReturnPath);
    }

    static MailOrigin of(HeaderFields header) {
        boolean report = REPORT.matcher(header.first("Content-Type")).matches();
        String autoSubmitted = word(header.first("Auto-Submitted"));
        return new MailOrigin(
                header.all("Return-Path").stream().findFirst().map(MailOrigin::address),
                deliveredTo(header),
                report || !(autoSubmitted.isEmpty() || autoSubmitted.equals("no")),
                report && OF_DELIVERY.matcher(header.first("Content-Type")).find(),
                BULK.contains(word(header.first("Precedence")))
                        || !header.all("List-Id").isEmpty()
                        || !header.all("List-Unsubscribe").isEmpty());
    }

    private static List<String> deliveredTo(HeaderFields header) {
        Set<String> addresses = new LinkedHashSet<>();
        for (HeaderFields.Field field : header.fields()) {
            if (DELIVERED_TO.contains(field.name().toLowerCase(Locale.ROOT))) {
                addresses.add(address(field.value()));
            }
        }
        addresses.remove("");
        return List.copyOf(addresses);
    }

    private static String address(String value) {
        int start = value.indexOf('<');
        int end = value.indexOf('>', start + 1);
        return start < 0 || end < 0 ? value : value.substring(start + 1, end).strip();
    }

    // What follows are parameters and comments.
    private static String word(String value) {
        return value.split("[;(\\s]", 2)[0].toLowerCase(Locale.ROOT);
    }
}
