package org.pop3j.servers.suite;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/**
 * The server's data sources, both for XA. Their names are taken from the environment, because servers differ in what they call
 * a data source of that name; and they are looked up by hand, because an injected one must be named when the code is compiled.
 */
final class DataSources {
    private DataSources() {}

    /** Where the beans write. */
    static DataSource suite() {
        return lookUp("SUITE_DATA_SOURCE");
    }

    /** Another database, where only the ledger of one bean is. */
    static DataSource ledger() {
        return lookUp("SUITE_LEDGER_SOURCE");
    }

    @SuppressWarnings("BanJNDI") // the names are those that the tests give
    private static DataSource lookUp(String variable) {
        try {
            return (DataSource) new InitialContext().lookup(System.getenv(variable));
        } catch (NamingException e) {
            throw new IllegalStateException(variable + "=" + System.getenv(variable), e);
        }
    }
}
