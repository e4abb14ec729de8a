package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.testserver.Pop3TestServer;

/**
 * C12: adapters that have been stopped leave nothing that would keep their classes in the server's memory. Of the last one the JVM
 * may know until the next one comes; what counts is that they do not become more.
 */
class RedeployTest {
    private static final int TIMES = 20;

    @TempDir
    private Path directory;

    @Test
    void twentyRedeploymentsLeaveNoClassLoaderBehind() throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        try (Pop3TestServer server =
                Pop3TestServer.builder().user("orders", "secret-canary").start()) {
            for (int i = 0; i <= TIMES; i++) {
                byte[] mail = ("Subject: " + i + "\r\n\r\n").getBytes(US_ASCII);
                server.maildrop("orders").clear();
                server.maildrop("orders").deliver(mail);
                loaders.add(new WeakReference<>(deployed(server, mail)));
            }
        }
        await("all but the last are gone").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            System.gc();
            assertThat(loaders.subList(0, TIMES))
                    .allSatisfy(loader -> assertThat(loader.get()).isNull());
        });
    }

    /** Loads the adapter and its database anew, has it deliver one mail, and stops it. */
    private ClassLoader deployed(Pop3TestServer server, byte[] mail) throws Exception {
        try (Deployment deployment = new Deployment()) {
            Object octets = deployment.adapter().apply(Integer.toString(server.port()), directory.toString());
            assertThat(octets).isEqualTo(mail);
            return deployment;
        }
    }

    /** The class loader of one deployment; what only the test needs is the test's. */
    private static final class Deployment extends URLClassLoader {
        Deployment() {
            super(FilteredLoader.classPath(), RedeployTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                boolean own = name.startsWith("org.pop3j.") || name.startsWith("org.h2.");
                return !own || findLoadedClass(name) != null ? super.loadClass(name, resolve) : findClass(name);
            }
        }

        @SuppressWarnings("unchecked")
        BiFunction<String, @Nullable String, Object> adapter() throws ReflectiveOperationException {
            return (BiFunction<String, @Nullable String, Object>)
                    loadClass(RawAdapter.class.getName()).getConstructor().newInstance();
        }
    }
}
