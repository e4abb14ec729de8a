package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Tls;
import org.pop3j.protocol.ScanListing;

/** The client in virtual threads: many sessions at once, which do not hold their carrier threads while they wait. */
@Tag("jdk21")
class VirtualThreadsTest {
    private static final int SESSIONS = 200;

    @TempDir
    private Path folder;

    @Test
    void hundredsOfSessionsRunInVirtualThreadsWithoutPinningThem() throws Exception {
        Pop3TestServer.Builder builder = Pop3TestServer.builder();
        for (int i = 0; i < SESSIONS; i++) {
            builder.user("user" + i, "secret");
        }
        Set<Object> outcomes = ConcurrentHashMap.newKeySet();
        try (Pop3TestServer server = builder.start();
                Recording recording = new Recording()) {
            for (int i = 0; i < SESSIONS; i++) {
                server.maildrop("user" + i).deliver("Subject: x\r\n\r\ntext\r\n".getBytes(US_ASCII));
            }
            // Classes are loaded by native code, which pins once and never again.
            session(server, 0);
            session(server, 1);
            recording.enable("jdk.VirtualThreadPinned").withStackTrace().withThreshold(Duration.ZERO);
            recording.start();
            CountDownLatch ended = new CountDownLatch(SESSIONS - 2);
            for (int i = 2; i < SESSIONS; i++) {
                int user = i;
                startVirtualThread(() -> {
                    try {
                        outcomes.add(session(server, user));
                    } catch (IOException | RuntimeException e) {
                        outcomes.add(e);
                    } finally {
                        ended.countDown();
                    }
                });
            }
            assertThat(ended.await(90, TimeUnit.SECONDS)).isTrue();
            recording.stop();
            Path file = folder.resolve("pinned.jfr");
            recording.dump(file);
            // The JVM pins now and then for reasons of its own; a lock held around I/O would show in every session.
            assertThat(pinnedByTheClient(file)).hasSizeLessThan(SESSIONS / 20);
        }
        assertThat(outcomes).containsExactly(20L);
    }

    /** Every other one under TLS. */
    private static long session(Pop3TestServer server, int user) throws IOException {
        boolean secure = user % 2 == 0;
        Pop3Client client = Pop3Client.builder(server.host())
                .port(secure ? server.tlsPort() : server.port())
                .tls(secure ? Tls.IMPLICIT : Tls.NONE)
                .sslContext(server.clientSslContext())
                .build();
        Maildrop maildrop = client.connect().login("user" + user, "secret".toCharArray());
        List<ScanListing> listing = maildrop.list();
        long octets = maildrop.retr(listing.get(0).messageNumber(), OutputStream.nullOutputStream());
        maildrop.uidl();
        maildrop.dele(1);
        maildrop.quit();
        return octets;
    }

    private static void startVirtualThread(Runnable task) throws IllegalAccessException, NoSuchMethodException {
        try {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> pinnedByTheClient(Path file) throws IOException {
        assertThat(Files.size(file)).isPositive();
        List<String> pinned = new ArrayList<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            String stack = String.valueOf(event.getStackTrace());
            if (event.getEventType().getName().equals("jdk.VirtualThreadPinned")
                    && stack.contains("org.pop3j.client")) {
                pinned.add(stack);
            }
        }
        return pinned;
    }
}
