package org.pop3j.protocol;

import java.util.List;
import java.util.Optional;

/** What became of a login. */
public sealed interface Login {
    /**
     * The client is in.
     *
     * @param maildrop locked for this session
     * @param policy LOGIN-DELAY and EXPIRE as they are for this user; each takes the place of the one that
     *     {@link ServerSettings#announced()} has for everybody, who then sees {@code USER} behind it before the login (RFC
     *     2449, sections 6.5 and 6.7)
     */
    record Granted(LockedMaildrop maildrop, List<Capability> policy) implements Login {
        /**
         * Checks the policy.
         *
         * @throws IllegalArgumentException if it has anything but a number of seconds, or a number of days or NEVER
         */
        public Granted {
            policy = List.copyOf(policy);
            policy.forEach(Policy::requireOfUser);
        }

        /**
         * The client is in, and what is announced for everybody holds.
         *
         * @param maildrop locked for this session
         */
        public Granted(LockedMaildrop maildrop) {
            this(maildrop, List.of());
        }
    }

    /**
     * The client is not in, and no lock is kept.
     *
     * @param code {@link ResponseCode#AUTH} for wrong credentials and for nothing else, {@link ResponseCode#IN_USE} only
     *     after they were found right
     * @param text for people, printable ASCII, not more than fits into a status line
     */
    record Refused(Optional<ResponseCode> code, String text) implements Login {
        /**
         * Checks the text.
         *
         * @throws IllegalArgumentException if it is not printable ASCII, or too long
         */
        public Refused {
            StatusLine.requireSendable(new StatusLine(false, code, text));
        }
    }
}
