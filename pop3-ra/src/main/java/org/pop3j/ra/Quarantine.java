package org.pop3j.ra;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
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

    private final Settings.Quarantine settings;
    private final Ledger ledger;
    private final LedgerKey key;
    private final Site site;

    Quarantine(Settings.Quarantine settings, Ledger ledger, LedgerKey key, Site site) {
        this.settings = settings;
        this.ledger = ledger;
        this.key = key;
        this.site = site;
    }

    /**
     * Takes in a mail. One that cannot be written to the directory stays on the server.
     *
     * @throws SQLException if the ledger cannot be told: the mail is not given up then, but must be once more
     */
    void take(SpooledMail mail, int attempts, String reason) throws SQLException {
        Optional<Path> directory = settings.directory();
        try {
            if (settings.deadLetter() == Settings.DeadLetter.DIRECTORY && directory.isPresent()) {
                save(mail, new DeadMail(directory.get(), key, mail, attempts, reason));
            } else {
                ledger.insertDead(key, mail.identity());
                log("POP3J0500", mail, attempts, reason, "It stays on the server and is passed over");
            }
        } catch (AlreadyDeliveredException e) {
            LOG.log(Level.DEBUG, "what was given up is in the ledger already: another delivery of it was taken", e);
        }
    }

    private void save(SpooledMail mail, DeadMail file) throws SQLException {
        try {
            file.write(site.maildrop(), site.clock().instant());
        } catch (IOException e) {
            ledger.insertDead(key, mail.identity());
            log(
                    "POP3J0502",
                    mail,
                    file.attempts(),
                    file.reason(),
                    "It cannot be written to " + file.directory() + " (" + Reasons.of(e)
                            + "), so that it stays on the server and is passed over");
            return;
        }
        ledger.insertSaved(key, mail.identity());
        log(
                "POP3J0501",
                mail,
                file.attempts(),
                file.reason(),
                "It is in " + file.message() + " and will be deleted from the server");
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
