package org.pop3j.ra;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All that is wrong with an activation spec, by property. */
final class InvalidSettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> properties;

    InvalidSettingsException(Map<String, String> faults) {
        super(faults.entrySet().stream()
                .map(fault -> fault.getKey() + ": " + fault.getValue())
                .collect(Collectors.joining("; ", "POP3J0001 the activation spec is not valid: ", "")));
        this.properties = List.copyOf(faults.keySet());
    }

    /** The names of the properties, in the order of the message. */
    List<String> properties() {
        return properties;
    }
}
