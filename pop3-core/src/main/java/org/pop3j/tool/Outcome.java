package org.pop3j.tool;

/** How a run ends, for people and for scripts. The order is that of the exit codes. */
enum Outcome {
    FINE("all is well"),
    REFUSED("the server refuses, or something is wrong with what it says"),
    USAGE("the command line is wrong, or there is no password"),
    CONNECTION("no connection, or it broke: network, time-out, TLS, not POP3"),
    PARTIAL("fetch: not all messages were fetched or deleted; what is stored is whole"),
    UNCONFIRMED("fetch --delete: all is stored, but the server did not confirm that it has deleted"),
    LOCAL("a local file cannot be read or written; nothing was deleted");

    private final String meaning;

    Outcome(String meaning) {
        this.meaning = meaning;
    }

    int exitCode() {
        return ordinal();
    }

    String meaning() {
        return meaning;
    }
}
