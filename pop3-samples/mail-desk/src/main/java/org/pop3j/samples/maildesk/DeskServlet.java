package org.pop3j.samples.maildesk;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import javax.sql.DataSource;

/** {@code GET /api/desk}: all that the page shows. */
@WebServlet("/api/desk")
@SuppressWarnings("NullAway.Init") // set by the container
public final class DeskServlet extends HttpServlet {
    @Resource(name = Tickets.DATA_SOURCE, mappedName = Tickets.DATA_SOURCE)
    private transient DataSource dataSource;

    @EJB
    private transient TicketTables tables;

    @EJB
    private transient Refusals refusals;

    @EJB
    private transient EmbeddedMaildrop embedded;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            tables.ensure();
            Tickets tickets = new Tickets(dataSource);
            // The revision first: a ticket that comes in between is then sent twice rather than never.
            String revision = tickets.revision();
            JsonObjectBuilder desk = Json.createObjectBuilder()
                    .add("embedded", embedded.running())
                    .add("revision", revision)
                    .add("maildrop", MaildropState.read())
                    .add("refusals", DeskJson.refusals(refusals.latest()));
            if (!revision.equals(request.getParameter("known"))) {
                desk.add("tickets", DeskJson.tickets(tickets.all()));
            }
            DeskJson.write(response, desk.build());
        } catch (SQLException e) {
            throw new ServletException("Cannot read the tickets", e);
        }
    }
}
