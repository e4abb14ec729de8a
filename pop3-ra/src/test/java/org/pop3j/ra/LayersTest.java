package org.pop3j.ra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.pop3j", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
    @ArchTest
    static final ArchRule THE_LEDGER_KNOWS_NOTHING_OF_MAIL_OR_CONTAINERS = noClasses()
            .that()
            .resideInAPackage("org.pop3j.ra.ledger")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.pop3j.ra", "org.pop3j.client", "org.pop3j.protocol", "jakarta..");

    @ArchTest
    static final ArchRule THE_ADAPTER_DOES_NOT_KNOW_THE_TEST_SERVER = noClasses()
            .that()
            .resideInAPackage("org.pop3j.ra..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.pop3j.testserver..");

    @ArchTest
    static final ArchRule THE_ADAPTER_STARTS_NO_THREAD = noClasses()
            .that()
            .resideInAPackage("org.pop3j.ra..")
            .should()
            .callConstructor(Thread.class, Runnable.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.Executors");

    @ArchTest
    static final ArchRule THE_ADAPTER_NEEDS_NOTHING_OF_JAVAX_BUT_THE_JDK = noClasses()
            .that()
            .resideInAPackage("org.pop3j..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.ejb..", "javax.mail..", "javax.resource..", "javax.inject..", "javax.servlet..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("org.pop3j.(**)").should().beFreeOfCycles();
}
