package org.pop3j.testserver.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pop3j.testserver.Pop3TestServer;

/** HTTP to look at a server and to change it while it runs: a page for people, JSON for programs. Thread-safe. */
final class Control implements AutoCloseable {
    /** Enough for a page and a test at once; more requests wait. */
    private static final int THREADS = 8;

    /** What comes from mail must be nothing but text to a browser, and nobody is to keep what changes every second. */
    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Cache-Control", "no-store",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");

    private final HttpServer http;
    private final ExecutorService threads;
    private final Guard guard;
    private final Router router;

    private Control(HttpServer http, ExecutorService threads, Guard guard, Router router) {
        this.http = http;
        this.threads = threads;
        this.guard = guard;
        this.router = router;
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
        HttpServer http;
        try {
            http = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + Program.authority(address.getAddress(), address.getPort()), e);
        }
        List<Router.Route> routes = new ArrayList<>();
        routes.addAll(new Page().routes());
        routes.addAll(new ServerApi(server, seed).routes());
        routes.addAll(new MaildropsApi(server).routes());
        routes.addAll(new SessionsApi(server).routes());
        routes.addAll(new FaultsApi(server).routes());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "pop3-testserver control");
            thread.setDaemon(true);
            return thread;
        });
        Control control = new Control(http, threads, new Guard(address, names), new Router(routes));
        http.createContext("/", control::handle);
        http.setExecutor(threads);
        http.start();
        return control;
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
            Request request = new Request(exchange);
            Reply reply = answer(request);
            ALWAYS.forEach(exchange.getResponseHeaders()::set);
            reply.fields().forEach(exchange.getResponseHeaders()::set);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Long.toString(reply.octets()));
                exchange.sendResponseHeaders(reply.status(), -1);
                return;
            }
            try (InputStream body = reply.body().open()) {
                exchange.sendResponseHeaders(reply.status(), reply.octets() == 0 ? -1 : reply.octets());
                OutputStream out = exchange.getResponseBody();
                body.transferTo(out);
            }
        }
    }

    private Reply answer(Request request) throws IOException {
        Reply reply;
        try {
            guard.check(request);
            reply = router.answer(request);
        } catch (Refusal e) {
            reply = e.reply();
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
        threads.shutdownNow();
    }
}
