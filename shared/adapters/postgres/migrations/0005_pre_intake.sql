-- What intake could not read, and what it must ask for again. Neither is ever dropped silently.

CREATE SCHEMA intake;
GRANT USAGE ON SCHEMA intake TO sre_ingest, sre_writer, sre_process, sre_query, sre_admin;

CREATE TABLE intake.quarantine (
    tenant_id        uuid NOT NULL,
    -- Derived from source, body and hour: the same body again within the hour is the same row.
    quarantine_id    uuid NOT NULL,
    source_name      text NOT NULL,
    received_at      timestamptz NOT NULL,
    last_received_at timestamptz NOT NULL,
    times            integer NOT NULL DEFAULT 1,
    reason           text NOT NULL,
    content_type     text NOT NULL,
    body             bytea NOT NULL,
    -- Of what was sent; larger than the body when only its beginning was kept.
    size             bigint NOT NULL,
    status           text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'redriven', 'discarded')),
    attempts         integer NOT NULL DEFAULT 0,
    settled_at       timestamptz,
    PRIMARY KEY (tenant_id, quarantine_id)
);
CREATE INDEX quarantine_waiting ON intake.quarantine (tenant_id, received_at) WHERE status = 'waiting';
CREATE INDEX quarantine_settled_by_age ON intake.quarantine (settled_at) WHERE status <> 'waiting';
CREATE INDEX quarantine_by_age ON intake.quarantine (last_received_at);
CREATE INDEX quarantine_by_source ON intake.quarantine (tenant_id, source_name, received_at);
CREATE INDEX quarantine_large ON intake.quarantine (tenant_id, source_name, received_at) WHERE octet_length(body) > 4096;

-- How much a source has in quarantine, and what had to go. Kept by a trigger, so right whoever changes the quarantine.
CREATE TABLE intake.quarantine_usage (
    tenant_id   uuid NOT NULL,
    source_name text NOT NULL,
    entries     bigint NOT NULL DEFAULT 0,
    bytes       bigint NOT NULL DEFAULT 0,
    -- Bodies of which only the beginning is left, and entries that are gone, for want of room.
    cut         bigint NOT NULL DEFAULT 0,
    removed     bigint NOT NULL DEFAULT 0,
    changed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, source_name)
) WITH (fillfactor = 50);

CREATE TABLE intake.reconcile_request (
    request_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id    uuid NOT NULL,
    source_name  text NOT NULL,
    -- truncated: the sender left alerts out; stale: it fell silent
    reason       text NOT NULL CHECK (reason IN ('truncated', 'stale')),
    group_key    text,
    truncated    integer,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    answered_at  timestamptz
);
CREATE INDEX reconcile_request_open ON intake.reconcile_request (tenant_id, source_name, request_id)
    WHERE answered_at IS NULL;
CREATE INDEX reconcile_request_by_age ON intake.reconcile_request (requested_at);

ALTER TABLE intake.quarantine ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.quarantine FORCE ROW LEVEL SECURITY;
ALTER TABLE intake.quarantine_usage ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.quarantine_usage FORCE ROW LEVEL SECURITY;
ALTER TABLE intake.reconcile_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.reconcile_request FORCE ROW LEVEL SECURITY;

-- Counting a repetition needs sight of the row, of its key and counter only: bodies stay unreadable to intake.
CREATE POLICY intake ON intake.quarantine TO sre_ingest
    USING (tenant_id = access.current_tenant()) WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY reader ON intake.quarantine FOR SELECT TO sre_query USING (tenant_id = access.current_tenant());
CREATE POLICY operator ON intake.quarantine TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY intake ON intake.reconcile_request FOR INSERT TO sre_ingest, sre_writer
    WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY reader ON intake.reconcile_request FOR SELECT TO sre_query, sre_process
    USING (tenant_id = access.current_tenant());
CREATE POLICY operator ON intake.reconcile_request TO sre_admin USING (true) WITH CHECK (true);

