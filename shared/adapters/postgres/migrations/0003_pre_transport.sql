-- The broker of one machine: subscriptions, messages stored once, and one delivery row per subscription that still waits for one.

CREATE SCHEMA transport;
GRANT USAGE ON SCHEMA transport TO sre_ingest, sre_relay, sre_process, sre_transport, sre_query, sre_admin;

-- A subscription that left the topology stays, inactive: its backlog remains visible, nothing new arrives.
CREATE TABLE transport.subscription (
    name               text PRIMARY KEY,
    topic              text NOT NULL,
    active             boolean NOT NULL DEFAULT true,
    registered_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Names of attributes, one of which a message must have (it says which aggregate types it holds); empty means all.
    routing_attributes text[] NOT NULL DEFAULT '{}'
);

CREATE TABLE transport.message (
    position     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id    uuid,
    topic        text NOT NULL,
    ordering_key text NOT NULL,
    attributes   jsonb NOT NULL,
    data         bytea NOT NULL,
    published_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
-- Lives for milliseconds: compressing it would cost more than it saves.
ALTER TABLE transport.message ALTER COLUMN data SET STORAGE EXTERNAL;

CREATE TABLE transport.delivery (
    subscription text NOT NULL,
    position     bigint NOT NULL,
    ordering_key text NOT NULL,
    size         integer NOT NULL,
    attempts     smallint NOT NULL DEFAULT 0,
    -- NULL until the first refusal; in the future: this message, and its key behind it, waits.
    due_at       timestamptz,
    last_error   text,
    tenant_id    uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    -- Of an ordering key tenant/flow/…; the lanes of a tenant's facts and requests are one flow.
    flow         text COLLATE "C" NOT NULL GENERATED ALWAYS AS (
        CASE WHEN split_part(ordering_key, '/', 2) LIKE 'lane-__' THEN '' ELSE left(split_part(ordering_key, '/', 2), 200) END
    ) STORED,
    -- How often it computed beyond its time, or was in hand when the process ended.
    strikes      smallint NOT NULL DEFAULT 0,
    PRIMARY KEY (subscription, position)
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
-- Whose turn it is: each tenant in turn, and each of its flows, without reading what waits behind.
CREATE INDEX delivery_by_flow ON transport.delivery (subscription, tenant_id, flow, position);
CREATE INDEX delivery_refused ON transport.delivery (subscription, due_at) WHERE due_at IS NOT NULL;

-- What a subscription refused too often: whole, with the reason, until somebody drives it again.
CREATE TABLE transport.dead_letter (
    dead_letter_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id      uuid,
    subscription   text NOT NULL,
    topic          text NOT NULL,
    ordering_key   text NOT NULL,
    attributes     jsonb NOT NULL,
    data           bytea NOT NULL,
    attempts       integer NOT NULL,
    reason         text NOT NULL,
    died_at        timestamptz NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE transport.dead_letter ALTER COLUMN data SET STORAGE EXTERNAL;
CREATE INDEX dead_letter_by_subscription ON transport.dead_letter (subscription, dead_letter_id);

DO $rls$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['subscription', 'message', 'delivery', 'dead_letter'] LOOP
        EXECUTE format('ALTER TABLE transport.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE transport.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY carrier ON transport.%I TO sre_transport USING (true) WITH CHECK (true)', name);
        EXECUTE format('CREATE POLICY operator ON transport.%I TO sre_admin USING (true) WITH CHECK (true)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON transport.%I TO sre_transport', name);
    END LOOP;
END
$rls$;
GRANT SELECT ON transport.subscription TO sre_admin;
GRANT SELECT, INSERT ON transport.message, transport.delivery TO sre_admin;
GRANT SELECT, DELETE ON transport.dead_letter TO sre_admin;
GRANT USAGE ON SEQUENCE transport.message_position_seq TO sre_transport, sre_admin;

-- The only way in: publishers may add messages and see nothing, not even their own. A message that no subscription wants is
-- not stored, as with any broker. Answered are the names of the subscriptions that have something to do now, so that these
-- are woken and no other.
CREATE FUNCTION transport.publish(topics text[], ordering_keys text[], attributes text[], data bytea[])
    RETURNS text[]
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $publish$
#variable_conflict use_column
DECLARE awaited text[];
BEGIN
    WITH given AS (
        SELECT ordinality, topic, ordering_key, attributes::jsonb AS attributes, data
        FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS given (topic, ordering_key, attributes, data)
    ), stored AS (
        INSERT INTO transport.message (tenant_id, topic, ordering_key, attributes, data)
        SELECT NULLIF(given.attributes ->> 'ce-tenantid', '')::uuid,
               given.topic, given.ordering_key, given.attributes, given.data
        FROM given
        WHERE EXISTS (SELECT FROM transport.subscription s
                      WHERE s.active AND s.topic = given.topic
                        AND (s.routing_attributes = '{}' OR given.attributes ?| s.routing_attributes))
        ORDER BY given.ordinality
        RETURNING message.position, message.tenant_id, message.topic, message.ordering_key, message.attributes,
                  octet_length(message.data) AS size
    ), fanned_out AS (
        INSERT INTO transport.delivery (subscription, position, tenant_id, ordering_key, size)
        SELECT s.name, stored.position, COALESCE(stored.tenant_id, '00000000-0000-0000-0000-000000000000'),
               stored.ordering_key, stored.size
        FROM stored JOIN transport.subscription s ON s.active AND s.topic = stored.topic
        WHERE s.routing_attributes = '{}' OR stored.attributes ?| s.routing_attributes
        RETURNING delivery.subscription
    )
    SELECT array_agg(DISTINCT subscription) INTO awaited FROM fanned_out;
    RETURN COALESCE(awaited, '{}');
END
$publish$;

-- For /healthz: numbers only, of every tenant.
CREATE FUNCTION transport.backlog()
    RETURNS TABLE (subscription text, active boolean, waiting bigint, oldest_age_s double precision, dead_letters bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $backlog$
    SELECT s.name, s.active, d.waiting,
           COALESCE(extract(epoch FROM clock_timestamp() - m.published_at), 0)::double precision,
           (SELECT count(*) FROM transport.dead_letter l WHERE l.subscription = s.name)
    FROM transport.subscription s
    CROSS JOIN LATERAL (SELECT count(*) AS waiting, min(w.position) AS oldest
                        FROM transport.delivery w WHERE w.subscription = s.name) d
    LEFT JOIN transport.message m ON m.position = d.oldest
    ORDER BY s.name
$backlog$;

-- Owning a function needs CREATE on its schema when the migrating login is no superuser.
GRANT CREATE ON SCHEMA transport TO sre_transport;
ALTER FUNCTION transport.publish(text[], text[], text[], bytea[]) OWNER TO sre_transport;
ALTER FUNCTION transport.backlog() OWNER TO sre_transport;
REVOKE CREATE ON SCHEMA transport FROM sre_transport;
REVOKE ALL ON FUNCTION transport.publish(text[], text[], text[], bytea[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION transport.backlog() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION transport.publish(text[], text[], text[], bytea[]) TO sre_ingest, sre_relay, sre_process, sre_admin;
GRANT EXECUTE ON FUNCTION transport.backlog() TO sre_query, sre_admin;
