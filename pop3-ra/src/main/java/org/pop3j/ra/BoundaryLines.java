package org.pop3j.ra;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Counts the lines of a multipart that may begin a part, before Jakarta Mail makes objects of them: a few megabytes of empty
 * parts would fill the heap.
 */
final class BoundaryLines {
    private BoundaryLines() {}

    /** How many lines begin with the boundary (RFC 2046, section 5.1.1); counting ends beyond the limit. */
    static int count(InputStream in, String boundary, int limit) throws IOException {
        byte[] line = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        byte[] buffer = new byte[8 * 1024];
        int count = 0;
        // How much of the boundary this line has so far; -1 if it is another line.
        int matched = 0;
        for (int filled = in.read(buffer); filled >= 0 && count <= limit; filled = in.read(buffer)) {
            for (int i = 0; i < filled; i++) {
                matched = next(matched, buffer[i], line);
                if (matched == line.length) {
                    count++;
                    matched = -1;
                }
            }
        }
        return count;
    }

    private static int next(int matched, byte octet, byte[] line) {
        if (octet == '\n' || octet == '\r') {
            return 0;
        }
        return matched >= 0 && octet == line[matched] ? matched + 1 : -1;
    }
}