GRANT INSERT ON intake.quarantine TO sre_ingest;
GRANT SELECT (tenant_id, quarantine_id, times), UPDATE (times, last_received_at, status) ON intake.quarantine TO sre_ingest;
GRANT SELECT ON intake.quarantine TO sre_query;
GRANT SELECT, UPDATE ON intake.quarantine TO sre_admin;
GRANT INSERT ON intake.reconcile_request TO sre_ingest, sre_writer;
GRANT SELECT ON intake.reconcile_request TO sre_query, sre_process;
GRANT SELECT, UPDATE ON intake.reconcile_request TO sre_admin;

CREATE POLICY operator ON intake.quarantine_usage FOR SELECT TO sre_admin USING (true);
GRANT SELECT ON intake.quarantine_usage TO sre_admin;

-- Quarantine: counted as it changes.
CREATE FUNCTION intake.count_quarantine() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO intake.quarantine_usage AS u (tenant_id, source_name, entries, bytes)
        VALUES (NEW.tenant_id, NEW.source_name, 1, octet_length(NEW.body))
        ON CONFLICT (tenant_id, source_name) DO UPDATE
        SET entries = u.entries + 1, bytes = u.bytes + EXCLUDED.bytes, changed_at = clock_timestamp();
    ELSIF TG_OP = 'UPDATE' THEN
        UPDATE intake.quarantine_usage u
        SET bytes = u.bytes + octet_length(NEW.body) - octet_length(OLD.body), changed_at = clock_timestamp()
        WHERE u.tenant_id = NEW.tenant_id AND u.source_name = NEW.source_name;
    ELSE
        UPDATE intake.quarantine_usage u
        SET entries = u.entries - 1, bytes = u.bytes - octet_length(OLD.body), changed_at = clock_timestamp()
        WHERE u.tenant_id = OLD.tenant_id AND u.source_name = OLD.source_name;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE OF body ON intake.quarantine
    FOR EACH ROW EXECUTE FUNCTION intake.count_quarantine();

-- After one more came: of the source's oldest large bodies only the beginning stays, until all fit; then its oldest
-- entries go, until there are no more than there may be. A few at a time: whoever brings one takes away more than one.
CREATE FUNCTION intake.make_room(source text, most_bytes bigint, most_entries bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
    usage intake.quarantine_usage;
    gone bigint := 0;
    shortened bigint := 0;
    old record;
BEGIN
    SELECT * INTO usage FROM intake.quarantine_usage
    WHERE tenant_id = access.current_tenant() AND source_name = source;
    IF usage.bytes > most_bytes THEN
        FOR old IN
            SELECT quarantine_id, octet_length(body) - 4096 AS saved FROM intake.quarantine
            WHERE tenant_id = access.current_tenant() AND source_name = source AND octet_length(body) > 4096
            ORDER BY received_at LIMIT 50
        LOOP
            EXIT WHEN usage.bytes <= most_bytes;
            UPDATE intake.quarantine SET body = substring(body FROM 1 FOR 4096)
            WHERE tenant_id = access.current_tenant() AND quarantine_id = old.quarantine_id;
            usage.bytes := usage.bytes - old.saved;
            shortened := shortened + 1;
        END LOOP;
    END IF;
    IF usage.entries > most_entries THEN
        DELETE FROM intake.quarantine WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM intake.quarantine
            WHERE tenant_id = access.current_tenant() AND source_name = source
            ORDER BY received_at LIMIT least(50, usage.entries - most_entries)));
        GET DIAGNOSTICS gone = ROW_COUNT;
    END IF;
    IF shortened + gone > 0 THEN
        UPDATE intake.quarantine_usage SET cut = cut + shortened, removed = removed + gone
        WHERE tenant_id = access.current_tenant() AND source_name = source;
    END IF;
END $$;

-- Owning a function needs USAGE, and CREATE for the moment, on its schema when the migrating login is no superuser.
GRANT USAGE, CREATE ON SCHEMA intake TO sre_keeper;
ALTER FUNCTION intake.count_quarantine() OWNER TO sre_keeper;
ALTER FUNCTION intake.make_room(text, bigint, bigint) OWNER TO sre_keeper;
REVOKE CREATE ON SCHEMA intake FROM sre_keeper;
REVOKE ALL ON FUNCTION intake.count_quarantine() FROM PUBLIC;
REVOKE ALL ON FUNCTION intake.make_room(text, bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION intake.make_room(text, bigint, bigint) TO sre_ingest, sre_admin;
