-- What is known of each set of tables of a projection: the serving one, a candidate, the one that served before.
-- The set that a migration made and nothing was swapped into has no row: it is of version 1.
CREATE TABLE projection.build (
    schema_name       text PRIMARY KEY,
    projection        text NOT NULL,
    version           integer NOT NULL,
    -- Read from the log so far, in commit order: a rebuild that was killed goes on from here.
    tx                xid8 NOT NULL DEFAULT '0',
    position          bigint NOT NULL DEFAULT 0,
    facts             bigint NOT NULL DEFAULT 0,
    -- Definitions of indexes that are built once all rows are there.
    postponed_indexes text[] NOT NULL DEFAULT '{}',
    started_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at       timestamptz,
    -- Since when the tables have been under this name.
    since             timestamptz NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE projection.build ENABLE ROW LEVEL SECURITY;
ALTER TABLE projection.build FORCE ROW LEVEL SECURITY;
CREATE POLICY operator ON projection.build TO sre_admin USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON projection.build TO sre_admin;
