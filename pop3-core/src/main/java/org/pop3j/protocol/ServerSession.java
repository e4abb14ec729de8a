package org.pop3j.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a server knows about a session, and what each command does to it. */
final class ServerSession {
    private final ServerSettings settings;
    private final Accounts accounts;
    private final ServerObserver observer;
    private final ServerAuth auth;
    private SessionState state = SessionState.AUTHORIZATION;
    private boolean tls;
    private boolean utf8;
    private int refusals;
    private List<Capability> policy = List.of();
    /** From a successful USER, for the command directly behind it. */
    private @Nullable String user;

    private @Nullable MarkedMaildrop maildrop;
    /** Made when the first message is asked for: many sessions wait, and have asked for none. */
    private byte @Nullable [] chunk;

    ServerSession(ServerSettings settings, Accounts accounts, ServerObserver observer) {
        this.settings = settings;
        this.accounts = accounts;
        this.observer = observer;
        this.auth = new ServerAuth(accounts);
        this.tls = settings.tlsActive();
    }

    SessionState state() {
        return state;
    }

    void tlsStarted() {
        tls = true;
    }

    /** How long the next line may be, CRLF included. */
    int maxLineOctets() {
        return auth.active() ? ServerAuth.MAX_LINE_OCTETS : settings.maxCommandOctets();
    }

    /** The next line as it may be shown: nothing of a response; of AUTH the mechanism, if it is one that is offered. */
    String redacted(byte[] line) {
        if (auth.active()) {
            return line.length == 1 && line[0] == '*' ? "*" : Request.REDACTED;
        }
        if (line.length == 0 || (line[0] != 'A' && line[0] != 'a')) {
            // Nearly all lines: no mechanism needs to be looked for.
            return Request.redacted(line);
        }
        for (SaslMechanism mechanism : settings.mechanisms()) {
            String shown = "AUTH " + mechanism.name();
            String text = Octets.text(line, 0, Math.min(line.length, shown.length() + 1));
            if (text.trim().equalsIgnoreCase(shown)) {
                return line.length == shown.length() ? shown : shown + " " + Request.REDACTED;
            }
        }
        return Request.redacted(line);
    }

    /** The end without UPDATE. */
    void abandon() {
        if (maildrop != null) {
            maildrop.release();
            maildrop = null;
        }
    }

    /** The answer to a line that cannot be acted on; who has not logged in yet has only so many of them. */
    ServerReply refuse(Refusal refusal) {
        user = null;
        auth.stop();
        boolean last = state == SessionState.AUTHORIZATION && ++refusals >= settings.maxRefusals();
        return new ServerReply(refusal.statusLine(), null, last ? ServerReply.Then.CLOSE : ServerReply.Then.GO_ON);
    }

    /** Answers a command line, or a response to a challenge, without CRLF. Whatever it is, a name given before it does not outlive it. */
    ServerReply answer(byte[] line) throws Refusal {
        if (auth.active()) {
            return step(auth.respond(line));
        }
        String name = user;
        user = null;
        Keyword keyword = Request.keyword(line, settings.commands());
        if (!keyword.allowedIn(state)) {
            throw new Refusal(keyword + " is not allowed in " + state);
        }
        Request request = Request.parse(keyword, line, settings.commands().contains(Keyword.UTF8));
        return maildrop == null ? authorization(request, name) : transaction(request, maildrop);
    }

    private ServerReply authorization(Request request, @Nullable String name) throws Refusal {
        return switch (request.keyword()) {
            case USER -> user(request);
            case PASS -> pass(name, request.word());
            case APOP -> apop(request.word());
            case AUTH -> auth(request.word());
            case STLS -> stls();
            case UTF8 -> utf8();
            case CAPA -> capa();
            case LANG -> lang(request.word());
            case QUIT -> ServerReply.ok("bye").then(ServerReply.Then.CLOSE);
            default -> throw new IllegalStateException(request.keyword() + " in AUTHORIZATION");
        };
    }

    private ServerReply transaction(Request request, MarkedMaildrop maildrop) throws Refusal {
        int number = request.messageNumber();
        if (number > 0) {
            maildrop.requireMessage(number);
        }
        return switch (request.keyword()) {
            case STAT -> ServerReply.ok(maildrop.dropListing());
            case LIST -> number > 0 ? list(number, maildrop) : list(maildrop);
            case UIDL -> number > 0 ? ServerReply.ok(maildrop.uniqueIdListing(number)) : uidl(maildrop);
            case RETR, TOP -> message(request, maildrop);
            case DELE -> dele(number, maildrop);
            case RSET -> rset(maildrop);
            case NOOP -> ServerReply.ok("");
            case CAPA -> capa();
            case LANG -> lang(request.word());
            case QUIT -> quit(maildrop);
            default -> throw new IllegalStateException(request.keyword() + " in TRANSACTION");
        };
    }

    private ServerReply user(Request request) throws Refusal {
        requireLoginAllowed();
        user = new String(request.word(), StandardCharsets.UTF_8);
        return ServerReply.ok("now the password");
    }

    private ServerReply pass(@Nullable String name, byte[] password) throws Refusal {
        requireLoginAllowed();
        if (name == null) {
            throw new Refusal("PASS comes directly after USER");
        }
        return concluded(login(name, password));
    }

    private ServerReply apop(byte[] words) throws Refusal {
        if (StatusLine.ok(settings.greeting()).timestamp().isEmpty()) {
            throw new Refusal("APOP without a timestamp in the greeting");
        }
        String[] nameAndDigest = new String(words, StandardCharsets.UTF_8).split(" ");
        return concluded(accounts.apop(nameAndDigest[0], nameAndDigest[1]));
    }

