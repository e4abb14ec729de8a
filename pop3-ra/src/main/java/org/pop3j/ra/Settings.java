package org.pop3j.ra;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pop3j.client.Tls;
import org.pop3j.protocol.Command;
import org.pop3j.ra.ledger.LedgerKey;

/** What an {@linkplain Pop3ActivationSpec activation spec} says, parsed and within its bounds. */
record Settings(
        Server server,
        Duration pollInterval,
        Optional<String> subscriptionName,
        int maxConcurrency,
        Redelivery redelivery,
        Duration drainTimeout,
        LedgerPlace ledger,
        Quarantine quarantine,
        Polling polling,
        Ordering ordering) {

    // Shorter, and a mail server or a bean in trouble would be asked without a pause.
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST_DELETE_DELAY = Duration.ofDays(365);

    /** Where the maildrop is and how to get in. */
    record Server(MaildropAddress address, LoginSettings login, Tls tls, Optional<Path> trustedCertificates) {
        @Override
        public String toString() {
            return address + " (" + tls + ")";
        }
    }

    /** When to try again: the delay is multiplied by the back-off with each attempt, up to the longest. */
    record Redelivery(Duration delay, Duration maxDelay, double backoff) {
        /** The time from the end of the given attempt, 1 for the first, to the next one. */
        Duration after(int attempt) {
            double millis = delay.toMillis() * Math.pow(backoff, Math.max(attempt - 1, 0));
            return millis >= maxDelay.toMillis() ? maxDelay : Duration.ofMillis(Math.round(millis));
        }
    }

    /**
     * Which database holds the ledger: a DataSource, else a directory, else the server's data folder; and for how long it
     * remembers what is gone from the server.
     */
    record LedgerPlace(Optional<String> dataSource, Optional<Path> directory, Duration retention) {}

    /** After how many attempts a mail is given up, and what becomes of it then. */
    record Quarantine(int maxAttempts, DeadLetter deadLetter, Optional<Path> directory) {}

    /** Which mail may be delivered before which. */
    enum Ordering {
        /** Any before any other: several at a time, and none waits for one that is not taken. */
        NONE,
        /** One at a time, as the server lists them; one that is not taken holds up all that come after it. */
        STRICT
    }

    boolean isStrictlyOrdered() {
        return ordering == Ordering.STRICT;
    }

    /** What becomes of a mail that was given up. */
    enum DeadLetter {
        /** It stays on the server and is passed over. */
        PARK,
        /** It is written to a directory and deleted from the server. */
        DIRECTORY,
        /** It is given to the bean's {@link DeadMailListener}, and then deleted from the server. */
        LISTENER
    }

    /**
     * What is fetched from the server, and what is left there.
     *
     * @param deleteAfter how long after it was taken a mail is deleted; empty if never
     * @param maxMessageSize the largest mail that is fetched, in octets
     * @param onUniqueIdReset what to do when all unique-ids have changed
     * @param maxConnectionsPerHost how many sessions there may be at once with the server and its other maildrops
     * @param spoolIsDurable whether what was fetched is to outlive the process
     */
    record Polling(
            Optional<Duration> deleteAfter,
            int maxMessageSize,
            UniqueIdReset onUniqueIdReset,
            int maxConnectionsPerHost,
            boolean spoolIsDurable) {}

    /**
     * Reads a spec.
     *
     * @throws InvalidSettingsException with every fault at once
     */
    static Settings of(Pop3ActivationSpec spec) throws InvalidSettingsException {
        Reader reader = new Reader();
        Tls tls = reader.required("tls", spec.getTls(), Reader::tls, Tls.IMPLICIT);
        int defaultPort = tls == Tls.IMPLICIT ? 995 : 110;
        MaildropAddress address = new MaildropAddress(
                reader.required("serverName", spec.getServerName(), Reader::word, "invalid"),
                reader.optional("portNumber", spec.getPortNumber(), text -> Reader.number(text, 1, 65_535))
                        .orElse(defaultPort),
                reader.required("userName", spec.getUserName(), Reader::user, "invalid"));
        Server server = new Server(
                address,
                LoginSettings.of(reader, spec, tls),
                tls,
                reader.optional("trustedCertificates", spec.getTrustedCertificates(), Reader::file));
        Settings settings = new Settings(
                server,
                reader.duration("pollInterval", spec.getPollInterval(), SHORTEST, Duration.ofDays(1)),
                reader.optional("subscriptionName", spec.getSubscriptionName(), Reader::name),
                reader.required("maxConcurrency", spec.getMaxConcurrency(), text -> Reader.number(text, 1, 64), 1),
                new Redelivery(
                        reader.duration("redeliveryDelay", spec.getRedeliveryDelay(), SHORTEST, Duration.ofDays(7)),
                        reader.duration(
                                "redeliveryMaxDelay", spec.getRedeliveryMaxDelay(), SHORTEST, Duration.ofDays(7)),
                        reader.required("redeliveryBackoff", spec.getRedeliveryBackoff(), Reader::backoff, 1.0)),
                reader.duration("drainTimeout", spec.getDrainTimeout(), Duration.ZERO, Duration.ofMinutes(10)),
                new LedgerPlace(
                        reader.optional("ledgerDataSource", spec.getLedgerDataSource(), Reader::word),
                        reader.optional("ledgerDirectory", spec.getLedgerDirectory(), Reader::path),
                        reader.duration(
                                "ledgerRetention",
                                spec.getLedgerRetention(),
                                Duration.ofDays(1),
                                Duration.ofDays(3650))),
                quarantine(reader, spec),
                reader.polling(spec),
                reader.required("ordering", spec.getOrdering(), Reader::ordering, Ordering.NONE));
        if (settings.polling().spoolIsDurable() && settings.isStrictlyOrdered()) {
            reader.fault("spool", "is DURABLE, which keeps no order: that needs ordering=NONE");
        }
        reader.finish();
        return settings;
    }

    private static Quarantine quarantine(Reader reader, Pop3ActivationSpec spec) {
        DeadLetter deadLetter =
                reader.required("deadLetter", spec.getDeadLetter(), Reader::deadLetter, DeadLetter.PARK);
        Optional<Path> directory = reader.optional("deadLetterDirectory", spec.getDeadLetterDirectory(), Reader::path);
        if (deadLetter == DeadLetter.DIRECTORY && directory.isEmpty()) {
            reader.fault("deadLetterDirectory", "is required with deadLetter=DIRECTORY");
        }
        return new Quarantine(
                reader.required("maxAttempts", spec.getMaxAttempts(), text -> Reader.number(text, 1, 1000), 1),
                deadLetter,
                directory);
    }

    /** Collects the faults, so that a deployer sees them all in one go. */
    static final class Reader {
        private static final Set<String> SECRETS = Set.of("password", "clientSecret", "refreshToken");

        private final Map<String, String> faults = new LinkedHashMap<>();

        /** Something that is wrong, unless the property has a fault already. */
        void fault(String property, String fault) {
            faults.putIfAbsent(property, fault);
        }

        <T> Optional<T> optional(String property, @Nullable String value, Function<String, T> parse) {
            if (value == null || value.isBlank()) {
                return Optional.empty();
            }
            try {
                return Optional.of(parse.apply(Placeholders.resolve(value)));
            } catch (IllegalArgumentException e) {
                faults.put(property, e.getMessage() + asConfigured(property, value));
                return Optional.empty();
            }
        }

        // As it was written, not as it was resolved: the file or variable may hold a secret.
        private static String asConfigured(String property, String value) {
            return SECRETS.contains(property) || value.chars().anyMatch(Character::isISOControl) ? "" : ": " + value;
        }

        <T> T required(String property, @Nullable String value, Function<String, T> parse, T otherwise) {
            Optional<T> parsed = optional(property, value, parse);
            if (parsed.isEmpty()) {
                fault(property, "is required");
            }
            return parsed.orElse(otherwise);
        }

        Duration duration(String property, @Nullable String value, Duration min, Duration max) {
            return required(property, value, text -> duration(text, min, max), min);
        }

        Polling polling(Pop3ActivationSpec spec) {
            return new Polling(
                    deleteAfter(spec),
                    required("maxMessageSize", spec.getMaxMessageSize(), text -> number(text, 1, Integer.MAX_VALUE), 1),
                    required("onUniqueIdReset", spec.getOnUniqueIdReset(), Reader::uniqueIdReset, UniqueIdReset.PAUSE),
                    required(
                            "maxConnectionsPerHost",
                            spec.getMaxConnectionsPerHost(),
                            text -> number(text, 1, Doors.MAX_SESSIONS),
                            1),
                    required("spool", spec.getSpool(), Reader::durable, false));
        }

        private Optional<Duration> deleteAfter(Pop3ActivationSpec spec) {
            boolean keep = required("afterDelivery", spec.getAfterDelivery(), Reader::keep, false);
            Optional<Duration> delay = optional(
                    "deleteDelay", spec.getDeleteDelay(), text -> duration(text, Duration.ZERO, LONGEST_DELETE_DELAY));
            if (keep && delay.isPresent()) {
                faults.putIfAbsent("deleteDelay", "says when to delete, but afterDelivery=KEEP says never");
            }
            return keep ? Optional.empty() : Optional.of(delay.orElse(Duration.ZERO));
        }

        private static UniqueIdReset uniqueIdReset(String text) {
            try {
                return UniqueIdReset.valueOf(text.strip().toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("must be PAUSE, REDELIVER or MATCH_FINGERPRINT", e);
            }
        }

        private static boolean durable(String text) {
            return switch (text.strip().toUpperCase(Locale.ROOT)) {
                case "DURABLE" -> true;
                case "TRANSIENT" -> false;
                default -> throw new IllegalArgumentException("must be TRANSIENT or DURABLE");
            };
        }

        private static boolean keep(String text) {
            return switch (text.strip().toUpperCase(Locale.ROOT)) {
                case "KEEP" -> true;
                case "DELETE" -> false;
                default -> throw new IllegalArgumentException("must be DELETE or KEEP");
            };
        }

        void finish() throws InvalidSettingsException {
            if (!faults.isEmpty()) {
                throw new InvalidSettingsException(faults);
            }
        }

        private static Duration duration(String text, Duration min, Duration max) {
            try {
                Duration duration = Duration.parse(text);
                if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
                    return duration;
                }
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("is not an ISO-8601 duration such as PT30S", e);
            }
            throw new IllegalArgumentException("must lie between " + min + " and " + max);
        }

        private static int number(String text, int min, int max) {
            try {
                int number = Integer.parseInt(text.strip());
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("is not a whole number", e);
            }
            throw new IllegalArgumentException("must lie between " + min + " and " + max);
        }

        private static double backoff(String text) {
            try {
                double factor = Double.parseDouble(text.strip());
                if (factor >= 1 && factor <= 10) {
                    return factor;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("is not a number such as 1.5", e);
            }
            throw new IllegalArgumentException("must lie between 1 and 10");
        }

        private static DeadLetter deadLetter(String text) {
            try {
                return DeadLetter.valueOf(text.strip().toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("must be PARK, DIRECTORY or LISTENER", e);
            }
        }

        private static Ordering ordering(String text) {
            try {
                return Ordering.valueOf(text.strip().toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("must be NONE or STRICT", e);
            }
        }

        private static Tls tls(String text) {
            try {
                return Tls.valueOf(text.strip().toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("must be IMPLICIT, STLS or NONE", e);
            }
        }

        private static Path file(String text) {
            Path file = path(text);
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException("no such readable file");
            }
            return file;
        }

        private static Path path(String text) {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("is not a path", e);
            }
        }

        private static String user(String text) {
            return sendable(word(text), Command::user);
        }

        static String password(String text) {
            return sendable(line(text), password -> Command.pass(password.toCharArray()));
        }

        // Better told when the bean is activated than at each poll.
        private static String sendable(String text, Function<String, Command> command) {
            try {
                command.apply(text).wipe();
                return text;
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "cannot be sent: a POP3 command has at most " + Command.MAX_OCTETS + " octets", e);
            }
        }

        private static String name(String text) {
            if (text.length() > LedgerKey.MAX_SUBSCRIPTION) {
                throw new IllegalArgumentException("must have at most " + LedgerKey.MAX_SUBSCRIPTION + " characters");
            }
            return word(text);
        }

        static String word(String text) {
            String word = line(text).strip();
            if (word.isEmpty()) {
                throw new IllegalArgumentException("is empty");
            }
            return word;
        }

        // Whatever goes into a POP3 command must not be able to end it. The text may be a secret: it is not repeated.
        static String line(String text) {
            if (text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
                throw new IllegalArgumentException("must not hold a line end or NUL");
            }
            return text;
        }
    }
}
