-- Who is who: schemas, one role per function, tenants and their credentials.
-- Every table forces row-level security, owner included; a role that is named in no policy sees nothing.

DO $roles$
DECLARE role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY[
        'sre_ingest', 'sre_writer', 'sre_relay', 'sre_transport', 'sre_projector', 'sre_process', 'sre_query', 'sre_admin',
        -- Nobody acts as these two: one owns the views that searches read, the other what removes.
        'sre_search', 'sre_keeper'
    ] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS', role_name);
        END IF;
        EXECUTE format('GRANT %I TO CURRENT_USER', role_name);
    END LOOP;
END
$roles$;

CREATE SCHEMA IF NOT EXISTS access;
GRANT USAGE ON SCHEMA access
    TO sre_ingest, sre_writer, sre_query, sre_process, sre_projector, sre_admin, sre_search, sre_keeper;

-- NULL when no tenant is set; after SET LOCAL ends the setting reads '' and must not become a tenant.
CREATE FUNCTION access.current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT NULLIF(current_setting('app.tenant_id', true), '')::uuid $$;

CREATE TABLE access.tenant (
    tenant_id  uuid PRIMARY KEY,
    slug       text NOT NULL UNIQUE,
    name       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A registered sender of webhooks. Tokens are stored as SHA-256 of 32 random bytes; two live during a rotation.
CREATE TABLE access.source (
    tenant_id            uuid NOT NULL REFERENCES access.tenant,
    name                 text NOT NULL,
    -- Which kinds there are is known to the code that parses them (shared/bootstrap/source_kinds.py): a further one needs
    -- no migration.
    kind                 text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9-]{0,39}$'),
    environment_id       text,
    token_hash           bytea NOT NULL UNIQUE,
    previous_token_hash  bytea UNIQUE,
    previous_valid_until timestamptz,
    settings             jsonb NOT NULL DEFAULT '{}',
    created_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, name)
);

CREATE TABLE access.api_key (
    tenant_id  uuid NOT NULL REFERENCES access.tenant,
    key_id     uuid NOT NULL,
    name       text NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    role       text NOT NULL CHECK (role IN ('viewer', 'responder', 'approver', 'admin', 'integration', 'agent')),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (tenant_id, key_id)
);

ALTER TABLE access.tenant ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.tenant FORCE ROW LEVEL SECURITY;
ALTER TABLE access.source ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.source FORCE ROW LEVEL SECURITY;
ALTER TABLE access.api_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.api_key FORCE ROW LEVEL SECURITY;

-- A credential is looked up before its tenant is known: knowing the hash is what opens the row.
CREATE POLICY by_token ON access.source FOR SELECT TO sre_ingest USING (
    token_hash = decode(NULLIF(current_setting('app.credential_hash', true), ''), 'hex')
    OR (previous_token_hash = decode(NULLIF(current_setting('app.credential_hash', true), ''), 'hex')
        AND previous_valid_until > clock_timestamp())
);
CREATE POLICY by_token ON access.api_key FOR SELECT TO sre_query USING (
    token_hash = decode(NULLIF(current_setting('app.credential_hash', true), ''), 'hex')
);
CREATE POLICY own ON access.tenant FOR SELECT TO sre_ingest, sre_writer, sre_query, sre_process, sre_projector
    USING (tenant_id = access.current_tenant());
-- A verified token of an identity provider names its tenant by slug; knowing the slug opens that one row.
CREATE POLICY by_slug ON access.tenant FOR SELECT TO sre_query
    USING (slug = NULLIF(current_setting('app.tenant_slug', true), ''));
-- The sweep asks which tenants there are, and then what is due of each.
CREATE POLICY sweep ON access.tenant FOR SELECT TO sre_writer USING (current_setting('app.sweep', true) = 'on');
-- The operator's role: provisions tenants and credentials; used by the command line, by no function.
CREATE POLICY operator ON access.tenant TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON access.source TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON access.api_key TO sre_admin USING (true) WITH CHECK (true);

GRANT SELECT ON access.tenant TO sre_ingest, sre_writer, sre_query, sre_process, sre_projector;
GRANT SELECT ON access.source TO sre_ingest;
GRANT SELECT ON access.api_key TO sre_query;
GRANT SELECT, INSERT, UPDATE ON access.tenant, access.source, access.api_key TO sre_admin;
