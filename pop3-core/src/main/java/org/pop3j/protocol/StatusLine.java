package org.pop3j.protocol;

import java.util.Optional;

/**
 * The first line of every answer: status indicator, perhaps a response code, text for people (RFC 1939, section 3; RFC
 * 2449, section 8).
 *
 * @param positive whether it says {@code +OK}
 * @param code the response code in brackets, if there is one
 * @param text what follows, without the code; octets above 127 show as ISO 8859-1. May be empty
 */
public record StatusLine(boolean positive, Optional<ResponseCode> code, String text) {}
