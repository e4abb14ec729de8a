package org.pop3j.interop;

import java.util.List;

/** A client that nobody here wrote: fetches all messages of a maildrop, and deletes them. */
interface ForeignClient {
    /** What became of the messages, octets as characters of ISO 8859-1, in any order. */
    List<String> fetchAndDelete(Fetching fetching) throws Exception;

    /** What a message that the server sends, with CRLF at the end of each line, has to look like in the client's hands. */
    default String form(String message) {
        return message;
    }
}
