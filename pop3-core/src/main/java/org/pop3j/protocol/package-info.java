/** The rules of POP3 for both roles: no sockets, no threads, no clocks. */
@NullMarked
package org.pop3j.protocol;

import org.jspecify.annotations.NullMarked;
