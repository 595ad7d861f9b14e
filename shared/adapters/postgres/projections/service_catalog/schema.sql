-- Services as they are found, and what they are looked up by from the other side.

CREATE TABLE {schema}.service (
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
    updated_at   timestamptz NOT NULL,
    version      bigint NOT NULL,
    names        text NOT NULL,
    PRIMARY KEY (tenant_id, service_id)
) WITH (fillfactor = 80);
CREATE INDEX service_by_slug ON {schema}.service (tenant_id, slug) WHERE NOT deleted;
CREATE INDEX service_by_owner ON {schema}.service (tenant_id, owner_key, slug) WHERE NOT deleted;
CREATE INDEX service_names ON {schema}.service USING gin (tenant_id, names public.gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX service_tags ON {schema}.service USING gin (tenant_id, tags) WITH (fastupdate = off);
-- A service is found by its name in whatever case, as a label or a person writes it.
CREATE INDEX service_by_name ON {schema}.service (tenant_id, lower(name)) WHERE NOT deleted;
SELECT projection.allow_searching('{schema}', 'service');
SELECT projection.rank_by_words('{schema}');

CREATE TABLE {schema}.dependency (
    tenant_id  uuid NOT NULL,
    service_id uuid NOT NULL,
    depends_on uuid NOT NULL,
    PRIMARY KEY (tenant_id, service_id, depends_on)
);
CREATE INDEX dependency_by_depends_on ON {schema}.dependency (tenant_id, depends_on, service_id);
GRANT DELETE ON {schema}.dependency TO sre_projector;

CREATE TABLE {schema}.selector (
    tenant_id  uuid NOT NULL,
    service_id uuid NOT NULL,
    ordinal    bigint NOT NULL,
    anchor     text COLLATE "C" NOT NULL,
    selector   jsonb NOT NULL,
    PRIMARY KEY (tenant_id, service_id, ordinal)
);
CREATE INDEX selector_by_anchor ON {schema}.selector (tenant_id, anchor, service_id, ordinal);
GRANT DELETE ON {schema}.selector TO sre_projector;

CREATE TABLE {schema}.runbook_link (
    tenant_id  uuid NOT NULL,
    service_id uuid NOT NULL,
    runbook_id uuid NOT NULL,
    slug       text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, service_id, runbook_id)
);
CREATE INDEX runbook_link_by_runbook ON {schema}.runbook_link (tenant_id, runbook_id, slug);
GRANT DELETE ON {schema}.runbook_link TO sre_projector;
