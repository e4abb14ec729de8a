package org.pop3j.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Socket;
import java.nio.ByteOrder;

/**
 * A session with a server that makes no mistakes, written by hand. It keeps up to {@value #WINDOW} commands under way, looks for
 * LF eight octets at a time, takes stuffed dots out, and copies each mail once, into the caller's buffer. No limits, no
 * deadlines, no errors told apart, nothing asked that is not needed.
 */
final class RawSession {
    private static final int WINDOW = 256;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long LINE_FEEDS = ONES * '\n';

    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[65_536];
    private int position;
    private int limit;

    /** What a multi-line answer was made of, the final dot not counted, stuffed dots neither. */
    record Answer(long lines, long octets) {}

    /** On a connection that was just made. */
    RawSession(Socket socket) throws IOException {
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Reads the greeting, and logs in; how many messages there are. */
    int login(String user) throws IOException {
        status();
        ask("USER " + user);
        ask("PASS " + Contestant.PASSWORD);
        return Integer.parseInt(ask("STAT").split(" ")[1]);
    }

    /** Fetches the first messages, commands sent ahead. */
    void pipelined(int count, Caller caller) throws IOException {
        int asked = 0;
        for (int n = 1; n <= count; n++) {
            if (asked < count && asked - n < WINDOW / 2) {
                asked = retr(asked, Math.min(count, n + WINDOW - 1));
            }
            status();
            message(caller);
        }
    }

    /** Fetches the first messages, one command after the other. */
    void oneByOne(int count, Caller caller) throws IOException {
        for (int n = 1; n <= count; n++) {
            ask("RETR " + n);
            message(caller);
        }
    }

    /** Sends the commands for all messages, and leaves the answers where they are. */
    void askForAll(int count) throws IOException {
        retr(0, count);
    }

    /** Asks for something with a multi-line answer, and only counts. */
    Answer count(String command) throws IOException {
        ask(command);
        long lines = 0;
        long octets = 0;
        while (true) {
            int end = lineEnd(position);
            if (end < 0) {
                more(position);
                continue;
            }
            boolean dot = buffer[position] == '.';
            octets += dot ? end - position - 1 : end - position;
            boolean last = dot && end - position == 3;
            position = end;
            if (last) {
                return new Answer(lines, octets - 2);
            }
            lines++;
        }
    }

    void quit() throws IOException {
        ask("QUIT");
    }

    private int retr(int asked, int last) throws IOException {
        StringBuilder commands = new StringBuilder();
        for (int n = asked + 1; n <= last; n++) {
            commands.append("RETR ").append(n).append("\r\n");
        }
        out.write(commands.toString().getBytes(US_ASCII));
        return last;
    }

    String ask(String command) throws IOException {
        out.write((command + "\r\n").getBytes(US_ASCII));
        int start = status();
        return new String(buffer, start, position - start, US_ASCII).strip();
    }

    /** Takes a status line; where it starts in the buffer. */
    private int status() throws IOException {
        int end = lineEnd(position);
        while (end < 0) {
            more(position);
            end = lineEnd(position);
        }
        int start = position;
        position = end;
        if (buffer[start] != '+') {
            throw new IOException("refused");
        }
        return start;
    }

    private void message(Caller caller) throws IOException {
        int start = position;
        int line = position;
        while (true) {
            int end = lineEnd(line);
            if (end < 0) {
                caller.write(buffer, start, line - start);
                more(line);
                start = line = position;
                continue;
            }
            if (buffer[line] == '.') {
                caller.write(buffer, start, line - start);
                if (end - line == 3) {
                    position = end;
                    caller.received();
                    return;
                }
                start = line + 1;
            }
            line = end;
        }
    }

    /** The index behind the next CRLF, -1 if there is none yet. */
    private int lineEnd(int from) {
        int lf = lineFeed(from);
        while (lf >= 0 && (lf == from || buffer[lf - 1] != '\r')) {
            lf = lineFeed(lf + 1);
        }
        return lf < 0 ? -1 : lf + 1;
    }

    private int lineFeed(int from) {
        byte[] octets = buffer;
        int end = limit;
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long zeroWhereLf = (long) WORD.get(octets, i) ^ LINE_FEEDS;
            long found = (zeroWhereLf - ONES) & ~zeroWhereLf & (ONES << 7);
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        for (; i < end; i++) {
            if (octets[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Reads on behind what is still needed. */
    private void more(int from) throws IOException {
        System.arraycopy(buffer, from, buffer, 0, limit - from);
        limit -= from;
        position = 0;
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count <= 0) {
            throw new EOFException();
        }
        limit += count;
    }
}
