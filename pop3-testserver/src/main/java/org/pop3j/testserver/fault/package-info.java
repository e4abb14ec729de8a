/**
 * What can be made wrong with a {@link org.pop3j.testserver.Pop3TestServer}: values that say where in a session
 * ({@link org.pop3j.testserver.fault.Point}), when ({@link org.pop3j.testserver.fault.Trigger}) and what
 * ({@link org.pop3j.testserver.fault.Effect}), and their text form.
 */
@NullMarked
package org.pop3j.testserver.fault;

import org.jspecify.annotations.NullMarked;
