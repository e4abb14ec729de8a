/** The application that is the same on every server: beans of each kind, and a servlet that says what they were given. */
@NullMarked
package org.pop3j.servers.suite;

import org.jspecify.annotations.NullMarked;
