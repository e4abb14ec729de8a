package org.pop3j.testserver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.File;
import java.security.Security;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

@AnalyzeClasses(packages = "org.pop3j.testserver", importOptions = DoNotIncludeTests.class)
class LayersTest {
    @ArchTest
    static final ArchRule theServerNeedsOnlyTheProtocol = ArchRuleDefinition.classes()
            .that()
            .resideOutsideOfPackage("org.pop3j.testserver.standalone..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.pop3j.testserver..",
                    "org.pop3j.protocol..",
                    "org.pop3j.auth..",
                    "org.bouncycastle..",
                    "org.jspecify..",
                    "org.junit.jupiter.api..",
                    "jakarta.mail..",
                    "java..",
                    "javax.net.ssl..");

    /** What these use is in the standalone jar only. */
    @ArchTest
    static final ArchRule theProgramNeedsTheServerAndItsOwnLibraries = ArchRuleDefinition.classes()
            .that()
            .resideInAPackage("org.pop3j.testserver.standalone..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.pop3j.testserver",
                    "org.pop3j.testserver.fault..",
                    "org.pop3j.testserver.standalone..",
                    "org.pop3j.protocol..",
                    "org.jspecify..",
                    "com.google.gson..",
                    "com.sun.net.httpserver..",
                    "picocli..",
                    "javax.security.auth.x500..",
                    "java..");

    @ArchTest
    static final ArchRule nobodyUsesTheProgram = noClasses()
            .that()
            .resideOutsideOfPackage("org.pop3j.testserver.standalone..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.pop3j.testserver.standalone..");

    /** Files would stay if a test is ended before it can close its server. */
    @ArchTest
    static final ArchRule onlyTheProgramAndFilesWaitForTheEndOfTheProcess = noClasses()
            .that()
            .resideOutsideOfPackage("org.pop3j.testserver.standalone..")
            .and()
            .doNotHaveSimpleName("SpillFolder")
            .should()
            .callMethod(Runtime.class, "addShutdownHook", Thread.class);

    @ArchTest
    static final ArchRule onlyTheExtensionKnowsJunit = noClasses()
            .that()
            .resideOutsideOfPackage("org.pop3j.testserver.junit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.junit..", "org.pop3j.testserver.junit..");

    @ArchTest
    static final ArchRule whoHandsInNoMessageOfJakartaMailNeedsNone = noClasses()
            .that()
            .doNotHaveSimpleName("MimeMessages")
            .and()
            .doNotHaveSimpleName("TestMessage")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.mail..");

    /** But for the program, whose JVM is its own. */
    @ArchTest
    static final ArchRule nothingOfTheJvmIsChanged = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.pop3j.testserver.standalone.HttpLimits")
            .should()
            .callMethod(System.class, "setProperty", String.class, String.class)
            .orShould()
            .callMethod(SSLContext.class, "setDefault", SSLContext.class)
            .orShould()
            .callMethod(Security.class, "addProvider", java.security.Provider.class)
            .orShould()
            .callMethod(Security.class, "insertProviderAt", java.security.Provider.class, int.class)
            .orShould()
            .callMethod(Security.class, "setProperty", String.class, String.class)
            .orShould()
            .callMethod(File.class, "deleteOnExit")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(HttpsURLConnection.class);
}
