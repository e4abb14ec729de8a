package org.pop3j.ra.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ledger's tables: what is made on demand is what the scripts beside this class say, one for each database. */
final class Schema {
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\w+)");

    private Schema() {}

    static void create(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        for (Map.Entry<String, String> table : tables(script(product)).entrySet()) {
            if (!exists(connection, table.getKey())) {
                create(connection, table.getKey(), table.getValue());
            }
        }
    }

    /** The name of the script for a database, as its driver calls it. */
    static String script(String product) {
        String name = product.toLowerCase(Locale.ROOT);
        if (name.contains("mysql") || name.contains("mariadb")) {
            return "mariadb.sql";
        }
        if (name.contains("sql server")) {
            return "sqlserver.sql";
        }
        return Arrays.asList("postgresql", "oracle", "db2", "h2").stream()
                .filter(name::contains)
                .findFirst()
                .orElse("derby")
                .concat(".sql");
    }

    /** The statements of a script by the table that each of them makes, in their order. */
    static Map<String, String> tables(String script) {
        Map<String, String> tables = new LinkedHashMap<>();
        for (String statement : text(script).replaceAll("(?m)^ *--.*\n", "").split(";")) {
            Matcher table = TABLE.matcher(statement);
            if (table.find()) {
                tables.put(table.group(1), statement.strip());
            }
        }
        return tables;
    }

    private static String text(String script) {
        try (InputStream in = Schema.class.getResourceAsStream(script)) {
            if (in == null) {
                throw new IllegalStateException(script + " is not beside the adapter's classes");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(script + " cannot be read", e);
        }
    }

    private static void create(Connection connection, String table, String definition) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(definition);
        } catch (SQLException e) {
            // Another node may have been faster.
            if (!exists(connection, table)) {
                throw e;
            }
        }
    }

    // Asking for the table itself is the one way that finds it in whatever schema an unqualified name means here.
    private static boolean exists(Connection connection, String table) {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT 1 FROM " + table + " WHERE 1 = 0").close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
