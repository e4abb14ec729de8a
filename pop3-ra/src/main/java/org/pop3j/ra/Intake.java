package org.pop3j.ra;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pop3j.ra.ledger.Delivered;

/**
 * Takes over what sessions have fetched: a mail that came whole is recognized, and handed to the subscriptions that have not taken
 * it before. One session at a time.
 *
 * @param whereabouts is told what came of each message
 * @param owner of the mails that are handed over
 */
record Intake(MaildropAddress maildrop, Whereabouts whereabouts, SpooledMail.Owner owner) {
    private static final System.Logger LOG = System.getLogger(Intake.class.getPackageName());

    /** A mail that is to be handed over. */
    private record Recognized(SpooledMail mail, List<PollPlan.Claim> takers) {}

    /**
     * Takes over what came whole, whatever became of the session afterwards.
     *
     * @return of how many it is known now what is to become of them
     */
    int take(Session ended) throws IOException, SQLException {
        Map<Integer, Octets> whole = ended.spool().whole();
        List<Recognized> mails = new ArrayList<>();
        try {
            return recognize(ended, whole, mails);
        } finally {
            try {
                handOver(mails);
            } finally {
                for (Octets unused : whole.values()) {
                    unused.close();
                }
            }
        }
    }

    private int recognize(Session ended, Map<Integer, Octets> whole, List<Recognized> mails)
            throws IOException, SQLException {
        int known = 0;
        boolean gap = false;
        for (PollPlan.Wanted wanted : wanted(ended)) {
            Octets octets = whole.remove(wanted.message().number());
            if (octets != null) {
                whereabouts.retrieved(wanted.message().uniqueId());
            }
            boolean recognized = octets != null && recognize(gap ? unordered(wanted) : wanted, octets, ended, mails);
            known += recognized ? 1 : 0;
            // Nothing may overtake it where order is strict.
            gap |= !recognized;
        }
        return known;
    }

    private static void handOver(List<Recognized> mails) {
        Map<Subscription, List<SpooledMail>> untried = new LinkedHashMap<>();
        for (Recognized one : mails) {
            one.takers().stream().filter(PollPlan.Claim::untried).forEach(claim -> untried.computeIfAbsent(
                            claim.subscription(), none -> new ArrayList<>())
                    .add(one.mail()));
        }
        untried.forEach(Subscription::countFirstAttempts);
        for (Recognized one : mails) {
            one.takers().forEach(taker -> taker.subscription().offer(one.mail(), taker.breaks()));
        }
    }

    private static List<PollPlan.Wanted> wanted(Session ended) {
        PollPlan plan = ended.plan();
        return plan == null ? List.of() : plan.wanted();
    }

    private static PollPlan.Wanted unordered(PollPlan.Wanted wanted) {
        List<PollPlan.Claim> claims = wanted.claims().stream()
                .filter(claim -> !claim.subscription().settings().isStrictlyOrdered())
                .toList();
        return new PollPlan.Wanted(wanted.message(), claims);
    }

    /** False if it is to be fetched again before anything can be said of it. */
    private boolean recognize(PollPlan.Wanted wanted, Octets octets, Session ended, List<Recognized> mails)
            throws IOException, SQLException {
        Listing.Message message = wanted.message();
        boolean held = false;
        try {
            Fingerprint fingerprint = fingerprint(octets);
            Delivered identity = new Delivered(message.uniqueId(), fingerprint.value(), message.octets());
            Recognition recognition =
                    new Recognition(ended.listed(), ended.suspects(), fingerprint.telling(), whereabouts);
            if (wanted.claims().isEmpty() || recognition.isUndecided(wanted.claims(), identity)) {
                return false;
            }
            List<PollPlan.Claim> takers = recognition.takers(wanted.claims(), identity);
            if (takers.isEmpty()) {
                tellIfKept(identity.uniqueId());
            } else {
                SpooledMail mail = new SpooledMail(identity, octets, takers.size(), owner);
                whereabouts.hold(mail);
                held = true;
                mails.add(new Recognized(mail, takers));
            }
        } finally {
            if (!held) {
                octets.close();
            }
        }
        return true;
    }

    private static Fingerprint fingerprint(Octets octets) throws SpoolException {
        try {
            return Fingerprint.of(octets);
        } catch (IOException e) {
            throw new SpoolException(e);
        }
    }

    private void tellIfKept(String uniqueId) {
        if (whereabouts.stillThere(uniqueId)) {
            LOG.log(
                    Level.WARNING,
                    "POP3J0111 {0}: the server says that it deletes mail {1}, and keeps it; it has been delivered and is"
                            + " left alone",
                    maildrop,
                    uniqueId);
        }
    }

    /** Notes what could not be retrieved; to be called before {@link #take}. */
    void noteTrials(Session ended, boolean failed) {
        Spool spool = ended.spool();
        boolean broken = failed && ended.isRetrieving();
        for (PollPlan.Wanted wanted : wanted(ended)) {
            Listing.Message message = wanted.message();
            if (spool.refused().contains(message.number())) {
                noteRefused(message.uniqueId());
            } else if (broken && !spool.whole().containsKey(message.number())) {
                // The first message that did not come whole is the one that the session broke at.
                if (spool.tooLarge().contains(message.number())) {
                    whereabouts.tooLarge(message.uniqueId());
                } else {
                    whereabouts.brokeAt(message.uniqueId());
                }
                broken = false;
            }
        }
    }

    private void noteRefused(String uniqueId) {
        if (whereabouts.refused(uniqueId)) {
            LOG.log(
                    Level.WARNING,
                    "POP3J0124 {0}: the server lists mail {1} and refuses to give it. It stays there, and is asked for again"
                            + " and again, ever more seldom.",
                    maildrop,
                    uniqueId);
        }
    }
}
