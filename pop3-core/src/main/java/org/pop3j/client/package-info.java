/**
 * The blocking client: the only place in core with sockets. States of a session are types: {@link Pop3Client} connects and
 * gives a {@link Pop3Connection} (AUTHORIZATION), which logs in and gives a {@link Maildrop} (TRANSACTION), whose
 * {@link Maildrop#quit()} enters UPDATE. It creates no threads.
 *
 * <p>Inside there are three layers: a {@code Transport} (socket, TLS, deadlines), an {@code Exchange} (commands and answers
 * over a {@link org.pop3j.protocol.ClientEngine}), and the typed classes on top.
 */
@NullMarked
package org.pop3j.client;

import org.jspecify.annotations.NullMarked;
