-- The write side. Facts are the truth; the aggregate row is their fold, kept for speed; the outbox is the to-do list of the relay.

CREATE SCHEMA domain;
GRANT USAGE ON SCHEMA domain TO sre_writer, sre_relay, sre_projector, sre_query, sre_admin;

CREATE TABLE domain.fact (
    position       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id      uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id   uuid NOT NULL,
    version        integer NOT NULL CHECK (version > 0),
    fact_id        uuid NOT NULL,
    type           text NOT NULL,
    lane           smallint NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Positions become visible out of order; who pages through facts stops at pg_snapshot_xmin over this column.
    tx             xid8 NOT NULL DEFAULT pg_current_xact_id(),
    -- The CloudEvent as published, byte for byte: what is hashed, relayed and replayed.
    event          text NOT NULL,
    -- sha256(hash of the aggregate's previous fact || event)
    hash           bytea NOT NULL,
    -- The last line of defence against two writers.
    UNIQUE (tenant_id, aggregate_type, aggregate_id, version)
);
CREATE INDEX fact_by_commit ON domain.fact (tx, position);
-- One tenant's facts in the order in which they became certain: what the live feed follows.
CREATE INDEX fact_by_tenant_commit ON domain.fact (tenant_id, tx, position);

-- Until when a silence that nobody has ended lasts, as a text that sorts: those that last longest come first. One that
-- recurs, or has no end, stands before all that end.
CREATE FUNCTION domain.silence_end(state jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN state #> '{definition,recurrence}' = 'null'::jsonb THEN coalesce(state #>> '{definition,ends_at}', '~')
        ELSE '~' END COLLATE "C"
$$;
GRANT EXECUTE ON FUNCTION domain.silence_end(jsonb) TO sre_query, sre_writer;

-- An update that changes no column of an index is cheap: it writes no index at all. So indexes are over columns that
-- follow from the state and rarely change with it, and none is over the state itself.
CREATE TABLE domain.aggregate (
    tenant_id      uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id   uuid NOT NULL,
    version        integer NOT NULL,
    state          jsonb NOT NULL,
    hash           bytea NOT NULL,
    updated_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- A sighting moves these without a fact: when the source last spoke, and until when its silence is believed.
    seen_at        timestamptz,
    expected_by    timestamptz,
    -- What the source of an alert said last where that is no fact: the values that its annotations quote.
    said           jsonb,
    -- The quarter of an hour in which it is expected at the latest: most sightings leave it where it is.
    expected_in    timestamptz GENERATED ALWAYS AS (
        date_bin('15 minutes', expected_by, '2000-01-01 00:00:00+00'::timestamptz)
    ) STORED,
    -- Of an incident while it is neither resolved nor closed.
    open_number    bigint GENERATED ALWAYS AS (
        CASE WHEN aggregate_type = 'incident' AND state ->> 'status' NOT IN ('resolved', 'closed')
            THEN (state ->> 'number')::bigint END
    ) STORED,
    -- Of a silence that nobody has ended.
    lasts_until    text COLLATE "C" GENERATED ALWAYS AS (
        CASE WHEN aggregate_type = 'silence' AND state ->> 'expired_at' IS NULL THEN domain.silence_end(state) END
    ) STORED,
    PRIMARY KEY (tenant_id, aggregate_type, aggregate_id)
) WITH (fillfactor = 50);
CREATE INDEX aggregate_overdue_by_tenant ON domain.aggregate (tenant_id, expected_in) WHERE expected_in IS NOT NULL;
CREATE INDEX aggregate_open_incident ON domain.aggregate (tenant_id, open_number DESC) WHERE open_number IS NOT NULL;
-- Which silences hold now is asked for every page of incidents and alerts.
CREATE INDEX aggregate_silence_by_end ON domain.aggregate (tenant_id, lasts_until DESC, aggregate_id)
    WHERE lasts_until IS NOT NULL;

CREATE TABLE domain.inbox (
    tenant_id    uuid NOT NULL,
    message_id   uuid NOT NULL,
    request_hash bytea NOT NULL,
    -- accepted | ignored | rejected, fact ids, version, problem
    outcome      jsonb NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, message_id)
);
CREATE INDEX inbox_by_age ON domain.inbox (recorded_at);

-- lane: the shard; a relay works on whole lanes, so order per aggregate holds. A fact waits under the tenant whose
-- transaction wrote it.
CREATE TABLE domain.outbox (
    position  bigint PRIMARY KEY,
    lane      smallint NOT NULL,
    tenant_id uuid NOT NULL DEFAULT access.current_tenant()
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
CREATE INDEX outbox_by_lane ON domain.outbox (lane, position);
CREATE INDEX outbox_by_tenant ON domain.outbox (tenant_id, position);

-- An aggregate whose fact the broker will not take waits as a whole, in sight; the others flow.
CREATE TABLE domain.parked (
    tenant_id      uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id   uuid NOT NULL,
    position       bigint NOT NULL,
    reason         text NOT NULL,
    parked_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, aggregate_type, aggregate_id)
);

-- Human numbers (INC-42), drawn in the transaction that creates the thing.
CREATE TABLE domain.counter (
    tenant_id uuid NOT NULL,
    name      text NOT NULL,
    value     bigint NOT NULL,
    PRIMARY KEY (tenant_id, name)
) WITH (fillfactor = 50);

-- Messages that could not be read: kept with the reason, to be looked at and driven again. Never dropped.
CREATE TABLE domain.poison (
    poison_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id   uuid,
    body        text NOT NULL,
    reason      text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    redriven_at timestamptz,
    -- The same body again is the same entry.
    body_hash   bytea NOT NULL UNIQUE
);

DO $rls$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['fact', 'aggregate', 'inbox', 'outbox', 'parked', 'counter', 'poison'] LOOP
        EXECUTE format('ALTER TABLE domain.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE domain.%I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['fact', 'aggregate', 'inbox', 'counter'] LOOP
        EXECUTE format('CREATE POLICY own ON domain.%I TO sre_writer USING (tenant_id = access.current_tenant())
                        WITH CHECK (tenant_id = access.current_tenant())', name);
        EXECUTE format('CREATE POLICY operator ON domain.%I FOR SELECT TO sre_admin USING (true)', name);
    END LOOP;
END
$rls$;
CREATE POLICY own ON domain.outbox FOR INSERT TO sre_writer WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY writer ON domain.poison TO sre_writer USING (true) WITH CHECK (true);
-- Finds silent alerts of every tenant: ids and times only are granted.
CREATE POLICY relay ON domain.fact FOR SELECT TO sre_relay USING (true);
CREATE POLICY relay ON domain.outbox TO sre_relay USING (true) WITH CHECK (true);
CREATE POLICY relay ON domain.parked TO sre_relay USING (true) WITH CHECK (true);
CREATE POLICY healer ON domain.fact FOR SELECT TO sre_projector USING (tenant_id = access.current_tenant());
CREATE POLICY reader ON domain.fact FOR SELECT TO sre_query USING (tenant_id = access.current_tenant());
CREATE POLICY reader ON domain.aggregate FOR SELECT TO sre_query USING (tenant_id = access.current_tenant());
CREATE POLICY reader ON domain.inbox FOR SELECT TO sre_query USING (tenant_id = access.current_tenant());
CREATE POLICY operator ON domain.outbox TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON domain.parked TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON domain.poison TO sre_admin USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON domain.fact, domain.inbox TO sre_writer;
GRANT SELECT, INSERT, UPDATE ON domain.aggregate, domain.counter TO sre_writer;
GRANT INSERT ON domain.outbox TO sre_writer;
GRANT SELECT, INSERT, UPDATE ON domain.poison TO sre_writer, sre_admin;
GRANT SELECT ON domain.fact TO sre_relay, sre_projector, sre_query, sre_admin;
GRANT SELECT, DELETE ON domain.outbox TO sre_relay;
GRANT SELECT, INSERT, DELETE ON domain.parked TO sre_relay, sre_admin;
GRANT SELECT, DELETE ON domain.outbox TO sre_admin;
GRANT SELECT ON domain.aggregate, domain.inbox TO sre_query, sre_admin;
GRANT SELECT ON domain.counter TO sre_admin;

-- Which tenants have alerts whose source has been silent past its promise: the writer's own tick asks across tenants.
CREATE POLICY overdue ON domain.aggregate FOR SELECT TO sre_writer
    USING (current_setting('app.sweep', true) = 'on' AND expected_by < clock_timestamp());
