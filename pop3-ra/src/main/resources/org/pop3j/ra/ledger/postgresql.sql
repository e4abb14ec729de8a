-- The ledger of the pop3j adapter on PostgreSQL. The adapter runs the statement if it cannot select from the table;
-- where it may not create tables, run it beforehand, in the schema that its DataSource uses.
-- Times are milliseconds since 1970-01-01T00:00:00Z.
-- Unique-ids differ in case: the collation must not depend on the database's.
-- Each row is written as tried and soon again as delivered: with room on its page that concerns no index.

CREATE TABLE pop3j_ledger (
    maildrop_key VARCHAR(190) COLLATE "C" NOT NULL,
    subscription VARCHAR(120) COLLATE "C" NOT NULL,
    uidl VARCHAR(128) COLLATE "C" NOT NULL,
    -- 0 tried, 1 delivered, 2 given up and on the server only, 3 given up and kept elsewhere
    state SMALLINT NOT NULL,
    -- 1 if it is no longer on the server
    gone SMALLINT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at BIGINT,
    last_error VARCHAR(500),
    fingerprint VARCHAR(43),
    octets BIGINT,
    delivered_at BIGINT,
    -- when that was noted; 0 if never
    removed_at BIGINT NOT NULL,
    PRIMARY KEY (maildrop_key, subscription, uidl),
    -- A poll reads what is there: of what is gone there may be a thousand times as much. And that comes in the order of time.
    -- First what only such questions name: until the table has been analyzed, the row of one mail might be looked for by this, too.
    UNIQUE (gone, maildrop_key, subscription, removed_at, uidl)
) WITH (fillfactor = 45);
