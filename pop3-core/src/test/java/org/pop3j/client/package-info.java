@NullMarked
package org.pop3j.client;

import org.jspecify.annotations.NullMarked;
