package org.pop3j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may depend on whom. */
@AnalyzeClasses(packages = "org.pop3j", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
    /** No sockets, threads, locks or clocks: nothing of java.net, java.nio.channels, java.util.concurrent, java.time. */
    @ArchTest
    static final ArchRule PROTOCOL_DEPENDS_ON_NOTHING_BUT_PLAIN_JAVA = classes()
            .that()
            .resideInAPackage("org.pop3j.protocol")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.pop3j.protocol",
                    "org.jspecify.annotations",
                    "java.lang",
                    "java.lang.annotation",
                    "java.lang.invoke",
                    "java.lang.runtime",
                    "java.io",
                    "java.nio",
                    "java.nio.charset",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream");

    @ArchTest
    static final ArchRule PROTOCOL_HAS_NO_THREADS_AND_READS_NO_CLOCK = noClasses()
            .that()
            .resideInAPackage("org.pop3j.protocol")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    /** Neither on the protocol nor on sockets or TLS: randomness, certificates and keying material are handed in. */
    @ArchTest
    static final ArchRule AUTH_DEPENDS_ON_NOTHING_BUT_PLAIN_JAVA = classes()
            .that()
            .resideInAPackage("org.pop3j.auth")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.pop3j.auth",
                    "org.jspecify.annotations",
                    "java.lang",
                    "java.lang.annotation",
                    "java.lang.invoke",
                    "java.lang.runtime",
                    "java.io",
                    "java.nio",
                    "java.nio.charset",
                    "java.security",
                    "java.security.cert",
                    "java.security.spec",
                    "java.text",
                    "java.util",
                    "java.util.function",
                    "java.util.random",
                    "java.util.regex",
                    "java.util.stream",
                    "javax.crypto",
                    "javax.crypto.spec");

    @ArchTest
    static final ArchRule CLIENT_DEPENDS_ON_PROTOCOL_AND_AUTH = classes()
            .that()
            .resideInAPackage("org.pop3j.client")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.pop3j.client",
                    "org.pop3j.protocol",
                    "org.pop3j.auth",
                    "org.jspecify.annotations",
                    "java..",
                    "javax.net..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule NOBODY_USES_THE_TOOL = noClasses()
            .that()
            .resideOutsideOfPackage("org.pop3j.tool..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.pop3j.tool..");

    @ArchTest
    static final ArchRule ONLY_THE_TOOL_USES_LIBRARIES = noClasses()
            .that()
            .resideOutsideOfPackage("org.pop3j.tool")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "com.google.gson..");

    @ArchTest
    static final ArchRule THE_TOOL_USES_WHAT_THE_MODULE_EXPORTS_AND_ITS_TWO_LIBRARIES = classes()
            .that()
            .resideInAPackage("org.pop3j.tool")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.pop3j.tool",
                    "org.pop3j.client",
                    "org.pop3j.protocol",
                    "org.pop3j.auth",
                    "picocli",
                    "com.google.gson.stream",
                    "org.jspecify.annotations",
                    "java..",
                    "javax.net.ssl",
                    "javax.security.auth.x500");

    /** A program may end itself; whoever is deployed in a server may not. */
    @ArchTest
    static final ArchRule ONLY_THE_TOOL_TOUCHES_THE_PROCESS = noClasses()
            .that()
            .resideOutsideOfPackage("org.pop3j.tool")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES =
            fields().that().areStatic().should().beFinal();

    /** Otherwise the rules above would hold for an empty set. */
    @ArchTest
    static void thereAreClassesToLookAt(JavaClasses classes) {
        assertThat(classes.contain("org.pop3j.protocol.ServerEngine")).isTrue();
        assertThat(classes.contain("org.pop3j.auth.Mechanism")).isTrue();
        assertThat(classes.contain("org.pop3j.tool.Main")).isTrue();
    }
}
