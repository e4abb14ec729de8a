/** How fast the client is: contests of whole sessions, side by side in one run. */
@NullMarked
package org.pop3j.benchmarks;

import org.jspecify.annotations.NullMarked;
