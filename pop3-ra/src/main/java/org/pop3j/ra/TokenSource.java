package org.pop3j.ra;

import java.util.function.Consumer;

/** Where the access tokens of one maildrop come from. Used by one poll at a time. */
interface TokenSource {
    /**
     * A token for one login; it may have to be obtained first, in a bounded time.
     *
     * @param renew the last one was refused: another one is needed
     * @param abortWith is told how another thread can break off the waiting
     * @return a copy, the caller's to overwrite
     * @throws TokenException if there is none
     */
    char[] accessToken(boolean renew, Consumer<Runnable> abortWith) throws TokenException;
}
