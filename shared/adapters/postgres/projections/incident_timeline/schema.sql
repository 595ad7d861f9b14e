-- Incidents as they stand, what happened in them and to their alerts, and how they hang together.
-- Every order of the incident list has its index; what is searched is read through the view that holds the tenant
-- (ADR 0009).

CREATE TABLE {schema}.incident (
    tenant_id             uuid NOT NULL,
    incident_id           uuid NOT NULL,
    number                bigint NOT NULL,
    title                 text NOT NULL,
    description           text NOT NULL,
    severity              text NOT NULL,
    severity_rank         bigint NOT NULL,
    status                text NOT NULL,
    source                text NOT NULL,
    assignee              text,
    roles                 jsonb NOT NULL,
    affected_resources    jsonb NOT NULL,
    service_ids           uuid[] NOT NULL,
    alert_count           bigint NOT NULL,
    correlation_key       text,
    follows               uuid,
    declared_at           timestamptz NOT NULL,
    detected_at           timestamptz NOT NULL,
    impact_started_at     timestamptz NOT NULL,
    acknowledged_at       timestamptz,
    acknowledged_by       text,
    mitigated_at          timestamptz,
    resolved_at           timestamptz,
    closed_at             timestamptz,
    resolution_summary    text,
    reopened              bigint NOT NULL,
    created_by            text NOT NULL,
    updated_at            timestamptz NOT NULL,
    version               bigint NOT NULL,
    words                 text NOT NULL,
    lexemes               tsvector NOT NULL GENERATED ALWAYS AS
        (to_tsvector('pg_catalog.simple'::regconfig, words)) STORED,
    updated_in            timestamptz NOT NULL GENERATED ALWAYS AS
        (date_bin('15 minutes', updated_at, '2000-01-01 00:00:00+00'::timestamptz)) STORED,
    PRIMARY KEY (tenant_id, incident_id)
) WITH (fillfactor = 50);
CREATE INDEX incident_by_number ON {schema}.incident (tenant_id, number DESC);
CREATE INDEX incident_by_declared ON {schema}.incident (tenant_id, declared_at);
CREATE INDEX incident_lexemes ON {schema}.incident USING gin (tenant_id, lexemes) WITH (fastupdate = off);
CREATE INDEX incident_services ON {schema}.incident USING gin (tenant_id, service_ids) WITH (fastupdate = off);
CREATE INDEX incident_by_status ON {schema}.incident (tenant_id, status, number DESC);
CREATE INDEX incident_by_severity ON {schema}.incident (tenant_id, severity_rank DESC, number DESC);
-- By the quarter of an hour, so that most changes write no index; within one they are put in order when asked for.
CREATE INDEX incident_by_update ON {schema}.incident (tenant_id, updated_in DESC);
SELECT projection.allow_searching('{schema}', 'incident');

CREATE TABLE {schema}.entry (
    tenant_id      uuid NOT NULL,
    aggregate_id   uuid NOT NULL,
    aggregate_type text NOT NULL,
    version        bigint NOT NULL,
    entry_id       uuid NOT NULL,
    episode        bigint,
    kind           text NOT NULL,
    occurred_at    timestamptz NOT NULL,
    recorded_at    timestamptz NOT NULL,
    actor          text NOT NULL,
    text           text NOT NULL,
    supersedes     uuid,
    details        jsonb NOT NULL,
    PRIMARY KEY (tenant_id, aggregate_id, aggregate_type, version)
);

CREATE TABLE {schema}.status_change (
    tenant_id   uuid NOT NULL,
    incident_id uuid NOT NULL,
    version     bigint NOT NULL,
    status      text NOT NULL,
    since       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, incident_id, version)
);

CREATE TABLE {schema}.member (
    tenant_id     uuid NOT NULL,
    incident_id   uuid NOT NULL,
    alert_id      uuid NOT NULL,
    episode       bigint NOT NULL,
    correlated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, incident_id, alert_id, episode)
);
CREATE INDEX member_by_alert ON {schema}.member (tenant_id, alert_id);

CREATE TABLE {schema}.link (
    tenant_id   uuid NOT NULL,
    incident_id uuid NOT NULL,
    linked_id   uuid NOT NULL,
    kind        text NOT NULL,
    linked_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, incident_id, linked_id, kind)
);
CREATE INDEX link_merged ON {schema}.link (tenant_id, linked_id) WHERE kind = 'merged';
