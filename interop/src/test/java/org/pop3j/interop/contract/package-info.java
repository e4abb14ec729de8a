/**
 * What POP3 demands of a server, as tests over raw sockets that know nothing of whom they speak to: run against the test
 * server and, as the oracle, against Dovecot. Where one of them does otherwise, the test is overridden with a {@link
 * org.pop3j.interop.contract.Deviation}.
 */
@NullMarked
package org.pop3j.interop.contract;

import org.jspecify.annotations.NullMarked;
