package org.pop3j.ra;

import java.io.IOException;
import java.io.InputStream;

/** A part of a mail that is not its text: a file, a picture in the text, another mail. Senders choose all of it. */
public interface AttachedFile {
    /**
     * The file's name as sent, without directories and control characters; empty if it has none. Not a safe name for a file
     * on this machine: it may be that of another attachment, or of a device.
     */
    String name();

    /** The media type in lower case, without parameters; {@code application/octet-stream} if it cannot be read. */
    String type();

    /** The name under which the mail's HTML refers to it ({@code cid:}, RFC 2392), without brackets; empty if it has none. */
    String contentId();

    /**
     * The file's octets, decoded while they are read, not held in memory; as they stand if their encoding is unknown. Each
     * call opens a new stream; all of them end with the call of the bean.
     *
     * @throws IOException if the mail cannot be read, also from the stream, which ends so where an encoding breaks off
     */
    InputStream open() throws IOException;
}
