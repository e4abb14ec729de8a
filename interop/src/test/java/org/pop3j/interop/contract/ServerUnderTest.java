package org.pop3j.interop.contract;

import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** How the contract reaches a server and its maildrops; the host is 127.0.0.1. */
interface ServerUnderTest {
    /** Of every user but those of {@link #SPACES} and {@link #UTF8_NAME}. */
    String PASSWORD = "Tr4mpoline-7-otter";

    /** A user whose password is {@link #SPACED_PASSWORD}. */
    String SPACES = "spaces";

    String SPACED_PASSWORD = "  two  words ";

    /** A user whose name and password, {@link #UTF8_PASSWORD}, are not ASCII. */
    String UTF8_NAME = "j\u00f6rg";

    String UTF8_PASSWORD = "gr\u00fc\u00dfe";

    /** In which way a server is set up. */
    enum Setup {
        /** As it comes, with STLS, and with USER and PASS in the clear. */
        STANDARD,
        /** With all extensions and mechanisms that it has. */
        EVERYTHING,
        /** Without a login in the clear that shows a password. */
        NO_CLEAR_TEXT,
        /** With an hour between two logins of a user, if it can be had. */
        LOGIN_DELAY
    }

    /** The port in the clear. */
    int port();

    /** The port with implicit TLS. */
    int tlsPort();

    /** Where clients connect from. */
    default String source() {
        return "127.0.0.1";
    }

    /** How long an answer may take. */
    default int patienceMillis() {
        return 15_000;
    }

    /** Trusts the server. */
    SSLContext trust() throws IOException;

    /** Trusts the server, and shows a certificate that stands for one of its users. */
    SSLContext trustAndCertificate() throws IOException;

    /** A user that nobody else has used, with a name of seven letters and an empty maildrop. */
    String newUser() throws IOException;

    /** An access token of a user's. */
    String token(String user);

    void deliver(String user, byte[] message) throws IOException;

    /** Lets time pass for the server. */
    default void passTime(Duration time) {
        throw new NotAsked("the clock of this server cannot be moved");
    }
}
