package org.pop3j.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** {@code bad.war}: one bean with one {@link Fault}, and the servers' descriptors in {@code src/bad}. */
final class BadApplication {
    static final String FILE = "bad.war";

    private BadApplication() {}

    static Path with(Fault fault) throws IOException {
        Path war = Files.createDirectories(Installation.work()).resolve(FILE);
        try (OutputStream out = Files.newOutputStream(war);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            String bean = fault.bean().getName().replace('.', '/') + ".class";
            add(zip, "WEB-INF/classes/" + bean, resource(fault.bean(), bean));
            add(zip, "WEB-INF/ejb-jar.xml", descriptor(fault.properties()).getBytes(StandardCharsets.UTF_8));
            for (Path file : descriptors()) {
                add(zip, "WEB-INF/" + file.getFileName(), Files.readAllBytes(file));
            }
            if (fault.apiTwice()) {
                add(zip, "WEB-INF/lib/pop3-ra.jar", Files.readAllBytes(Installation.adapterJar()));
            }
        }
        return war;
    }

    private static List<Path> descriptors() throws IOException {
        try (Stream<Path> files = Files.list(Installation.configuration("bad"))) {
            return files.sorted().toList();
        }
    }

    private static byte[] resource(Class<?> bean, String name) throws IOException {
        try (var in = bean.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing");
            }
            return in.readAllBytes();
        }
    }

    private static String descriptor(Map<String, String> properties) {
        String config = properties.entrySet().stream()
                .map(property -> """
                              <activation-config-property>
                                <activation-config-property-name>%s</activation-config-property-name>
                                <activation-config-property-value>%s</activation-config-property-value>
                              </activation-config-property>
                        """.formatted(property.getKey(), property.getValue()))
                .collect(Collectors.joining());
        return """
                <ejb-jar xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0">
                  <enterprise-beans>
                    <message-driven>
                      <ejb-name>BadBean</ejb-name>
                %s    </message-driven>
                  </enterprise-beans>
                </ejb-jar>
                """.formatted(
                        config.isEmpty()
                                ? ""
                                : "      <activation-config>\n" + config + "      </activation-config>\n");
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
