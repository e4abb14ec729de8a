package org.pop3j.testserver;

import java.io.IOException;
import java.util.List;
import org.pop3j.testserver.fault.Point.Place;

/** The lines, or the octets, of one answer at which something could happen. One thread's own. */
final class Places {
    private static final Outcome NOTHING = new Outcome();

    private final SessionFaults faults;
    private final List<InjectedFault> here;
    private long next = Long.MAX_VALUE;

    Places(SessionFaults faults, Place place, String keyword) {
        this.faults = faults;
        here = faults.none() ? List.of() : faults.at(place, keyword);
        seek(0);
    }

    /** The answer comes to a number; numbers grow. */
    Outcome reach(long number) throws IOException {
        if (number < next) {
            return NOTHING;
        }
        seek(number + 1);
        return faults.happen(here.stream()
                .filter(injected -> injected.fault().point().number() == number)
                .toList());
    }

    private void seek(long from) {
        next = here.stream()
                .mapToLong(injected -> injected.fault().point().number())
                .filter(number -> number >= from)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
