/** A POP3 server inside the test JVM, with a JUnit Jupiter extension. */
module org.pop3j.testserver {
    requires transitive org.pop3j.core;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    // Not transitive: a module that uses neither must compile without them.
    requires static jakarta.mail;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;
    // For the standalone program, which is exported to nobody.
    requires static jdk.httpserver;

    exports org.pop3j.testserver;
    exports org.pop3j.testserver.fault;
    exports org.pop3j.testserver.junit;
}
