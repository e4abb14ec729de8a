@NullMarked
package org.pop3j.testserver.fault;

import org.jspecify.annotations.NullMarked;
