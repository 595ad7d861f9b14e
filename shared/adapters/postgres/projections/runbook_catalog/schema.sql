-- Runbooks as they are looked for, and their executions.

CREATE TABLE {schema}.runbook (
    tenant_id         uuid NOT NULL,
    runbook_id        uuid NOT NULL,
    slug              text COLLATE "C" NOT NULL,
    title             text NOT NULL,
    description       text NOT NULL,
    owner             text NOT NULL,
    automation_level  text NOT NULL,
    approval_required boolean NOT NULL,
    tags              text[] NOT NULL,
    alerts            text[] NOT NULL,
    urls              text[] NOT NULL,
    steps             bigint NOT NULL,
    runbook_version   bigint NOT NULL,
    runs              bigint NOT NULL,
    succeeded         bigint NOT NULL,
    failed            bigint NOT NULL,
    last_outcome      text,
    last_completed_at timestamptz,
    updated_by        text NOT NULL,
    written_at        timestamptz NOT NULL,
    version           bigint NOT NULL,
    names             text NOT NULL,
    told              text NOT NULL,
    PRIMARY KEY (tenant_id, runbook_id)
) WITH (fillfactor = 80);
CREATE INDEX runbook_by_slug ON {schema}.runbook (tenant_id, slug);
CREATE INDEX runbook_names ON {schema}.runbook USING gin (tenant_id, names public.gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX runbook_urls ON {schema}.runbook USING gin (tenant_id, urls) WITH (fastupdate = off);
CREATE INDEX runbook_tags ON {schema}.runbook USING gin (tenant_id, tags) WITH (fastupdate = off);
SELECT projection.allow_searching('{schema}', 'runbook');
SELECT projection.rank_by_words('{schema}');

CREATE TABLE {schema}.execution (
    tenant_id       uuid NOT NULL,
    runbook_id      uuid NOT NULL,
    execution_id    uuid NOT NULL,
    runbook_version bigint NOT NULL,
    incident_id     uuid,
    asked_by_kind   text NOT NULL,
    requested_by    text NOT NULL,
    requested_at    timestamptz NOT NULL,
    outcome         text NOT NULL,
    duration_s      double precision,
    completed_at    timestamptz,
    PRIMARY KEY (tenant_id, runbook_id, execution_id)
) WITH (fillfactor = 80);
CREATE INDEX execution_by_time ON {schema}.execution (tenant_id, runbook_id, requested_at);
CREATE INDEX execution_by_incident ON {schema}.execution (tenant_id, incident_id) WHERE incident_id IS NOT NULL;
