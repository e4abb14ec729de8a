/** What deployers and authors of message-driven beans touch: the resource adapter, its activation spec, the listeners. */
@NullMarked
package org.pop3j.ra;

import org.jspecify.annotations.NullMarked;
