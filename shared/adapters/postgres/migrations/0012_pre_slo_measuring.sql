-- Measuring objectives: how far each came, what is missing of it, and which sources do not answer.

DO $roles$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sre_slo') THEN
        CREATE ROLE sre_slo NOLOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
    GRANT sre_slo TO CURRENT_USER;
END
$roles$;

CREATE SCHEMA slo;
GRANT USAGE ON SCHEMA slo TO sre_slo, sre_query, sre_admin;

CREATE TABLE slo.measuring (
    tenant_id     uuid NOT NULL,
    slo_id        uuid NOT NULL,
    asks          text NOT NULL CHECK (length(asks) = 64),
    since         timestamptz NOT NULL,
    next_try      timestamptz NOT NULL,
    -- NULL: no source has answered for it yet, or none is registered.
    until         timestamptz,
    known_until   timestamptz,
    -- Stretches of time, and windows as they were told.
    gaps          jsonb NOT NULL DEFAULT '[]' CHECK (octet_length(gaps::text) <= 65536),
    gaps_asked_at timestamptz,
    recent        jsonb NOT NULL DEFAULT '[]' CHECK (octet_length(recent::text) <= 4096),
    problem       text CHECK (length(problem) <= 50),
    detail        text NOT NULL DEFAULT '' CHECK (length(detail) <= 300),
    problem_since timestamptz,
    failures      integer NOT NULL DEFAULT 0,
    absent        boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, slo_id)
) WITH (fillfactor = 50);
CREATE INDEX measuring_due ON slo.measuring (tenant_id, next_try);

-- A source that answers for none of a tenant's objectives; the row goes when it does.
CREATE TABLE slo.source_silence (
    tenant_id    uuid NOT NULL,
    source       text NOT NULL CHECK (length(source) <= 100),
    silent_since timestamptz NOT NULL,
    told         boolean NOT NULL,
    PRIMARY KEY (tenant_id, source)
);

DO $rls$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['measuring', 'source_silence'] LOOP
        EXECUTE format('ALTER TABLE slo.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE slo.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY own ON slo.%I TO sre_slo USING (tenant_id = access.current_tenant())
                        WITH CHECK (tenant_id = access.current_tenant())', name);
        EXECUTE format('CREATE POLICY reader ON slo.%I FOR SELECT TO sre_query
                        USING (tenant_id = access.current_tenant())', name);
        EXECUTE format('CREATE POLICY operator ON slo.%I FOR SELECT TO sre_admin USING (true)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON slo.%I TO sre_slo', name);
        EXECUTE format('GRANT SELECT ON slo.%I TO sre_query, sre_admin', name);
    END LOOP;
END
$rls$;

-- It looks for whose time has come, whoever's it is.
CREATE POLICY sweep ON slo.measuring FOR SELECT TO sre_slo USING (current_setting('app.sweep', true) = 'on');
GRANT USAGE ON SCHEMA access, domain, transport TO sre_slo;
GRANT SELECT ON access.tenant TO sre_slo;
CREATE POLICY slo_sweep ON access.tenant FOR SELECT TO sre_slo USING (current_setting('app.sweep', true) = 'on');
GRANT SELECT ON domain.aggregate TO sre_slo;
CREATE POLICY slo_sweep ON domain.aggregate FOR SELECT TO sre_slo
    USING (current_setting('app.sweep', true) = 'on' AND aggregate_type = 'slo');
CREATE POLICY slo ON domain.aggregate FOR SELECT TO sre_slo
    USING (tenant_id = access.current_tenant() AND aggregate_type IN ('slo', 'service', 'silence'));

-- Maintenance that may still matter, the newest word on it first.
CREATE INDEX CONCURRENTLY aggregate_of_maintenance ON domain.aggregate (tenant_id, updated_at DESC)
    WHERE aggregate_type = 'silence' AND state -> 'definition' ->> 'kind' = 'maintenance';

GRANT EXECUTE ON FUNCTION transport.publish(text[], text[], text[], bytea[]) TO sre_slo;
