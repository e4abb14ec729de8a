-- The ledger of the pop3j adapter on PostgreSQL. The adapter runs the statement of each table that it cannot select from;
-- where it may not create tables, run them beforehand, in the schema that its DataSource uses.
-- Times are milliseconds since 1970-01-01T00:00:00Z.
-- Unique-ids differ in case: the collation must not depend on the database's.

CREATE TABLE pop3j_ledger (
    maildrop_key VARCHAR(190) COLLATE "C" NOT NULL,
    subscription VARCHAR(120) COLLATE "C" NOT NULL,
    uidl VARCHAR(128) COLLATE "C" NOT NULL,
    fingerprint VARCHAR(43) NOT NULL,
    octets BIGINT NOT NULL,
    -- 1 delivered, 2 given up and on the server only, 3 gone from the server, 4 given up and kept elsewhere, 5 so and gone
    state SMALLINT NOT NULL,
    delivered_at BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (maildrop_key, subscription, uidl)
);

-- Attempts have a table of their own because they must survive the roll-back of the delivery they count.
CREATE TABLE pop3j_attempt (
    maildrop_key VARCHAR(190) COLLATE "C" NOT NULL,
    subscription VARCHAR(120) COLLATE "C" NOT NULL,
    uidl VARCHAR(128) COLLATE "C" NOT NULL,
    attempts INTEGER NOT NULL,
    next_at BIGINT,
    last_error VARCHAR(500),
    PRIMARY KEY (maildrop_key, subscription, uidl)
);
