package org.pop3j.client;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.pop3j.protocol.ResponseCode;
import org.pop3j.protocol.StatusLine;

/**
 * Why a command was refused, as far as the answer tells, and so what to do about it. A response code is believed (RFC 2449,
 * section 8; RFC 3206; RFC 6856, section 5). Most servers have none for most of their refusals: then a small table of words
 * is looked up in the text, which was written for people and may mislead.
 */
public enum Reason {
    /** The name or the password is wrong: other credentials are needed. Trying again may lock the account. */
    CREDENTIALS(false),
    /** Another session holds the maildrop. Servers may take some minutes to notice that a session is lost. */
    IN_USE(true),
    /** The last login was too short ago. */
    TOO_SOON(true),
    /** Trouble of the server, or a quota that is used up for the time being. */
    TEMPORARY(true),
    /** Trouble of the server that needs a human. */
    PERMANENT(false),
    /** The message needs UTF-8 mode: {@link Pop3Connection#utf8()} in another session. */
    UTF8(false),
    /** The answer does not tell. */
    UNKNOWN(false);

    private record Words(Reason reason, boolean loginOnly, Pattern pattern) {
        private Words(Reason reason, boolean loginOnly, String regex) {
            this(reason, loginOnly, Pattern.compile(regex));
        }
    }

    private static final String MAILDROP = "(maildrop|mailbox|mail drop|spool)";
    private static final String HELD = "(\\block|in use|\\bbusy)";
    private static final String FOR_NOW = "temporar|try (again )?later";

    // The order counts: "Invalid password, please wait" is a wrong password, and trying again soon may lock the
    // account; "authentication server unavailable" is not.
    private static final List<Words> TABLE = List.of(
            new Words(IN_USE, false, MAILDROP + ".*" + HELD),
            new Words(IN_USE, false, HELD + ".*" + MAILDROP),
            new Words(IN_USE, false, "already (logged|open)|other\\b.*\\bsession|in use"),
            new Words(TOO_SOON, false, "only every|too (soon|often|frequent)|minimum.*(interval|delay)"),
            new Words(TEMPORARY, true, "^(?!.*(passw|invalid|incorrect)).*(" + FOR_NOW + "|unavailable)"),
            new Words(TEMPORARY, false, "too many ([a-z]+ )?(connections|sessions|users|requests)|quota"),
            new Words(TEMPORARY, false, "^(?!.*\\bsize\\b).*exceed"),
            new Words(CREDENTIALS, true, "auth|passw|credential|invalid|incorrect|denied|account|user"),
            new Words(IN_USE, false, HELD),
            new Words(TEMPORARY, false, FOR_NOW + "|wait|try again|service unavailable"));

    private final boolean retry;

    Reason(boolean retry) {
        this.retry = retry;
    }

    /**
     * Whether the same command with the same credentials may succeed later. Wait for some minutes, and longer each time.
     *
     * @return whether it is worth trying again
     */
    public boolean retry() {
        return retry;
    }

    static Reason of(StatusLine statusLine, boolean login) {
        return statusLine.code().map(Reason::of).orElseGet(() -> of(statusLine.text(), login));
    }

    private static Reason of(ResponseCode code) {
        if (code.is(ResponseCode.AUTH)) {
            return CREDENTIALS;
        }
        if (code.is(ResponseCode.IN_USE)) {
            return IN_USE;
        }
        if (code.is(ResponseCode.LOGIN_DELAY)) {
            return TOO_SOON;
        }
        if (code.is(ResponseCode.SYS_TEMP)) {
            return TEMPORARY;
        }
        if (code.is(ResponseCode.SYS_PERM)) {
            return PERMANENT;
        }
        return code.is(ResponseCode.UTF8) ? UTF8 : UNKNOWN;
    }

    private static Reason of(String text, boolean login) {
        String lower = text.toLowerCase(Locale.ROOT);
        return TABLE.stream()
                .filter(words -> login || !words.loginOnly())
                .filter(words -> words.pattern().matcher(lower).find())
                .map(Words::reason)
                .findFirst()
                .orElse(UNKNOWN);
    }
}
