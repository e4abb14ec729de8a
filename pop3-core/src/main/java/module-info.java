/** The POP3 protocol, both roles without I/O, and a blocking client. It needs nothing but the JDK. */
module org.pop3j.core {
    requires static org.jspecify;

    exports org.pop3j.auth;
    exports org.pop3j.client;
    exports org.pop3j.protocol;
}
