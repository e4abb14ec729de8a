/** Beans for applications in which one thing is wrong. */
@NullMarked
package org.pop3j.servers.bad;

import org.jspecify.annotations.NullMarked;
