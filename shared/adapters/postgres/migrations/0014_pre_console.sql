-- Who is signed in at the console, and who is on the way to it. What a browser holds is known here by its hash only.

DO $roles$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sre_console') THEN
        CREATE ROLE sre_console NOLOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
    GRANT sre_console TO CURRENT_USER;
END
$roles$;

CREATE SCHEMA console;
GRANT USAGE ON SCHEMA console TO sre_console, sre_admin, sre_keeper;
GRANT USAGE ON SCHEMA access TO sre_console;

CREATE TABLE console.session (
    token_hash   bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    tenant_id    uuid NOT NULL,
    key_id       uuid NOT NULL,
    subject      text NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
    role         text NOT NULL CHECK (role IN ('viewer', 'responder', 'approver', 'admin', 'integration', 'agent')),
    -- By whose word: a company's identity provider, or this machine's own launcher.
    origin       text NOT NULL CHECK (origin IN ('oidc', 'local')),
    csrf_secret  bytea NOT NULL CHECK (octet_length(csrf_secret) = 32),
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_used_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at   timestamptz NOT NULL
);
CREATE INDEX session_by_end ON console.session (expires_at);

-- A sign-in that was begun: by being sent to the provider, or by a link that this machine's launcher has printed.
CREATE TABLE console.sign_in (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    purpose    text NOT NULL CHECK (purpose IN ('oidc', 'local')),
    content    jsonb NOT NULL CHECK (octet_length(content::text) <= 4096),
    expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_by_end ON console.sign_in (expires_at);

DO $rls$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['session', 'sign_in'] LOOP
        EXECUTE format('ALTER TABLE console.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE console.%I FORCE ROW LEVEL SECURITY', name);
        -- Whose session it is, is not known before it is found: knowing the token is what opens the row, and that one only.
        EXECUTE format('CREATE POLICY by_token ON console.%I TO sre_console
                        USING (token_hash = decode(NULLIF(current_setting(''app.credential_hash'', true), ''''), ''hex''))
                        WITH CHECK (token_hash = decode(NULLIF(current_setting(''app.credential_hash'', true), ''''), ''hex''))',
                       name);
        EXECUTE format('CREATE POLICY retention ON console.%I TO sre_keeper USING (true) WITH CHECK (true)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON console.%I TO sre_console', name);
        EXECUTE format('GRANT SELECT, DELETE ON console.%I TO sre_keeper', name);
    END LOOP;
END
$rls$;

-- The launcher of one machine, which acts as the operator, makes its own links.
CREATE POLICY operator ON console.sign_in TO sre_admin USING (purpose = 'local') WITH CHECK (purpose = 'local');
GRANT SELECT, INSERT ON console.sign_in TO sre_admin;

CREATE FUNCTION retention.console_sessions(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
    sessions bigint;
    sign_ins bigint;
BEGIN
    DELETE FROM console.session WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM console.session WHERE expires_at < now() - keep ORDER BY expires_at LIMIT batch));
    GET DIAGNOSTICS sessions = ROW_COUNT;
    DELETE FROM console.sign_in WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM console.sign_in WHERE expires_at < now() - keep ORDER BY expires_at LIMIT batch));
    GET DIAGNOSTICS sign_ins = ROW_COUNT;
    RETURN greatest(sessions, sign_ins);
END $$;

DO $owner$
BEGIN
    -- Owning a function needs CREATE on its schema when the migrating login is no superuser.
    GRANT CREATE ON SCHEMA retention TO sre_keeper;
    ALTER FUNCTION retention.console_sessions(interval, integer) OWNER TO sre_keeper;
    REVOKE CREATE ON SCHEMA retention FROM sre_keeper;
    REVOKE ALL ON FUNCTION retention.console_sessions(interval, integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION retention.console_sessions(interval, integer) TO sre_writer, sre_admin;
END
$owner$;
