-- The knowledge index: documents and chunks as a projection; vectors beside it, so that a rebuild embeds nothing again.

CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;
-- The tenant in front of words and names in one index.
CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;

-- Under a row-level policy an index may only be asked by operators that PostgreSQL calls leakproof, and those of words,
-- arrays and similarity are not: every search would read everything. So a search reads a view of the tenant's own rows,
-- whose owner sees the table and lets nothing else through. Row-level security stays forced: no function's role reads
-- the table otherwise than by its own policy.
DO $roles$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sre_search') THEN
        CREATE ROLE sre_search NOLOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
    EXECUTE 'GRANT sre_search TO CURRENT_USER';
END
$roles$;

-- Makes the view own_<table>. Call after end_schema.
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
GRANT USAGE ON SCHEMA access TO sre_search;

CREATE SCHEMA knowledge;
GRANT USAGE ON SCHEMA knowledge TO sre_projector, sre_query, sre_admin;

-- One row per text and model; of any dimension, since models differ. Cast to the model's own when it is compared.
CREATE TABLE knowledge.embedding (
    tenant_id    uuid NOT NULL,
    model        text NOT NULL,
    content_hash text NOT NULL,
    embedding    vector NOT NULL,
    embedded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, model, content_hash)
);
CREATE INDEX embedding_all_minilm_l6_v2_1 ON knowledge.embedding
    USING hnsw ((embedding::halfvec(384)) halfvec_cosine_ops) WHERE model = 'all-minilm-l6-v2@1';

-- Documents some chunk of which has no vector yet.
CREATE TABLE knowledge.waiting (
    tenant_id   uuid NOT NULL,
    document_id uuid NOT NULL,
    since       timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, document_id)
);
CREATE INDEX waiting_since ON knowledge.waiting (since);

ALTER TABLE knowledge.embedding ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge.embedding FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge.waiting ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge.waiting FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON knowledge.embedding TO sre_projector USING (tenant_id = access.current_tenant())
    WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY reader ON knowledge.embedding FOR SELECT TO sre_query USING (tenant_id = access.current_tenant());
CREATE POLICY operator ON knowledge.embedding FOR SELECT TO sre_admin USING (true);
CREATE POLICY own ON knowledge.waiting TO sre_projector USING (tenant_id = access.current_tenant())
    WITH CHECK (tenant_id = access.current_tenant());
-- The sweep asks across tenants, for ids only, and then works as one tenant at a time.
CREATE POLICY sweep ON knowledge.embedding FOR SELECT TO sre_projector
    USING (current_setting('app.sweep', true) = 'on');
CREATE POLICY sweep ON knowledge.waiting FOR SELECT TO sre_projector
    USING (current_setting('app.sweep', true) = 'on');
CREATE POLICY operator ON knowledge.waiting FOR SELECT TO sre_admin USING (true);
GRANT SELECT, INSERT, DELETE ON knowledge.embedding TO sre_projector;
GRANT SELECT, INSERT, UPDATE, DELETE ON knowledge.waiting TO sre_projector;
GRANT SELECT ON knowledge.embedding TO sre_query;
GRANT SELECT ON knowledge.embedding, knowledge.waiting TO sre_admin;

CREATE FUNCTION projection.create_knowledge_index(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projection.begin_schema(schema_name);

    CREATE TABLE document (
        tenant_id   uuid NOT NULL,
        document_id uuid NOT NULL,
        kind        text NOT NULL,
        ref         text NOT NULL,
        title       text NOT NULL,
        status      text NOT NULL,
        searchable  boolean NOT NULL,
        succeeded   bigint NOT NULL,
        failed      bigint NOT NULL,
        tags        text[] NOT NULL,
        service_ids uuid[] NOT NULL,
        context     text NOT NULL,
        names       text[] NOT NULL,
        url         text,
        incident_id uuid,
        occurred_at timestamptz NOT NULL,
        changed_at  timestamptz NOT NULL,
        sections    jsonb NOT NULL,
        version     bigint NOT NULL,
        PRIMARY KEY (tenant_id, document_id)
    ) WITH (fillfactor = 80);
    CREATE INDEX document_incident ON document (tenant_id, incident_id) WHERE incident_id IS NOT NULL;

    CREATE TABLE chunk (
        tenant_id    uuid NOT NULL,
        document_id  uuid NOT NULL,
        ordinal      bigint NOT NULL,
        kind         text NOT NULL,
        heading      text NOT NULL,
        text         text NOT NULL,
        spelled      text NOT NULL,
        identifiers  text[] NOT NULL,
        content_hash text NOT NULL,
        lexemes      tsvector NOT NULL GENERATED ALWAYS AS
            (to_tsvector('pg_catalog.english'::regconfig, text || ' ' || spelled)) STORED,
        PRIMARY KEY (tenant_id, document_id, ordinal)
    );
    CREATE INDEX chunk_lexemes ON chunk USING gin (tenant_id, lexemes) WITH (fastupdate = off);
    CREATE INDEX chunk_identifiers ON chunk USING gin (tenant_id, identifiers) WITH (fastupdate = off);
    CREATE INDEX chunk_content ON chunk (tenant_id, content_hash);
    CREATE INDEX chunk_kind ON chunk (tenant_id, kind, document_id, ordinal, content_hash);

    PERFORM projection.end_schema(schema_name);
    PERFORM projection.allow_replacing(schema_name, 'chunk');
    PERFORM projection.allow_searching(schema_name, 'chunk');
    -- As for what waits: which texts have no vector is asked across tenants, and answered with ids.
    EXECUTE format('CREATE POLICY sweep ON %I.chunk FOR SELECT TO sre_projector
                    USING (current_setting(''app.sweep'', true) = ''on'')', schema_name);
END $$;

SELECT projection.create_knowledge_index('knowledge_index');
