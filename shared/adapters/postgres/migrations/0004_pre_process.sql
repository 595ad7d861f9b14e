-- Workflows: their instances, by what they are found, when they want to be woken, how far they are, and what they ask for.

CREATE SCHEMA process;
GRANT USAGE ON SCHEMA process TO sre_process, sre_relay, sre_query, sre_admin;

CREATE TABLE process.instance (
    tenant_id     uuid NOT NULL,
    workflow_type text NOT NULL,
    workflow_id   text NOT NULL,
    state         jsonb NOT NULL,
    started_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, workflow_type, workflow_id)
) WITH (fillfactor = 50);

-- key: alert:<id>, incident:<id>, key:<correlation key>, rules. Several instances may share one.
CREATE TABLE process.association (
    tenant_id     uuid NOT NULL,
    workflow_type text NOT NULL,
    key           text NOT NULL,
    workflow_id   text NOT NULL,
    PRIMARY KEY (tenant_id, workflow_type, key, workflow_id)
);

CREATE TABLE process.timer (
    tenant_id     uuid NOT NULL,
    workflow_type text NOT NULL,
    workflow_id   text NOT NULL,
    name          text NOT NULL,
    due_at        timestamptz NOT NULL,
    -- The fact that set it: message id, correlation id, trace.
    cause         jsonb NOT NULL,
    PRIMARY KEY (tenant_id, workflow_type, workflow_id, name)
);
CREATE INDEX timer_by_tenant ON process.timer (workflow_type, tenant_id, due_at);

-- The last version of each aggregate that was worked off: what comes again is recognised.
CREATE TABLE process.progress (
    tenant_id      uuid NOT NULL,
    workflow_type  text NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id   text NOT NULL,
    version        integer NOT NULL CHECK (version > 0),
    PRIMARY KEY (tenant_id, workflow_type, aggregate_type, aggregate_id)
) WITH (fillfactor = 50);

-- Requests and process facts that are committed and not yet published; lane as in domain.outbox.
CREATE TABLE process.outbox (
    position       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lane           smallint NOT NULL,
    tenant_id      uuid NOT NULL,
    topic          text NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id   text NOT NULL,
    event          text NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
CREATE INDEX outbox_by_lane ON process.outbox (lane, position);
CREATE INDEX outbox_by_tenant ON process.outbox (tenant_id, position);

-- An aggregate whose request the broker will not take waits as a whole, in sight; the others flow.
CREATE TABLE process.parked (
    tenant_id      uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id   text NOT NULL,
    position       bigint NOT NULL,
    reason         text NOT NULL,
    parked_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, aggregate_type, aggregate_id)
);

-- Deliveries that could not be read: kept with the reason, to be looked at and driven again. Never dropped.
CREATE TABLE process.unreadable (
    unreadable_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id     uuid,
    workflow_type text NOT NULL,
    body          text NOT NULL,
    reason        text NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    redriven_at   timestamptz,
    body_hash     bytea NOT NULL,
    -- The same body again is the same entry.
    UNIQUE (workflow_type, body_hash)
);

DO $rls$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['instance', 'association', 'timer', 'progress', 'outbox', 'parked', 'unreadable'] LOOP
        EXECUTE format('ALTER TABLE process.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE process.%I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['instance', 'association', 'timer', 'progress'] LOOP
        EXECUTE format('CREATE POLICY own ON process.%I TO sre_process USING (tenant_id = access.current_tenant())
                        WITH CHECK (tenant_id = access.current_tenant())', name);
        EXECUTE format('CREATE POLICY operator ON process.%I FOR SELECT TO sre_admin USING (true)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON process.%I TO sre_process', name);
        EXECUTE format('GRANT SELECT ON process.%I TO sre_admin', name);
    END LOOP;
END
$rls$;
-- Which tenants have timers that are due: the tick asks across tenants, for nothing else.
CREATE POLICY due ON process.timer FOR SELECT TO sre_process
    USING (current_setting('app.sweep', true) = 'on' AND due_at <= clock_timestamp());
CREATE POLICY own ON process.outbox FOR INSERT TO sre_process WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY relay ON process.outbox TO sre_relay USING (true) WITH CHECK (true);
CREATE POLICY relay ON process.parked TO sre_relay USING (true) WITH CHECK (true);
-- A delivery that cannot be read may not even say whose it is. SELECT lets ON CONFLICT recognise it.
CREATE POLICY keeper ON process.unreadable TO sre_process USING (true) WITH CHECK (true);
CREATE POLICY operator ON process.outbox TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON process.parked TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON process.unreadable TO sre_admin USING (true) WITH CHECK (true);

GRANT INSERT ON process.outbox TO sre_process;
GRANT SELECT, DELETE ON process.outbox TO sre_relay, sre_admin;
GRANT SELECT, INSERT, DELETE ON process.parked TO sre_relay, sre_admin;
GRANT SELECT, INSERT ON process.unreadable TO sre_process;
GRANT SELECT, UPDATE, DELETE ON process.unreadable TO sre_admin;
