/**
 * The container tests: a real Open Liberty with the adapter and the mail desk on it, and real POP3 servers beside it.
 */
@NullMarked
package org.pop3j.samples.maildesk.it;

import org.jspecify.annotations.NullMarked;
