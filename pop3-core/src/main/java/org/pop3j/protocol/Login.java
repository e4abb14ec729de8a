package org.pop3j.protocol;

import java.util.Optional;

/** What became of a login. */
public sealed interface Login {
    /**
     * The client is in.
     *
     * @param maildrop locked for this session
     */
    record Granted(LockedMaildrop maildrop) implements Login {}

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
