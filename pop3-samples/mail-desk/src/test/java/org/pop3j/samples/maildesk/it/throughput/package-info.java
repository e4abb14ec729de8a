/** The application that is deployed to compare mail with a loop: the same INSERT, in the same kind of transaction. */
@NullMarked
package org.pop3j.samples.maildesk.it.throughput;

import org.jspecify.annotations.NullMarked;
