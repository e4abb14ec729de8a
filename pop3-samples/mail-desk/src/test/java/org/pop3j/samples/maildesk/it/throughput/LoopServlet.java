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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.sql.DataSource;

/**
 * {@code count}: how many rows there are; {@code clear}: none from now on; {@code loop}: as many as asked for; how many ms it took;
 * {@code pause} and {@code resume} the polling.
 */
@WebServlet("/do/*")
@SuppressWarnings("NullAway.Init") // set by the container
public class LoopServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final long OCTETS = 4096;

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
                case "/pause", "/resume" -> polling(what.substring(1));
                default -> {}
            }
            long answer = what.equals("/loop") ? loop(request) : inserts.count();
            response.getWriter().print(answer);
        } catch (SQLException | ExecutionException | InterruptedException | JMException e) {
            throw new ServletException(e);
        }
    }

    private static void polling(String operation) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName maildrop : server.queryNames(new ObjectName("org.pop3j:type=Maildrop,*"), null)) {
            server.invoke(maildrop, operation, null, null);
        }
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
        return (System.nanoTime() - start) / 1_000_000;
    }
}
