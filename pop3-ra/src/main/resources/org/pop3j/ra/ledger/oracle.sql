-- The ledger of the pop3j adapter on Oracle. The adapter runs the statement if it cannot select from the table;
-- where it may not create tables, run it beforehand, in the schema that its DataSource uses.
-- Times are milliseconds since 1970-01-01T00:00:00Z.
-- Unique-ids differ in case: leave NLS_COMP at BINARY.

CREATE TABLE pop3j_ledger (
    maildrop_key VARCHAR2(190 CHAR) NOT NULL,
    subscription VARCHAR2(120 CHAR) NOT NULL,
    uidl VARCHAR2(128 CHAR) NOT NULL,
    -- 0 tried, 1 delivered, 2 given up and on the server only, 3 given up and kept elsewhere
    state NUMBER(5) NOT NULL,
    -- 1 if it is no longer on the server
    gone NUMBER(5) NOT NULL,
    attempts NUMBER(10) NOT NULL,
    next_at NUMBER(19),
    last_error VARCHAR2(500 CHAR),
    fingerprint VARCHAR2(43 CHAR),
    octets NUMBER(19),
    delivered_at NUMBER(19),
    -- when that was noted; 0 if never
    removed_at NUMBER(19) NOT NULL,
    PRIMARY KEY (maildrop_key, subscription, uidl),
    -- A poll reads what is there: of what is gone there may be a thousand times as much. And that comes in the order of time.
    UNIQUE (maildrop_key, subscription, gone, removed_at, uidl)
);
