package org.pop3j.testserver;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.SessionState;

/**
 * Watches what the client of one session does, and tells what the RFCs forbid it, without a secret. It judges by the lines as they
 * came and by the answers that they were given, and knows nothing else of the session. Not thread-safe.
 */
final class StrictClient {
    /** With CRLF. AUTH with its initial response is no exception; what answers a challenge has no such limit (RFC 5034, section 4). */
    private static final int MAX_COMMAND_OCTETS = 255;

    private static final String TOO_LONG = "a command longer than 255 octets (RFC 2449, section 4)";

    private final boolean utf8;
    private final BooleanSupplier announcesPipelining;
    private final Consumer<String> violations;
    private final Set<Integer> deleted = new HashSet<>();
    private SessionState state = SessionState.AUTHORIZATION;
    private boolean tls;
    private boolean greeted;
    private boolean timestamp;
    /** Whether the client knows the capabilities; what it learnt in the clear it has to forget under TLS. */
    private boolean capabilitiesKnown;

    private boolean pipelining;

    private boolean named;
    private boolean challenged;
    private boolean cut;
    private boolean faulted;
    /** What the client was told is not known any more, and so neither what it may do. */
    private boolean lostTrack;
    /** The last command. */
    private @Nullable Keyword keyword;
    /** What the client was told last: what the server may have said before was replaced, and never sent. */
    private @Nullable String reply;

    private int messageNumber;

    /**
     * At the beginning of a session.
     *
     * @param tls whether it begins under TLS
     * @param utf8 whether the server takes names and passwords in UTF-8 (RFC 6856, section 2)
     * @param announcesPipelining asked when CAPA has succeeded
     * @param violations told what was violated, with the clause
     */
    StrictClient(boolean tls, boolean utf8, BooleanSupplier announcesPipelining, Consumer<String> violations) {
        this.tls = tls;
        this.utf8 = utf8;
        this.announcesPipelining = announcesPipelining;
        this.violations = violations;
    }

    /**
     * A line has come.
     *
     * @param octets with its end; a part without one is followed by the rest
     * @param more whether the client had sent more behind it already, though it could not have its answer
     */
    void line(byte[] octets, boolean more) {
        if (lostTrack) {
            return;
        }
        settle();
        boolean whole = octets.length > 0 && octets[octets.length - 1] == '\n';
        if (whole && !cut) {
            wholeLine(octets, more);
        } else if (whole && !challenged) {
            keyword = null;
            tell(TOO_LONG);
        }
        cut = !whole;
    }

