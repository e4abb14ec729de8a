package org.pop3j.servers.suite;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /api/platform}: the version of Jakarta Servlet, as in {@code 6.0}. Each level of Jakarta EE has its own. */
@WebServlet("/api/platform")
public final class PlatformServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getOutputStream()
                .print(getServletContext().getMajorVersion() + "."
                        + getServletContext().getMinorVersion());
    }
}
