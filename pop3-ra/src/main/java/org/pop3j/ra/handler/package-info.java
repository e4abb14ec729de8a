/** How a message-driven bean says which of its methods takes which mail: what {@link MailHandler} needs. */
@NullMarked
package org.pop3j.ra.handler;

import org.jspecify.annotations.NullMarked;
