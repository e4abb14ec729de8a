package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pop3j.protocol.ScanListing;
import org.pop3j.ra.ledger.Delivered;
import org.pop3j.ra.ledger.EmbeddedDatabase;
import org.pop3j.ra.ledger.Entry;
import org.pop3j.ra.ledger.Ledger;
import org.pop3j.ra.ledger.LedgerKey;

class PollPlanTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final PollPlan.Room ROOM = new PollPlan.Room(10, 10_000, true);

    private final TestContainer container = new TestContainer();
    private final Timer timer = container.createTimer();
    private Subscription orders = subscription("orders");
    private final Subscription audit = subscription("audit");
    private final Map<Subscription, Map<String, Entry>> ledger = new LinkedHashMap<>();
    private final Set<String> staying = new HashSet<>();

    // A subscription is only an identity to a plan; nothing of this one is ever run.
    private Subscription subscription(String name) {
        return subscription(name, "1000000");
    }

    private Subscription subscription(String name, String maxMessageSize) {
        MaildropAddress address = new MaildropAddress("mail.example", 995, "orders");
        StrictEndpointFactory factory = new StrictEndpointFactory(mail -> {}, container.transactions(), true);
        try {
            Pop3ActivationSpec spec = new Pop3ActivationSpec();
            spec.setServerName(address.host());
            spec.setUserName(address.user());
            spec.setPassword("x");
            spec.setMaxMessageSize(maxMessageSize);
            return new Subscription(
                    Endpoint.of(factory, container.transactions()),
                    Settings.of(spec),
                    new LedgerKey(address.key(), name),
                    new Ledger(new EmbeddedDatabase(Path.of("unused")), Clock.systemUTC()),
                    new Site(
                            address,
                            new Schedule(container, timer, new SplittableRandom(1)),
                            Clock.systemUTC(),
                            new MaildropState(address, Clock.systemUTC()),
                            new Doors(Clock.systemUTC()),
                            new SpoolMemory()),
                    Optional.empty());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void end() {
        timer.cancel();
        container.close();
    }

    private static Listing listing(int... octets) {
        List<ScanListing> scans = new ArrayList<>();
        Map<Integer, String> uniqueIds = new LinkedHashMap<>();
        for (int i = 0; i < octets.length; i++) {
            scans.add(new ScanListing(i + 1, octets[i]));
            uniqueIds.put(i + 1, "id-" + (i + 1));
        }
        return new Listing(scans, uniqueIds, Optional.empty());
    }

    private static Entry entry(Entry.State state, String uniqueId, long octets) {
        return new Entry(state, Optional.of(new Delivered(uniqueId, "f".repeat(43), octets)), 1, Optional.empty());
    }

    private static Entry waiting(Instant until) {
        return new Entry(Entry.State.NEW, Optional.empty(), 1, Optional.of(until));
    }

    private static Entry tried() {
        return new Entry(Entry.State.NEW, Optional.empty(), 1, Optional.empty());
    }

    private static PollPlan.Circumstances with(Set<String> held, PollPlan.Room room) {
        return new PollPlan.Circumstances(held, Map.of(), Set.of(), Set.of(), true, room, NOW);
    }

    private PollPlan plan(Listing listing, Set<String> inHand, PollPlan.Room room) {
        return plan(listing, with(inHand, room));
    }

    private PollPlan plan(Listing listing, PollPlan.Circumstances circumstances) {
        ledger.putIfAbsent(orders, Map.of());
        Map<Subscription, Standing> standings = new LinkedHashMap<>();
        ledger.forEach((subscription, entries) -> {
            Standing standing = new Standing(listing, circumstances.held(), new DeliveryQueue.Snapshot(Set.of(), 0));
            entries.forEach((uniqueId, entry) -> {
                standing.tried(uniqueId, entry.nextAttempt());
                entry.delivered().ifPresent(delivered -> standing.settled(uniqueId, entry.state(), delivered.octets()));
            });
            standings.put(subscription, standing);
        });
        return Planner.plan(listing, new PollPlan.Known(standings, staying), circumstances);
    }

    private static List<Integer> numbers(PollPlan plan) {
        return plan.wanted().stream().map(wanted -> wanted.message().number()).toList();
    }

    @Test
    void whatTheLedgerHasNotHeardOfIsWanted() {
        PollPlan plan = plan(listing(10, 20), Set.of(), ROOM);

        assertThat(numbers(plan)).containsExactly(1, 2);
        assertThat(plan.settled()).isEmpty();
        assertThat(plan.backlog()).isEqualTo(2);
    }

    @Test
    void whatEverySubscriptionHasTakenIsSettled() {
        ledger.put(orders, Map.of("id-1", entry(Entry.State.DELIVERED, "id-1", 10)));
        ledger.put(audit, Map.of("id-1", entry(Entry.State.DELIVERED, "id-1", 10)));

        PollPlan plan = plan(listing(10), Set.of(), ROOM);

        assertThat(plan.settled()).extracting(Listing.Message::uniqueId).containsExactly("id-1");
        assertThat(plan.backlog()).isZero();
    }

    @Test
    void whatOneSubscriptionHasNotTakenIsNotSettledAndWantedForThatOne() {
        ledger.put(orders, Map.of("id-1", entry(Entry.State.DELIVERED, "id-1", 10)));
        ledger.put(audit, Map.of());

        PollPlan plan = plan(listing(10), Set.of(), ROOM);

        assertThat(plan.settled()).isEmpty();
        assertThat(plan.wanted()).singleElement().satisfies(wanted -> assertThat(wanted.claims())
                .containsExactly(new PollPlan.Claim(audit, 0, true)));
    }

    @Test
    void onlyWhatNoDeliveryHasBegunOfIsUntried() {
        ledger.put(orders, Map.of("id-1", waiting(NOW), "id-2", tried()));

        assertThat(plan(listing(10, 10, 10), Set.of(), ROOM).wanted())
                .flatExtracting(PollPlan.Wanted::claims)
                .extracting(PollPlan.Claim::untried)
                .containsExactly(false, false, true);
    }

    @Test
    void whatIsInHandIsLeftAloneEvenIfTheLedgerSaysDelivered() {
        ledger.put(orders, Map.of("id-1", entry(Entry.State.DELIVERED, "id-1", 10)));

        PollPlan plan = plan(listing(10), Set.of("id-1"), ROOM);

        assertThat(plan.settled()).isEmpty();
        assertThat(plan.wanted()).isEmpty();
        assertThat(plan.backlog()).isEqualTo(1);
    }

    @Test
    void whatWasGivenUpIsNeitherFetchedForThatBeanNorDeletedNorHoldsUpAnother() {
        ledger.put(orders, Map.of("id-1", entry(Entry.State.DEAD, "id-1", 10)));

        PollPlan parked = plan(listing(10, 20), Set.of(), ROOM);
        assertThat(parked.settled()).isEmpty();
        assertThat(numbers(parked)).containsExactly(2);
        assertThat(parked.backlog()).isEqualTo(1);

        ledger.put(audit, Map.of());
        assertThat(plan(listing(10), Set.of(), ROOM).wanted())
                .singleElement()
                .satisfies(wanted -> assertThat(wanted.claims()).containsExactly(new PollPlan.Claim(audit, 0, true)));

        ledger.put(audit, Map.of("id-1", entry(Entry.State.DELIVERED, "id-1", 10)));
        assertThat(plan(listing(10), Set.of(), ROOM).settled()).isEmpty();
    }

    @Test
    void whatWasGivenUpAndIsKeptElsewhereIsSettled() {
        ledger.put(orders, Map.of("id-1", entry(Entry.State.SAVED, "id-1", 10)));

        assertThat(plan(listing(10), Set.of(), ROOM).settled()).hasSize(1);
    }

    @Test
    void anotherSizeUnderAUniqueIdThatWasGivenUpIsSuspect() {
        ledger.put(orders, Map.of("id-1", entry(Entry.State.DEAD, "id-1", 99)));

        PollPlan plan = plan(listing(10), Set.of(), ROOM);

        assertThat(plan.settled()).isEmpty();
        assertThat(plan.wanted().get(0).claims()).hasSize(1);
    }

    @Test
    void anotherSizeUnderADeliveredUniqueIdIsSuspectAndNotDeleted() {
        ledger.put(orders, Map.of("id-1", entry(Entry.State.DELIVERED, "id-1", 99)));

        PollPlan plan = plan(listing(10), Set.of(), ROOM);

        assertThat(plan.settled()).isEmpty();
        assertThat(plan.wanted().get(0).claims()).hasSize(1);
    }

    @Test
    void aUniqueIdThatWasGoneAndIsThereAgainIsSuspectAndNotDeleted() {
        ledger.put(orders, Map.of("id-1", entry(Entry.State.REMOVED, "id-1", 10)));

        PollPlan plan = plan(listing(10), Set.of(), ROOM);

        assertThat(plan.settled()).isEmpty();
        assertThat(plan.wanted().get(0).claims()).hasSize(1);
    }

    @Test
    void whatIsNotYetDueWaitsAndTellsUntilWhen() {
        ledger.put(
                orders,
                Map.of(
                        "id-1",
                        waiting(NOW.plusSeconds(60)),
                        "id-2",
                        waiting(NOW.plusSeconds(5)),
                        "id-3",
                        waiting(NOW)));

        PollPlan plan = plan(listing(10, 10, 10), Set.of(), ROOM);

        assertThat(numbers(plan)).containsExactly(3);
        assertThat(plan.nextDue()).contains(NOW.plusSeconds(5));
        assertThat(plan.backlog()).isEqualTo(3);
        assertThat(plan.leftBehind()).isZero();
    }

    @Test
    void noMoreIsWantedThanThereIsRoomFor() {
        PollPlan byCount = plan(listing(1, 1, 1), Set.of(), new PollPlan.Room(2, 100, true));
        PollPlan byOctets = plan(listing(60, 60, 30), Set.of(), new PollPlan.Room(10, 100, true));

        assertThat(numbers(byCount)).containsExactly(1, 2);
        assertThat(byCount.leftBehind()).isEqualTo(1);
        assertThat(numbers(byOctets)).containsExactly(1, 3);
        assertThat(byOctets.leftBehind()).isEqualTo(1);
    }

    @Test
    void aMailLargerThanAllRoomIsWantedAloneAndOnlyWhenNothingElseIsInHand() {
        assertThat(numbers(plan(listing(500), Set.of(), new PollPlan.Room(10, 100, true))))
                .containsExactly(1);
        assertThat(numbers(plan(listing(500), Set.of(), new PollPlan.Room(10, 100, false))))
                .isEmpty();
    }

    @Test
    void whatAClosingSubscriptionHasNotTakenIsNeitherFetchedForItNorDeleted() {
        ledger.put(orders, Map.of("id-1", entry(Entry.State.DELIVERED, "id-1", 10)));
        ledger.put(audit, Map.of());
        audit.beginClose();

        PollPlan plan = plan(listing(10), Set.of(), ROOM);

        assertThat(plan.settled()).isEmpty();
        assertThat(plan.wanted()).isEmpty();
        assertThat(plan.backlog()).isEqualTo(1);
        assertThat(plan.leftBehind()).isZero();
    }

    @Test
    void nothingIsDeletedWhileDeletionsAreHeld() {
        ledger.put(orders, Map.of("id-1", entry(Entry.State.DELIVERED, "id-1", 10)));

        PollPlan plan = plan(
                listing(10, 10), new PollPlan.Circumstances(Set.of(), Map.of(), Set.of(), Set.of(), false, ROOM, NOW));

        assertThat(plan.settled()).isEmpty();
        assertThat(numbers(plan)).containsExactly(2);
    }

    @Test
    void whatIsToStayIsNeitherDeletedNorFetchedNorWaitedFor() {
        ledger.put(
                orders,
                Map.of(
                        "id-1", entry(Entry.State.DELIVERED, "id-1", 10),
                        "id-2", entry(Entry.State.DELIVERED, "id-2", 10)));
        staying.add("id-1");

        PollPlan plan = plan(listing(10, 10), Set.of(), ROOM);

        assertThat(plan.settled()).extracting(Listing.Message::uniqueId).containsExactly("id-2");
        assertThat(plan.wanted()).isEmpty();
        assertThat(plan.backlog()).isZero();
    }

    private static PollPlan.Circumstances broken(Map<String, Instant> broke) {
        Map<String, Whereabouts.Trial> trials = new LinkedHashMap<>();
        broke.forEach((uniqueId, notBefore) -> trials.put(uniqueId, new Whereabouts.Trial(1, notBefore, true)));
        return new PollPlan.Circumstances(Set.of(), trials, Set.of(), Set.of(), true, ROOM, NOW);
    }

    @Test
    void whatBrokeASessionIsFetchedAloneWhenThereIsNothingElseToDo() {
        PollPlan.Circumstances circumstances = broken(Map.of("id-1", NOW, "id-2", NOW));

        PollPlan withOthers = plan(listing(10, 10, 10), circumstances);
        assertThat(numbers(withOthers)).containsExactly(3);
        assertThat(withOthers.leftBehind()).isEqualTo(2);

        assertThat(numbers(plan(listing(10, 10), circumstances))).containsExactly(1);

        ledger.put(orders, Map.of("id-3", entry(Entry.State.DELIVERED, "id-3", 10)));
        PollPlan deleting = plan(listing(10, 10, 10), circumstances);
        assertThat(deleting.settled()).hasSize(1);
        assertThat(numbers(deleting)).isEmpty();
    }

    @Test
    void whatIsTooLargeForOneSubscriptionIsFetchedForTheOtherOnlyAndNeverDeleted() {
        orders = subscription("orders", "100");
        ledger.put(orders, Map.of());
        ledger.put(audit, Map.of("id-3", entry(Entry.State.DELIVERED, "id-3", 101)));

        PollPlan plan = plan(listing(100, 101, 101), Set.of(), ROOM);

        assertThat(plan.wanted())
                .extracting(wanted -> wanted.message().number() + " for "
                        + wanted.claims().stream()
                                .map(claim -> claim.subscription().key().subscription())
                                .toList())
                .containsExactly("1 for [orders, audit]", "2 for [audit]");
        assertThat(plan.oversize())
                .containsExactly(
                        new PollPlan.Oversize(orders, "id-2", 101), new PollPlan.Oversize(orders, "id-3", 101));
        assertThat(plan.settled()).isEmpty();
        assertThat(plan.backlog()).isEqualTo(2);
        assertThat(plan.leftBehind()).isZero();
    }

    @Test
    void whatBrokeASessionWaitsForItsTime() {
        PollPlan plan = plan(listing(10), broken(Map.of("id-1", NOW.plusSeconds(9))));

        assertThat(numbers(plan)).isEmpty();
        assertThat(plan.nextDue()).contains(NOW.plusSeconds(9));
        assertThat(plan.backlog()).isEqualTo(1);
    }

    @Test
    void whatTheServerKeepsThoughItWasDeletedIsLeftAloneButForABeanThatHasNotTakenIt() {
        PollPlan.Circumstances circumstances =
                new PollPlan.Circumstances(Set.of(), Map.of(), Set.of("id-1"), Set.of(), true, ROOM, NOW);
        ledger.put(orders, Map.of("id-1", entry(Entry.State.REMOVED, "id-1", 10)));

        PollPlan plan = plan(listing(10), circumstances);
        assertThat(plan.settled()).isEmpty();
        assertThat(plan.wanted()).isEmpty();
        assertThat(plan.backlog()).isZero();

        ledger.put(audit, Map.of());
        assertThat(plan(listing(10), circumstances).wanted())
                .singleElement()
                .satisfies(wanted -> assertThat(wanted.claims()).containsExactly(new PollPlan.Claim(audit, 0, true)));
    }

    @Test
    void whatTheServerRefusesToGiveDoesNotKeepWhatBrokeASessionFromBeingFetchedAlone() {
        Map<String, Whereabouts.Trial> trials = Map.of(
                "id-1", new Whereabouts.Trial(7, NOW.plusSeconds(9), false),
                "id-2", new Whereabouts.Trial(1, NOW, true));

        PollPlan plan = plan(
                listing(10, 10), new PollPlan.Circumstances(Set.of(), trials, Set.of(), Set.of(), true, ROOM, NOW));

        assertThat(numbers(plan)).containsExactly(2);
        assertThat(plan.nextDue()).contains(NOW.plusSeconds(9));
    }

    @Test
    void mailsAlikeAreDeletedTogetherAndOnlyAfterACompleteListing() {
        String digest = "h:" + "d".repeat(43);
        List<ScanListing> scans = List.of(new ScanListing(1, 10), new ScanListing(2, 10), new ScanListing(3, 10));
        Entry taken = entry(Entry.State.DELIVERED, digest, 10);
        PollPlan.Circumstances circumstances = with(Set.of(), ROOM);

        ledger.put(orders, Map.of(digest, taken, "other", entry(Entry.State.DELIVERED, "other", 10)));
        Listing twins = new Listing(scans, Map.of(1, digest, 2, digest + ":2", 3, "other"), Optional.empty());
        assertThat(plan(twins, circumstances).settled())
                .extracting(Listing.Message::uniqueId)
                .containsExactly("other");

        Listing incomplete = new Listing(scans, Map.of(2, digest, 3, "other"), Optional.empty());
        assertThat(plan(incomplete, circumstances).settled())
                .extracting(Listing.Message::uniqueId)
                .containsExactly("other");

        Listing one = new Listing(scans.subList(1, 3), Map.of(2, digest, 3, "other"), Optional.empty());
        assertThat(plan(one, circumstances).settled())
                .extracting(Listing.Message::uniqueId)
                .containsExactly(digest, "other");
    }
}
