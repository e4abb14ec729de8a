package org.pop3j.ra;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.pop3j.client.Pop3LoginException;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.client.UpdateUnknownException;
import org.pop3j.protocol.Pop3Exception;
import org.pop3j.protocol.Pop3ProtocolException;

/** The classes of trouble that a poll can meet; they differ in what heals them and in how fast to try again. */
enum Trouble {
    /** The server cannot be reached, or the connection was lost. */
    NETWORK("the server cannot be reached"),
    /** No secure connection: certificate, host name or protocol version. */
    TLS("no secure connection"),
    /** The server refuses the name, the password or the token, or the token endpoint what it is sent. */
    CREDENTIALS("the name, the password or the token is refused"),
    /** There is no access token to log in with. */
    TOKEN("no access token is to be had"),
    /** Both sides allow no common way to log in. */
    NO_WAY_IN("there is no way to log in that both sides allow"),
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
    UNIQUE_IDS("all unique-ids have changed"),
    /** No room to keep a mail until it is delivered. */
    SPOOL("a mail cannot be kept until it is delivered"),
    /** The ledger's database cannot be used. */
    LEDGER("the ledger cannot be used"),
    /** A bug of the adapter. */
    INTERNAL("the adapter itself failed");

    private static final Duration LONGEST_CRAWL = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

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
            return of(refused);
        }
        if (failure instanceof Pop3ProtocolException) {
            return PROTOCOL;
        }
        if (failure instanceof Pop3Exception && !(failure instanceof UpdateUnknownException)) {
            // A greeting that begins with -ERR.
            return TEMPORARY;
        }
        if (failure instanceof PausedException) {
            return UNIQUE_IDS;
        }
        if (failure instanceof NoWayInException) {
            return NO_WAY_IN;
        }
        if (failure instanceof TokenException token) {
            return token.refused() ? CREDENTIALS : TOKEN;
        }
        if (failure instanceof SpoolException) {
            return SPOOL;
        }
        if (failure instanceof IOException) {
            return NETWORK;
        }
        return failure instanceof SQLException ? LEDGER : INTERNAL;
    }

    private static Trouble of(Pop3ReplyException refused) {
        return switch (refused.reason()) {
            case CREDENTIALS -> CREDENTIALS;
            case IN_USE -> IN_USE;
            case TOO_SOON -> THROTTLED;
            case TEMPORARY -> TEMPORARY;
            case PERMANENT, UTF8 -> REFUSED;
            // Most servers say of a wrong password no more than that they do not like it.
            case UNKNOWN ->
                refused instanceof Pop3LoginException && refused.code().isEmpty() ? CREDENTIALS : REFUSED;
        };
    }
}
