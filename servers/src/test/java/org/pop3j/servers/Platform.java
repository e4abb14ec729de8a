package org.pop3j.servers;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import javax.management.remote.JMXConnector;

/**
 * What a server that runs says of itself.
 *
 * @param version as in its log
 * @param jakartaEe the level that it has, such as {@code 10}
 * @param jdk the feature number of the JDK that it runs on, such as {@code 17}
 */
record Platform(String version, String jakartaEe, String jdk) {
    /** The application is deployed. */
    static Platform of(AppServer server) throws IOException {
        String version = server.log()
                .last(server.ownVersion(), 1)
                .orElseThrow(() -> new AssertionError(server.name() + " does not tell its version"));
        try (JMXConnector jmx = server.jmx()) {
            RuntimeMXBean runtime = ManagementFactory.newPlatformMXBeanProxy(
                    jmx.getMBeanServerConnection(), ManagementFactory.RUNTIME_MXBEAN_NAME, RuntimeMXBean.class);
            return new Platform(version, Suite.jakartaEe(server.uri()), runtime.getSpecVersion());
        }
    }
}
