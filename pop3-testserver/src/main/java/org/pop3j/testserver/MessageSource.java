package org.pop3j.testserver;

import java.io.IOException;
import java.io.OutputStream;

/** One message from anywhere, its line ends as they may be. */
@FunctionalInterface
interface MessageSource {
    /** Writes all of it; the target stays open. */
    void writeTo(OutputStream to) throws IOException;
}
