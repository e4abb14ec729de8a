@NullMarked
package org.pop3j.tool;

import org.jspecify.annotations.NullMarked;