    private ServerReply auth(byte[] words) throws Refusal {
        try {
            return step(auth.begin(words, mechanisms()));
        } finally {
            Arrays.fill(words, (byte) 0);
        }
    }

    private List<SaslMechanism> mechanisms() {
        return settings.mechanisms(tls).stream().filter(accounts::usable).toList();
    }

    private ServerReply step(AuthExchange.Step step) throws Refusal {
        if (step instanceof AuthExchange.Step.Challenge challenge) {
            return ServerReply.challenge(challenge.octets());
        }
        return concluded(((AuthExchange.Step.Concluded) step).login());
    }

    private ServerReply concluded(Login login) throws Refusal {
        if (login instanceof Login.Refused refused) {
            throw new Refusal(refused.code(), refused.text());
        }
        Login.Granted granted = (Login.Granted) login;
        maildrop = new MarkedMaildrop(granted.maildrop());
        policy = granted.policy();
        state = SessionState.TRANSACTION;
        return ServerReply.ok(inWords(maildrop));
    }

    private Login login(String name, byte[] password) {
        try {
            return accounts.login(name, password);
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    private ServerReply stls() throws Refusal {
        if (tls) {
            throw new Refusal("TLS is active");
        }
        if (utf8) {
            throw new Refusal("no TLS after UTF8");
        }
        return ServerReply.ok("begin TLS").then(ServerReply.Then.START_TLS);
    }

    private ServerReply utf8() {
        utf8 = true;
        return ServerReply.ok("UTF-8 mode");
    }

    private static ServerReply lang(byte[] range) throws Refusal {
        if (range.length == 0) {
            return ServerReply.ok("languages follow").with(LinesOutput.listing(Language.lines()));
        }
        return ServerReply.ok(Language.lookUp(Octets.text(range, 0, range.length)) + " it is");
    }

    private ServerReply capa() {
        Stream<Capability> capabilities = settings.capabilities(state, tls, policy, accounts::usable).stream();
        return ServerReply.ok("capabilities follow").with(LinesOutput.listing(capabilities.map(Capability::toString)));
    }

    private static ServerReply list(MarkedMaildrop maildrop) {
        return ServerReply.ok(inWords(maildrop)).with(LinesOutput.listing(maildrop.lines(maildrop::scanListing)));
    }

    private static ServerReply uidl(MarkedMaildrop maildrop) {
        return ServerReply.ok("unique-ids follow").with(LinesOutput.listing(maildrop.lines(maildrop::uniqueIdListing)));
    }

    private ServerReply list(int number, MarkedMaildrop maildrop) throws Refusal {
        try {
            requirePassable(number, maildrop);
            return ServerReply.ok(maildrop.scanListing(number));
        } catch (IOException e) {
            throw unreadable();
        }
    }

    /** Where UTF-8 mode is offered, what needs it is kept from those who did not ask for it (RFC 6856, section 2.1). */
    private void requirePassable(int number, MarkedMaildrop maildrop) throws Refusal, IOException {
        if (!utf8 && settings.commands().contains(Keyword.UTF8) && maildrop.needsUtf8(number)) {
            throw new Refusal(Optional.of(ResponseCode.UTF8), "the message has UTF-8 in its header");
        }
    }

    private static Refusal unreadable() {
        return new Refusal(Optional.of(ResponseCode.SYS_TEMP), "the message cannot be read");
    }

    private ServerReply message(Request request, MarkedMaildrop maildrop) throws Refusal {
        int number = request.messageNumber();
        Keyword keyword = request.keyword();
        boolean top = keyword == Keyword.TOP;
        String text =
                top ? "top of message follows" : maildrop.scanListing(number).octets() + " octets";
        try {
            requirePassable(number, maildrop);
            InputStream whole = maildrop.open(number);
            InputStream content = top ? new TopStream(whole, request.lines()) : whole;
            return ServerReply.ok(text)
                    .with(new MessageOutput(content, chunk(), octets -> observer.transferred(keyword, number, octets)));
        } catch (IOException e) {
            throw unreadable();
        }
    }

    /** One is enough: a message is sent to its end before the next one is opened. */
    private byte[] chunk() {
        byte[] made = chunk;
        if (made == null) {
            made = new byte[MessageOutput.CHUNK_OCTETS];
            chunk = made;
        }
        return made;
    }

    private static ServerReply dele(int number, MarkedMaildrop maildrop) {
        maildrop.delete(number);
        return ServerReply.ok("message " + number + " deleted");
    }

    private static ServerReply rset(MarkedMaildrop maildrop) {
        maildrop.reset();
        return ServerReply.ok(inWords(maildrop));
    }

    private ServerReply quit(MarkedMaildrop maildrop) {
        state = SessionState.UPDATE;
        this.maildrop = null;
        try {
            maildrop.update();
            return ServerReply.ok("bye").then(ServerReply.Then.CLOSE);
        } catch (IOException e) {
            Refusal refusal =
                    new Refusal(Optional.of(ResponseCode.SYS_TEMP), "not all deleted messages could be removed");
            return refuse(refusal).then(ServerReply.Then.CLOSE);
        }
    }

    private void requireLoginAllowed() throws Refusal {
        if (!settings.loginAllowed(tls)) {
            throw new Refusal("no login without TLS");
        }
    }

    private static String inWords(MarkedMaildrop maildrop) {
        DropListing listing = maildrop.dropListing();
        return listing.messages() + " messages (" + listing.octets() + " octets)";
    }
}
