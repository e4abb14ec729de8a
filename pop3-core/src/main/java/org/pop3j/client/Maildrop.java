package org.pop3j.client;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.Command;
import org.pop3j.protocol.DropListing;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.Pop3ProtocolException;
import org.pop3j.protocol.ScanListing;
import org.pop3j.protocol.SessionState;
import org.pop3j.protocol.StatusLine;
import org.pop3j.protocol.UniqueId;
import org.pop3j.protocol.UniqueIdListing;

/**
 * The locked maildrop: a connection in the TRANSACTION state (RFC 1939, section 5). Lifecycle:
 *
 * <ol>
 *   <li>made by {@link Pop3Connection#login}
 *   <li>any commands. Message-numbers count from 1 and are valid in this session only
 *   <li>{@link #quit()}: the server removes what was marked with {@link #dele}
 *   <li>or {@link #close()}: nothing is removed
 * </ol>
 *
 * A {@link Pop3ReplyException} leaves the maildrop usable. After any other IOException, or after anything that was thrown by
 * the caller's own stream or sink, the connection is closed and nothing is removed. Only {@link #quit()} knows that
 * something was.
 *
 * <p>Not thread-safe, but for {@link #abort()}. An interrupt of the thread that waits ends the connection too.
 */
public final class Maildrop implements AutoCloseable {
    private final Exchange exchange;
    private final Capabilities capabilities;
    private final boolean pipelining;
    private final String loginMethod;

    Maildrop(Exchange exchange, Capabilities capabilities, boolean mayPipeline, String loginMethod) {
        this.exchange = exchange;
        this.loginMethod = loginMethod;
        this.capabilities = capabilities;
        this.pipelining = mayPipeline && capabilities.has(Capabilities.PIPELINING);
    }

    /**
     * What the server announces after login. That may be more than before.
     *
     * @return the capabilities, none if the server does not know CAPA (RFC 2449, section 5)
     */
    public Capabilities capabilities() {
        return capabilities;
    }

    /**
     * What has proved who the user is.
     *
     * @return the registered name of a mechanism of AUTH, {@code SCRAM-SHA-256} for instance; {@code USER} for USER and
     *     PASS; {@code APOP}
     */
    public String loginMethod() {
        return loginMethod;
    }

    /**
     * How much there is, messages marked as deleted not counted.
     *
     * @return messages and octets, as the server has them
     * @throws Pop3ReplyException if the server refuses
     * @throws IOException if the connection broke; it is closed
     */
    public DropListing stat() throws IOException {
        return exchange.ask(Command.of(Keyword.STAT), statusLine -> DropListing.parse(statusLine.text()));
    }

    /**
     * All messages that are not marked as deleted, with their sizes.
     *
     * @return in the server's order, gaps and repetitions included
     * @throws Pop3ReplyException if the server refuses
     * @throws IOException if the connection broke; it is closed
     */
    public List<ScanListing> list() throws IOException {
        return exchange.ask(
                Command.of(Keyword.LIST), statusLine -> exchange.lines(line -> Optional.of(ScanListing.parse(line))));
    }

    /**
     * The size of one message.
     *
     * @param messageNumber 1 or more
     * @return its scan listing
     * @throws IllegalArgumentException if the number is below 1
     * @throws Pop3ReplyException if the server refuses, for instance because there is no such message
     * @throws IOException if the connection broke; it is closed
     */
    public ScanListing list(int messageNumber) throws IOException {
        return exchange.ask(Command.of(Keyword.LIST, messageNumber), statusLine -> {
            ScanListing listing = ScanListing.parse(statusLine.text());
            requireSame(Keyword.LIST, messageNumber, listing.messageNumber());
            return listing;
        });
    }

    /**
     * The unique-ids of all messages that are not marked as deleted (RFC 1939, section 7).
     *
     * @return in the server's order. Two messages may have the same unique-id, and a message that has none, or one that
     *     {@link UniqueId} does not accept, is left out: join it with {@link #list()} by the message-numbers, and do not
     *     delete what is in one of them only
     * @throws Pop3ReplyException if the server refuses: UIDL is optional
     * @throws IOException if the connection broke; it is closed
     */
    public List<UniqueIdListing> uidl() throws IOException {
        return exchange.ask(Command.of(Keyword.UIDL), statusLine -> exchange.lines(UniqueIdListing::find));
    }

