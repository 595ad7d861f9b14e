-- What intake could not read, and what it must ask for again. Neither is ever dropped silently.

CREATE SCHEMA intake;
GRANT USAGE ON SCHEMA intake TO sre_ingest, sre_writer, sre_process, sre_query, sre_admin;

CREATE TABLE intake.quarantine (
    tenant_id        uuid NOT NULL,
    -- Derived from source, body and hour: the same body again within the hour is the same row.
    quarantine_id    uuid NOT NULL,
    source_name      text NOT NULL,
    received_at      timestamptz NOT NULL,
    last_received_at timestamptz NOT NULL,
    times            integer NOT NULL DEFAULT 1,
    reason           text NOT NULL,
    content_type     text NOT NULL,
    body             bytea NOT NULL,
    -- Of what was sent; larger than the body when only its beginning was kept.
    size             bigint NOT NULL,
    status           text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'redriven', 'discarded')),
    attempts         integer NOT NULL DEFAULT 0,
    settled_at       timestamptz,
    PRIMARY KEY (tenant_id, quarantine_id)
);
CREATE INDEX quarantine_waiting ON intake.quarantine (tenant_id, received_at) WHERE status = 'waiting';

CREATE TABLE intake.reconcile_request (
    request_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id    uuid NOT NULL,
    source_name  text NOT NULL,
    -- truncated: the sender left alerts out; stale: it fell silent
    reason       text NOT NULL CHECK (reason IN ('truncated', 'stale')),
    group_key    text,
    truncated    integer,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    answered_at  timestamptz
);
CREATE INDEX reconcile_request_open ON intake.reconcile_request (tenant_id, source_name, request_id)
    WHERE answered_at IS NULL;

ALTER TABLE intake.quarantine ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.quarantine FORCE ROW LEVEL SECURITY;
ALTER TABLE intake.reconcile_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.reconcile_request FORCE ROW LEVEL SECURITY;

-- Counting a repetition needs sight of the row, of its key and counter only: bodies stay unreadable to intake.
CREATE POLICY intake ON intake.quarantine TO sre_ingest
    USING (tenant_id = access.current_tenant()) WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY reader ON intake.quarantine FOR SELECT TO sre_query USING (tenant_id = access.current_tenant());
CREATE POLICY operator ON intake.quarantine TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY intake ON intake.reconcile_request FOR INSERT TO sre_ingest, sre_writer
    WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY reader ON intake.reconcile_request FOR SELECT TO sre_query, sre_process
    USING (tenant_id = access.current_tenant());
CREATE POLICY operator ON intake.reconcile_request TO sre_admin USING (true) WITH CHECK (true);

GRANT INSERT ON intake.quarantine TO sre_ingest;
GRANT SELECT (tenant_id, quarantine_id, times), UPDATE (times, last_received_at, status) ON intake.quarantine TO sre_ingest;
GRANT SELECT ON intake.quarantine TO sre_query;
GRANT SELECT, UPDATE ON intake.quarantine TO sre_admin;
GRANT INSERT ON intake.reconcile_request TO sre_ingest, sre_writer;
GRANT SELECT ON intake.reconcile_request TO sre_query, sre_process;
GRANT SELECT, UPDATE ON intake.reconcile_request TO sre_admin;
