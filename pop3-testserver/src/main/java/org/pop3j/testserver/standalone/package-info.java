/** What {@code java -jar} runs: the test server as a program of its own. Exported to nobody. */
@NullMarked
package org.pop3j.testserver.standalone;

import org.jspecify.annotations.NullMarked;
