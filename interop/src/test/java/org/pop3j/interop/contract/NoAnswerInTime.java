package org.pop3j.interop.contract;

/**
 * A server has said nothing for as long as the contract has patience. It fails the test like any other fault, but tells nothing of
 * the server: the machine may have been busy.
 */
final class NoAnswerInTime extends AssertionError {
    private static final long serialVersionUID = 1L;

    NoAnswerInTime(String what, Throwable cause) {
        super("no answer in time: " + what, cause);
    }
}
