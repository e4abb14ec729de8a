package org.pop3j.testserver;

import java.util.List;
import java.util.Optional;

/**
 * What a {@link Pop3TestServer} remembers of one session, as it was when it was asked. There are no secrets in it. Of a long
 * session the beginning and the end are kept, about 500 lines and as many exchanges. Immutable and thread-safe.
 */
public final class RecordedSession {
    /** How a session ended. Only {@link #QUIT} can have removed messages. */
    public enum Ending {
        /** It has not. */
        OPEN,
        /** The client said QUIT and the server closed the connection. */
        QUIT,
        /** The client was gone without QUIT. */
        LOST,
        /** Nobody had logged in, and the server closed the connection after so many refusals. */
        REFUSED,
        /** The server was told to close or to stop accepting. */
        DROPPED,
        /** The client was silent for too long. */
        TIMED_OUT,
        /** An injected fault ended the connection. */
        FAULT,
        /** There was no TLS handshake, or it failed. */
        TLS_FAILED,
        /** The server itself failed; the last lines tell how. */
        FAILED
    }

    private final SessionRecord.Facts facts;
    private final List<String> lines;
    private final List<Exchange> exchanges;

    RecordedSession(SessionRecord.Facts facts, List<String> lines, List<Exchange> exchanges) {
        this.facts = facts;
        this.lines = List.copyOf(lines);
        this.exchanges = List.copyOf(exchanges);
    }

    /** Counts the connections to this server from 1; again from 1 after a {@link Pop3TestServer#reset() reset}. */
    public int number() {
        return facts.number();
    }

    /** Whether the connection is, or was at last, under TLS. */
    public boolean tls() {
        return facts.tls();
    }

    /** Who logged in; empty if nobody did. */
    public Optional<String> user() {
        return facts.user();
    }

    /** How it ended. */
    public Ending ending() {
        return facts.ending();
    }

    /**
     * What was said, in order: command lines behind {@code "C: "}, passwords replaced by asterisks; status lines behind
     * {@code "S: "}; what happened besides behind {@code "*: "}.
     */
    public List<String> lines() {
        return lines;
    }

    /** The commands with what they were answered, in order. */
    public List<Exchange> exchanges() {
        return exchanges;
    }

    /** How many exchanges are left out between the beginning and the end. */
    public long exchangesLeftOut() {
        return facts.exchangesLeftOut();
    }

    /** The command lines alone. */
    public List<String> commands() {
        return exchanges.stream().map(Exchange::command).toList();
    }

    /** The unique-ids of the messages that RETR has sent whole, in order, each as often as it was sent. */
    public List<String> fetched() {
        return exchanges.stream()
                .filter(exchange -> exchange.is("RETR") && exchange.succeeded())
                .flatMap(exchange -> exchange.message().stream())
                .map(Exchange.Message::uniqueId)
                .toList();
    }

    /** The unique-ids of the messages that QUIT has removed, in the order of their numbers; no more than the first 500. */
    public List<String> deleted() {
        return facts.deleted();
    }

    /** How many more were removed. */
    int deletedLeftOut() {
        return facts.deletedLeftOut();
    }

    /**
     * What the client did against the rules of the RFCs, in words; the first 100. Empty unless the server was built with {@link
     * Pop3TestServer.Builder#strictClient}.
     */
    public List<String> violations() {
        return facts.violations();
    }

    /** The whole for people to read: a title, then the lines. */
    public String transcript() {
        String title = "session " + number() + (tls() ? ", TLS" : "")
                + user().map(name -> ", " + name).orElse("") + ", ended: " + ending();
        return title + "\n  " + String.join("\n  ", lines) + "\n";
    }

    @Override
    public String toString() {
        return transcript();
    }
}
