package org.pop3j.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.function.Function;

/**
 * One client of the replay server. The answers to all commands that came together go out in one write. It deletes nothing:
 * the next round wants the same. BARE is not POP3: it sends a user's answers to RETR, all of them, and closes.
 */
final class ReplaySession {
    private static final byte[] OK = "+OK\r\n".getBytes(US_ASCII);
    private static final byte[] CAPABILITIES = "+OK\r\nPIPELINING\r\nUIDL\r\nUSER\r\n.\r\n".getBytes(US_ASCII);

    private final SocketChannel client;
    private final Function<String, ReplayServer.Maildrop> maildrops;
    private final Outgoing out = new Outgoing();
    private final ByteBuffer in = ByteBuffer.allocate(65_536);
    private ReplayServer.Maildrop maildrop = ReplayServer.Maildrop.of("mails-0");
    private boolean over;

    ReplaySession(SocketChannel client, Function<String, ReplayServer.Maildrop> maildrops) {
        this.client = client;
        this.maildrops = maildrops;
    }

    void run() throws IOException {
        out.add(OK);
        out.flush(client);
        while (!over && client.read(in) >= 0) {
            in.flip();
            for (int lf = lineFeed(); lf >= 0 && !over; lf = lineFeed()) {
                String line = new String(in.array(), in.position(), lf - in.position(), US_ASCII).strip();
                in.position(lf + 1);
                answer(line.split(" ", 2));
            }
            in.compact();
            out.flush(client);
        }
    }

    private int lineFeed() {
        for (int i = in.position(); i < in.limit(); i++) {
            if (in.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void answer(String[] words) {
        String argument = words.length > 1 ? words[1] : "";
        switch (words[0].toUpperCase(Locale.ROOT)) {
            case "RETR" -> maildrop.stock().answer(Integer.parseInt(argument), out);
            case "CAPA" -> out.add(CAPABILITIES);
            case "USER" -> {
                maildrop = maildrops.apply(argument);
                out.add(OK);
            }
            case "PASS", "DELE", "NOOP" -> out.add(OK);
            case "STAT" -> out.add(stat());
            case "LIST" -> listing(maildrop.list(), argument, "4096");
            case "UIDL" -> listing(maildrop.uidl(), argument, "unique-" + argument);
            case "QUIT" -> {
                out.add(OK);
                over = true;
            }
            case "BARE" -> {
                maildrop = maildrops.apply(argument);
                for (int n = 1; n <= maildrop.stock().count(); n++) {
                    maildrop.stock().answer(n, out);
                }
                over = true;
            }
            default -> out.add("-ERR\r\n".getBytes(US_ASCII));
        }
    }

    private void listing(ByteBuffer all, String number, String one) {
        if (number.isEmpty()) {
            out.add(all);
        } else {
            out.add(("+OK " + number + " " + one + "\r\n").getBytes(US_ASCII));
        }
    }

    private byte[] stat() {
        Stock stock = maildrop.stock();
        return ("+OK " + stock.count() + " " + stock.count() * stock.octets(1) + "\r\n").getBytes(US_ASCII);
    }
}
