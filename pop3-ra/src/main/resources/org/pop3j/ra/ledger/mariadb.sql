-- The ledger of the pop3j adapter on MariaDB and MySQL. The adapter runs the statement of each table that it cannot select from;
-- where it may not create tables, run them beforehand, in the schema that its DataSource uses.
-- Times are milliseconds since 1970-01-01T00:00:00Z.
-- Unique-ids differ in case, which the usual collations ignore; tables of other engines take no part in transactions.

CREATE TABLE pop3j_ledger (
    maildrop_key VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subscription VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    uidl VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    fingerprint VARCHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    octets BIGINT NOT NULL,
    -- 1 delivered, 2 given up and on the server only, 3 gone from the server, 4 given up and kept elsewhere, 5 so and gone
    state SMALLINT NOT NULL,
    delivered_at BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (maildrop_key, subscription, uidl)
) ENGINE=InnoDB;

-- Attempts have a table of their own because they must survive the roll-back of the delivery they count.
CREATE TABLE pop3j_attempt (
    maildrop_key VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subscription VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    uidl VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    attempts INTEGER NOT NULL,
    next_at BIGINT,
    last_error VARCHAR(500) CHARACTER SET ascii,
    PRIMARY KEY (maildrop_key, subscription, uidl)
) ENGINE=InnoDB;
