package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.Connector;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a container demands of the classes that it makes objects of, and sets properties of (Jakarta Connectors 2.1, chapter 20). */
class JavaBeansTest {
    // Section 21.7, config-property-typeType.
    private static final List<Class<?>> TYPES = List.of(
            String.class,
            Boolean.class,
            Integer.class,
            Long.class,
            Double.class,
            Byte.class,
            Short.class,
            Float.class,
            Character.class);

    private static List<PropertyDescriptor> properties(Class<?> bean) {
        try {
            return Arrays.stream(Introspector.getBeanInfo(bean, Object.class).getPropertyDescriptors())
                    .filter(property -> !property.getName().equals("resourceAdapter"))
                    .filter(property -> property.getWriteMethod() != null)
                    .toList();
        } catch (IntrospectionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** C1. */
    @ParameterizedTest
    @ValueSource(classes = {Pop3ResourceAdapter.class, Pop3ActivationSpec.class})
    void aContainerCanMakeAndExtendThem(Class<?> bean) throws Exception {
        assertThat(Modifier.isPublic(bean.getModifiers())).isTrue();
        assertThat(Modifier.isAbstract(bean.getModifiers())).isFalse();
        assertThat(Modifier.isFinal(bean.getModifiers())).isFalse();
        assertThat(Modifier.isPublic(bean.getConstructor().getModifiers())).isTrue();
        assertThat(bean.getConstructor().newInstance()).isNotNull();
    }

    /** C2 and C3. */
    @ParameterizedTest
    @ValueSource(classes = {Pop3ResourceAdapter.class, Pop3ActivationSpec.class})
    void whatIsSetIsReadAgainAndOfATypeThatADescriptorCanName(Class<?> bean) throws Exception {
        Object made = bean.getConstructor().newInstance();
        for (PropertyDescriptor property : properties(bean)) {
            assertThat(property.getReadMethod()).as(property.getName()).isNotNull();
            assertThat(TYPES).as(property.getName()).contains(property.getPropertyType());
            assertThat(property.getPropertyType()).as("so far").isEqualTo(String.class);
            property.getWriteMethod().invoke(made, "value of " + property.getName());
        }
        for (PropertyDescriptor property : properties(bean)) {
            assertThat(property.getReadMethod().invoke(made)).isEqualTo("value of " + property.getName());
        }
    }

    /** C4: whatever properties the adapter will have, they decide which adapters are the same. */
    @Property(tries = 100)
    void adaptersAreEqualIfAndOnlyIfTheirPropertiesAre(
            @ForAll @Size(40) List<@StringLength(max = 1) String> values,
            @ForAll @Size(40) List<@StringLength(max = 1) String> others)
            throws Exception {
        Pop3ResourceAdapter one = adapter(values);
        Pop3ResourceAdapter other = adapter(others);
        int properties = properties(Pop3ResourceAdapter.class).size();
        boolean same = values.subList(0, properties).equals(others.subList(0, properties));

        assertThat(one.equals(other)).isEqualTo(same);
        assertThat(other.equals(one)).isEqualTo(same);
        assertThat(one).isEqualTo(adapter(values)).isNotEqualTo("an adapter");
        assertThat(one).hasSameHashCodeAs(adapter(values));
    }

    private static Pop3ResourceAdapter adapter(List<String> values) throws Exception {
        Pop3ResourceAdapter adapter = new Pop3ResourceAdapter();
        List<PropertyDescriptor> properties = properties(Pop3ResourceAdapter.class);
        for (int i = 0; i < properties.size(); i++) {
            properties.get(i).getWriteMethod().invoke(adapter, values.get(i));
        }
        return adapter;
    }

    /** C5: a container tells activations apart by the identity of their specs. */
    @Test
    void twoSpecsWithTheSameValuesAreTwo() throws Exception {
        assertThat(new Pop3ActivationSpec()).isNotEqualTo(new Pop3ActivationSpec());
        assertThat(Pop3ActivationSpec.class.getMethod("equals", Object.class).getDeclaringClass())
                .isEqualTo(Object.class);
        assertThat(Pop3ActivationSpec.class.getMethod("hashCode").getDeclaringClass())
                .isEqualTo(Object.class);
    }

    /** C21: what an adapter does not have cannot be inherited by its specs, nor be mixed up with theirs. */
    @Test
    void theAdapterItselfHasNothingToConfigure() {
        assertThat(properties(Pop3ResourceAdapter.class)).isEmpty();
    }

    /** C26: nothing is read again after the activation. */
    @Test
    void noPropertyClaimsThatItCanBeChangedWhileTheAdapterRuns() {
        assertThat(Pop3ActivationSpec.class.getDeclaredFields())
                .filteredOn(field -> field.isAnnotationPresent(ConfigProperty.class))
                .isNotEmpty()
                .noneMatch(field -> field.getAnnotation(ConfigProperty.class).supportsDynamicUpdates());
    }

    /** C56 and C57: whoever sends a mail is nobody whom the container knows. */
    @Test
    void noSecurityNorTransactionContextIsAskedFor() {
        Connector connector = Pop3ResourceAdapter.class.getAnnotation(Connector.class);
        assertThat(connector.requiredWorkContexts()).isEmpty();
        assertThat(connector.authMechanisms()).isEmpty();
    }
}
