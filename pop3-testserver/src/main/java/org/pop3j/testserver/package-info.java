/** A POP3 server inside the test JVM. */
@NullMarked
package org.pop3j.testserver;

import org.jspecify.annotations.NullMarked;
