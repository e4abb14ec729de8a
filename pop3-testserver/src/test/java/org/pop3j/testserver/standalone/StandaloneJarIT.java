package org.pop3j.testserver.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.pop3j.testserver.Pop3TestServer;

/** What the two jars of the test server hold: the library as little as it can, the standalone one all that it needs, once. */
class StandaloneJarIT {
    /** Grown by more than this, it would be time to think again (docs/adr/0016). */
    private static final long MOST_OCTETS = 2_000_000;

    private static Path library() {
        try {
            return Path.of(Pop3TestServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> entries(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> !name.endsWith("/"))
                    .toList();
        }
    }

    @Test
    void libraryHasNoneOfTheLibrariesOfTheProgram() throws IOException {
        assertThat(entries(library()))
                .allMatch(name -> name.startsWith("org/pop3j/testserver/")
                        || name.startsWith("META-INF/")
                        || name.equals("module-info.class"))
                .noneMatch(name -> name.contains("picocli") || name.contains("gson"));
        ModuleDescriptor module = ModuleFinder.of(library())
                .find("org.pop3j.testserver")
                .orElseThrow()
                .descriptor();
        assertThat(module.exports())
                .extracting(ModuleDescriptor.Exports::source)
                .doesNotContain("org.pop3j.testserver.standalone");
        assertThat(module.requires().stream()
                        .filter(required -> !required.modifiers().contains(Modifier.STATIC))
                        .map(ModuleDescriptor.Requires::name))
                .containsExactlyInAnyOrder(
                        "java.base", "org.pop3j.core", "org.bouncycastle.pkix", "org.bouncycastle.provider");
    }

    @Test
    void standaloneHoldsEachThingOnceAndNothingThatItDoesNotNeed() throws IOException {
        assertThat(entries(ServerProcess.jar()))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.startsWith("org/pop3j/testserver/")
                        || name.startsWith("org/pop3j/protocol/")
                        || name.startsWith("org/pop3j/auth/")
                        || name.startsWith("org/bouncycastle/")
                        || name.startsWith("META-INF/"))
                .noneMatch(name -> name.startsWith("org/pop3j/testserver/junit/"))
                .filteredOn(name -> name.startsWith("META-INF/"))
                .containsExactlyInAnyOrder(
                        "META-INF/MANIFEST.MF", "META-INF/LICENSE", "META-INF/LICENSE.md", "META-INF/NOTICE");
        assertThat(Files.size(ServerProcess.jar())).isLessThan(MOST_OCTETS);
    }

    @Test
    void manifestNamesTheProgramAndNoOtherVersionOfAnyClass() throws IOException {
        try (JarFile jar = new JarFile(ServerProcess.jar().toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("org.pop3j.testserver.standalone.Main");
            assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release"))
                    .isNull();
            assertThat(new String(
                            jar.getInputStream(jar.getEntry("META-INF/LICENSE.md"))
                                    .readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .contains("Legion of the Bouncy Castle");
        }
    }
}
