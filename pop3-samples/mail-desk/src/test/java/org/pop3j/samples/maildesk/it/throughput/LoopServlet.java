package org.pop3j.samples.maildesk.it.throughput;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.sql.DataSource;

/**
 * {@code count}: how many rows there are; {@code clear}: none from now on; {@code pause} the polling; {@code loop}: the bean is called
 * as often as asked for; {@code mail}: the polling goes on until so many mails more are delivered; of both, how many ms it took.
 */
@WebServlet("/do/*")
@SuppressWarnings("NullAway.Init") // set by the container
public class LoopServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final long OCTETS = 4096;
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    @Resource(lookup = Inserts.DATA_SOURCE)
    private transient DataSource dataSource;

    @Resource
    private transient ManagedExecutorService threads;

    @EJB
    private transient LoopBean bean;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            Inserts inserts = new Inserts(dataSource);
            String what = request.getPathInfo();
            switch (what) {
                case "/clear" -> inserts.clear();
                case "/pause" -> SERVER.invoke(maildrop(), "pause", null, null);
                default -> {}
            }
            response.getWriter()
                    .print(
                            switch (what) {
                                case "/loop" -> loop(request);
                                case "/mail" -> mail(request);
                                default -> inserts.count();
                            });
        } catch (SQLException | ExecutionException | InterruptedException | JMException e) {
            throw new ServletException(e);
        }
    }

    // Asked in here, and of no database: what waits must not take anything from what is measured.
    private static long mail(HttpServletRequest request) throws JMException {
        ObjectName maildrop = maildrop();
        long start = System.nanoTime();
        long until = delivered(maildrop) + Long.parseLong(request.getParameter("calls"));
        SERVER.invoke(maildrop, "resume", null, null);
        while (delivered(maildrop) < until) {
            if (System.nanoTime() - start > BOUND.toNanos()) {
                throw new IllegalStateException((until - delivered(maildrop)) + " mails are missing after " + BOUND);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return millisSince(start);
    }

    private static long delivered(ObjectName maildrop) throws JMException {
        return (Long) SERVER.getAttribute(maildrop, "Delivered");
    }

    private static ObjectName maildrop() throws JMException {
        return SERVER.queryNames(new ObjectName("org.pop3j:type=Maildrop,*"), null)
                .iterator()
                .next();
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    private long loop(HttpServletRequest request) throws ExecutionException, InterruptedException {
        int calls = Integer.parseInt(request.getParameter("calls"));
        AtomicInteger begun = new AtomicInteger();
        Callable<Void> caller = () -> {
            for (int i = begun.getAndIncrement(); i < calls; i = begun.getAndIncrement()) {
                bean.add("loop-0123456789abcdef-" + i, OCTETS);
            }
            return null;
        };
        long start = System.nanoTime();
        List<Future<Void>> callers = new ArrayList<>();
        for (int i = Integer.parseInt(request.getParameter("threads")); i > 0; i--) {
            callers.add(threads.submit(caller));
        }
        for (Future<Void> one : callers) {
            one.get();
        }
        return millisSince(start);
    }
}
