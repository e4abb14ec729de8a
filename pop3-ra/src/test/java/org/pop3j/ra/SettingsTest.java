package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.BeanInfo;
import java.beans.FeatureDescriptor;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pop3j.client.Tls;

class SettingsTest {
    private static final String SECRET = "secret-canary";

    @TempDir
    private Path directory;

    private static Pop3ActivationSpec spec() {
        Pop3ActivationSpec spec = new Pop3ActivationSpec();
        spec.setServerName("Mail.Example");
        spec.setUserName("orders");
        spec.setPassword(SECRET);
        return spec;
    }

    @Test
    void threePropertiesAreEnough() throws Exception {
        spec().validate();
        Settings settings = Settings.of(spec());

        assertThat(settings.server().address()).isEqualTo(new MaildropAddress("mail.example", 995, "orders"));
        assertThat(settings.server().tls()).isEqualTo(Tls.IMPLICIT);
        assertThat(settings.pollInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.maxConcurrency()).isEqualTo(4);
        assertThat(settings.toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({"IMPLICIT,995", "STLS,110", "NONE,110", "stls,110"})
    void thePortFollowsFromTls(String tls, int port) throws Exception {
        Pop3ActivationSpec spec = spec();
        spec.setTls(tls);

        assertThat(Settings.of(spec).server().address().port()).isEqualTo(port);
    }

    @Test
    void anEmptySpecNamesAllThatIsMissing() {
        assertThatThrownBy(() -> new Pop3ActivationSpec().validate())
                .isInstanceOfSatisfying(
                        InvalidPropertyException.class, invalid -> assertThat(invalid.getInvalidPropertyDescriptors())
                                .extracting(FeatureDescriptor::getName)
                                .containsExactly("serverName", "userName", "password"))
                .hasMessageContainingAll("serverName", "userName", "password");
    }

    @ParameterizedTest
    @CsvSource({
        "portNumber,0",
        "portNumber,65536",
        "portNumber,abc",
        "portNumber,11 0",
        "tls,ssl",
        "pollInterval,30",
        "pollInterval,PT0S",
        "pollInterval,P2D",
        "maxConcurrency,0",
        "maxConcurrency,65",
        "redeliveryDelay,-PT1S",
        "redeliveryMaxDelay,P8D",
        "drainTimeout,PT11M",
        "trustedCertificates,/no/such/file",
        "serverName,${vault.host}",
        "afterDelivery,MOVE",
        "deleteDelay,3",
        "deleteDelay,P366D",
        "maxMessageSize,0",
        "maxMessageSize,100M",
        "onUniqueIdReset,ask",
        "maxConnectionsPerHost,0",
        "maxConnectionsPerHost,17"
    })
    void aBadValueIsNamedWithItsProperty(String property, String value) {
        assertThatThrownBy(() -> with(property, value).validate())
                .isInstanceOfSatisfying(
                        InvalidPropertyException.class, invalid -> assertThat(invalid.getInvalidPropertyDescriptors())
                                .extracting(FeatureDescriptor::getName)
                                .containsExactly(property));
    }

    @Test
    void whatIsKeptHasNoTimeToBeDeletedAt() throws Exception {
        Pop3ActivationSpec keep = with("afterDelivery", "KEEP");
        assertThat(Settings.of(keep).polling().deleteAfter()).isEmpty();
        assertThat(Settings.of(with("deleteDelay", "P3D")).polling().deleteAfter())
                .contains(Duration.ofDays(3));
        assertThat(Settings.of(spec()).polling().deleteAfter()).contains(Duration.ZERO);

        keep.setDeleteDelay("P3D");
        assertThatThrownBy(keep::validate).hasMessageContaining("deleteDelay: says when to delete");
    }

    @Test
    void lineEndsInWhatIsSentToTheServerAreRefusedAndNotRepeated() {
        List<BiConsumer<Pop3ActivationSpec, String>> setters =
                List.of(Pop3ActivationSpec::setUserName, Pop3ActivationSpec::setPassword);
        for (BiConsumer<Pop3ActivationSpec, String> setter : setters) {
            Pop3ActivationSpec spec = spec();
            setter.accept(spec, SECRET + "\r\nDELE 1");

            assertThatThrownBy(spec::validate)
                    .isInstanceOf(InvalidPropertyException.class)
                    .hasMessageNotContaining(SECRET);
        }
    }

    @Test
    void aPlaceholderIsReplacedAndAMissingOneIsNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "from file\n");
        assertThat(Settings.of(with("password", "${file:" + file + "}"))
                        .server()
                        .password())
                .isEqualTo("from file");
        assertThat(Settings.of(with("serverName", "${sys.java.specification.name}.example"))
                        .server()
                        .address()
                        .host())
                .isEqualTo("java platform api specification.example");

        assertThatThrownBy(
                        () -> with("userName", "${env.NO_SUCH_VARIABLE_HERE}").validate())
                .hasMessageContaining("${env.NO_SUCH_VARIABLE_HERE}: no such environment variable");
        assertThatThrownBy(() -> with("password", "a${" + SECRET + "}").validate())
                .hasMessageContaining("password: holds a ${...}")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void theDelayDoublesUpToTheLongest() {
        Settings.Redelivery redelivery = new Settings.Redelivery(Duration.ofSeconds(30), Duration.ofMinutes(10));

        assertThat(redelivery.after(1)).isEqualTo(Duration.ofSeconds(30));
        assertThat(redelivery.after(3)).isEqualTo(Duration.ofMinutes(2));
        assertThat(redelivery.after(6)).isEqualTo(Duration.ofMinutes(10));
        assertThat(redelivery.after(1_000_000)).isEqualTo(Duration.ofMinutes(10));
    }

    /** Rules C1, C2 and C3 of the Connectors specification: a plain bean whose properties are all Strings. */
    @Test
    void thePropertiesAreStringsWithGetterAndSetterAndADescription() throws Exception {
        BeanInfo bean = Introspector.getBeanInfo(Pop3ActivationSpec.class, Object.class);
        List<PropertyDescriptor> properties = Arrays.stream(bean.getPropertyDescriptors())
                .filter(property -> !property.getName().equals("resourceAdapter"))
                .toList();

        assertThat(properties).hasSize(19).allSatisfy(property -> {
            assertThat(property.getPropertyType()).isEqualTo(String.class);
            assertThat(property.getReadMethod()).isNotNull();
            assertThat(property.getWriteMethod()).isNotNull();
            Field field = Pop3ActivationSpec.class.getDeclaredField(property.getName());
            ConfigProperty config = field.getAnnotation(ConfigProperty.class);
            assertThat(config.description()).isNotEmpty();
            assertThat(config.confidential()).isEqualTo(property.getName().equals("password"));
        });
    }

    @Test
    void thePageOfTheConfigurationNamesEachPropertyWithItsDefault() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        Pop3ActivationSpec defaults = new Pop3ActivationSpec();
        for (PropertyDescriptor property :
                Introspector.getBeanInfo(Pop3ActivationSpec.class, Object.class).getPropertyDescriptors()) {
            Object value = property.getReadMethod().invoke(defaults);
            String row = "\n| `" + property.getName() + "` |";
            if (!property.getName().equals("resourceAdapter")) {
                assertThat(page).contains(row);
                String rest = page.substring(page.indexOf(row) + row.length());
                assertThat(rest.substring(0, rest.indexOf('\n'))).contains(value == null ? "|" : "| `" + value + "` |");
            }
        }
    }

    @Test
    void aSpecBelongsToOneAdapter() throws ResourceException {
        Pop3ActivationSpec spec = spec();
        Pop3ResourceAdapter adapter = new Pop3ResourceAdapter();
        spec.setResourceAdapter(adapter);
        spec.setResourceAdapter(adapter);
        NotThisOne other = new NotThisOne();

        assertThatThrownBy(() -> spec.setResourceAdapter(other)).isInstanceOf(ResourceException.class);
        assertThat(spec.getResourceAdapter()).isSameAs(adapter);
    }

    private static final class NotThisOne extends Pop3ResourceAdapter {}

    private static Pop3ActivationSpec with(String property, String value) {
        Pop3ActivationSpec spec = spec();
        try {
            new PropertyDescriptor(property, Pop3ActivationSpec.class)
                    .getWriteMethod()
                    .invoke(spec, value);
        } catch (java.beans.IntrospectionException | ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        return spec;
    }
}
