-- The ledger of the pop3j adapter on H2. The adapter runs the statement of each table that it cannot select from;
-- where it may not create tables, run them beforehand, in the schema that its DataSource uses.
-- Times are milliseconds since 1970-01-01T00:00:00Z.
-- The unique-id comes first in the keys because H2 uses an index for IN only on its first column.

CREATE TABLE pop3j_ledger (
    maildrop_key VARCHAR(190) NOT NULL,
    subscription VARCHAR(120) NOT NULL,
    uidl VARCHAR(128) NOT NULL,
    fingerprint VARCHAR(43) NOT NULL,
    octets BIGINT NOT NULL,
    -- 1 delivered, 2 given up and on the server only, 3 gone from the server, 4 given up and kept elsewhere, 5 so and gone
    state SMALLINT NOT NULL,
    delivered_at BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (uidl, maildrop_key, subscription),
    UNIQUE (maildrop_key, subscription, state, uidl)
);

-- Attempts have a table of their own because they must survive the roll-back of the delivery they count.
CREATE TABLE pop3j_attempt (
    maildrop_key VARCHAR(190) NOT NULL,
    subscription VARCHAR(120) NOT NULL,
    uidl VARCHAR(128) NOT NULL,
    attempts INTEGER NOT NULL,
    next_at BIGINT,
    last_error VARCHAR(500),
    PRIMARY KEY (uidl, maildrop_key, subscription),
    UNIQUE (maildrop_key, subscription, attempts, uidl)
);
