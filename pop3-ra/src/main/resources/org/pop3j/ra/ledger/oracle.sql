-- The ledger of the pop3j adapter on Oracle. The adapter runs the statement of each table that it cannot select from;
-- where it may not create tables, run them beforehand, in the schema that its DataSource uses.
-- Times are milliseconds since 1970-01-01T00:00:00Z.
-- Unique-ids differ in case: leave NLS_COMP at BINARY.

CREATE TABLE pop3j_ledger (
    maildrop_key VARCHAR2(190 CHAR) NOT NULL,
    subscription VARCHAR2(120 CHAR) NOT NULL,
    uidl VARCHAR2(128 CHAR) NOT NULL,
    fingerprint VARCHAR2(43 CHAR) NOT NULL,
    octets NUMBER(19) NOT NULL,
    -- 1 delivered, 2 given up and on the server only, 3 gone from the server, 4 given up and kept elsewhere, 5 so and gone
    state NUMBER(5) NOT NULL,
    delivered_at NUMBER(19) NOT NULL,
    removed_at NUMBER(19),
    PRIMARY KEY (maildrop_key, subscription, uidl)
);

-- Attempts have a table of their own because they must survive the roll-back of the delivery they count.
CREATE TABLE pop3j_attempt (
    maildrop_key VARCHAR2(190 CHAR) NOT NULL,
    subscription VARCHAR2(120 CHAR) NOT NULL,
    uidl VARCHAR2(128 CHAR) NOT NULL,
    attempts NUMBER(10) NOT NULL,
    next_at NUMBER(19),
    last_error VARCHAR2(500 CHAR),
    PRIMARY KEY (maildrop_key, subscription, uidl)
);
