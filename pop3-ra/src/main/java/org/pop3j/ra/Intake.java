package org.pop3j.ra;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pop3j.ra.ledger.Delivered;

/**
 * Takes over what sessions have fetched: a mail that came whole is recognized, and handed to the subscriptions that have not taken
 * it before. One session at a time.
 *
 * @param whereabouts is told what came of each message
 * @param memory counts the files that are open
 * @param owner of the mails that are handed over
 */
record Intake(MaildropAddress maildrop, Whereabouts whereabouts, SpoolMemory memory, SpooledMail.Owner owner) {
    private static final System.Logger LOG = System.getLogger(Intake.class.getPackageName());

    /**
     * A mail that is here.
     *
     * @param octets what the scan listing says
     * @param claims of those that may need it
     * @param forAll whether nobody else may
     */
    private record Arrived(String uniqueId, long octets, List<PollPlan.Claim> claims, boolean forAll) {
        /** Without those that want their mail in order. */
        private Arrived unordered() {
            List<PollPlan.Claim> rest = claims.stream()
                    .filter(claim -> !claim.subscription().settings().isStrictlyOrdered())
                    .toList();
            return new Arrived(uniqueId, octets, rest, forAll && rest.size() == claims.size());
        }
    }

    /** What has come of the mails of one session by now. */
    private static final class Progress {
        private final List<Recognized> mails = new ArrayList<>();
        private int known;
        // Nothing may overtake what is left behind, where order is strict.
        private boolean gap;

        void add(boolean recognized) {
            known += recognized ? 1 : 0;
            gap |= !recognized;
        }
    }

    /** A mail that is to be handed over. */
    private record Recognized(SpooledMail mail, List<PollPlan.Claim> takers) {}

    /**
     * Takes over what came whole, whatever became of the session afterwards.
     *
     * @return of how many it is known now what is to become of them
     */
    int take(Session ended) throws IOException, SQLException {
        Map<Integer, Octets> whole = ended.spool().whole();
        Progress progress = new Progress();
        try {
            // In this order: what was fetched before is older.
            recover(ended, progress);
            recognize(ended, whole, progress);
            return progress.known;
        } finally {
            try {
                handOver(progress.mails);
            } finally {
                for (Octets unused : whole.values()) {
                    unused.close();
                }
            }
        }
    }

    private void recover(Session ended, Progress progress) throws IOException, SQLException {
        List<SpoolFolder.Kept> left = ended.kept().stream()
                .filter(kept -> !whereabouts.isHeld(kept.uniqueId()))
                .toList();
        // Else it is not known yet what was delivered.
        if (left.isEmpty() || !ended.isRetrieving()) {
            return;
        }
        List<String> uniqueIds = left.stream().map(SpoolFolder.Kept::uniqueId).toList();
        Map<Subscription, Map<String, PollPlan.Claim>> claims = new LinkedHashMap<>();
        for (Subscription subscription : ended.subscriptions()) {
            claims.put(
                    subscription, subscription.isClosed() ? Map.of() : subscription.claims(uniqueIds, ended.begun()));
        }
        for (SpoolFolder.Kept kept : left) {
            Arrived arrived = arrived(kept, claims);
            // One at least, whoever else has files.
            boolean room = memory.filesLeft() > 0 || progress.mails.isEmpty();
            if (room && !whereabouts.isHeld(kept.uniqueId())) {
                recover(kept, arrived, ended, progress.mails);
            }
        }
        // What is kept for a while though all have taken it is no progress.
        progress.known += progress.mails.size();
    }

    private static Arrived arrived(SpoolFolder.Kept kept, Map<Subscription, Map<String, PollPlan.Claim>> claims) {
        List<Subscription> wanting = claims.keySet().stream()
                .filter(one -> kept.octets() <= one.settings().polling().maxMessageSize())
                .toList();
        List<PollPlan.Claim> these = claims.entrySet().stream()
                // It was not too large when it was fetched: then somebody is to have it.
                .filter(of -> wanting.isEmpty() || wanting.contains(of.getKey()))
                .flatMap(of -> Stream.ofNullable(of.getValue().get(kept.uniqueId())))
                .toList();
        boolean forAll = these.size() == (wanting.isEmpty() ? claims.size() : wanting.size());
        return new Arrived(kept.uniqueId(), kept.octets(), these, forAll);
    }

    private void recover(SpoolFolder.Kept kept, Arrived arrived, Session ended, List<Recognized> mails)
            throws SQLException {
        try {
            whereabouts.retrieved(kept.uniqueId());
            recognize(arrived, kept.open(memory), ended, mails);
        } catch (IOException e) {
            // The others do not wait for it.
            if (whereabouts.isUnreadable(kept.uniqueId())) {
                LOG.log(
                        Level.WARNING,
                        "POP3J0125 {0}: mail {1} was fetched before, and {2} cannot be read: {3}. It stays there and is tried again"
                                + " with each poll.",
                        maildrop,
                        kept.uniqueId(),
                        kept.file(),
                        Reasons.of(e));
            }
        }
    }

    private void recognize(Session ended, Map<Integer, Octets> whole, Progress progress)
            throws IOException, SQLException {
        for (PollPlan.Wanted wanted : wanted(ended)) {
            Octets octets = whole.remove(wanted.message().number());
            if (octets != null) {
                whereabouts.retrieved(wanted.message().uniqueId());
            }
            Arrived arrived = new Arrived(
                    wanted.message().uniqueId(),
                    wanted.message().octets(),
                    wanted.claims(),
                    wanted.claims().size() == ended.subscriptions().size());
            progress.add(octets != null
                    && recognize(progress.gap ? arrived.unordered() : arrived, octets, ended, progress.mails));
        }
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

    /** False if it is to be fetched again, or looked at again, before anything can be said of it. */
    private boolean recognize(Arrived arrived, Octets octets, Session ended, List<Recognized> mails)
            throws IOException, SQLException {
        boolean held = false;
        try {
            Fingerprint fingerprint = fingerprint(octets);
            Delivered identity = new Delivered(arrived.uniqueId(), fingerprint.value(), arrived.octets());
            Recognition recognition =
                    new Recognition(ended.listed(), ended.suspects(), fingerprint.telling(), whereabouts);
            if (arrived.claims().isEmpty() || recognition.isUndecided(arrived.claims(), identity)) {
                return false;
            }
            List<PollPlan.Claim> takers = recognition.takers(arrived.claims(), identity);
            Optional<Instant> asked = arrived.forAll() ? Optional.of(ended.begun()) : Optional.empty();
            if (takers.isEmpty()) {
                tellIfKept(identity.uniqueId());
                if (asked.filter(owner::mayForget).isPresent()) {
                    octets.remove();
                }
            } else {
                SpooledMail mail = new SpooledMail(identity, octets, takers.size(), asked, owner);
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
