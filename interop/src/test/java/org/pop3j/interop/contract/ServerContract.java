package org.pop3j.interop.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Whatever POP3 demands of a server, each clause a test with its number in the display name. A server that does otherwise
 * overrides the test, see {@link Deviation}; what cannot be seen from outside has its reason in {@link ContractPageTest}.
 */
interface ServerContract
        extends GeneralClauses,
                LoginClauses,
                MaildropClauses,
                TopAndUidlClauses,
                CapabilityClauses,
                PipeliningAndTlsClauses,
                AuthClauses,
                MechanismClauses,
                Utf8Clauses {
    /** Sees the contract's own test fail. */
    static void deviates(ThrowingCallable test) {
        assertThatThrownBy(test).isInstanceOf(AssertionError.class).isNotInstanceOf(NoAnswerInTime.class);
    }

    /** Sees that the contract's own test cannot put its question; goes with {@link Deviation#asked}. */
    static void cannotBeAsked(ThrowingCallable test) {
        assertThatThrownBy(test).isInstanceOf(NotAsked.class);
    }
}
