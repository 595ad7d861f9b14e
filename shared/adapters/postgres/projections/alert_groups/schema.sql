-- Alerts as they stand, their episodes, and the incidents that hold them.
-- What is searched is read through the view that holds the tenant (ADR 0009).

CREATE TABLE {schema}.alert (
    tenant_id       uuid NOT NULL,
    alert_id        uuid NOT NULL,
    status          text NOT NULL,
    name            text NOT NULL,
    severity        text NOT NULL,
    source          text NOT NULL,
    source_name     text NOT NULL,
    fingerprint     text NOT NULL,
    labels          jsonb NOT NULL,
    annotations     jsonb NOT NULL,
    environment_id  text,
    generator_url   text,
    group_key       text,
    episode         bigint NOT NULL,
    starts_at       timestamptz NOT NULL,
    ends_at         timestamptz,
    last_seen_at    timestamptz NOT NULL,
    stale_at        timestamptz,
    acknowledged_by text,
    acknowledged_at timestamptz,
    updated_at      timestamptz NOT NULL,
    version         bigint NOT NULL,
    words           text NOT NULL,
    lexemes         tsvector NOT NULL GENERATED ALWAYS AS
        (to_tsvector('pg_catalog.simple'::regconfig, words)) STORED,
    PRIMARY KEY (tenant_id, alert_id)
) WITH (fillfactor = 80);
CREATE INDEX alert_firing ON {schema}.alert (tenant_id, starts_at DESC, alert_id DESC) WHERE status = 'firing';
CREATE INDEX alert_by_start ON {schema}.alert (tenant_id, starts_at DESC, alert_id DESC);
CREATE INDEX alert_by_name ON {schema}.alert (tenant_id, source_name, name, starts_at);
-- By its name alone, whichever source sent it: in which incidents was it?
CREATE INDEX alert_by_name_alone ON {schema}.alert (tenant_id, name, starts_at DESC);
CREATE INDEX alert_lexemes ON {schema}.alert USING gin (tenant_id, lexemes) WITH (fastupdate = off);
CREATE INDEX alert_labels ON {schema}.alert USING gin (tenant_id, labels jsonb_path_ops) WITH (fastupdate = off);
-- Few are stale, and fewer still are looked for among those that are over.
CREATE INDEX alert_stale ON {schema}.alert (tenant_id, starts_at DESC, alert_id DESC) WHERE status = 'stale';
-- The names that there are, one by one: what somebody typed with a letter too many is compared with them. A label
-- may be longer than what a btree holds.
CREATE INDEX alert_services ON {schema}.alert (tenant_id, left(labels ->> 'service', 100)) WHERE labels ? 'service';
CREATE INDEX alert_by_severity ON {schema}.alert (tenant_id, severity, starts_at DESC, alert_id DESC);
SELECT projection.allow_searching('{schema}', 'alert');

CREATE TABLE {schema}.episode (
    tenant_id       uuid NOT NULL,
    alert_id        uuid NOT NULL,
    episode         bigint NOT NULL,
    status          text NOT NULL,
    severity        text NOT NULL,
    starts_at       timestamptz NOT NULL,
    ends_at         timestamptz,
    stale_at        timestamptz,
    acknowledged_by text,
    acknowledged_at timestamptz,
    PRIMARY KEY (tenant_id, alert_id, episode)
) WITH (fillfactor = 50);
-- What fired at some time of the past: began not long before, still does, or did for long.
CREATE INDEX episode_by_start ON {schema}.episode (tenant_id, starts_at);
CREATE INDEX episode_firing ON {schema}.episode (tenant_id, starts_at) WHERE status = 'firing';
CREATE INDEX episode_long ON {schema}.episode (tenant_id, starts_at)
    WHERE coalesce(ends_at, stale_at) - starts_at > interval '1 day';

CREATE TABLE {schema}.incident_group (
    tenant_id           uuid NOT NULL,
    incident_id         uuid NOT NULL,
    number              bigint NOT NULL,
    title               text NOT NULL,
    severity            text NOT NULL,
    status              text NOT NULL,
    correlation_key     text,
    rule_id             uuid,
    rule_version        bigint,
    matched             jsonb NOT NULL,
    first_correlated_at timestamptz,
    last_correlated_at  timestamptz,
    PRIMARY KEY (tenant_id, incident_id)
) WITH (fillfactor = 80);
CREATE INDEX incident_group_by_number ON {schema}.incident_group (tenant_id, number DESC);
-- A key may be longer than a btree entry.
CREATE INDEX incident_group_by_key ON {schema}.incident_group USING hash (correlation_key);
CREATE INDEX incident_group_open ON {schema}.incident_group (tenant_id, number DESC)
    WHERE status NOT IN ('resolved', 'closed') AND first_correlated_at IS NOT NULL;

CREATE TABLE {schema}.member (
    tenant_id     uuid NOT NULL,
    incident_id   uuid NOT NULL,
    alert_id      uuid NOT NULL,
    episode       bigint NOT NULL,
    rule_id       uuid NOT NULL,
    rule_version  bigint NOT NULL,
    correlated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, incident_id, alert_id, episode)
);
CREATE INDEX member_by_alert ON {schema}.member (tenant_id, alert_id, episode);

CREATE TABLE {schema}.uncorrelation (
    tenant_id       uuid NOT NULL,
    alert_id        uuid NOT NULL,
    episode         bigint NOT NULL,
    incident_id     uuid NOT NULL,
    reason          text NOT NULL,
    uncorrelated_by text NOT NULL,
    uncorrelated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, alert_id, episode, incident_id)
);

CREATE TABLE {schema}.merge (
    tenant_id   uuid NOT NULL,
    incident_id uuid NOT NULL,
    merged_id   uuid NOT NULL,
    merged_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, incident_id, merged_id)
);
CREATE INDEX merge_by_merged ON {schema}.merge (tenant_id, merged_id);
