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

-- Ranking by words (BM25), the same for every read model that calls projection.rank_by_words: its units (a document's
-- chunk, a runbook) with their terms, how many units have a term, and how long all units are. A trigger keeps the
-- counts, so they are right whoever writes units; of one tenant, one transaction at a time changes them.

-- How often a term occurs. Its places in the vector are 1 to its frequency; ts_rank adds 1/n² for the n-th of them and
-- divides by π²/6, which no two frequencies up to 50 have in common: the bounds lie half-way between them.
CREATE FUNCTION projection.term_frequency(terms tsvector, term tsquery) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN width_bucket(ts_rank('{1, 1, 1, 1}', terms, term)::float8, ARRAY[
        0.303964, 0.683918, 0.793683, 0.846454, 0.877610, 0.898212, 0.912859, 0.923812, 0.932314,
        0.939106, 0.944658, 0.949281, 0.953190, 0.956540, 0.959442, 0.961980, 0.964219, 0.966209,
        0.967989, 0.969591, 0.971040, 0.972357, 0.973560, 0.974662, 0.975676, 0.976612, 0.977479,
        0.978284, 0.979033, 0.979732, 0.980386, 0.980999, 0.981575, 0.982117, 0.982628, 0.983111,
        0.983568, 0.984000, 0.984410, 0.984800, 0.985171, 0.985524, 0.985861, 0.986182, 0.986489,
        0.986783, 0.987064, 0.987334, 0.987592, 0.987841
]::float8[]);

CREATE FUNCTION projection.rank_by_words(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TABLE %I.unit (
        tenant_id uuid NOT NULL, owner_id uuid NOT NULL, ordinal bigint NOT NULL, kind text NOT NULL,
        length bigint NOT NULL, terms tsvector NOT NULL, PRIMARY KEY (tenant_id, owner_id, ordinal))
        WITH (toast_tuple_target = 8160)', schema_name);
    -- Terms are read for every unit that may be a hit: they stay in its row, and uncompressed while a page has room.
    EXECUTE format('ALTER TABLE %I.unit ALTER COLUMN terms SET STORAGE MAIN', schema_name);
    EXECUTE format('CREATE INDEX unit_terms ON %I.unit USING gin (tenant_id, terms) WITH (fastupdate = off)', schema_name);
    EXECUTE format('CREATE TABLE %I.term (
        tenant_id uuid NOT NULL, term text COLLATE "C" NOT NULL, units bigint NOT NULL,
        PRIMARY KEY (tenant_id, term)) WITH (fillfactor = 70)', schema_name);
    EXECUTE format('CREATE TABLE %I.corpus (
        tenant_id uuid PRIMARY KEY, units bigint NOT NULL, length bigint NOT NULL) WITH (fillfactor = 10)', schema_name);
    EXECUTE format('GRANT DELETE ON %1$I.unit, %1$I.term TO sre_projector', schema_name);
    EXECUTE format('CREATE TRIGGER count_added AFTER INSERT ON %I.unit REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION projection.count_terms()', schema_name);
    EXECUTE format('CREATE TRIGGER count_changed AFTER UPDATE ON %I.unit REFERENCING OLD TABLE AS gone NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION projection.count_terms()', schema_name);
    EXECUTE format('CREATE TRIGGER count_removed AFTER DELETE ON %I.unit REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT EXECUTE FUNCTION projection.count_terms()', schema_name);
    PERFORM projection.allow_searching(schema_name, 'unit');
    PERFORM projection.allow_searching(schema_name, 'term');
END $$;

-- First the tenant's own row, which every other transaction that counts for the tenant waits for.
CREATE FUNCTION projection.count_terms() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT tenant_id, length, terms, 1 AS n FROM added'
        WHEN 'DELETE' THEN 'SELECT tenant_id, length, terms, -1 AS n FROM gone'
        ELSE 'SELECT tenant_id, length, terms, 1 AS n FROM added UNION ALL SELECT tenant_id, length, terms, -1 FROM gone' END;
    counted bigint;
BEGIN
    EXECUTE format('INSERT INTO %1$I.corpus AS known (tenant_id, units, length)
        SELECT tenant_id, sum(n), sum(n * length) FROM (%2$s) AS changed GROUP BY tenant_id ORDER BY tenant_id
        ON CONFLICT (tenant_id) DO UPDATE
            SET units = known.units + EXCLUDED.units, length = known.length + EXCLUDED.length',
        TG_TABLE_SCHEMA, changed);
    GET DIAGNOSTICS counted = ROW_COUNT;
    IF counted = 0 THEN
        RETURN NULL;
    END IF;
    EXECUTE format('INSERT INTO %1$I.term AS known (tenant_id, term, units)
        SELECT tenant_id, t.lexeme, sum(n) FROM (%2$s) AS changed CROSS JOIN unnest(terms) AS t
        GROUP BY tenant_id, t.lexeme HAVING sum(n) <> 0 ORDER BY tenant_id, t.lexeme
        ON CONFLICT (tenant_id, term) DO UPDATE SET units = known.units + EXCLUDED.units',
        TG_TABLE_SCHEMA, changed);
    IF TG_OP <> 'INSERT' THEN
        EXECUTE format('DELETE FROM %1$I.term AS known USING (
                SELECT DISTINCT tenant_id, t.lexeme FROM gone CROSS JOIN unnest(terms) AS t
            ) AS less
            WHERE known.tenant_id = less.tenant_id AND known.term = less.lexeme COLLATE "C" AND known.units = 0',
            TG_TABLE_SCHEMA);
    END IF;
    RETURN NULL;
END $$;
