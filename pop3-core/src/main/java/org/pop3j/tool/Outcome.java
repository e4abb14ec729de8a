package org.pop3j.tool;

/** How a run ends, for people and for scripts. */
enum Outcome {
    FINE(0, "all is well"),
    REFUSED(1, "the server refuses, or something is wrong with what it says"),
    USAGE(2, "the command line is wrong, or there is no password"),
    CONNECTION(3, "no connection, or it broke: network, time-out, TLS, not POP3"),
    PARTIAL(4, "fetch: not all messages were fetched or deleted; what is stored is whole"),
    UNCONFIRMED(5, "fetch --delete: all is stored, but the server did not confirm that it has deleted"),
    LOCAL(6, "a local file cannot be read or written; nothing was deleted"),
    MISTAKE(7, "a mistake in this program");

    private final int exitCode;
    private final String meaning;

    Outcome(int exitCode, String meaning) {
        this.exitCode = exitCode;
        this.meaning = meaning;
    }

    int exitCode() {
        return exitCode;
    }

    String meaning() {
        return meaning;
    }
}
