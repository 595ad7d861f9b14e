-- What workflows say of themselves, and what they read of the world: the first for ever, the second for a while.

-- Process facts, exactly as they were published: nobody may change or remove one.
CREATE TABLE process.fact (
    tenant_id     uuid NOT NULL,
    workflow_type text NOT NULL,
    workflow_id   text NOT NULL,
    version       integer NOT NULL CHECK (version > 0),
    message_id    uuid NOT NULL,
    incident_id   uuid,
    event         text NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Two that would say the same version: the second one's transaction fails.
    PRIMARY KEY (tenant_id, workflow_type, workflow_id, version)
);

CREATE INDEX fact_by_incident ON process.fact (tenant_id, incident_id, recorded_at) WHERE incident_id IS NOT NULL;

-- Reads, redacted before they came here. n: their order within the workflow.
CREATE TABLE process.evidence (
    tenant_id     uuid NOT NULL,
    workflow_type text NOT NULL,
    workflow_id   text NOT NULL,
    evidence_id   uuid NOT NULL,
    n             integer NOT NULL,
    source        text NOT NULL,
    target        text NOT NULL,
    query         text NOT NULL,
    title         text NOT NULL,
    from_at       timestamptz,
    to_at         timestamptz,
    read_at       timestamptz NOT NULL,
    text          text NOT NULL CHECK (octet_length(text) <= 262144),
    content_hash  text NOT NULL,
    size_bytes    bigint NOT NULL,
    problem       text,
    detail        text NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, workflow_type, workflow_id, evidence_id)
);
CREATE INDEX evidence_by_age ON process.evidence (recorded_at);

DO $rls$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['fact', 'evidence'] LOOP
        EXECUTE format('ALTER TABLE process.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE process.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY own ON process.%I TO sre_process USING (tenant_id = access.current_tenant())
                        WITH CHECK (tenant_id = access.current_tenant())', name);
        EXECUTE format('CREATE POLICY reader ON process.%I FOR SELECT TO sre_query
                        USING (tenant_id = access.current_tenant())', name);
        EXECUTE format('CREATE POLICY operator ON process.%I FOR SELECT TO sre_admin USING (true)', name);
        -- SELECT lets ON CONFLICT recognise what is there.
        EXECUTE format('GRANT SELECT, INSERT ON process.%I TO sre_process', name);
        EXECUTE format('GRANT SELECT ON process.%I TO sre_query, sre_admin', name);
    END LOOP;
END
$rls$;

CREATE POLICY retention ON process.evidence TO sre_keeper USING (true) WITH CHECK (true);
GRANT SELECT, DELETE ON process.evidence TO sre_keeper;

CREATE FUNCTION retention.evidence(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE number bigint;
BEGIN
    DELETE FROM process.evidence WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM process.evidence
        WHERE recorded_at < now() - greatest(keep, interval '1 day') ORDER BY recorded_at LIMIT batch));
    GET DIAGNOSTICS number = ROW_COUNT;
    RETURN number;
END $$;

DO $owner$
BEGIN
    -- Owning a function needs CREATE on its schema when the migrating login is no superuser.
    GRANT CREATE ON SCHEMA retention TO sre_keeper;
    ALTER FUNCTION retention.evidence(interval, integer) OWNER TO sre_keeper;
    REVOKE CREATE ON SCHEMA retention FROM sre_keeper;
    REVOKE ALL ON FUNCTION retention.evidence(interval, integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION retention.evidence(interval, integer) TO sre_writer, sre_admin;
END
$owner$;
