package org.pop3j.testserver.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something that a test server is to do wrong: where, when and what. Immutable.
 *
 * <pre>{@code
 * server.inject(Fault.resetDuringRetr());
 * server.inject(Fault.at(Point.statusLine("RETR")).nth(2).forUser("alice").then(Effect.reset()));
 * server.inject(Fault.parse("status-line RETR nth 2 user alice: reset"));
 * }</pre>
 *
 * <p>The text form is {@code PLACE [KEYWORD] TRIGGER…: EFFECT, EFFECT…}, or the name of one of the faults below in lower
 * case with hyphens, which may be followed by triggers:
 *
 * <pre>
 * places    accept  tls  greeting  login  update
 *           command  reply  status-line  line N  octet N  terminator  end   — each with a keyword, or for all commands
 * triggers  nth N   times N   user NAME   session N   probability P seed N
 * effects   delay 200ms  delay 2s  throttle N  slice N  stall  close  half-close  reset  reply "TEXT"  raw "OCTETS"
 *           garbage N seed N  truncate  omit-terminator  break-stuffing  wrong-size N  wrong-count N
 *           duplicate-unique-ids  changed-unique-ids  endless-line  endless-listing  remove-message
 *           fail-update  keep-messages
 * </pre>
 *
 * <p>Between quotes {@code \r \n \t \" \\} and {@code \xHH} stand for one octet each.
 *
 * @param point where
 * @param trigger when
 * @param effects what, in this order; at least one before it can be injected
 */
public record Fault(Point point, Trigger trigger, List<Effect> effects) {
    /**
     * Copies the effects.
     *
     * @throws IllegalArgumentException if the combination makes no sense, and why
     */
    public Fault {
        effects = List.copyOf(effects);
        Sense.require(point, trigger, effects);
    }

    /** A fault at a point, each time that a session comes to it; {@link #then} has yet to say what happens. */
    public static Fault at(Point point) {
        return new Fault(point, Trigger.ALWAYS, List.of());
    }

    /**
     * Reads the text form, or the name of a known fault.
     *
     * @throws IllegalArgumentException if it is neither: what was expected, and at which column; or if it makes no sense
     */
    public static Fault parse(String text) {
        return new FaultReader(text).fault();
    }

    /** Happens at the nth time that the point is reached, from 1; once, if {@link #times} does not say more. */
    public Fault nth(long nth) {
        return with(new Trigger(
                nth, trigger.times(), trigger.user(), trigger.session(), trigger.probability(), trigger.seed()));
    }

    /** Happens so many times at most. */
    public Fault times(long times) {
        return with(new Trigger(
                trigger.nth(), times, trigger.user(), trigger.session(), trigger.probability(), trigger.seed()));
    }

    /** Happens in sessions of this user only: who has logged in, or else was named by the last USER. */
    public Fault forUser(String user) {
        return with(new Trigger(
                trigger.nth(),
                trigger.times(),
                Optional.of(user),
                trigger.session(),
                trigger.probability(),
                trigger.seed()));
    }

    /** Happens in one session only; sessions are numbered from 1 in the order in which they connect. */
    public Fault forSession(int number) {
        return with(new Trigger(
                trigger.nth(), trigger.times(), trigger.user(), number, trigger.probability(), trigger.seed()));
    }

    /**
     * Happens now and then.
     *
     * @param probability more than 0, at most 1
     * @param seed makes the same choices in each run
     */
    public Fault withProbability(double probability, long seed) {
        return with(new Trigger(trigger.nth(), trigger.times(), trigger.user(), trigger.session(), probability, seed));
    }

    /** Adds effects to those that there are. */
    public Fault then(Effect... more) {
        List<Effect> all = new ArrayList<>(effects);
        all.addAll(List.of(more));
        return new Fault(point, trigger, all);
    }

    /**
     * Whether it can happen to a command: its point holds for it, and each effect has a meaning there.
     *
     * @param keyword in upper case
     */
    public boolean holdsFor(String keyword) {
        return point.holdsFor(keyword) && Sense.meant(effects, keyword);
    }

    private Fault with(Trigger other) {
        return new Fault(point, other, effects);
    }

    /** Every login finds the maildrop locked: {@code -ERR [IN-USE]} (RFC 2449, section 8.1.1). */
    public static Fault mailboxInUse() {
        return at(Point.login()).then(Effect.reply("-ERR [IN-USE] another session has the maildrop open"));
    }

    /** The first login is refused though the password is right, the next ones are not (quirk 34). */
    public static Fault wrongPasswordOnce() {
        return at(Point.login()).times(1).then(Effect.reply("-ERR [AUTH] wrong user name or password"));
    }

    /** Every login comes too early: {@code -ERR [LOGIN-DELAY]} (RFC 2449, section 8.1.1). */
    public static Fault loginTooSoon() {
        return at(Point.login()).then(Effect.reply("-ERR [LOGIN-DELAY] the last login was too short ago"));
    }

    /** The server has trouble that passes: {@code -ERR [SYS/TEMP]} to every login (RFC 3206, section 4). */
    public static Fault temporarilyUnavailable() {
        return at(Point.login()).then(Effect.reply("-ERR [SYS/TEMP] try again later"));
    }

    /** The connection is accepted, and reset. */
    public static Fault resetOnConnect() {
        return at(Point.accept()).then(Effect.reset());
    }

    /** The connection is accepted, and nothing is ever said. */
    public static Fault silentServer() {
        return at(Point.accept()).then(Effect.stall());
    }

    /** The greeting comes, and nothing behind it: no command is answered. */
    public static Fault stallAfterGreeting() {
        return at(Point.command()).then(Effect.stall());
    }

    /** The connection ends before TLS does begin. */
    public static Fault failedHandshake() {
        return at(Point.tls()).then(Effect.close());
    }

    /** The greeting is a refusal. */
    public static Fault tooManyConnections() {
        return at(Point.greeting()).then(Effect.reply("-ERR [SYS/TEMP] too many connections"), Effect.close());
    }

    /** Twenty octets a second, in packets of one, for the whole session. */
    public static Fault slowDrip() {
        return at(Point.accept()).then(Effect.throttle(20), Effect.slice(1));
    }

    /** The connection is reset when 20 octets of a message have been sent. */
    public static Fault resetDuringRetr() {
        return at(Point.octet(20, "RETR")).then(Effect.reset());
    }

    /** A message stops after 20 octets and the connection stays (quirk 27). */
    public static Fault stallDuringRetr() {
        return at(Point.octet(20, "RETR")).then(Effect.stall());
    }

    /** A message lacks its final dot. */
    public static Fault missingTerminator() {
        return at(Point.terminator("RETR")).then(Effect.omitTerminator());
    }

    /** Dots at the beginning of lines are not stuffed (quirk 25). */
    public static Fault unstuffedDots() {
        return at(Point.reply()).then(Effect.breakStuffing());
    }

    /** TOP gives the first line only, and is complete for all that one can see (quirk 20). */
    public static Fault truncatedTop() {
        return at(Point.line(2, "TOP")).then(Effect.truncate());
    }

    /** Every message is said to have 1,000 octets more than it has (quirk 13). */
    public static Fault bogusSizes() {
        return at(Point.reply()).then(Effect.wrongSize(1000));
    }

    /** All messages have the same unique-id (quirk 14). */
    public static Fault duplicateUniqueIds() {
        return at(Point.reply("UIDL")).then(Effect.duplicateUniqueIds());
    }

    /** Unique-ids are other ones in each session (quirk 17). */
    public static Fault changedUniqueIds() {
        return at(Point.reply("UIDL")).then(Effect.changedUniqueIds());
    }

    /** The listing of unique-ids never ends. */
    public static Fault endlessListing() {
        return at(Point.terminator("UIDL")).then(Effect.endlessListing());
    }

    /** A message is gone when it is asked for, though it was listed (quirk 19). */
    public static Fault messageGone() {
        return at(Point.command("RETR")).then(Effect.removeMessage());
    }

    /** The answer to STLS is followed by an answer in the clear, in the same packet (CVE-2011-0411 and its kin). */
    public static Fault plaintextAfterStls() {
        return at(Point.end("STLS")).then(Effect.raw("+OK injected\r\n"));
    }

    /** The connection breaks off before anything is removed: the deletions of the session are lost. */
    public static Fault dropBeforeUpdate() {
        return at(Point.update()).then(Effect.reset());
    }

    /** The deletions are made, and the connection breaks off before QUIT is answered (quirk 27). */
    public static Fault dropBeforeQuitReply() {
        return at(Point.statusLine("QUIT")).then(Effect.reset());
    }

    /** QUIT says {@code +OK} and removes nothing. */
    public static Fault quitKeepsMessages() {
        return at(Point.update()).then(Effect.keepMessages());
    }

    /** QUIT removes nothing, and says so. */
    public static Fault failedUpdate() {
        return at(Point.update()).then(Effect.failUpdate());
    }

    /** QUIT takes a second (quirk 28). */
    public static Fault slowQuit() {
        return at(Point.update()).then(Effect.delay(Duration.ofSeconds(1)));
    }

    /** The text form; if there is a name for exactly this fault, the name. */
    @Override
    public String toString() {
        return Presets.name(this).orElseGet(() -> {
            String when = trigger.toString();
            return point
                    + (when.isEmpty() ? "" : " " + when)
                    + effects.stream()
                            .map(Object::toString)
                            .collect(Collectors.joining(", ", effects.isEmpty() ? "" : ": ", ""));
        });
    }
}
