package org.pop3j.testserver.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What the jar of pop3-core holds: a library for others, and a tool with libraries of its own. */
class JarIT {
    /** Grown by more than this, it would be time to think again (docs/adr/0012). */
    private static final long MOST_OCTETS = 1_000_000;

    private static List<String> entries() throws Exception {
        try (JarFile jar = new JarFile(ToolProcess.jar().toFile())) {
            return jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> !name.endsWith("/"))
                    .toList();
        }
    }

    @Test
    void moduleExportsTheLibraryAndNeedsNothing() {
        ModuleDescriptor module = ModuleFinder.of(ToolProcess.jar())
                .find("org.pop3j.core")
                .orElseThrow()
                .descriptor();

        assertThat(module.exports())
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactlyInAnyOrder("org.pop3j.auth", "org.pop3j.client", "org.pop3j.protocol");
        assertThat(module.requires().stream()
                        .filter(required -> !required.modifiers().contains(Modifier.STATIC))
                        .map(ModuleDescriptor.Requires::name)
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of("java.base"));
    }

    @Test
    void librariesOfTheToolCannotMeetThoseOfAnApplication() throws Exception {
        assertThat(entries())
                .allMatch(name -> name.startsWith("org/pop3j/")
                        || name.startsWith("META-INF/")
                        || name.equals("module-info.class"))
                .anyMatch(name -> name.startsWith("org/pop3j/tool/picocli/"))
                .anyMatch(name -> name.startsWith("org/pop3j/tool/gson/"))
                .noneMatch(name -> name.startsWith("META-INF/services/") || name.startsWith("META-INF/versions/"))
                .doesNotHaveDuplicates();
    }

    @Test
    void licencesAreInTheJarAndItsSizeIsBounded() throws Exception {
        assertThat(entries()).contains("META-INF/LICENSE", "META-INF/NOTICE");
        assertThat(Files.size(ToolProcess.jar())).isLessThan(MOST_OCTETS);
    }
}
