-- What an administrator of one tenant sees and changes beside the log of facts: who may send, who may ask, and what was put
-- aside. Each change leaves an entry that nobody can alter.

DO $roles$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sre_tenant_admin') THEN
        CREATE ROLE sre_tenant_admin NOLOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
    GRANT sre_tenant_admin TO CURRENT_USER;
END
$roles$;
GRANT USAGE ON SCHEMA access, domain, process, projection, transport, intake, knowledge TO sre_tenant_admin;

-- Who did what as an administrator, and to what.
CREATE TABLE access.audit_entry (
    entry_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor     text NOT NULL CHECK (length(actor) BETWEEN 1 AND 300),
    action    text NOT NULL CHECK (length(action) BETWEEN 1 AND 100),
    subject   text NOT NULL CHECK (length(subject) BETWEEN 1 AND 2000)
);
CREATE INDEX audit_entry_of_tenant ON access.audit_entry (tenant_id, entry_id);
ALTER TABLE access.audit_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.audit_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON access.audit_entry TO sre_tenant_admin
    USING (tenant_id = access.current_tenant()) WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY operator ON access.audit_entry FOR SELECT TO sre_admin USING (true);
GRANT SELECT, INSERT ON access.audit_entry TO sre_tenant_admin;
GRANT SELECT ON access.audit_entry TO sre_admin;

-- A source is named in addresses by an id. Null: its token is as old as itself, or it may send.
ALTER TABLE access.source
    ADD COLUMN source_id uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN token_issued_at timestamptz,
    ADD COLUMN revoked_at timestamptz;
CREATE UNIQUE INDEX source_by_id ON access.source (tenant_id, source_id);

-- What was heard of each source, counted by whoever hears it, some seconds at a time.
CREATE TABLE intake.source_tally (
    tenant_id     uuid NOT NULL,
    source_name   text NOT NULL,
    last_heard_at timestamptz NOT NULL,
    -- Requests, by what became of them.
    accepted      bigint NOT NULL DEFAULT 0,
    put_aside     bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, source_name)
) WITH (fillfactor = 50);
ALTER TABLE intake.source_tally ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.source_tally FORCE ROW LEVEL SECURITY;
CREATE POLICY intake ON intake.source_tally TO sre_ingest
    USING (tenant_id = access.current_tenant()) WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY reader ON intake.source_tally FOR SELECT TO sre_tenant_admin USING (tenant_id = access.current_tenant());
GRANT SELECT, INSERT, UPDATE ON intake.source_tally TO sre_ingest;
GRANT SELECT ON intake.source_tally TO sre_tenant_admin;

CREATE POLICY own ON access.source TO sre_tenant_admin
    USING (tenant_id = access.current_tenant()) WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY own ON access.api_key TO sre_tenant_admin
    USING (tenant_id = access.current_tenant()) WITH CHECK (tenant_id = access.current_tenant());
GRANT SELECT, INSERT, UPDATE ON access.source TO sre_tenant_admin;
GRANT SELECT (tenant_id, key_id, name, role, created_at, expires_at, revoked_at), INSERT, UPDATE (revoked_at)
    ON access.api_key TO sre_tenant_admin;

-- What was put aside of this tenant's. What does not even say whose it is stays the operator's.
CREATE POLICY own ON transport.dead_letter TO sre_tenant_admin
    USING (tenant_id = access.current_tenant()) WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY own ON transport.message FOR INSERT TO sre_tenant_admin WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY own ON transport.delivery TO sre_tenant_admin
    USING (tenant_id = access.current_tenant()) WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY own ON domain.poison TO sre_tenant_admin
    USING (tenant_id = access.current_tenant()) WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY own ON domain.parked TO sre_tenant_admin USING (tenant_id = access.current_tenant());
