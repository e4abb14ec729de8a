/** The application of this module on each application server, and what must come of it. */
@NullMarked
package org.pop3j.servers;

import org.jspecify.annotations.NullMarked;
