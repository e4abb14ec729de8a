package org.pop3j.client;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.Command;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.ResponseCode;
import org.pop3j.protocol.StatusLine;

/**
 * Tells a connection's listener and the protocol log what happens. If there is neither, no clock is read and no text is
 * made. What is secret is left out by what it is, not by what it looks like: the arguments of PASS, AUTH and APOP, the
 * responses, the challenges, and the texts of the answers to all of these. Used by the connection's thread.
 */
final class Observer {
    private static final System.Logger LOG = System.getLogger(Observer.class.getPackageName());
    private static final int MAX_TEXT = 1000;
    private static final Set<String> WITH_SECRET = Set.of("PASS", "AUTH", "APOP");
    /** Any other could be what was sent, put into brackets. */
    private static final Set<ResponseCode> REGISTERED = Set.of(
            ResponseCode.IN_USE,
            ResponseCode.LOGIN_DELAY,
            ResponseCode.SYS_TEMP,
            ResponseCode.SYS_PERM,
            ResponseCode.AUTH,
            ResponseCode.UTF8);

    private final @Nullable Pop3Listener listener;
    private final @Nullable Consumer<String> log;
    private final long begin;
    private long since;
    private Keyword current = Keyword.NOOP;
    private boolean closed;
    private boolean complained;

    Observer(@Nullable Pop3Listener listener, @Nullable Consumer<String> log) {
        this.listener = listener;
        this.log = log;
        this.begin = listener == null ? 0 : System.nanoTime();
        this.since = begin;
    }

    /** What is timed next begins. */
    void begin() {
        if (listener != null) {
            since = System.nanoTime();
        }
    }

    void connected(InetSocketAddress address) {
        if (listener != null) {
            Duration took = took(begin);
            tell(to -> to.connected(address, took));
        }
        if (log != null) {
            log("* ", "connected to " + address);
        }
    }

    void secured(SSLSession session) {
        if (listener != null) {
            Duration took = took(since);
            tell(to -> to.secured(session, took));
        }
        if (log != null) {
            log("* ", session.getProtocol() + " " + session.getCipherSuite());
        }
    }

    void sent(Command command) {
        if (log != null) {
            log("C: ", command.toString());
        }
    }

    void responded(boolean cancelled) {
        log("C: ", cancelled ? "*" : "****");
    }

    void challenged(int length) {
        if (log != null) {
            log("S: ", "+ [a challenge of " + length + " octets]");
        }
    }

    void greeted(StatusLine statusLine) {
        if (log != null) {
            log("S: ", statusLine.toString());
        }
    }

    /** A status line has come; the rest of the answer may follow. */
    void replied(Keyword keyword, StatusLine statusLine) {
        current = keyword;
        if (log != null) {
            StatusLine shown = withoutSecret(keyword, statusLine);
            log("S: ", shown + (shown.equals(statusLine) ? "" : " ****"));
        }
    }

    void line(String text) {
        log("S: ", text);
    }

    void transferred(long octets) {
        if (listener != null) {
            Keyword keyword = current;
            Duration took = took(since);
            tell(to -> to.transferred(keyword, octets, took));
        }
        if (log != null) {
            log("S: ", "[a message of " + octets + " octets]");
        }
    }

    void loggedIn(String method) {
        if (listener != null) {
            tell(to -> to.loggedIn(method));
        }
    }

    /** The answer is complete. */
    void answered(StatusLine statusLine) {
        if (listener != null) {
            Keyword keyword = current;
            Duration took = took(since);
            tell(to -> to.answered(keyword, withoutSecret(keyword, statusLine), took));
            begin();
        }
    }

    /** Counts once. */
    void closed(long sent, long received) {
        if (closed) {
            return;
        }
        closed = true;
        if (listener != null) {
            Duration lasted = took(begin);
            tell(to -> to.closed(sent, received, lasted));
        }
        if (log != null) {
            log("* ", "closed: " + sent + " octets sent, " + received + " received");
        }
    }

    private static StatusLine withoutSecret(Keyword keyword, StatusLine statusLine) {
        return WITH_SECRET.contains(keyword.name())
                ? new StatusLine(statusLine.positive(), statusLine.code().filter(REGISTERED::contains), "")
                : statusLine;
    }

    private static Duration took(long since) {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private void log(String side, String text) {
        Consumer<String> to = log;
        if (to != null) {
            guarded(() -> to.accept(side + Printable.text(text, MAX_TEXT)));
        }
    }

    private void tell(Consumer<Pop3Listener> event) {
        Pop3Listener to = listener;
        if (to != null) {
            guarded(() -> event.accept(to));
        }
    }

    /** Whoever watches must not change what happens. */
    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            if (!complained) {
                complained = true;
                LOG.log(Level.WARNING, "a listener or a protocol log has failed; the connection goes on", e);
            }
        }
    }
}
