package org.pop3j.ra;

import jakarta.mail.internet.SharedInputStream;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/**
 * Lets Jakarta Mail read parts of a mail out of the spool instead of copying them into memory. A class of its own, so that
 * nothing else needs Jakarta Mail to be there.
 */
final class SharedOctetsInputStream extends OctetsInputStream implements SharedInputStream {
    SharedOctetsInputStream(Octets octets, BooleanSupplier usable, long start, long end) {
        super(octets, usable, start, end);
    }

    @Override
    public InputStream newStream(long from, long to) {
        return new SharedOctetsInputStream(octets(), usable(), from(from), to(to));
    }
}