    /**
     * The unique-id of one message.
     *
     * @param messageNumber 1 or more
     * @return its unique-id
     * @throws IllegalArgumentException if the number is below 1
     * @throws Pop3ReplyException if the server refuses
     * @throws IOException if the connection broke; it is closed
     */
    public UniqueId uidl(int messageNumber) throws IOException {
        return exchange.ask(Command.of(Keyword.UIDL, messageNumber), statusLine -> {
            String text = statusLine.text().strip();
            boolean oneWord = !text.isEmpty() && text.indexOf(' ') < 0 && text.indexOf('\t') < 0;
            // Some servers leave the number out; the number alone is a unique-id that is missing.
            if (oneWord && !text.equals(Integer.toString(messageNumber))) {
                return UniqueIdListing.parse(messageNumber + " " + text).uniqueId();
            }
            UniqueIdListing listing = UniqueIdListing.parse(text);
            requireSame(Keyword.UIDL, messageNumber, listing.messageNumber());
            return listing.uniqueId();
        });
    }

    /**
     * Fetches a message.
     *
     * @param messageNumber 1 or more
     * @param to gets the octets as they come from the server: CRLF line ends, stuffed dots removed. Neither flushed nor closed. If this
     *     method throws, what was written is not a whole message
     * @return how many octets were written
     * @throws IllegalArgumentException if the number is below 1
     * @throws Pop3ReplyException if the server refuses; nothing was written
     * @throws IOException if the connection broke, or from the stream; the connection is closed
     */
    public long retr(int messageNumber, OutputStream to) throws IOException {
        return exchange.ask(Command.of(Keyword.RETR, messageNumber), statusLine -> exchange.message(to));
    }

    /**
     * Fetches the header and some lines of the body of a message (RFC 1939, section 7). Do not take it for the whole
     * message, whatever the number of lines.
     *
     * @param messageNumber 1 or more
     * @param lines lines of the body, 0 or more
     * @param to gets the octets, as with {@link #retr(int, OutputStream)}
     * @return how many octets were written
     * @throws IllegalArgumentException if a number is out of its range
     * @throws Pop3ReplyException if the server refuses: TOP is optional
     * @throws IOException if the connection broke, or from the stream; the connection is closed
     */
    public long top(int messageNumber, int lines, OutputStream to) throws IOException {
        return exchange.ask(Command.top(messageNumber, lines), statusLine -> exchange.message(to));
    }

    /**
     * Fetches messages. If the server announces PIPELINING, the next ones are asked for before the last one has come, within
     * a window of 1 MiB of messages and 4 KiB of commands (RFC 2449, section 6.6).
     *
     * @param messages as {@link #list()} gave them, in the order in which they are wanted
     * @param sink gets the messages, and the refusals
     * @throws IOException if the connection broke, or from the sink; the connection is closed, and what the sink has
     *     received before is complete
     */
    public void retr(Collection<ScanListing> messages, MessageSink sink) throws IOException {
        exchange.askAll(messages, new Fetch(sink), pipelining);
    }

    /**
     * Marks a message as deleted. It is removed if {@link #quit()} succeeds. Store the message safely first.
     *
     * @param messageNumber 1 or more
     * @throws IllegalArgumentException if the number is below 1
     * @throws Pop3ReplyException if the server refuses; the message is not marked
     * @throws IOException if the connection broke; it is closed, nothing will be removed
     */
    public void dele(int messageNumber) throws IOException {
        exchange.ask(Command.of(Keyword.DELE, messageNumber), statusLine -> statusLine);
    }

    /**
     * Marks messages as deleted, pipelined if the server announces that. Every answer is checked.
     *
     * @param messageNumbers each 1 or more; a repeated one counts once
     * @return the messages that the server refused to mark, and why; empty if all are marked
     * @throws IllegalArgumentException if a number is below 1; nothing was sent
     * @throws IOException if the connection broke; it is closed, nothing will be removed
     */
    public Map<Integer, Pop3ReplyException> dele(Collection<Integer> messageNumbers) throws IOException {
        Collection<Integer> numbers = new LinkedHashSet<>(messageNumbers);
        numbers.forEach(number -> Command.of(Keyword.DELE, number));
        Marking marking = new Marking();
        exchange.askAll(numbers, marking, pipelining);
        return marking.refused;
    }

