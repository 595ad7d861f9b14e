-- What the only part that may write to the world remembers: what it was asked for, what it has begun, what became of it.

DO $roles$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sre_coder') THEN
        CREATE ROLE sre_coder NOLOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
    GRANT sre_coder TO CURRENT_USER;
END
$roles$;

CREATE SCHEMA coder;
GRANT USAGE ON SCHEMA coder TO sre_coder, sre_admin, sre_keeper;

-- An approval that is, or was, carried out.
CREATE TABLE coder.execution (
    tenant_id    uuid NOT NULL,
    approval_id  uuid NOT NULL,
    cancelled_at timestamptz,
    cancelled_by text CHECK (length(cancelled_by) <= 300),
    changed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, approval_id)
);

-- An action of its plan that was begun; the row is committed before anything is sent.
CREATE TABLE coder.effect (
    tenant_id   uuid NOT NULL,
    approval_id uuid NOT NULL,
    place       integer NOT NULL CHECK (place BETWEEN 0 AND 99),
    effect_id   uuid NOT NULL,
    action      text NOT NULL CHECK (length(action) <= 1000),
    target      text NOT NULL CHECK (length(target) <= 2000),
    attempts    integer NOT NULL DEFAULT 1,
    begun_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    outcome     jsonb CHECK (octet_length(outcome::text) <= 65536),
    settled_at  timestamptz,
    PRIMARY KEY (tenant_id, approval_id, place),
    FOREIGN KEY (tenant_id, approval_id) REFERENCES coder.execution ON DELETE CASCADE
);

-- Who may change a target now. Targets are the world's: two tenants that share one wait for each other, so a row names
-- no tenant, and the target only by its hash.
CREATE TABLE coder.lease (
    name  text PRIMARY KEY CHECK (length(name) = 64),
    owner uuid NOT NULL,
    until timestamptz NOT NULL
);
CREATE INDEX lease_by_end ON coder.lease (until);

-- What was asked for over A2A, and how it stands.
CREATE TABLE coder.task (
    tenant_id  uuid NOT NULL,
    owner      text NOT NULL CHECK (length(owner) <= 300),
    message_id text NOT NULL CHECK (length(message_id) <= 200),
    task_id    uuid NOT NULL,
    approval_id uuid NOT NULL,
    request    jsonb NOT NULL CHECK (octet_length(request::text) <= 16384),
    state      text NOT NULL CHECK (length(state) <= 50),
    reason     text NOT NULL CHECK (length(reason) <= 1000),
    outcome    jsonb CHECK (octet_length(outcome::text) <= 1048576),
    -- The clock goes on with it.
    due        boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, owner, message_id),
    UNIQUE (tenant_id, task_id)
);
CREATE INDEX task_by_change ON coder.task (tenant_id, owner, changed_at DESC, task_id);
CREATE INDEX task_due ON coder.task (changed_at) WHERE due;
CREATE INDEX task_by_approval ON coder.task (tenant_id, owner, approval_id);
CREATE INDEX task_by_age ON coder.task (changed_at);
CREATE INDEX execution_by_age ON coder.execution (changed_at);

-- The operator's switch for all tenants: one row, or none.
CREATE TABLE coder.switch (
    name       text PRIMARY KEY CHECK (name = 'all'),
    paused     boolean NOT NULL,
    reason     text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

DO $rls$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['execution', 'effect', 'lease', 'task', 'switch'] LOOP
        EXECUTE format('ALTER TABLE coder.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE coder.%I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['execution', 'effect', 'task'] LOOP
        EXECUTE format('CREATE POLICY own ON coder.%I TO sre_coder USING (tenant_id = access.current_tenant())
                        WITH CHECK (tenant_id = access.current_tenant())', name);
        EXECUTE format('CREATE POLICY operator ON coder.%I FOR SELECT TO sre_admin USING (true)', name);
        EXECUTE format('CREATE POLICY retention ON coder.%I TO sre_keeper USING (true) WITH CHECK (true)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON coder.%I TO sre_coder', name);
        EXECUTE format('GRANT SELECT ON coder.%I TO sre_admin', name);
        EXECUTE format('GRANT SELECT, DELETE ON coder.%I TO sre_keeper', name);
    END LOOP;
END
$rls$;

CREATE POLICY sweep ON coder.task FOR SELECT TO sre_coder USING (current_setting('app.sweep', true) = 'on');
CREATE POLICY worldwide ON coder.lease TO sre_coder USING (true) WITH CHECK (true);
CREATE POLICY retention ON coder.lease TO sre_keeper USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON coder.lease TO sre_coder;
GRANT SELECT, DELETE ON coder.lease TO sre_keeper;
CREATE POLICY reader ON coder.switch FOR SELECT TO sre_coder USING (true);
CREATE POLICY operator ON coder.switch TO sre_admin USING (true) WITH CHECK (true);
GRANT SELECT ON coder.switch TO sre_coder;
GRANT SELECT, INSERT, UPDATE ON coder.switch TO sre_admin;

-- Of the domain it reads what it acts on, and nothing else; whoever calls it is recognised by a key, as at the API.
GRANT USAGE ON SCHEMA domain, access TO sre_coder;
GRANT SELECT ON domain.aggregate TO sre_coder;
CREATE POLICY coder ON domain.aggregate FOR SELECT TO sre_coder
    USING (tenant_id = access.current_tenant() AND aggregate_type IN ('approval', 'incident', 'triage_policy'));
GRANT SELECT ON access.api_key TO sre_coder;
CREATE POLICY coder_by_token ON access.api_key FOR SELECT TO sre_coder USING (
    token_hash = decode(NULLIF(current_setting('app.credential_hash', true), ''), 'hex')
);

-- What was carried out, and what was asked for. An approval lives for seven days at most: what is forgotten after that
-- cannot be begun anew.
CREATE FUNCTION retention.executions(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
    executions bigint;
    tasks bigint;
    leases bigint;
    until_then timestamptz := now() - greatest(keep, interval '30 days');
BEGIN
    DELETE FROM coder.execution WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM coder.execution WHERE changed_at < until_then ORDER BY changed_at LIMIT batch));
    GET DIAGNOSTICS executions = ROW_COUNT;
    DELETE FROM coder.task WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM coder.task WHERE changed_at < until_then ORDER BY changed_at LIMIT batch));
    GET DIAGNOSTICS tasks = ROW_COUNT;
    DELETE FROM coder.lease WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM coder.lease WHERE until < now() - interval '1 day' ORDER BY until LIMIT batch));
    GET DIAGNOSTICS leases = ROW_COUNT;
    RETURN greatest(executions, tasks, leases);
END $$;

DO $owner$
BEGIN
    -- Owning a function needs CREATE on its schema when the migrating login is no superuser.
    GRANT CREATE ON SCHEMA retention TO sre_keeper;
    ALTER FUNCTION retention.executions(interval, integer) OWNER TO sre_keeper;
    REVOKE CREATE ON SCHEMA retention FROM sre_keeper;
    REVOKE ALL ON FUNCTION retention.executions(interval, integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION retention.executions(interval, integer) TO sre_writer, sre_admin;
END
$owner$;
