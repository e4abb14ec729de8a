@NullMarked
package org.pop3j.auth;

import org.jspecify.annotations.NullMarked;
