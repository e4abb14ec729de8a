@NullMarked
package org.pop3j.interop;

import org.jspecify.annotations.NullMarked;
