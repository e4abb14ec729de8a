package org.pop3j.ra;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.pop3j.ra.ledger.AlreadyDeliveredException;
import org.pop3j.ra.ledger.Ledger;
import org.pop3j.ra.ledger.LedgerKey;

/**
 * What becomes of the mails that a subscription has given up. Looks at their octets only, never into them: what cannot be
 * parsed ends here too. Safe for use by any thread.
 */
final class Quarantine {
    private static final System.Logger LOG = System.getLogger(Quarantine.class.getPackageName());

    private static final Duration LATER = Duration.ofMinutes(10);
    // Whether the server still has it is known when it has been listed once more.
    private static final Duration AFTER_A_LISTING = Duration.ofMillis(500);

    private final Settings.Quarantine settings;
    private final Endpoint endpoint;
    private final Ledger ledger;
    private final LedgerKey key;
    private final Site site;

    Quarantine(Settings.Quarantine settings, Endpoint endpoint, Ledger ledger, LedgerKey key, Site site) {
        this.settings = settings;
        this.endpoint = endpoint;
        this.ledger = ledger;
        this.key = key;
        this.site = site;
    }

    /**
     * Takes in a mail. One that can be put nowhere else stays on the server.
     *
     * @return {@code Settled}, or why the mail must be given up once more
     * @throws SQLException if the ledger cannot be told: the mail is not given up then, but must be once more
     */
    Courier.Fate take(SpooledMail mail, int attempts, String reason) throws SQLException {
        try {
            return switch (settings.deadLetter()) {
                case LISTENER -> give(mail, attempts, reason);
                case DIRECTORY ->
                    save(mail, attempts, reason, settings.directory().orElseThrow());
                case PARK -> park(mail, attempts, reason);
            };
        } catch (AlreadyDeliveredException e) {
            LOG.log(Level.DEBUG, "what was given up is in the ledger already: another delivery of it was taken", e);
            return new Courier.Fate.Settled();
        }
    }

    private Courier.Fate park(SpooledMail mail, int attempts, String reason) throws SQLException {
        if (mail.isGoneFromServer()) {
            return keep(mail, attempts, reason);
        }
        if (!mail.isOnServer()) {
            return new Courier.Fate.Again(AFTER_A_LISTING);
        }
        ledger.insertDead(key, mail.identity());
        log("POP3J0500", mail, attempts, reason, "It stays on the server and is passed over");
        return new Courier.Fate.Settled();
    }

    // Some servers hide or remove what was fetched: then the only copy must not be let go of.
    private Courier.Fate keep(SpooledMail mail, int attempts, String reason) throws SQLException {
        Optional<Path> directory =
                settings.directory().or(() -> Ledgers.dataFolder().map(data -> data.resolve("dead-letters")));
        if (directory.isPresent()) {
            return save(mail, attempts, reason, directory.get());
        }
        return keepInMemory(mail, attempts, reason, "there is no deadLetterDirectory");
    }

    private Courier.Fate keepInMemory(SpooledMail mail, int attempts, String reason, String why) {
        log(
                "POP3J0504",
                mail,
                attempts,
                reason,
                "The server no longer has it, and " + why + ": it is kept in memory until it can be written");
        return new Courier.Fate.Again(LATER);
    }

    private Courier.Fate give(SpooledMail mail, int attempts, String reason) throws SQLException {
        Target target = endpoint.listener().forDead(reason).orElseThrow();
        Delivery.Result result =
                new Delivery(endpoint, ledger, key, site.maildrop(), mail).runForDead(target, settings.maxAttempts());
        if (result instanceof Delivery.Result.NotNow notNow) {
            return new Courier.Fate.NotNow(notNow.reason());
        }
        if (result instanceof Delivery.Result.Taken taken && !taken.recorded()) {
            // Given once: the next time it is parked.
            return new Courier.Fate.NotNow(
                    new IllegalStateException("the ledger does not know what onDeadMail has taken"));
        }
        if (result instanceof Delivery.Result.Taken || result instanceof Delivery.Result.TakenBefore) {
            log("POP3J0503", mail, attempts, reason, "onDeadMail has taken it, and the server's is treated as taken");
            return new Courier.Fate.Settled();
        }
        String why = result instanceof Delivery.Result.NotTaken notTaken
                ? Reasons.of(notTaken.reason())
                : "it has been given to it before";
        return park(mail, attempts, reason + "; nor has onDeadMail taken it: " + why);
    }

    private Courier.Fate save(SpooledMail mail, int attempts, String reason, Path directory) throws SQLException {
        DeadMail file = new DeadMail(directory, key, mail, attempts, reason);
        try {
            file.write(site.maildrop(), site.clock().instant());
        } catch (IOException e) {
            String failed = "it cannot be written to " + directory + " (" + Reasons.of(e) + ")";
            if (mail.isGoneFromServer()) {
                return keepInMemory(mail, attempts, reason, failed);
            }
            if (!mail.isOnServer()) {
                return new Courier.Fate.Again(AFTER_A_LISTING);
            }
            ledger.insertDead(key, mail.identity());
            log("POP3J0502", mail, attempts, reason, "It stays on the server and is passed over: " + failed);
            return new Courier.Fate.Settled();
        }
        ledger.insertSaved(key, mail.identity());
        log(
                "POP3J0501",
                mail,
                attempts,
                reason,
                "It is in " + file.message() + ", and what the server has is treated as taken");
        return new Courier.Fate.Settled();
    }

    private void log(String number, SpooledMail mail, int attempts, String reason, String whatNow) {
        LOG.log(
                Level.WARNING,
                "{0} {1}: mail {2} is given up for {3} after {4} attempts: {5}. {6}.",
                number,
                site.maildrop(),
                mail.uniqueId(),
                key.subscription(),
                attempts,
                reason,
                whatNow);
    }
}
