package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.Capability;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.ServerSettings;

/** How a server behaves that is to be like a known one: what its {@link Profile} means for settings, answers and maildrops. Thread-safe. */
final class Manner {
    /** So many messages a session of Gmail shows, the oldest ones. */
    static final int WINDOW = 250;

    private static final List<String> NONE = List.of();

    private final Profile profile;
    private final Map<Stage, List<String>> capabilities = new EnumMap<>(Stage.class);
    /** Unique-ids of messages that were fetched. */
    private final Set<String> fetched = ConcurrentHashMap.newKeySet();

    /**
     * The manner of a profile.
     *
     * @param announced the lines of the answer to CAPA where they are not to be the right ones
     */
    Manner(Profile profile, Map<Stage, List<String>> announced) {
        this.profile = profile;
        if (profile == Profile.GMAIL_LIKE) {
            List<String> before = List.of("USER", "RESP-CODES", "SASL PLAIN XOAUTH2 OAUTHBEARER");
            capabilities.put(Stage.BEFORE_LOGIN, before);
            capabilities.put(Stage.AFTER_STLS, before);
        }
        capabilities.putAll(announced);
    }

    /** Whether nothing differs from what the engine says. */
    boolean plain() {
        return capabilities.isEmpty()
                && (profile == Profile.STRICT || profile == Profile.MINIMAL_RFC1939 || profile == Profile.NO_UIDL);
    }

    ServerSettings settings(ServerSettings right) {
        ServerSettings settings = right;
        for (Keyword unknown : profile.unknown()) {
            settings = settings.without(unknown);
        }
        return switch (profile) {
            case DOVECOT_LIKE ->
                settings.withGreeting("Dovecot ready.")
                        .withAnnounced(announced(
                                "CAPA", Capabilities.RESP_CODES, Capabilities.PIPELINING, Capabilities.AUTH_RESP_CODE))
                        .withMaxRefusals(3);
            case GMAIL_LIKE ->
                settings.withGreeting("Gpop ready for requests from 127.0.0.1")
                        .withAnnounced(announced(Capabilities.RESP_CODES, Capabilities.PIPELINING));
            case EXCHANGE_LIKE ->
                settings.withGreeting("The Microsoft Exchange POP3 service is ready.")
                        .withAnnounced(List.of());
            case MINIMAL_RFC1939 -> settings.withAnnounced(List.of());
            default -> settings;
        };
    }

    private static List<Capability> announced(String... tags) {
        return List.of(tags).stream().map(tag -> new Capability(tag, List.of())).toList();
    }

    /** The lines of the answer to CAPA; none if they are the right ones. */
    List<String> capabilities(Stage stage) {
        return capabilities.getOrDefault(stage, NONE);
    }

    /** Lines and the final dot. */
    static byte[] listing(List<String> lines) {
        return (String.join("\r\n", lines) + "\r\n.\r\n").getBytes(ISO_8859_1);
    }

    /** The status line in its words. */
    String statusLine(String keyword, String right) {
        return ProfileTexts.of(profile).statusLine(keyword, right);
    }

    /** What is said to a command instead of doing what it asks for. */
    Optional<String> refusal(CommandText command) {
        return profile == Profile.EXCHANGE_LIKE && command.hasInitialResponse()
                ? Optional.of("-ERR Protocol error. 14")
                : Optional.empty();
    }

    /** Whether QUIT is answered before the messages are removed. */
    boolean answersQuitFirst() {
        return profile == Profile.EXCHANGE_LIKE;
    }

    /** How many messages a session shows at most. */
    int window() {
        return profile == Profile.GMAIL_LIKE ? WINDOW : Integer.MAX_VALUE;
    }

    /** Told which message was sent whole. */
    void retrieved(String uniqueId) {
        if (profile == Profile.GMAIL_LIKE) {
            fetched.add(uniqueId);
        }
    }

    boolean hides(String uniqueId) {
        return fetched.contains(uniqueId);
    }

    /** The size that is told. */
    long octets(long right) {
        // Exchange tells what the message takes in its store.
        return profile == Profile.EXCHANGE_LIKE ? right - right / 8 : right;
    }

    /** The unique-id in its form. */
    String uniqueId(String right) {
        return switch (profile) {
            case DOVECOT_LIKE -> hash(right, 8);
            case GMAIL_LIKE -> "GmailId" + hash(right, 8);
            case EXCHANGE_LIKE -> "AAMk" + hash(right, 16).toUpperCase(Locale.ROOT) + "=";
            default -> right;
        };
    }

    void reset() {
        fetched.clear();
    }

    private static String hash(String text, int octets) {
        return Digests.sha256(text).substring(0, 2 * octets);
    }
}
