package org.pop3j.servers;

import jakarta.ejb.MessageDriven;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.pop3j.servers.bad.BadBean;
import org.pop3j.servers.ear.EarBean;
import org.pop3j.servers.ear.SecondEarBean;

/** Small applications that come and go beside the suite's. */
final class Applications {
    private static final String APPLICATION = """
            <application xmlns="https://jakarta.ee/xml/ns/jakartaee" version="9">
              <application-name>ear</application-name>
              <module>
                <connector>pop3-ra.rar</connector>
              </module>
              <module>
                <web>
                  <web-uri>earweb.war</web-uri>
                  <context-root>/earweb</context-root>
                </web>
              </module>
            </application>
            """;

    /** The file of {@link #with}. */
    static final String BAD = "bad.war";

    /** The file of {@link #withTheAdapterInside}. */
    static final String EAR = "ear.ear";

    private Applications() {}

    /** One bean with one fault, and the servers' descriptors in {@code src/bad}. */
    static Path with(Fault fault) throws IOException {
        return with(fault.bean(), fault.properties(), fault.descriptors(), fault.apiTwice());
    }

    /** One bean with these properties in {@code ejb-jar.xml}, beside those of its annotations; under the same name. */
    static Path with(Map<String, String> properties) throws IOException {
        return with(BadBean.class, properties, List.of("bad"), false);
    }

    private static Path with(Class<?> bean, Map<String, String> properties, List<String> descriptors, boolean apiTwice)
            throws IOException {
        try (Archive war = new Archive(BAD)) {
            addWeb(war, List.of(bean), descriptors);
            war.add("WEB-INF/ejb-jar.xml", descriptor(bean, properties).getBytes(StandardCharsets.UTF_8));
            if (apiTwice) {
                war.add("WEB-INF/lib/pop3-ra.jar", Files.readAllBytes(Installation.adapterJar()));
            }
            return war.file();
        }
    }

    /** One bean that says everything itself. */
    static Path with(Class<?> bean) throws IOException {
        try (Archive war = new Archive(bean.getSimpleName().toLowerCase(Locale.ROOT) + ".war")) {
            addWeb(war, List.of(bean), List.of());
            return war.file();
        }
    }

    /** The adapter and a WAR with one bean or two, and the servers' descriptors in {@code src/ear}. */
    static Path withTheAdapterInside(int beans) throws IOException {
        Path web = webOfTheEar(beans);
        try (Archive ear = new Archive(EAR)) {
            ear.add("META-INF/application.xml", APPLICATION.getBytes(StandardCharsets.UTF_8));
            ear.add("pop3-ra.rar", Files.readAllBytes(Installation.adapter()));
            ear.add("earweb.war", Files.readAllBytes(web));
            return ear.file();
        }
    }

    private static Path webOfTheEar(int beans) throws IOException {
        try (Archive web = new Archive("earweb.war")) {
            if (beans == 1) {
                addWeb(web, List.of(EarBean.class), List.of("ear"));
            } else {
                addWeb(web, List.of(EarBean.class, SecondEarBean.class), List.of("ear", "ear-two"));
            }
            return web.file();
        }
    }

    private static void addWeb(Archive war, List<Class<?>> beans, List<String> folders) throws IOException {
        for (Class<?> bean : beans) {
            String name = bean.getName().replace('.', '/') + ".class";
            war.add("WEB-INF/classes/" + name, resource(bean, name));
        }
        Map<String, Path> descriptors = new LinkedHashMap<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.list(Installation.configuration(folder))) {
                files.sorted()
                        .forEach(file -> descriptors.put(file.getFileName().toString(), file));
            }
        }
        for (Map.Entry<String, Path> descriptor : descriptors.entrySet()) {
            war.add("WEB-INF/" + descriptor.getKey(), Files.readAllBytes(descriptor.getValue()));
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

    private static String descriptor(Class<?> bean, Map<String, String> properties) {
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
                      <ejb-name>%s</ejb-name>
                %s    </message-driven>
                  </enterprise-beans>
                </ejb-jar>
                """.formatted(
                bean.getAnnotation(MessageDriven.class).name(),
                config.isEmpty() ? "" : "      <activation-config>\n" + config + "      </activation-config>\n");
    }

    /** A file below {@code target/servers} that is being written. */
    private record Archive(Path file, ZipOutputStream zip) implements AutoCloseable {
        Archive(String name) throws IOException {
            this(Files.createDirectories(Installation.work()).resolve(name));
        }

        private Archive(Path file) throws IOException {
            this(file, new ZipOutputStream(Files.newOutputStream(file)));
        }

        void add(String name, byte[] content) throws IOException {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
