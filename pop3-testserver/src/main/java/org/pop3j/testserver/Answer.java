package org.pop3j.testserver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.pop3j.testserver.fault.Effect.Plain;
import org.pop3j.testserver.fault.Point.Place;

/**
 * One answer on its way from the engine, which is always right, to the wire: status line, content, final dot, and at each
 * point the faults that happen there. One thread's own.
 */
final class Answer {
    private static final byte CR = '\r';
    private static final byte LF = '\n';
    private static final byte DOT = '.';

    private final Asked asked;
    private final String keyword;
    private final Wire wire;
    private final SessionFaults faults;
    private final Manner manner;
    private final SessionRecord record;
    private final ListingFaults listing;
    private final Places linePlaces;
    private final Places octetPlaces;
    private final boolean breaksStuffing;
    private final boolean omitsTerminator;
    private final StringBuilder line = new StringBuilder();
    private Part part = Part.STATUS_LINE;
    /** A dot at the beginning of a line, of which the next octet says whether it is the last one. */
    private boolean dot;

    private boolean lineStart = true;
    private boolean truncated;
    private boolean whole;
    private long lines;
    private long octets;
    private byte last = LF;
    private byte beforeLast;

    private enum Part {
        STATUS_LINE,
        CONTENT,
        /** Whatever comes is not sent. */
        LEFT_OUT
    }

    /**
     * What is answered.
     *
     * @param bare whether the command has no argument
     * @param stage when it came
     * @param refusal what is said word for word instead of the right status line
     */
    record Asked(String keyword, boolean bare, Stage stage, Optional<String> refusal) {}

    Answer(Asked asked, Wire wire, SessionFaults faults, Manner manner, SessionRecord record) throws IOException {
        this.asked = asked;
        keyword = asked.keyword();
        this.wire = wire;
        this.faults = faults;
        this.manner = manner;
        this.record = record;
        Outcome whole = faults.reach(Place.REPLY, keyword);
        breaksStuffing = whole.has(Plain.BREAK_STUFFING);
        omitsTerminator = whole.has(Plain.OMIT_TERMINATOR);
        listing = new ListingFaults(keyword, asked.bare(), record.number(), whole.effects());
        faults.sample(() -> listing.sample(++lines));
        linePlaces = new Places(faults, Place.LINE, keyword);
        octetPlaces = new Places(faults, Place.OCTET, keyword);
    }

    /** Takes octets from the engine. */
    void take(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            byte octet = from.get();
            switch (part) {
                case STATUS_LINE -> statusOctet(octet);
                case CONTENT -> contentOctet(octet);
                case LEFT_OUT -> {}
            }
        }
    }

    /** Whether content went out as far as it was meant to go, with its final dot. */
    boolean whole() {
        return whole;
    }

    /** The engine has no more. */
    void end() throws IOException {
        faults.reach(Place.END, keyword);
    }

    private void statusOctet(byte octet) throws IOException {
        line.append((char) (octet & 0xFF));
        if (octet == LF) {
            String text = line.substring(0, line.length() - 2);
            line.setLength(0);
            part = Part.CONTENT;
            statusLine(text);
        }
    }

    private void statusLine(String right) throws IOException {
        Outcome outcome = faults.reach(Place.STATUS_LINE, keyword);
        if (outcome.reply().isEmpty()) {
            String text = asked.refusal().orElseGet(() -> manner.statusLine(keyword, listing.statusLine(right)));
            record.replied(text);
            wire.put(text + "\r\n");
        } else if (outcome.reply().get().startsWith("-ERR")) {
            part = Part.LEFT_OUT;
            return;
        }
        List<String> capabilities = manner.capabilities(asked.stage());
        if (keyword.equals("CAPA") && right.startsWith("+OK") && !capabilities.isEmpty()) {
            take(ByteBuffer.wrap(Manner.listing(capabilities)));
            part = Part.LEFT_OUT;
        }
    }

    private void contentOctet(byte octet) throws IOException {
        if (listing.readsContent()) {
            listingOctet(octet);
        } else if (lineStart && !dot && octet == DOT) {
            dot = true;
        } else if (dot && octet == CR) {
            part = Part.LEFT_OUT;
            terminator();
        } else {
            if (lineStart) {
                startLine();
                if (dot && !breaksStuffing) {
                    send(DOT);
                }
                dot = false;
            }
            send(octet);
            lineStart = octet == LF;
        }
    }

    private void listingOctet(byte octet) throws IOException {
        line.append((char) (octet & 0xFF));
        if (octet != LF) {
            return;
        }
        String text = line.substring(0, line.length() - 2);
        line.setLength(0);
        if (text.equals(".")) {
            part = Part.LEFT_OUT;
            for (int i = 0; i < listing.more(); i++) {
                sendLine(listing.sample(lines + 1));
            }
            terminator();
        } else {
            for (String other : listing.line(text)) {
                sendLine(other);
            }
        }
    }

    private void sendLine(String text) throws IOException {
        startLine();
        for (int i = 0; i < text.length(); i++) {
            send((byte) text.charAt(i));
        }
        send(CR);
        send(LF);
    }

    private void startLine() throws IOException {
        if (!truncated) {
            truncated = linePlaces.reach(lines + 1).has(Plain.TRUNCATE);
        }
        lines++;
    }

    private void send(byte octet) throws IOException {
        if (!truncated) {
            truncated = octetPlaces.reach(octets).has(Plain.TRUNCATE);
        }
        if (!truncated) {
            wire.put(octet);
            beforeLast = last;
            last = octet;
            octets++;
        }
    }

    private void terminator() throws IOException {
        if (!truncated) {
            octetPlaces.reach(octets);
        }
        Outcome outcome = faults.reach(Place.TERMINATOR, keyword);
        if (!omitsTerminator && !outcome.has(Plain.OMIT_TERMINATOR)) {
            // Cut off behind a stuffed dot, the content has one already that is taken for the final one.
            boolean dotSent = last == DOT && beforeLast == LF;
            String lineEnd = last == CR ? "\n" : "\r\n";
            wire.put(last == LF ? ".\r\n" : dotSent ? lineEnd : lineEnd + ".\r\n");
            whole = !truncated;
        }
    }
}
