package org.pop3j.testserver.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.pop3j.testserver.Pop3TestServer;

/** HTTP to look at a server and to change it while it runs: a page for people, JSON for programs. Thread-safe. */
final class Control implements AutoCloseable {
    private static final int PIECE_OCTETS = 1 << 14;

    /** What comes from mail must be nothing but text to a browser, and nobody is to keep what changes every second. */
    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Cache-Control", "no-store",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");

    private final HttpServer http;
    private final ExecutorService threads;
    private final WriteLimit limit;
    private final Guard guard;
    private final Router router;

    private Control(HttpServer http, WriteLimit limit, Guard guard, Router router) {
        this.http = http;
        this.limit = limit;
        this.guard = guard;
        this.router = router;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                HttpLimits.THREADS, HttpLimits.THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "pop3-testserver control");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        threads = pool;
    }

    /**
     * Opens the control.
     *
     * @param address where it listens; port 0 is a free one
     * @param names by which it may be called besides its address and localhost
     * @param server what it controls
     * @param seed what a reset brings back
     * @throws IOException if it cannot listen
     */
    static Control start(InetSocketAddress address, Collection<String> names, Pop3TestServer server, Seed seed)
            throws IOException {
        return start(address, names, server, seed, HttpLimits.STALLED);
    }

    /** The same with a limit for clients that take nothing. */
    static Control start(
            InetSocketAddress address, Collection<String> names, Pop3TestServer server, Seed seed, Duration stalled)
            throws IOException {
        HttpLimits.set();
        HttpServer http;
        try {
            http = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + Program.authority(address.getAddress(), address.getPort()), e);
        }
        Control control =
                new Control(http, new WriteLimit(stalled), new Guard(address, names), new Router(routes(server, seed)));
        http.createContext("/", control::handle);
        http.setExecutor(control.threads);
        http.start();
        return control;
    }

    /** All that can be asked for. */
    static List<Router.Route> routes(Pop3TestServer server, Seed seed) {
        ServerApi whole = new ServerApi(server, seed);
        MaildropsApi maildrops = new MaildropsApi(server);
        SessionsApi sessions = new SessionsApi(server);
        FaultsApi faults = new FaultsApi(server);
        List<Router.Route> routes = new ArrayList<>();
        Stream.of(new Page().routes(), whole.routes(), maildrops.routes(), sessions.routes(), faults.routes())
                .forEach(routes::addAll);
        // All that the page shows at once, so that it need not ask four times a second.
        routes.add(new Router.Route("GET", "/api/state", (request, path) -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("server", whole.description());
            json.putAll(maildrops.all());
            json.putAll(sessions.all());
            json.putAll(faults.all());
            return Reply.json(json);
        }));
        return routes;
    }

    int port() {
        return http.getAddress().getPort();
    }

    /** Where a person on this machine finds the page. */
    String uri() {
        InetSocketAddress address = http.getAddress();
        boolean everywhere = address.getAddress().isAnyLocalAddress();
        return "http://" + Program.authority(everywhere ? Address.loopback() : address.getAddress(), address.getPort())
                + "/";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(new Request(exchange)));
            // Writes what is left in buffers.
            limit.write(exchange::close);
        }
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException {
        try (InputStream body = reply.body().open()) {
            ALWAYS.forEach(exchange.getResponseHeaders()::set);
            reply.fields().forEach(exchange.getResponseHeaders()::set);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Long.toString(reply.octets()));
                limit.write(() -> exchange.sendResponseHeaders(reply.status(), -1));
                return;
            }
            limit.write(() -> exchange.sendResponseHeaders(reply.status(), reply.octets() == 0 ? -1 : reply.octets()));
            OutputStream out = exchange.getResponseBody();
            byte[] piece = new byte[PIECE_OCTETS];
            for (int octets = body.read(piece); octets >= 0; octets = body.read(piece)) {
                int length = octets;
                limit.write(() -> out.write(piece, 0, length));
            }
        } catch (Refusal gone) {
            send(exchange, gone.reply());
        }
    }

    private Reply answer(Request request) throws IOException {
        Reply reply;
        try {
            guard.check(request);
            reply = router.answer(request);
        } catch (Refusal e) {
            reply = e.reply();
        } catch (OutOfMemoryError e) {
            // The large body is no longer held: what the server has to do otherwise goes on.
            reply = new Refusal(Refusal.FAILED, "there is not enough memory for this").reply();
        } catch (RuntimeException e) {
            reply = new Refusal(Refusal.FAILED, "a mistake in this program: " + Problem.because(e)).reply();
        }
        request.drain();
        return reply;
    }

    /** Closes it, and drops who is connected. */
    @Override
    public void close() {
        http.stop(0);
        limit.close();
        threads.shutdownNow();
    }
}
