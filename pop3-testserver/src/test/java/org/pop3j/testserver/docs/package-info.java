/** What the guides show. Here like their readers, outside of the server's package. */
@NullMarked
package org.pop3j.testserver.docs;

import org.jspecify.annotations.NullMarked;
