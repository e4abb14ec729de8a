/** A POP3 server inside the test JVM, with a JUnit Jupiter extension. */
module org.pop3j.testserver {
    requires transitive org.pop3j.core;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires static transitive jakarta.mail;
    requires static org.jspecify;
    requires static transitive org.junit.jupiter.api;

    exports org.pop3j.testserver;
    exports org.pop3j.testserver.fault;
    exports org.pop3j.testserver.junit;
}
