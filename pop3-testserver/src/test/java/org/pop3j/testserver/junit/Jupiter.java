package org.pop3j.testserver.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs test classes inside a test. */
final class Jupiter {
    private Jupiter() {}

    static TestExecutionSummary run(Class<?> tests) {
        return run(tests, Map.of());
    }

    static TestExecutionSummary run(Class<?> tests, Map<String, String> configuration) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .configurationParameters(configuration)
                                .build(),
                        listener);
        return listener.getSummary();
    }
}
