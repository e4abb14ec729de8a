package org.pop3j.samples.maildesk;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The decoded octets of a part.
 *
 * @param content the first of them, as many as were asked for
 * @param count how many there are
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Octets(byte[] content, long count) {

    boolean complete() {
        return content.length == count;
    }

    /** The part decoded, or as it stands if its encoding is unknown. */
    static InputStream open(MimePart part) throws MessagingException, IOException {
        try {
            return part.getInputStream();
        } catch (MessagingException | IOException e) {
            if (part instanceof MimeBodyPart body) {
                return body.getRawInputStream();
            }
            if (part instanceof MimeMessage message) {
                return message.getRawInputStream();
            }
            throw e;
        }
    }

    /**
     * Keeps at most {@code limit} octets; where the encoding breaks off, so does what is read.
     *
     * @throws IOException if there is nothing before the broken place
     */
    static Octets read(InputStream in, int limit) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 * 1024];
        long count = 0;
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                kept.write(buffer, 0, Math.min(n, limit - kept.size()));
                count += n;
            }
        } catch (IOException e) {
            if (count == 0) {
                throw e;
            }
        }
        return new Octets(kept.toByteArray(), count);
    }
}
