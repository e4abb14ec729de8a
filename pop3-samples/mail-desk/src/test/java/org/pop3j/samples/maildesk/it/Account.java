package org.pop3j.samples.maildesk.it;

/** Whose maildrop is polled in all these tests, on whatever server. */
final class Account {
    static final String USER = "alice";

    /** Unlike any word that a log may contain for another reason. */
    static final String PASSWORD = "Tr4mpoline-7-otter";

    private Account() {}
}
