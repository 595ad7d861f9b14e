-- What read models have in common. Their tables are not migrated: each is made, and made anew beside the one that serves,
-- from the schema.sql in its projection's folder (shared/adapters/postgres/projections).

-- Names that people type with a letter too many: similar by three-letter pieces.
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;
-- The tenant in front of words and names in one index.
CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;

CREATE SCHEMA projection;
GRANT USAGE ON SCHEMA projection TO sre_projector, sre_query, sre_admin;

-- Facts that a projector could not read: kept with the reason, never in the way of the others.
CREATE TABLE projection.unread (
    unread_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    projection     text NOT NULL,
    tenant_id      uuid,
    event_id       text NOT NULL,
    aggregate_type text,
    aggregate_id   uuid,
    version        integer,
    reason         text NOT NULL,
    event          text NOT NULL,
    parked_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE NULLS NOT DISTINCT (tenant_id, projection, event_id)
);
ALTER TABLE projection.unread ENABLE ROW LEVEL SECURITY;
ALTER TABLE projection.unread FORCE ROW LEVEL SECURITY;
CREATE POLICY projector ON projection.unread FOR INSERT TO sre_projector
    WITH CHECK (tenant_id IS NOT DISTINCT FROM access.current_tenant());
CREATE POLICY operator ON projection.unread TO sre_admin USING (true) WITH CHECK (true);
GRANT INSERT ON projection.unread TO sre_projector;
GRANT SELECT, DELETE ON projection.unread TO sre_admin;

-- What is known of each set of tables of a projection: the serving one, a candidate, the one that served before.
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
    completed_at      timestamptz,
    -- Since when the tables have been under this name.
    since             timestamptz NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE projection.build ENABLE ROW LEVEL SECURITY;
ALTER TABLE projection.build FORCE ROW LEVEL SECURITY;
CREATE POLICY operator ON projection.build TO sre_admin USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON projection.build TO sre_admin;

-- The same security for every table of the schema: the projector writes its tenant's rows, queries read theirs.
CREATE FUNCTION projection.secure_tables(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO sre_projector, sre_query, sre_admin', schema_name);
    FOR name IN SELECT format('%I.%I', schemaname, tablename) FROM pg_catalog.pg_tables WHERE schemaname = schema_name LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY own ON %s TO sre_projector USING (tenant_id = access.current_tenant())
                        WITH CHECK (tenant_id = access.current_tenant())', name);
        EXECUTE format('CREATE POLICY reader ON %s FOR SELECT TO sre_query USING (tenant_id = access.current_tenant())', name);
        EXECUTE format('CREATE POLICY operator ON %s FOR SELECT TO sre_admin USING (true)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %s TO sre_projector', name);
        EXECUTE format('GRANT SELECT ON %s TO sre_query, sre_admin', name);
    END LOOP;
END $$;

-- Under a row-level policy an index may only be asked by operators that PostgreSQL calls leakproof, and those of words,
-- arrays and similarity are not: every search would read everything. So a search reads the view own_<table> of the
-- tenant's own rows, whose owner sees the table and lets nothing else through. Row-level security stays forced: no
-- function's role reads the table otherwise than by its own policy.
CREATE FUNCTION projection.allow_searching(schema_name text, table_name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE view_name text := 'own_' || table_name;
BEGIN
    EXECUTE format('CREATE POLICY search ON %I.%I FOR SELECT TO sre_search USING (true)', schema_name, table_name);
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO sre_search', schema_name);
    EXECUTE format('GRANT SELECT ON %I.%I TO sre_search', schema_name, table_name);
    EXECUTE format('CREATE VIEW %I.%I AS SELECT * FROM %I.%I WHERE tenant_id = access.current_tenant()',
                   schema_name, view_name, schema_name, table_name);
    EXECUTE format('ALTER VIEW %I.%I OWNER TO sre_search', schema_name, view_name);
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM sre_search', schema_name);
    EXECUTE format('GRANT SELECT ON %I.%I TO sre_query', schema_name, view_name);
END $$;
