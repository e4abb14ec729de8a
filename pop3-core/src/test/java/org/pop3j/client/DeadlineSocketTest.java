package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeadlineSocketTest {
    /** They look at nothing of the superclass that needs a socket in the system. */
    private static final Set<String> HARMLESS = Set.of("getChannel", "setPerformancePreferences");

    static Method[] methods() {
        return Arrays.stream(Socket.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !HARMLESS.contains(method.getName()))
                .toArray(Method[]::new);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void nothingReachesTheSuperclass(Method method) throws Exception {
        assertThat(DeadlineSocket.class
                        .getMethod(method.getName(), method.getParameterTypes())
                        .getDeclaringClass())
                .isNotEqualTo(Socket.class);
    }

    @Test
    void failedWriteClosesTheSocket() throws Exception {
        Deadlines deadlines = new Deadlines(Timeouts.DEFAULT.withRead(Duration.ofMillis(200)), System::nanoTime);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DeadlineSocket socket = new DeadlineSocket(deadlines)) {
            socket.connect(listener.getLocalSocketAddress());
            OutputStream out = socket.getOutputStream();
            assertThatThrownBy(() -> out.write(new byte[32 << 20]))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("took nothing for PT0.2S");
            assertThat(socket.isClosed()).isTrue();
        }
    }
}
