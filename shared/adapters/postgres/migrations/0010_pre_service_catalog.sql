-- The service catalog: services as they are found, and what they are looked up by from the other side.

CREATE FUNCTION projection.create_service_catalog(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projection.begin_schema(schema_name);

    CREATE TABLE service (
        tenant_id    uuid NOT NULL,
        service_id   uuid NOT NULL,
        slug         text COLLATE "C" NOT NULL,
        name         text NOT NULL,
        kind         text NOT NULL,
        description  text NOT NULL,
        tier         text NOT NULL,
        lifecycle    text NOT NULL,
        owner_team   text NOT NULL,
        owner_key    text COLLATE "C" NOT NULL,
        on_call      jsonb,
        dependencies uuid[] NOT NULL,
        runbook_ids  uuid[] NOT NULL,
        slo_ids      uuid[] NOT NULL,
        selectors    jsonb NOT NULL,
        tags         text[] NOT NULL,
        origin       text,
        deleted      boolean NOT NULL,
        changed_at   timestamptz NOT NULL,
        version      bigint NOT NULL,
        names        text NOT NULL,
        words        text NOT NULL,
        lexemes      tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('pg_catalog.simple'::regconfig, words)) STORED,
        PRIMARY KEY (tenant_id, service_id)
    ) WITH (fillfactor = 80);
    CREATE INDEX service_by_slug ON service (tenant_id, slug) WHERE NOT deleted;
    CREATE INDEX service_by_owner ON service (tenant_id, owner_key, slug) WHERE NOT deleted;
    -- No GIN on words, names and tags: under row-level security only leak-proof operators reach an index, which those of
    -- full-text search, likeness and arrays are not. They are tried on the tenant's own services; 5 000 take 50 ms,
    -- since the words are parsed when they are written.

    CREATE TABLE dependency (
        tenant_id  uuid NOT NULL,
        service_id uuid NOT NULL,
        depends_on uuid NOT NULL,
        PRIMARY KEY (tenant_id, service_id, depends_on)
    );
    CREATE INDEX dependency_by_depends_on ON dependency (tenant_id, depends_on, service_id);

    CREATE TABLE selector (
        tenant_id  uuid NOT NULL,
        service_id uuid NOT NULL,
        ordinal    bigint NOT NULL,
        anchor     text COLLATE "C" NOT NULL,
        selector   jsonb NOT NULL,
        PRIMARY KEY (tenant_id, service_id, ordinal)
    );
    CREATE INDEX selector_by_anchor ON selector (tenant_id, anchor, service_id, ordinal);

    CREATE TABLE runbook_link (
        tenant_id  uuid NOT NULL,
        service_id uuid NOT NULL,
        runbook_id uuid NOT NULL,
        slug       text COLLATE "C" NOT NULL,
        PRIMARY KEY (tenant_id, service_id, runbook_id)
    );
    CREATE INDEX runbook_link_by_runbook ON runbook_link (tenant_id, runbook_id, slug);

    PERFORM projection.end_schema(schema_name);
    PERFORM projection.allow_replacing(schema_name, 'dependency');
    PERFORM projection.allow_replacing(schema_name, 'selector');
    PERFORM projection.allow_replacing(schema_name, 'runbook_link');
END $$;

SELECT projection.create_service_catalog('service_catalog');
