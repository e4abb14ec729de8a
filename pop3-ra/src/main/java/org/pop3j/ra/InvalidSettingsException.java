package org.pop3j.ra;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All that is wrong with an activation spec, by property. */
final class InvalidSettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // A map of strings, made here.
    private final Map<String, String> faults;

    InvalidSettingsException(Map<String, String> faults) {
        super(faults.entrySet().stream()
                .map(fault -> fault.getKey() + ": " + fault.getValue())
                .collect(Collectors.joining("; ", "POP3J0001 the activation spec is not valid: ", "")));
        this.faults = Collections.unmodifiableMap(new LinkedHashMap<>(faults));
    }

    /** The names of the properties, in the order of the message. */
    List<String> properties() {
        return List.copyOf(faults.keySet());
    }

    /** What is wrong, by property, in the order of the message. */
    Map<String, String> faults() {
        return faults;
    }
}
