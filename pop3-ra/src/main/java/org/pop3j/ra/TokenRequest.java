package org.pop3j.ra;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One request to a token endpoint: bounded in time and in what it takes in, never redirected. Used once. */
final class TokenRequest {
    static final int MAX_OCTETS = 64 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofSeconds(30);

    private final URI endpoint;
    private final Optional<String> authorization;
    private final byte[] form;
    private final Duration whole;

    TokenRequest(URI endpoint, Optional<String> authorization, byte[] form) {
        this(endpoint, authorization, form, WHOLE);
    }

    /**
     * @param form is overwritten when the request was sent
     * @param whole how long all of it may take
     */
    TokenRequest(URI endpoint, Optional<String> authorization, byte[] form, Duration whole) {
        this.endpoint = endpoint;
        this.authorization = authorization;
        this.form = form;
        this.whole = whole;
    }

    /** What came back. Closing it overwrites it. */
    static final class Reply implements AutoCloseable {
        private final int status;
        private final byte[] body;

        Reply(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        /**
         * The members that are texts, numbers or truth values.
         *
         * @throws IllegalArgumentException if it is no JSON object; what it is is not repeated
         */
        Map<String, String> members() {
            return JsonObject.members(body);
        }

        @Override
        public void close() {
            Arrays.fill(body, (byte) 0);
        }
    }

    Reply send(Consumer<Runnable> abortWith) throws TokenException {
        HttpClient client = client();
        CompletableFuture<HttpResponse<byte[]>> pending = client.sendAsync(request(), response -> new Bounded());
        abortWith.accept(() -> pending.cancel(true));
        try {
            HttpResponse<byte[]> response = pending.get(whole.toNanos(), TimeUnit.NANOSECONDS);
            return new Reply(response.statusCode(), response.body());
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        } catch (TimeoutException e) {
            throw new TokenException(about(endpoint) + " has not answered within " + whole.toSeconds() + " s", null);
        } catch (CancellationException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenException(about(endpoint) + " was no longer waited for: interrupted", null);
        } finally {
            pending.cancel(true);
            Arrays.fill(form, (byte) 0);
            end(client);
        }
    }

    /** The endpoint without what may be secret in it. */
    static String about(URI endpoint) {
        return "the token endpoint " + endpoint.getScheme() + "://" + endpoint.getRawAuthority()
                + endpoint.getRawPath();
    }

    /**
     * With one thread, the JDK's, which ends with the client; that must not keep an application's classes. What the thread runs
     * of ours only copies octets.
     */
    private static HttpClient client() {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .executor(Runnable::run);
            Optional.ofNullable(ProxySelector.getDefault()).ifPresent(builder::proxy);
            return builder.build();
        } finally {
            thread.setContextClassLoader(loader);
        }
    }

    private HttpRequest request() {
        HttpRequest.Builder builder = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(form));
        authorization.ifPresent(value -> builder.header("Authorization", value));
        return builder.build();
    }

    // From Java 21 on a client can be closed; before that its thread ends when nobody has the client any more.
    private static void end(Object client) {
        if (client instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("an HTTP client that does not close", e);
            }
        }
    }

    // What the JDK says of an answer that it cannot read may hold the answer.
    private TokenException failed(@Nullable Throwable cause) {
        if (cause instanceof CancellationException) {
            return new TokenException(about(endpoint) + " was no longer waited for", null);
        }
        String cannot = about(endpoint) + " cannot be used: ";
        if (cause instanceof SSLException || cause instanceof ConnectException) {
            return new TokenException(cannot + Reasons.withRoot(cause), cause);
        }
        if (cause instanceof TooLongException) {
            return new TokenException(cannot + "the answer has more than " + MAX_OCTETS + " octets", null);
        }
        return new TokenException(
                cannot + (cause == null ? "" : cause.getClass().getSimpleName()), null);
    }

    private static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Collects a body, up to a bound. */
    private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private byte[] octets = new byte[1024];
        private int count;
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            begun.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                int more = buffer.remaining();
                if (count + more > MAX_OCTETS) {
                    if (subscription != null) {
                        subscription.cancel();
                    }
                    onError(new TooLongException());
                    return;
                }
                if (count + more > octets.length) {
                    byte[] larger = Arrays.copyOf(octets, Math.max(count + more, 2 * octets.length));
                    Arrays.fill(octets, (byte) 0);
                    octets = larger;
                }
                buffer.get(octets, count, more);
                count += more;
            }
        }

        @Override
        public void onError(Throwable failure) {
            Arrays.fill(octets, (byte) 0);
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(Arrays.copyOf(octets, count));
            Arrays.fill(octets, (byte) 0);
        }
    }
}
