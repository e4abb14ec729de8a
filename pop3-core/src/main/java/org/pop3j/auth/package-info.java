/**
 * Proving who one is: mechanisms of SASL (RFC 4422) and the digest of APOP (RFC 1939, section 7), both roles. Octets of
 * challenges go in, octets of responses come out; how they travel is none of its business.
 */
@NullMarked
package org.pop3j.auth;

import org.jspecify.annotations.NullMarked;
