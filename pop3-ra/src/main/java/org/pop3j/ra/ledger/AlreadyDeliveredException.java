package org.pop3j.ra.ledger;

import java.sql.SQLException;

/** The ledger holds the delivery already: another delivery of the same mail was committed. */
public final class AlreadyDeliveredException extends SQLException {
    private static final long serialVersionUID = 1L;

    AlreadyDeliveredException(SQLException cause) {
        super("the ledger holds this delivery already", cause.getSQLState(), cause.getErrorCode(), cause);
    }
}
