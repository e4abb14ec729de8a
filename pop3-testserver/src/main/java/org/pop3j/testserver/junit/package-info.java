/** The test server as an extension of JUnit Jupiter. */
@NullMarked
package org.pop3j.testserver.junit;

import org.jspecify.annotations.NullMarked;
