@NullMarked
package org.pop3j.testserver.standalone;

import org.jspecify.annotations.NullMarked;