    /**
     * Takes back all marks.
     *
     * @throws Pop3ReplyException if the server refuses
     * @throws IOException if the connection broke; it is closed
     */
    public void rset() throws IOException {
        exchange.ask(Command.of(Keyword.RSET), statusLine -> statusLine);
    }

    /**
     * Does nothing but ask whether the server is there.
     *
     * @throws Pop3ReplyException if the server refuses
     * @throws IOException if the connection broke; it is closed
     */
    public void noop() throws IOException {
        exchange.ask(Command.of(Keyword.NOOP), statusLine -> statusLine);
    }

    /**
     * The languages that the server can write its texts in (RFC 6856, section 3).
     *
     * @return language tags, each with the server's words for it, in the server's order
     * @throws Pop3ReplyException if the server refuses: LANG is optional
     * @throws IOException if the connection broke; it is closed
     */
    public Map<String, String> lang() throws IOException {
        return Lang.list(exchange);
    }

    /**
     * Asks the server to write its texts in a language (RFC 6856, section 3).
     *
     * @param tag language tag of letters, digits and hyphens, or {@code *} for the server's default
     * @throws IllegalArgumentException if that is neither
     * @throws Pop3ReplyException if the server refuses; the language stays what it was
     * @throws IOException if the connection broke; it is closed
     */
    public void lang(String tag) throws IOException {
        exchange.ask(Command.lang(tag), statusLine -> statusLine);
    }

    /**
     * Ends the session; the server removes what is marked (RFC 1939, section 6). It returns only if the server has said that
     * it did. The connection is closed in any case.
     *
     * @throws Pop3ReplyException if the server answered {@code -ERR}: some or all marked messages are still there
     * @throws UpdateUnknownException if QUIT was sent and no answer came: the messages may be there or not
     * @throws IOException if the connection was broken before: nothing is removed
     */
    public void quit() throws IOException {
        exchange.quit();
    }

    /** Closes the connection without QUIT: nothing is removed. Does nothing after {@link #quit()}. */
    @Override
    public void close() {
        exchange.close();
    }

    /** Closes the connection at once; a blocked call in another thread fails. From any thread, at any time. */
    public void abort() {
        exchange.abort();
    }

    @Override
    public String toString() {
        return exchange.peer() + " in " + exchange.state();
    }

    /** An answer about another message means that commands and answers have lost step. */
    private static void requireSame(Keyword keyword, int asked, int answered) throws Pop3ProtocolException {
        if (asked != answered) {
            throw new Pop3ProtocolException(keyword + " in TRANSACTION: the answer is about another message");
        }
    }

    private static Pop3ReplyException refusal(Keyword keyword, StatusLine statusLine) {
        return new Pop3ReplyException(keyword, SessionState.TRANSACTION, statusLine);
    }

    private final class Fetch implements Exchange.Batch<ScanListing> {
        private final MessageSink sink;

        private Fetch(MessageSink sink) {
            this.sink = sink;
        }

        @Override
        public Keyword keyword() {
            return Keyword.RETR;
        }

        @Override
        public Command command(ScanListing message) {
            return Command.of(keyword(), message.messageNumber());
        }

        @Override
        public long answerOctets(ScanListing message) {
            return message.octets();
        }

        @Override
        public void answer(ScanListing message, StatusLine statusLine) throws IOException {
            if (!statusLine.positive()) {
                sink.refused(message, refusal(keyword(), statusLine));
                return;
            }
            long octets;
            try (OutputStream to = sink.open(message)) {
                octets = exchange.message(to);
            }
            sink.received(message, octets);
        }
    }

    private static final class Marking implements Exchange.Batch<Integer> {
        private final Map<Integer, Pop3ReplyException> refused = new LinkedHashMap<>();

        @Override
        public Keyword keyword() {
            return Keyword.DELE;
        }

        @Override
        public Command command(Integer messageNumber) {
            return Command.of(keyword(), messageNumber);
        }

        @Override
        public long answerOctets(Integer messageNumber) {
            return 0;
        }

        @Override
        public void answer(Integer messageNumber, StatusLine statusLine) {
            if (!statusLine.positive()) {
                refused.put(messageNumber, refusal(keyword(), statusLine));
            }
        }
    }
}
