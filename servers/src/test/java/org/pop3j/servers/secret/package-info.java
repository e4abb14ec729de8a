/** A bean whose password is in the words of one server. */
@NullMarked
package org.pop3j.servers.secret;

import org.jspecify.annotations.NullMarked;
