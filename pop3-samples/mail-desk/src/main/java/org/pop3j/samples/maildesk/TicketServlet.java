package org.pop3j.samples.maildesk;

import jakarta.annotation.Resource;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.pop3j.samples.maildesk.Ticket.Attached;

/** {@code GET /api/tickets/{id}} and {@code GET /api/tickets/{id}/attachments/{n}}. */
@WebServlet("/api/tickets/*")
public final class TicketServlet extends HttpServlet {
    private static final Pattern PATH = Pattern.compile("/(\\d{1,18})(?:/attachments/(\\d{1,9}))?");

    @Resource(name = Tickets.DATA_SOURCE, mappedName = Tickets.DATA_SOURCE)
    @SuppressWarnings("NullAway.Init") // set by the container
    private transient DataSource dataSource;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String path = request.getPathInfo();
        Matcher matcher = PATH.matcher(path == null ? "" : path);
        try {
            Tickets tickets = new Tickets(dataSource);
            Optional<Ticket> ticket =
                    matcher.matches() ? tickets.find(Long.parseLong(matcher.group(1))) : Optional.empty();
            if (ticket.isEmpty()) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            } else if (matcher.group(2) == null) {
                DeskJson.write(response, DeskJson.ticketWithText(ticket.get()).build());
            } else {
                attachment(tickets, ticket.get(), Integer.parseInt(matcher.group(2)), response);
            }
        } catch (SQLException e) {
            throw new ServletException("Cannot read the ticket", e);
        }
    }

    private static void attachment(Tickets tickets, Ticket ticket, int number, HttpServletResponse response)
            throws SQLException, IOException {
        Optional<Attached> attached = ticket.attachments().stream()
                .filter(a -> a.number() == number && a.kept())
                .findFirst();
        if (attached.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        // Never the type that the mail names: the browser is to save it, not to show or run it.
        response.setContentType("application/octet-stream");
        response.setHeader("Content-Disposition", disposition(attached.get().name()));
        response.setContentLengthLong(attached.get().octets());
        tickets.copy(ticket.id(), number, response.getOutputStream());
    }

    /** The name for old and for new readers (RFC 6266, appendix D). */
    private static String disposition(String name) {
        String ascii = name.replaceAll("[^A-Za-z0-9._ -]", "_");
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
    }
}
