package org.pop3j.ra.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
    private static final Pattern MARKS = Pattern.compile("[(),]");

    @ParameterizedTest
    @CsvSource({
        "PostgreSQL,postgresql.sql", "MariaDB,mariadb.sql", "MySQL,mariadb.sql", "Oracle,oracle.sql",
        "Microsoft SQL Server,sqlserver.sql", "DB2/LINUXX8664,db2.sql", "Apache Derby,derby.sql", "H2,h2.sql",
        "Something Else,derby.sql"
    })
    void eachDatabaseHasItsScript(String product, String script) {
        assertThat(Schema.script(product)).isEqualTo(script);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"postgresql.sql", "mariadb.sql", "oracle.sql", "sqlserver.sql", "db2.sql", "derby.sql", "h2.sql"
            })
    void everyScriptMakesTheSameColumnsInTheSameOrder(String script) {
        Map<String, String> tables = Schema.tables(script);

        assertThat(tables).containsOnlyKeys("pop3j_ledger");
        assertThat(columns(tables.getOrDefault("pop3j_ledger", "")))
                .containsExactly(
                        "maildrop_key NOT NULL",
                        "subscription NOT NULL",
                        "uidl NOT NULL",
                        "state NOT NULL",
                        "gone NOT NULL",
                        "attempts NOT NULL",
                        "next_at",
                        "last_error",
                        "fingerprint",
                        "octets",
                        "delivered_at",
                        "removed_at NOT NULL");
        assertThat(tables.values())
                .as("what tells one row from the others")
                .allMatch(table -> table.contains(
                        script.equals("h2.sql")
                                ? "PRIMARY KEY (uidl, maildrop_key, subscription)"
                                : "PRIMARY KEY (maildrop_key, subscription, uidl)"));
    }

    private static List<String> columns(String statement) {
        return Arrays.stream(statement.split("\n"))
                .filter(line -> line.startsWith("    "))
                .map(String::strip)
                .filter(line -> !line.startsWith("PRIMARY") && !line.startsWith("UNIQUE"))
                .map(SchemaTest::name)
                .toList();
    }

    private static String name(String line) {
        String name = MARKS.matcher(line.substring(0, line.indexOf(' '))).replaceAll("");
        return line.contains("NOT NULL") ? name + " NOT NULL" : name;
    }
}
