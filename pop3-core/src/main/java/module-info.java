/** The POP3 protocol, both roles without I/O. It needs nothing but the JDK. */
module org.pop3j.core {
    requires static org.jspecify;

    exports org.pop3j.protocol;
}
