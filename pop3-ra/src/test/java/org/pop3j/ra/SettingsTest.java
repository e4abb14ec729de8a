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
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pop3j.client.Tls;

class SettingsTest {
    private static final String SECRET = "secret-canary";
    private static final Set<String> SECRETS = Set.of("password", "clientSecret", "refreshToken");

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
        "redeliveryBackoff,0.9",
        "redeliveryBackoff,x",
        "maxAttempts,0",
        "maxAttempts,1001",
        "deadLetter,DELETE",
        "ledgerRetention,PT1H",
        "drainTimeout,PT11M",
        "trustedCertificates,/no/such/file",
        "serverName,${vault.host}",
        "afterDelivery,MOVE",
        "deleteDelay,3",
        "deleteDelay,P366D",
        "maxMessageSize,0",
        "maxMessageSize,100M",
        "onUniqueIdReset,ask",
        "authMechanisms,MD4",
        "authMechanisms,'PLAIN,USER'",
        "authMechanisms,OAUTHBEARER",
        "maxConnectionsPerHost,0",
        "maxConnectionsPerHost,17",
        "spool,FILE"
    })
    void aBadValueIsNamedWithItsProperty(String property, String value) {
        assertThatThrownBy(() -> with(property, value).validate())
                .isInstanceOfSatisfying(
                        InvalidPropertyException.class, invalid -> assertThat(invalid.getInvalidPropertyDescriptors())
                                .extracting(FeatureDescriptor::getName)
                                .containsExactly(property));
    }

    @ParameterizedTest
    @CsvSource({
        "tokenEndpoint,http://login.example/token",
        "tokenEndpoint,https://u:p@login.example/token",
        "tokenEndpoint,/token",
        "tokenEndpoint,https://login.example/to ken",
        "tokenEndpoint,mailto:a@example.org",
        "clientId,",
        "clientSecret,",
        "tls,NONE",
        "password,also",
        "accessTokenProvider,java:app/Tokens",
        "authMechanisms,PLAIN",
        "authMechanisms,USER"
    })
    void aBadValueBesideATokenEndpointIsNamedWithItsProperty(String property, String value) {
        Pop3ActivationSpec spec = byToken();
        set(spec, property, value == null ? "" : value);

        String named =
                property.equals("password") || property.equals("accessTokenProvider") ? "tokenEndpoint" : property;
        assertThatThrownBy(spec::validate)
                .isInstanceOfSatisfying(
                        InvalidPropertyException.class, invalid -> assertThat(invalid.getInvalidPropertyDescriptors())
                                .extracting(FeatureDescriptor::getName)
                                .containsExactly(named))
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aTokenEndpointTakesThePlaceOfThePassword() throws Exception {
        byToken().validate();
        Settings settings = Settings.of(byToken());

        assertThat(settings.server().login().proof()).isInstanceOf(LoginSettings.Proof.Endpoint.class);
        assertThat(settings.toString()).doesNotContain(SECRET);
        assertThat(settings.server().login().toString()).doesNotContain(SECRET).contains("https://login.example/token");
    }

    private static Pop3ActivationSpec byToken() {
        Pop3ActivationSpec spec = spec();
        spec.setPassword(null);
        spec.setTokenEndpoint("https://login.example/token?" + SECRET);
        spec.setClientId("adapter");
        spec.setClientSecret(SECRET);
        return spec;
    }

    @Test
    void whatOutlivesTheProcessHasNoOrder() throws Exception {
        Pop3ActivationSpec durable = with("spool", "DURABLE");
        assertThat(Settings.of(durable).polling().spoolIsDurable()).isTrue();
        assertThat(Settings.of(spec()).polling().spoolIsDurable()).isFalse();

        durable.setOrdering("STRICT");
        assertThatThrownBy(durable::validate).hasMessageContaining("spool").hasMessageContaining("ordering=NONE");
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
                        .login()
                        .proof())
                .isEqualTo(new LoginSettings.Proof.Password("from file"));
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
    void aDirectoryIsRequiredWhereMailsThatWereGivenUpAreWrittenToOne() throws Exception {
        assertThatThrownBy(() -> with("deadLetter", "DIRECTORY").validate())
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("deadLetterDirectory: is required with deadLetter=DIRECTORY");

        Pop3ActivationSpec spec = with("deadLetter", "directory");
        spec.setDeadLetterDirectory("/var/dead");
        assertThat(Settings.of(spec).quarantine())
                .isEqualTo(new Settings.Quarantine(
                        6, Settings.DeadLetter.DIRECTORY, java.util.Optional.of(Path.of("/var/dead"))));
    }

    @Test
    void theDelayGrowsByTheBackoffUpToTheLongest() {
        Settings.Redelivery even = new Settings.Redelivery(Duration.ofSeconds(30), Duration.ofMinutes(10), 1);
        assertThat(even.after(1_000_000)).isEqualTo(Duration.ofSeconds(30));
        Settings.Redelivery slow = new Settings.Redelivery(Duration.ofSeconds(30), Duration.ofMinutes(10), 1.5);
        assertThat(slow.after(2)).isEqualTo(Duration.ofSeconds(45));

        Settings.Redelivery redelivery = new Settings.Redelivery(Duration.ofSeconds(30), Duration.ofMinutes(10), 2);

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

        assertThat(properties).hasSize(33).allSatisfy(property -> {
            assertThat(property.getPropertyType()).isEqualTo(String.class);
            assertThat(property.getReadMethod()).isNotNull();
            assertThat(property.getWriteMethod()).isNotNull();
            Field field = Pop3ActivationSpec.class.getDeclaredField(property.getName());
            ConfigProperty config = field.getAnnotation(ConfigProperty.class);
            assertThat(config.description()).isNotEmpty();
            assertThat(config.confidential()).isEqualTo(SECRETS.contains(property.getName()));
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
        set(spec, property, value);
        return spec;
    }

    static void set(Pop3ActivationSpec spec, String property, String value) {
        try {
            new PropertyDescriptor(property, Pop3ActivationSpec.class)
                    .getWriteMethod()
                    .invoke(spec, value);
        } catch (java.beans.IntrospectionException | ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
