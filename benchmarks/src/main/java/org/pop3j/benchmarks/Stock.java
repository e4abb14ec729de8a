package org.pop3j.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** What a maildrop of the replay server holds: the answers to RETR as they go over the wire, ready to be written. */
interface Stock {
    int MAIL_OCTETS = 4096;
    int MEBIBYTE = 1 << 20;

    int count();

    long octets(int number);

    /** The whole answer to RETR. */
    void answer(int number, Outgoing to);

    /** A user's name says what there is: {@code mails-10000} or, in MiB, {@code big-1024}. */
    static Stock of(String user) {
        String[] words = user.split("-", 2);
        int number = Integer.parseInt(words[1]);
        return words[0].equals("big") ? new BigMail(number) : new Mails(number);
    }

    /** Mails of {@value Stock#MAIL_OCTETS} octets, one behind the other, so that many of them can go in one write. */
    final class Mails implements Stock {
        private static final byte[] STATUS = "+OK 4096 octets\r\n".getBytes(US_ASCII);
        private static final byte[] END = ".\r\n".getBytes(US_ASCII);

        private final int[] starts;
        private final ByteBuffer answers;

        Mails(int count) {
            starts = new int[count + 1];
            byte[][] mails = new byte[count][];
            for (int i = 0; i < count; i++) {
                mails[i] = Mail.stuffed(Mail.of(i + 1, MAIL_OCTETS));
                starts[i + 1] = starts[i] + STATUS.length + mails[i].length + END.length;
            }
            answers = ByteBuffer.allocateDirect(starts[count]);
            for (byte[] mail : mails) {
                answers.put(STATUS).put(mail).put(END);
            }
        }

        @Override
        public int count() {
            return starts.length - 1;
        }

        @Override
        public long octets(int number) {
            return MAIL_OCTETS;
        }

        @Override
        public void answer(int number, Outgoing to) {
            to.add(answers, starts[number - 1], starts[number]);
        }
    }

    /** One mail: the same MiB again and again. */
    final class BigMail implements Stock {
        private static final byte[] STATUS = "+OK\r\n".getBytes(US_ASCII);
        private static final byte[] END = ".\r\n".getBytes(US_ASCII);

        private final int times;
        private final ByteBuffer part;

        BigMail(int mebibytes) {
            times = mebibytes;
            byte[] stuffed = Mail.stuffed(Mail.of(1, MEBIBYTE));
            part = ByteBuffer.allocateDirect(stuffed.length).put(stuffed);
        }

        @Override
        public int count() {
            return 1;
        }

        @Override
        public long octets(int number) {
            return (long) times * MEBIBYTE;
        }

        @Override
        public void answer(int number, Outgoing to) {
            to.add(STATUS);
            for (int i = 0; i < times; i++) {
                to.add(part, 0, part.capacity());
            }
            to.add(END);
        }
    }
}
