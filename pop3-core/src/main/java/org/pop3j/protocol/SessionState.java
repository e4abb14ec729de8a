package org.pop3j.protocol;

/** The three states of a POP3 session (RFC 1939, section 3). */
public enum SessionState {
    /** After the greeting, until the client has identified itself. */
    AUTHORIZATION,
    /** The client holds the lock on the maildrop. */
    TRANSACTION,
    /** After QUIT in TRANSACTION: marked messages are removed. No command is allowed any more. */
    UPDATE
}