    private void wholeLine(byte[] octets, boolean more) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        require(text.endsWith("\r\n"), "a line without CRLF at its end (RFC 1939, section 3)");
        String line = text.replaceFirst("\r?\n$", "");
        if (challenged) {
            response(line, more);
        } else {
            command(line, octets.length, more);
        }
    }

    private void response(String line, boolean more) {
        require(CommandSyntax.response(line), "a response that is not in base64 (RFC 5034, section 4)");
        require(!more, "more octets behind a response, whose answer had not come (RFC 5034, section 4)");
    }

    private void command(String line, int octets, boolean more) {
        require(octets <= MAX_COMMAND_OCTETS, TOO_LONG);
        boolean afterUser = named;
        named = false;
        messageNumber = 0;
        keyword = CommandSyntax.keyword(line).orElse(null);
        if (keyword == null) {
            tell("a line that begins with no command (RFC 1939, section 3)");
            requireNoneBehind("an unknown command", more);
            return;
        }
        requireForm(keyword, line);
        requirePlace(keyword, afterUser);
        behind(keyword, more);
    }

    private void requireForm(Keyword command, String line) {
        boolean name = command == Keyword.USER || command == Keyword.PASS || command == Keyword.APOP;
        boolean printable = line.chars().allMatch(c -> (c >= ' ' && c < 0x7F) || (c > 0x7F && name && utf8));
        require(printable, command + " with octets that are not printable ASCII (RFC 1939, section 3)");
        boolean fits = capabilitiesKnown || command == Keyword.AUTH || CommandSyntax.shortArguments(command, line);
        require(fits, command + " with more than 40 characters, CAPA not asked (RFC 1939, section 3)");
        if (!CommandSyntax.wellFormed(command, line)) {
            tell(command + " with arguments that it does not take (RFC 1939, section 3)");
            return;
        }
        messageNumber = CommandSyntax.messageNumber(command, line);
        require(
                messageNumber == 0 || !deleted.contains(messageNumber),
                command + " of message " + messageNumber + ", which is marked as deleted (RFC 1939, section 5)");
    }

    private void requirePlace(Keyword command, boolean afterUser) {
        require(command.allowedIn(state), command + " in " + state + " (RFC 1939, section 3)");
        require(command != Keyword.PASS || afterUser, "PASS not directly after a USER (RFC 1939, section 7)");
        require(command != Keyword.APOP || timestamp, "APOP without a timestamp in the greeting (RFC 1939, section 7)");
        require(command != Keyword.STLS || !tls, "STLS under TLS (RFC 2595, section 4)");
    }

    private void behind(Keyword command, boolean more) {
        switch (command) {
            case STLS -> require(!more, "octets behind STLS, before the handshake (RFC 2595, section 4)");
            case QUIT -> require(!more, "octets behind QUIT (RFC 1939, section 6)");
            case AUTH -> require(!more, "octets behind AUTH, whose answer had not come (RFC 5034, section 4)");
            default -> requireNoneBehind(command.name(), more);
        }
    }

    private void requireNoneBehind(String command, boolean more) {
        String why = capabilitiesKnown ? "PIPELINING not announced" : "CAPA not asked";
        require(pipelining || !more, "pipelining behind " + command + ", " + why + " (RFC 2449, section 6.6)");
    }

    /** The server answers: the greeting first. */
    void replied(String statusLine) {
        reply = statusLine;
    }

    /** Takes the last answer into account. */
    private void settle() {
        String settled = reply;
        reply = null;
        if (settled == null) {
            return;
        }
        if (!greeted) {
            greeted = true;
            timestamp = settled.matches(".*<[^<> ]+@[^<> ]+>.*");
            return;
        }
        challenged = settled.startsWith("+ ");
        if (settled.startsWith("+OK") && keyword != null) {
            succeeded(keyword);
        }
    }

    private void succeeded(Keyword command) {
        switch (command) {
            case CAPA -> {
                capabilitiesKnown = true;
                pipelining = announcesPipelining.getAsBoolean();
            }
            case USER -> named = true;
            case PASS, APOP, AUTH -> state = SessionState.TRANSACTION;
            case DELE -> deleted.add(messageNumber);
            case RSET -> deleted.clear();
            default -> {
                // Changes nothing for the client.
            }
        }
    }

    /** TLS is on: the client must not go by anything that it has learnt before (RFC 2595, section 4). */
    void tlsStarted() {
        settle();
        tls = true;
        capabilitiesKnown = false;
        pipelining = false;
        named = false;
    }

    /**
     * A fault happens in this session. Where it leaves the client with half an answer, or with none, there is nothing it could say
     * QUIT to.
     *
     * @param noReply whether it sends octets that are no reply, and that may yet be taken for one
     */
    void faulted(boolean noReply) {
        faulted = true;
        lostTrack |= noReply;
    }

    /** The session is over. */
    void ended(RecordedSession.Ending ending) {
        settle();
        boolean away = ending == RecordedSession.Ending.LOST || ending == RecordedSession.Ending.TIMED_OUT;
        require(faulted || !away || !greeted || keyword == Keyword.QUIT, "no QUIT at the end (RFC 1939, section 6)");
    }

    private void require(boolean kept, String violation) {
        if (!kept) {
            tell(violation);
        }
    }

    private void tell(String violation) {
        violations.accept(violation);
    }
}