CREATE POLICY own ON process.parked TO sre_tenant_admin USING (tenant_id = access.current_tenant());
CREATE POLICY own ON process.unreadable TO sre_tenant_admin USING (tenant_id = access.current_tenant());
CREATE POLICY own ON projection.unread TO sre_tenant_admin USING (tenant_id = access.current_tenant());
CREATE POLICY own ON intake.quarantine TO sre_tenant_admin
    USING (tenant_id = access.current_tenant()) WITH CHECK (tenant_id = access.current_tenant());
GRANT SELECT, DELETE ON transport.dead_letter TO sre_tenant_admin;
GRANT INSERT ON transport.message TO sre_tenant_admin;
GRANT SELECT (tenant_id, subscription), INSERT ON transport.delivery TO sre_tenant_admin;
GRANT USAGE ON SEQUENCE transport.message_position_seq TO sre_tenant_admin;
GRANT EXECUTE ON FUNCTION transport.publish(text[], text[], text[], bytea[]), transport.backlog() TO sre_tenant_admin;
GRANT SELECT, UPDATE (redriven_at), DELETE ON domain.poison TO sre_tenant_admin;
GRANT SELECT, DELETE ON domain.parked, process.parked TO sre_tenant_admin;
GRANT SELECT ON process.unreadable, projection.unread TO sre_tenant_admin;
GRANT SELECT, UPDATE (status, reason, attempts, settled_at) ON intake.quarantine TO sre_tenant_admin;
CREATE INDEX CONCURRENTLY dead_letter_of_tenant ON transport.dead_letter (tenant_id, died_at);
CREATE INDEX CONCURRENTLY poison_of_tenant ON domain.poison (tenant_id, recorded_at) WHERE redriven_at IS NULL;

-- How much of this tenant's waits.
CREATE POLICY own_waiting ON domain.outbox FOR SELECT TO sre_tenant_admin USING (tenant_id = access.current_tenant());
CREATE POLICY own_waiting ON process.outbox FOR SELECT TO sre_tenant_admin USING (tenant_id = access.current_tenant());
CREATE POLICY own_waiting ON domain.fact FOR SELECT TO sre_tenant_admin USING (tenant_id = access.current_tenant());
CREATE POLICY own_heads ON domain.aggregate FOR SELECT TO sre_tenant_admin USING (tenant_id = access.current_tenant());
CREATE POLICY own_waiting ON knowledge.waiting FOR SELECT TO sre_tenant_admin USING (tenant_id = access.current_tenant());
GRANT SELECT ON domain.outbox, process.outbox, domain.fact, domain.aggregate, knowledge.waiting TO sre_tenant_admin;

-- A secret address at which a calendar program reads who is on call. Knowing the hash is what opens the row.
CREATE TABLE access.calendar_feed (
    tenant_id   uuid NOT NULL REFERENCES access.tenant,
    feed_id     uuid NOT NULL,
    schedule_id uuid NOT NULL,
    -- Only this person's turns. Null: everybody's.
    person      text CHECK (length(person) BETWEEN 1 AND 300),
    token_hash  bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    created_by  text NOT NULL CHECK (length(created_by) BETWEEN 1 AND 300),
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    revoked_at  timestamptz,
    PRIMARY KEY (tenant_id, feed_id)
);
CREATE INDEX calendar_feed_of_schedule ON access.calendar_feed (tenant_id, schedule_id, created_at);
ALTER TABLE access.calendar_feed ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.calendar_feed FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON access.calendar_feed TO sre_tenant_admin
    USING (tenant_id = access.current_tenant()) WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY by_token ON access.calendar_feed FOR SELECT TO sre_query USING (
    token_hash = decode(NULLIF(current_setting('app.credential_hash', true), ''), 'hex')
);
GRANT SELECT (tenant_id, feed_id, schedule_id, person, created_by, created_at, revoked_at), INSERT, UPDATE (revoked_at)
    ON access.calendar_feed TO sre_tenant_admin;
GRANT SELECT ON access.calendar_feed TO sre_query;
