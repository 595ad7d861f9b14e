-- Whose turn it is: lines, outboxes and everything that is swept take from each tenant in turn, and from each of a
-- tenant's flows, without reading what waits behind. One index entry per flow is read to find who waits at all.

-- What waits already keeps its tenant too; the owner's own policy is that there is none for it.
ALTER TABLE transport.delivery NO FORCE ROW LEVEL SECURITY;
ALTER TABLE transport.message NO FORCE ROW LEVEL SECURITY;
ALTER TABLE transport.delivery
    ADD COLUMN tenant_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    -- Of an ordering key tenant/flow/…; the lanes of a tenant's facts and requests are one flow.
    ADD COLUMN flow text COLLATE "C" NOT NULL GENERATED ALWAYS AS (
        CASE WHEN split_part(ordering_key, '/', 2) LIKE 'lane-__' THEN '' ELSE left(split_part(ordering_key, '/', 2), 200) END
    ) STORED,
    -- How often it computed beyond its time, or was in hand when the process ended.
    ADD COLUMN strikes smallint NOT NULL DEFAULT 0;
UPDATE transport.delivery d SET tenant_id = m.tenant_id
FROM transport.message m WHERE m.position = d.position AND m.tenant_id IS NOT NULL;
CREATE INDEX delivery_by_flow ON transport.delivery (subscription, tenant_id, flow, position);
ALTER TABLE transport.delivery FORCE ROW LEVEL SECURITY;
ALTER TABLE transport.message FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION transport.publish(topics text[], ordering_keys text[], attributes text[], data bytea[])
    RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $publish$
#variable_conflict use_column
DECLARE wanted bigint;
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
                        AND (s.event_types = '{}' OR given.attributes ->> 'ce-type' = 'io.ameide.sre.batch.v1'
                             OR given.attributes ->> 'ce-type' = ANY (s.event_types)))
        ORDER BY given.ordinality
        RETURNING message.position, message.tenant_id, message.topic, message.ordering_key,
                  message.attributes ->> 'ce-type' AS type, octet_length(message.data) AS size
    ), fanned_out AS (
        INSERT INTO transport.delivery (subscription, position, tenant_id, ordering_key, size)
        SELECT s.name, stored.position, COALESCE(stored.tenant_id, '00000000-0000-0000-0000-000000000000'),
               stored.ordering_key, stored.size
        FROM stored JOIN transport.subscription s ON s.active AND s.topic = stored.topic
        WHERE s.event_types = '{}' OR stored.type = 'io.ameide.sre.batch.v1' OR stored.type = ANY (s.event_types)
    )
    SELECT count(*) INTO wanted FROM stored;
    RETURN wanted;
END
$publish$;

-- A fact waits under the tenant whose transaction wrote it, also when older code does.
ALTER TABLE domain.outbox NO FORCE ROW LEVEL SECURITY;
ALTER TABLE domain.fact NO FORCE ROW LEVEL SECURITY;
ALTER TABLE domain.outbox ADD COLUMN tenant_id uuid DEFAULT access.current_tenant();
UPDATE domain.outbox o SET tenant_id = f.tenant_id FROM domain.fact f WHERE f.position = o.position;
ALTER TABLE domain.outbox ALTER COLUMN tenant_id SET NOT NULL;
CREATE INDEX outbox_by_tenant ON domain.outbox (tenant_id, position);
ALTER TABLE domain.outbox FORCE ROW LEVEL SECURITY;
ALTER TABLE domain.fact FORCE ROW LEVEL SECURITY;
CREATE INDEX outbox_by_tenant ON process.outbox (tenant_id, position);

-- In place of the indexes by time alone: these serve both who is due and what is due of one tenant.
CREATE INDEX aggregate_overdue_by_tenant ON domain.aggregate (tenant_id, expected_by) WHERE expected_by IS NOT NULL;
DROP INDEX domain.aggregate_overdue;
CREATE INDEX timer_by_tenant ON process.timer (workflow_type, tenant_id, due_at);
DROP INDEX process.timer_by_due;
CREATE INDEX waiting_by_tenant ON knowledge.waiting (tenant_id, since);
DROP INDEX knowledge.waiting_since;

-- The sweep asks which tenants there are, and then what is due of each.
CREATE POLICY sweep ON access.tenant FOR SELECT TO sre_writer USING (current_setting('app.sweep', true) = 'on');
DROP POLICY writer ON domain.outbox;
CREATE POLICY own ON domain.outbox FOR INSERT TO sre_writer WITH CHECK (tenant_id = access.current_tenant());
