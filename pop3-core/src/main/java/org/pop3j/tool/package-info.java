/** The operators' tool: {@code java -jar pop3-core.jar}. Not part of the API. */
@NullMarked
package org.pop3j.tool;

import org.jspecify.annotations.NullMarked;
