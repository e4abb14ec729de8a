package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.Connector;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** C6, C24, C25: the deployment descriptor says what the annotations say, no more and no less. */
class RaXmlTest {
    private static final Path RA_XML = Path.of("src", "main", "rar", "META-INF", "ra.xml");

    private final StringBuilder xml = new StringBuilder();
    private String indent = "";

    @Test
    void theDescriptorSaysWhatTheAnnotationsSay() throws IOException, ReflectiveOperationException {
        connector(Pop3ResourceAdapter.class.getAnnotation(Connector.class));
        Path expected = Files.writeString(Path.of("target", "ra.xml"), xml);

        assertThat(Files.readString(RA_XML))
                .as("the annotations have changed; %s is what ra.xml must be now", expected)
                .isEqualTo(xml.toString());
    }

    @Test
    void thePasswordIsConfidentialAndNothingIsRequiredByTheDescriptor() throws IOException {
        String descriptor = Files.readString(RA_XML);
        int listeners = Pop3ActivationSpec.class.getAnnotation(Activation.class).messageListeners().length;

        assertThat(descriptor).doesNotContain("required-config-property");
        assertThat(descriptor.split("<config-property-name>password</config-property-name>", -1))
                .hasSize(listeners + 1)
                .satisfies(parts -> assertThat(Arrays.asList(parts).subList(1, parts.length))
                        .allSatisfy(part -> assertThat(part.substring(0, part.indexOf("</config-property>")))
                                .contains("<config-property-confidential>true<")));
    }

    private void connector(Connector connector) throws ReflectiveOperationException {
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        open("connector xmlns=\"https://jakarta.ee/xml/ns/jakartaee\"\n"
                + "    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
                + "    xsi:schemaLocation=\"https://jakarta.ee/xml/ns/jakartaee"
                + " https://jakarta.ee/xml/ns/jakartaee/connector_2_0.xsd\"\n"
                + "    version=\"2.0\" metadata-complete=\"true\"");
        element("description", connector.description()[0]);
        element("display-name", connector.displayName()[0]);
        element("vendor-name", connector.vendorName());
        element("eis-type", connector.eisType());
        element("resourceadapter-version", connector.version());
        open("resourceadapter");
        element("resourceadapter-class", Pop3ResourceAdapter.class.getName());
        open("inbound-resourceadapter");
        open("messageadapter");
        for (Class<?> listener :
                Pop3ActivationSpec.class.getAnnotation(Activation.class).messageListeners()) {
            listener(listener);
        }
        close("messageadapter");
        close("inbound-resourceadapter");
        close("resourceadapter");
        close("connector");
    }

    private void listener(Class<?> listener) throws ReflectiveOperationException {
        open("messagelistener");
        element("messagelistener-type", listener.getName());
        open("activationspec");
        element("activationspec-class", Pop3ActivationSpec.class.getName());
        for (Field field : Pop3ActivationSpec.class.getDeclaredFields()) {
            ConfigProperty property = field.getAnnotation(ConfigProperty.class);
            if (property != null) {
                property(field, property);
            }
        }
        close("activationspec");
        close("messagelistener");
    }

    private void property(Field field, ConfigProperty property) throws ReflectiveOperationException {
        open("config-property");
        element("description", property.description()[0]);
        element("config-property-name", field.getName());
        element("config-property-type", field.getType().getName());
        field.setAccessible(true);
        Object value = field.get(new Pop3ActivationSpec());
        if (value != null) {
            element("config-property-value", value.toString());
        }
        if (property.confidential()) {
            element("config-property-confidential", "true");
        }
        close("config-property");
    }

    private void open(String tag) {
        xml.append(indent).append('<').append(tag).append(">\n");
        indent += "  ";
    }

    private void close(String tag) {
        indent = indent.substring(2);
        xml.append(indent).append("</").append(tag).append(">\n");
    }

    private void element(String tag, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        xml.append(indent).append('<').append(tag).append('>').append(escaped);
        xml.append("</").append(tag).append(">\n");
    }
}
