package org.pop3j.tool;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.pop3j.client.Pop3LoginException;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.client.Tls;
import org.pop3j.client.UpdateUnknownException;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.Pop3Exception;
import org.pop3j.protocol.Pop3ProtocolException;
import org.pop3j.protocol.ResponseCode;

/**
 * What is wrong, and what to do about it, in one or two sentences.
 *
 * @param outcome the exit code it deserves
 * @param words for the user
 */
record Diagnosis(Outcome outcome, String words) {
    private static final Pattern DURATION = Pattern.compile("PT[0-9]+[HMS]([0-9.]+[MS])*");

    static Diagnosis of(IOException failure, Visit visit, Instant now) {
        if (failure instanceof ToolException known) {
            return new Diagnosis(known.outcome(), String.valueOf(known.getMessage()));
        }
        if (failure instanceof UpdateUnknownException) {
            return new Diagnosis(
                    Outcome.UNCONFIRMED,
                    "The server did not confirm QUIT: whether it has deleted the mail is not known. Run this again to see.");
        }
        if (failure instanceof Pop3ReplyException refusal) {
            return new Diagnosis(Outcome.REFUSED, refusal(refusal));
        }
        if (failure instanceof Pop3Exception violation) {
            return new Diagnosis(
                    failure instanceof Pop3ProtocolException ? Outcome.CONNECTION : Outcome.REFUSED,
                    violation(violation, visit));
        }
        return new Diagnosis(Outcome.CONNECTION, connection(failure, visit, now));
    }

    private static String violation(Pop3Exception failure, Visit visit) {
        String told = Text.printable(String.valueOf(failure.getMessage()));
        if (failure instanceof Pop3ProtocolException) {
            return "The server does not keep to POP3 (" + told + ")."
                    + (visit.connected() ? "" : " Is it a POP3 server, and this its port?" + wrongTls(visit));
        }
        return sentence(told);
    }

    private static String refusal(Pop3ReplyException refusal) {
        String said = said(refusal);
        if (refusal.keyword() == Keyword.STLS) {
            return "The server offers no STLS" + said + ". Try pop3s:// if it has a port with implicit TLS.";
        }
        if (refusal instanceof Pop3LoginException login) {
            return login(login, said);
        }
        return "The server refuses " + refusal.keyword() + said + ".";
    }

    private static String login(Pop3LoginException refusal, String said) {
        Optional<ResponseCode> code = refusal.code();
        if (is(code, ResponseCode.IN_USE) || (code.isEmpty() && speaksOfLocks(refusal))) {
            return "Another session has the maildrop open" + said
                    + ". Try again when it has ended; after a lost connection that can take ten minutes.";
        }
        if (is(code, ResponseCode.LOGIN_DELAY)) {
            return "The last login was too recent" + said + ". Wait, and try again.";
        }
        if (is(code, ResponseCode.SYS_TEMP)) {
            return "The server has a temporary problem" + said + ". Try again later, with the same password.";
        }
        if (is(code, ResponseCode.SYS_PERM)) {
            return "The server has a permanent problem with this maildrop" + said + ". Its operator has to look at it.";
        }
        return is(code, ResponseCode.AUTH)
                ? "The user's name or the password is wrong" + said + "."
                : "The server refuses the login" + said + ". Most often the user's name or the password is wrong.";
    }

    private static boolean is(Optional<ResponseCode> code, ResponseCode which) {
        return code.filter(found -> found.is(which)).isPresent();
    }

    /** Servers without response codes say it in words. */
    private static boolean speaksOfLocks(Pop3ReplyException refusal) {
        String text = refusal.statusLine().text().toLowerCase(Locale.ROOT);
        return text.matches(".*\\b(lock|locked|in use|busy)\\b.*");
    }

    private static String said(Pop3ReplyException refusal) {
        String text = Text.printable(refusal.statusLine().text().strip());
        return text.isEmpty() ? "" : " (it says: " + text + ")";
    }

    private static String connection(IOException failure, Visit visit, Instant now) {
        String server = visit.settings().server();
        Optional<String> objection = visit.settings().insecure() ? Optional.empty() : visit.objection(now);
        if (failure instanceof SSLException) {
            return objection.orElseGet(() -> tls(failure, visit.settings()));
        }
        if (failure instanceof UnknownHostException) {
            return "There is no host " + visit.settings().url().host() + ", or the name service does not answer.";
        }
        if (failure instanceof SocketTimeoutException) {
            return sentence("The server has not answered in time (" + told(failure) + ")") + wrongTls(visit);
        }
        if (failure instanceof ConnectException) {
            return "There is no connection to " + server + ": " + sentence(reason(failure))
                    + " Check the host and the port, and whether the server is up.";
        }
        if (failure instanceof EOFException) {
            return "The server has closed the connection (" + told(failure) + ")." + wrongTls(visit);
        }
        return "The connection to " + server + " broke: "
                + sentence(Text.printable(String.valueOf(failure.getMessage())));
    }

    private static String reason(IOException failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return Text.printable(String.valueOf(deepest.getMessage()));
    }

    private static String tls(IOException failure, Settings settings) {
        String other = settings.tls() == Tls.IMPLICIT ? " Perhaps the port is one for STLS: try pop3://." : "";
        return "There is no TLS with " + settings.server() + " (" + Text.printable(String.valueOf(failure.getMessage()))
                + ")." + other;
    }

    /** A server that waits for TLS, or for a client that greets it in TLS, is silent to the other kind. */
    private static String wrongTls(Visit visit) {
        if (visit.connected()) {
            return "";
        }
        return switch (visit.settings().tls()) {
            case IMPLICIT -> " If that is a port without implicit TLS, try pop3://.";
            case STLS -> " If that is a port with implicit TLS, try pop3s://.";
            case NONE -> "";
        };
    }

    /** What the client says, for people: durations in seconds. */
    private static String told(IOException failure) {
        String text = Text.printable(String.valueOf(failure.getMessage()));
        return DURATION.matcher(text)
                .replaceAll(found -> Text.count(Duration.parse(found.group()).toSeconds(), "second"));
    }

    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }
}
