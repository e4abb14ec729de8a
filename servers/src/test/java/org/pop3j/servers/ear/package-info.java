/** The bean of an application that brings the adapter along. */
@NullMarked
package org.pop3j.servers.ear;

import org.jspecify.annotations.NullMarked;
