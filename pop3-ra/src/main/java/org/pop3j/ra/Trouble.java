package org.pop3j.ra;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.pop3j.client.Pop3LoginException;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.client.UpdateUnknownException;
import org.pop3j.protocol.Pop3Exception;
import org.pop3j.protocol.Pop3ProtocolException;
import org.pop3j.protocol.ResponseCode;

/** The classes of trouble that a poll can meet; they differ in what heals them and in how fast to try again. */
enum Trouble {
    /** The server cannot be reached, or the connection was lost. */
    NETWORK("the server cannot be reached"),
    /** No secure connection: certificate, host name or protocol version. */
    TLS("no secure connection"),
    /** The server refuses the name or the password. */
    CREDENTIALS("the server refuses the name or the password"),
    /** Another session holds the maildrop. */
    IN_USE("another session holds the maildrop"),
    /** The server asks to come less often. */
    THROTTLED("the server asks to come less often"),
    /** The server has trouble of its own. */
    TEMPORARY("the server has trouble of its own"),
    /** The server refuses a command it should not refuse. */
    REFUSED("the server refuses a command"),
    /** The server does not speak POP3 as it should. */
    PROTOCOL("the server breaks the protocol"),
    /** All unique-ids have changed, and to go on could deliver every mail a second time. */
    PAUSED("all unique-ids have changed"),
    /** No room to keep a mail until it is delivered. */
    SPOOL("a mail cannot be kept until it is delivered"),
    /** The ledger's database cannot be used. */
    LEDGER("the ledger cannot be used"),
    /** A bug of the adapter. */
    INTERNAL("the adapter itself failed");

    private static final Duration LONGEST_CRAWL = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    // What servers without response codes say of a lock, of a wrong password, and when they mean "later". The order
    // counts:
    // "Invalid password, please wait" is a wrong password, and asking again soon may lock the account.
    private static final Pattern LOCKED = Pattern.compile(
            "(maildrop|mailbox|mail drop).*(lock|in use|busy)|(lock|in use|busy).*(maildrop|mailbox|mail drop)");
    private static final Pattern WRONG = Pattern.compile("auth|passw|credential|invalid|incorrect|denied|account|user");
    private static final Pattern LATER =
            Pattern.compile("lock|in use|busy|wait|try again|temporar|unavailable|only every");

    private final String inWords;

    Trouble(String inWords) {
        this.inWords = inWords;
    }

    String inWords() {
        return inWords;
    }

    /** How long to wait after the given number of failed polls in a row. */
    Duration backOff(Duration pollInterval, int failures) {
        Duration longest = this == CREDENTIALS ? LONGEST_CRAWL : LONGEST;
        Duration delay = pollInterval.multipliedBy(1L << Math.min(failures - 1, 20));
        Duration bounded = delay.compareTo(longest) > 0 ? longest : delay;
        return bounded.compareTo(pollInterval) < 0 ? pollInterval : bounded;
    }

    static Trouble of(Throwable failure) {
        if (failure instanceof SSLException) {
            return TLS;
        }
        if (failure instanceof Pop3ReplyException refused) {
            return refused.code().map(Trouble::of).orElseGet(() -> withoutCode(refused));
        }
        if (failure instanceof Pop3ProtocolException) {
            return PROTOCOL;
        }
        if (failure instanceof Pop3Exception && !(failure instanceof UpdateUnknownException)) {
            // A greeting that begins with -ERR.
            return TEMPORARY;
        }
        if (failure instanceof PausedException) {
            return PAUSED;
        }
        if (failure instanceof SpoolException) {
            return SPOOL;
        }
        if (failure instanceof IOException) {
            return NETWORK;
        }
        return failure instanceof SQLException ? LEDGER : INTERNAL;
    }

    private static Trouble of(ResponseCode code) {
        if (code.is(ResponseCode.IN_USE)) {
            return IN_USE;
        }
        if (code.is(ResponseCode.LOGIN_DELAY)) {
            return THROTTLED;
        }
        if (code.is(ResponseCode.AUTH)) {
            return CREDENTIALS;
        }
        return code.is(ResponseCode.SYS_TEMP) ? TEMPORARY : REFUSED;
    }

    private static Trouble withoutCode(Pop3ReplyException refused) {
        boolean login = refused instanceof Pop3LoginException;
        String text = refused.statusLine().text().toLowerCase(Locale.ROOT);
        if (LOCKED.matcher(text).find()) {
            return IN_USE;
        }
        if (login && WRONG.matcher(text).find()) {
            return CREDENTIALS;
        }
        if (LATER.matcher(text).find()) {
            return TEMPORARY;
        }
        return login ? CREDENTIALS : REFUSED;
    }
}
