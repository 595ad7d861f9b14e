-- The broker routes: a subscription names aggregate types, and is handed a message that says it holds one of them.

-- Names of attributes; empty means all, which is what everybody gets from here until the subscriptions are registered
-- again, so nothing is lost in between.
ALTER TABLE transport.subscription
    DROP COLUMN event_types,
    ADD COLUMN routing_attributes text[] NOT NULL DEFAULT '{}';

-- The only way in, as before; answered are the names of the subscriptions that have something to do now, so that these
-- are woken and no other. Of messages a publisher still sees none, not even its own.
DROP FUNCTION transport.publish(text[], text[], text[], bytea[]);
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
GRANT CREATE ON SCHEMA transport TO sre_transport;
ALTER FUNCTION transport.publish(text[], text[], text[], bytea[]) OWNER TO sre_transport;
REVOKE CREATE ON SCHEMA transport FROM sre_transport;
REVOKE ALL ON FUNCTION transport.publish(text[], text[], text[], bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION transport.publish(text[], text[], text[], bytea[]) TO sre_ingest, sre_relay, sre_process, sre_admin;
