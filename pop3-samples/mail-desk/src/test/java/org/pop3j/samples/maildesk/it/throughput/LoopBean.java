package org.pop3j.samples.maildesk.it.throughput;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import java.sql.SQLException;
import javax.sql.DataSource;

/** One INSERT for each call, in a transaction that the container begins and commits. */
@Stateless
@SuppressWarnings("NullAway.Init") // set by the container
public class LoopBean {
    @Resource(lookup = Inserts.DATA_SOURCE)
    private DataSource dataSource;

    /** As the message-driven bean does it. */
    public void add(String uniqueId, long octets) throws SQLException {
        new Inserts(dataSource).add(uniqueId, octets);
    }
}
