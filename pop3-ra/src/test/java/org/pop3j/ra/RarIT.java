package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive as it is built: what is in it, and what IronJacamar's validator says of it. */
class RarIT {
    private static final Path RAR = Path.of(System.getProperty("it.rar"));
    // Packages of Java EE that became jakarta; javax.sql, javax.net, javax.naming and the like belong to the JDK.
    private static final List<String> JAVA_EE = List.of(
            "javax/annotation/",
            "javax/batch/",
            "javax/decorator/",
            "javax/ejb/",
            "javax/el/",
            "javax/enterprise/",
            "javax/faces/",
            "javax/inject/",
            "javax/interceptor/",
            "javax/jms/",
            "javax/json/",
            "javax/mail/",
            "javax/persistence/",
            "javax/resource/",
            "javax/security/enterprise/",
            "javax/security/jacc/",
            "javax/servlet/",
            "javax/validation/",
            "javax/websocket/",
            "javax/ws/",
            "javax/xml/bind/");
    // H2's console can run as a servlet of either; the adapter begins none of it.
    private static final Set<String> OPTIONAL_IN_H2 = Set.of("javax/servlet/");

    @TempDir
    private Path directory;

    private static Map<String, byte[]> entries(InputStream archive) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(archive)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        return entries;
    }

    private static Map<String, byte[]> archive() throws IOException {
        return entries(Files.newInputStream(RAR));
    }

    @Test
    void theArchiveHoldsTheAdapterItsCoreAndTheEmbeddedDatabaseAndNothingElse() throws IOException {
        assertThat(archive().keySet())
                .extracting(name -> name.replaceFirst("-[0-9].*\\.jar$", ".jar"))
                .containsExactlyInAnyOrder(
                        "META-INF/MANIFEST.MF",
                        "META-INF/ironjacamar.xml",
                        "META-INF/jboss-deployment-structure.xml",
                        "META-INF/ra.xml",
                        "h2.jar",
                        "pop3-core.jar",
                        "pop3-ra.jar");
    }

    /** C8: read from the classes themselves, whatever their source says. */
    @Test
    void noClassInTheArchiveNamesAPackageOfJavaEe() throws IOException {
        Set<String> named = new TreeSet<>();
        int classes = 0;
        for (Map.Entry<String, byte[]> jar : archive().entrySet()) {
            if (!jar.getKey().endsWith(".jar")) {
                continue;
            }
            for (Map.Entry<String, byte[]> file :
                    entries(new ByteArrayInputStream(jar.getValue())).entrySet()) {
                if (file.getKey().endsWith(".class")) {
                    classes++;
                    javaEe(jar.getKey(), file.getValue())
                            .forEach(text -> named.add(jar.getKey() + "!" + file.getKey() + " " + text));
                }
            }
        }
        assertThat(classes).isGreaterThan(500);
        assertThat(named).isEmpty();
    }

    private static List<String> javaEe(String jar, byte[] classFile) throws IOException {
        return constants(classFile).stream()
                .filter(text -> JAVA_EE.stream()
                        .filter(name -> !(jar.startsWith("h2-") && OPTIONAL_IN_H2.contains(name)))
                        .anyMatch(text::contains))
                .toList();
    }

    /** The texts of a class's constant pool (The Java Virtual Machine Specification, section 4.4). */
    private static List<String> constants(byte[] classFile) throws IOException {
        List<String> texts = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
            in.skipNBytes(8);
            int count = in.readUnsignedShort();
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> texts.add(in.readUTF());
                    case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                    case 15 -> in.skipNBytes(3);
                    case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                    case 5, 6 -> {
                        in.skipNBytes(8);
                        // They take two places.
                        i++;
                    }
                    default -> throw new IOException("no constant has the tag " + tag);
                }
            }
        }
        return texts;
    }

    /** C1: by what WildFly itself deploys adapters with. All that it sees of the adapter is in the archive. */
    @Test
    void ironJacamarsValidatorFindsNothing() throws Exception {
        try (URLClassLoader servers = new URLClassLoader(withoutTheAdapter(), ClassLoader.getPlatformClassLoader())) {
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(servers);
            try {
                Object status = servers.loadClass("org.jboss.jca.validator.Validation")
                        .getMethod("validate", URL.class, String.class)
                        .invoke(null, RAR.toUri().toURL(), directory.toString());

                assertThat(status).as(report()).isEqualTo(0);
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }
    }

    private String report() throws IOException {
        StringBuilder all = new StringBuilder("what the validator says:\n");
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static URL[] withoutTheAdapter() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.matches(".*(pop3-(ra|core|testserver)|test-classes|/target/classes|/h2-).*")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(new URL[0]);
    }
}
