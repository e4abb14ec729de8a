@NullMarked
package org.pop3j.testserver.tool;

import org.jspecify.annotations.NullMarked;
