package org.pop3j.servers.suite;

import jakarta.ejb.EJB;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** {@code GET /api/deliveries}: what was begun, how much at once, for whom, what was taken, and the unique-ids in each of the two ledgers. */
@WebServlet("/api/deliveries")
@SuppressWarnings("NullAway.Init") // set by the container
public final class SuiteServlet extends HttpServlet {
    @EJB
    private transient Tables tables;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            tables.ensure();
            JsonObjectBuilder all = Json.createObjectBuilder()
                    .add("begun", json(Deliveries.begun()))
                    .add("mostAtOnce", Deliveries.mostAtOnce())
                    .add("principals", Json.createArrayBuilder(Deliveries.principals()))
                    .add("taken", json(Deliveries.all()))
                    .add("ledger", ledger(DataSources.suite()))
                    .add("otherLedger", ledger(DataSources.ledger()));
            response.setContentType("application/json");
            response.setCharacterEncoding("UTF-8");
            try (Writer writer = response.getWriter()) {
                writer.write(all.build().toString());
            }
        } catch (SQLException e) {
            throw new ServletException("Cannot read the database", e);
        }
    }

    private static JsonArrayBuilder json(List<Attempt> attempts) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (Attempt attempt : attempts) {
            array.add(Json.createObjectBuilder()
                    .add("bean", attempt.bean())
                    .add("uniqueId", attempt.uniqueId())
                    .add("attempt", attempt.attempt())
                    .add("subject", attempt.subject()));
        }
        return array;
    }

    private static JsonArrayBuilder ledger(DataSource dataSource) throws SQLException {
        JsonArrayBuilder array = Json.createArrayBuilder();
        try (Connection connection = dataSource.getConnection()) {
            if (hasLedger(connection)) {
                try (PreparedStatement select =
                                connection.prepareStatement("SELECT uidl FROM pop3j_ledger WHERE state <> 0");
                        ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        array.add(row.getString(1));
                    }
                }
            }
        }
        return array;
    }

    /** The adapter makes its tables with the first activation that needs them. */
    private static boolean hasLedger(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "POP3J_LEDGER", null)) {
            return tables.next();
        }
    }
}
