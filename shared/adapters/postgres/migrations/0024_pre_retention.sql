-- What is kept for how long, and how much of it: removed in batches, by index or by a pass that remembers its place, and
-- counted. Functions' roles may only call; the floors stand here, so that no setting removes what is still needed.

DO $roles$
BEGIN
    -- Nobody acts as it: it owns what removes.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sre_keeper') THEN
        CREATE ROLE sre_keeper NOLOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
    EXECUTE 'GRANT sre_keeper TO CURRENT_USER';
END
$roles$;

CREATE SCHEMA retention;
GRANT USAGE ON SCHEMA retention TO sre_writer, sre_admin, sre_keeper;
GRANT USAGE ON SCHEMA access, domain, transport, process, intake, projection, knowledge TO sre_keeper;

-- What was removed without anybody having looked at it, by kind: one row each.
CREATE TABLE retention.removed (
    what       text PRIMARY KEY,
    removed    bigint NOT NULL,
    removed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Where a pass over a table is; one row each.
CREATE TABLE retention.pass (
    what      text PRIMARY KEY,
    tenant_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    first     text NOT NULL DEFAULT '',
    second    text NOT NULL DEFAULT ''
);

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

DO $rls$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['retention.removed', 'retention.pass', 'intake.quarantine_usage'] LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY operator ON %s FOR SELECT TO sre_admin USING (true)', name);
        EXECUTE format('GRANT SELECT ON %s TO sre_admin', name);
        EXECUTE format('GRANT INSERT, UPDATE ON %s TO sre_keeper', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY[
        'retention.removed', 'retention.pass', 'intake.quarantine_usage', 'intake.quarantine', 'intake.reconcile_request',
        'domain.inbox', 'domain.poison', 'process.instance', 'process.association', 'process.timer',
        'process.unreadable', 'projection.unread', 'transport.dead_letter', 'transport.subscription',
        'transport.delivery', 'transport.message', 'knowledge.embedding', 'access.api_key'
    ] LOOP
        EXECUTE format('CREATE POLICY retention ON %s TO sre_keeper USING (true) WITH CHECK (true)', name);
        EXECUTE format('GRANT SELECT ON %s TO sre_keeper', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY[
        'intake.quarantine', 'intake.reconcile_request', 'domain.inbox', 'domain.poison', 'process.instance',
        'process.association', 'process.timer', 'process.unreadable', 'projection.unread', 'transport.dead_letter',
        'transport.delivery', 'knowledge.embedding', 'access.api_key'
    ] LOOP
        EXECUTE format('GRANT DELETE ON %s TO sre_keeper', name);
    END LOOP;
END
$rls$;
GRANT UPDATE ON intake.quarantine TO sre_keeper;

-- The database's role for reading by key has no say here: each statement names its index.
CREATE INDEX poison_by_age ON domain.poison (recorded_at);
CREATE INDEX unreadable_by_age ON process.unreadable (recorded_at);
CREATE INDEX unread_by_age ON projection.unread (parked_at);
CREATE INDEX dead_letter_by_age ON transport.dead_letter (died_at);
CREATE INDEX reconcile_request_by_age ON intake.reconcile_request (requested_at);
CREATE INDEX quarantine_settled_by_age ON intake.quarantine (settled_at) WHERE status <> 'waiting';
CREATE INDEX quarantine_by_age ON intake.quarantine (last_received_at);
CREATE INDEX quarantine_by_source ON intake.quarantine (tenant_id, source_name, received_at);
CREATE INDEX quarantine_large ON intake.quarantine (tenant_id, source_name, received_at) WHERE octet_length(body) > 4096;

CREATE FUNCTION retention.count_removed(kind text, number bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO retention.removed AS r (what, removed) SELECT kind, number WHERE number > 0
    ON CONFLICT (what) DO UPDATE SET removed = r.removed + EXCLUDED.removed, removed_at = clock_timestamp()
$$;

-- Each removes at most so many rows that are older than `keep`, and answers how many it removed.

-- Outcomes by message id: for longer than anything is delivered again.
CREATE FUNCTION retention.outcomes(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE number bigint;
BEGIN
    DELETE FROM domain.inbox WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM domain.inbox
        WHERE recorded_at < now() - greatest(keep, interval '1 day') ORDER BY recorded_at LIMIT batch));
    GET DIAGNOSTICS number = ROW_COUNT;
    RETURN number;
END $$;

CREATE FUNCTION retention.dead_letters(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE number bigint;
BEGIN
    DELETE FROM transport.dead_letter WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM transport.dead_letter
        WHERE died_at < now() - greatest(keep, interval '1 day') ORDER BY died_at LIMIT batch));
    GET DIAGNOSTICS number = ROW_COUNT;
    PERFORM retention.count_removed('dead-letter', number);
    RETURN number;
END $$;

-- Beyond so many the oldest go, however young.
CREATE FUNCTION retention.most_dead_letters(most bigint, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE number bigint;
BEGIN
    DELETE FROM transport.dead_letter WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM transport.dead_letter
        WHERE died_at < (SELECT died_at FROM transport.dead_letter ORDER BY died_at DESC OFFSET greatest(most, 100) LIMIT 1)
        ORDER BY died_at LIMIT batch));
    GET DIAGNOSTICS number = ROW_COUNT;
    PERFORM retention.count_removed('dead-letter', number);
    RETURN number;
END $$;

-- What waits for a subscription that has left the topology waits for nobody.
CREATE FUNCTION retention.deliveries_to_nobody(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE number bigint;
BEGIN
    DELETE FROM transport.delivery WHERE ctid = ANY (ARRAY(
        SELECT first.ctid FROM transport.subscription s
        CROSS JOIN LATERAL (
            SELECT ctid, position FROM transport.delivery
            WHERE subscription = s.name ORDER BY position LIMIT batch
        ) first
        JOIN transport.message m ON m.position = first.position
        WHERE NOT s.active AND m.published_at < now() - greatest(keep, interval '1 day')
        LIMIT batch));
    GET DIAGNOSTICS number = ROW_COUNT;
    PERFORM retention.count_removed('dead-letter', number);
    RETURN number;
END $$;

CREATE FUNCTION retention.unreadable(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
    poison bigint;
    unreadable bigint;
    unread bigint;
    until timestamptz := now() - greatest(keep, interval '1 day');
BEGIN
    DELETE FROM domain.poison WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM domain.poison WHERE recorded_at < until ORDER BY recorded_at LIMIT batch));
    GET DIAGNOSTICS poison = ROW_COUNT;
    DELETE FROM process.unreadable WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM process.unreadable WHERE recorded_at < until ORDER BY recorded_at LIMIT batch));
    GET DIAGNOSTICS unreadable = ROW_COUNT;
    DELETE FROM projection.unread WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM projection.unread WHERE parked_at < until ORDER BY parked_at LIMIT batch));
    GET DIAGNOSTICS unread = ROW_COUNT;
    PERFORM retention.count_removed('poison', poison), retention.count_removed('unread', unreadable + unread);
    RETURN greatest(poison, unreadable, unread);
END $$;

CREATE FUNCTION retention.most_unreadable(most bigint, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
    poison bigint;
    unreadable bigint;
    unread bigint;
    beyond bigint := greatest(most, 100);
BEGIN
    DELETE FROM domain.poison WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM domain.poison
        WHERE recorded_at < (SELECT recorded_at FROM domain.poison ORDER BY recorded_at DESC OFFSET beyond LIMIT 1)
        ORDER BY recorded_at LIMIT batch));
    GET DIAGNOSTICS poison = ROW_COUNT;
    DELETE FROM process.unreadable WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM process.unreadable
        WHERE recorded_at < (SELECT recorded_at FROM process.unreadable ORDER BY recorded_at DESC OFFSET beyond LIMIT 1)
        ORDER BY recorded_at LIMIT batch));
    GET DIAGNOSTICS unreadable = ROW_COUNT;
    DELETE FROM projection.unread WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM projection.unread
        WHERE parked_at < (SELECT parked_at FROM projection.unread ORDER BY parked_at DESC OFFSET beyond LIMIT 1)
        ORDER BY parked_at LIMIT batch));
    GET DIAGNOSTICS unread = ROW_COUNT;
    PERFORM retention.count_removed('poison', poison), retention.count_removed('unread', unreadable + unread);
    RETURN greatest(poison, unreadable, unread);
END $$;

CREATE FUNCTION retention.quarantine_settled(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE number bigint;
BEGIN
    DELETE FROM intake.quarantine WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM intake.quarantine
        WHERE status <> 'waiting' AND settled_at < now() - greatest(keep, interval '1 day')
        ORDER BY settled_at LIMIT batch));
    GET DIAGNOSTICS number = ROW_COUNT;
    RETURN number;
END $$;

CREATE FUNCTION retention.quarantine(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE number bigint;
BEGIN
    DELETE FROM intake.quarantine WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM intake.quarantine
        WHERE last_received_at < now() - greatest(keep, interval '1 day')
        ORDER BY last_received_at LIMIT batch));
    GET DIAGNOSTICS number = ROW_COUNT;
    PERFORM retention.count_removed('quarantine', number);
    RETURN number;
END $$;

CREATE FUNCTION retention.reconcile_requests(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE number bigint;
BEGIN
    DELETE FROM intake.reconcile_request WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM intake.reconcile_request
        WHERE requested_at < now() - greatest(keep, interval '1 day') ORDER BY requested_at LIMIT batch));
    GET DIAGNOSTICS number = ROW_COUNT;
    RETURN number;
END $$;

CREATE FUNCTION retention.most_reconcile_requests(most bigint, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE number bigint;
BEGIN
    DELETE FROM intake.reconcile_request WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM intake.reconcile_request
        WHERE request_id <= (SELECT request_id FROM intake.reconcile_request
                             ORDER BY request_id DESC OFFSET greatest(most, 100) LIMIT 1)
        ORDER BY request_id LIMIT batch));
    GET DIAGNOSTICS number = ROW_COUNT;
    RETURN number;
END $$;

-- Keys that open nothing any more.
CREATE FUNCTION retention.api_keys(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE number bigint;
BEGIN
    DELETE FROM access.api_key WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM access.api_key
        WHERE least(revoked_at, expires_at) < now() - greatest(keep, interval '1 day') LIMIT batch));
    GET DIAGNOSTICS number = ROW_COUNT;
    RETURN number;
END $$;

-- Episodes that are over, all of whose alerts are over, and that no correlation key leads to: a later one answers for
-- those. The last episode of a key stays, because the next one is numbered after it. Looks at `batch` rows a time, in the
-- order of the key, and goes on there; answers how many it looked at, so that the pass goes on. A tenant that a step is at
-- work for has its turn in the next pass.
CREATE FUNCTION retention.workflows(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
    place retention.pass;
    looked_at bigint;
    last record;
    old record;
BEGIN
    INSERT INTO retention.pass (what) VALUES ('workflows') ON CONFLICT DO NOTHING;
    SELECT * INTO place FROM retention.pass WHERE what = 'workflows' FOR UPDATE;
    SELECT count(*) INTO looked_at FROM (
        SELECT FROM process.instance i
        WHERE (i.tenant_id, i.workflow_type, i.workflow_id) > (place.tenant_id, place.first, place.second)
        ORDER BY i.tenant_id, i.workflow_type, i.workflow_id LIMIT batch) AS looked;
    FOR last IN
        SELECT i.tenant_id, i.workflow_type, i.workflow_id FROM process.instance i
        WHERE (i.tenant_id, i.workflow_type, i.workflow_id) > (place.tenant_id, place.first, place.second)
        ORDER BY i.tenant_id, i.workflow_type, i.workflow_id OFFSET greatest(looked_at, 1) - 1 LIMIT 1
    LOOP
        FOR old IN
            SELECT DISTINCT i.tenant_id, i.workflow_type FROM process.instance i
            WHERE (i.tenant_id, i.workflow_type, i.workflow_id) > (place.tenant_id, place.first, place.second)
              AND (i.tenant_id, i.workflow_type, i.workflow_id)
                  <= (last.tenant_id, last.workflow_type, last.workflow_id)
        LOOP
            CONTINUE WHEN NOT pg_try_advisory_xact_lock(
                hashtextextended(old.tenant_id::text || '/' || old.workflow_type, 526003));
            WITH gone AS (
                DELETE FROM process.instance i
                WHERE i.tenant_id = old.tenant_id AND i.workflow_type = old.workflow_type
                  AND (i.tenant_id, i.workflow_type, i.workflow_id) > (place.tenant_id, place.first, place.second)
                  AND (i.tenant_id, i.workflow_type, i.workflow_id)
                      <= (last.tenant_id, last.workflow_type, last.workflow_id)
                  -- The longest window and the longest time to reopen that a rule may have, and a day.
                  AND i.updated_at < now() - greatest(keep, interval '38 days')
                  AND i.state ->> 'kind' = 'episode' AND i.state -> 'keys' = '[]'
                  AND i.state ->> 'phase' IN ('resolved', 'closed', 'merged')
                  AND NOT jsonb_path_exists(i.state, '$.members.* ? (@.standing != "resolved")')
                RETURNING i.tenant_id, i.workflow_type, i.workflow_id, i.state
            ), timers AS (
                DELETE FROM process.timer t USING gone
                WHERE t.tenant_id = gone.tenant_id AND t.workflow_type = gone.workflow_type
                  AND t.workflow_id = gone.workflow_id
            )
            DELETE FROM process.association a USING gone
            WHERE a.tenant_id = gone.tenant_id AND a.workflow_type = gone.workflow_type
              AND a.key = 'incident:' || (gone.state ->> 'incident_id') AND a.workflow_id = gone.workflow_id;
        END LOOP;
    END LOOP;
    UPDATE retention.pass SET
        tenant_id = CASE WHEN looked_at < batch THEN '00000000-0000-0000-0000-000000000000' ELSE last.tenant_id END,
        first = CASE WHEN looked_at < batch THEN '' ELSE last.workflow_type END,
        second = CASE WHEN looked_at < batch THEN '' ELSE last.workflow_id END
    WHERE what = 'workflows';
    RETURN looked_at;
END $$;

-- Vectors of texts that stand in no document any more. A pass, as above. Where the tables of the index may not be read
-- (an older set of them serves), nothing is removed.
CREATE FUNCTION retention.vectors(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
    place retention.pass;
    looked_at bigint;
    last record;
BEGIN
    IF NOT (has_schema_privilege('knowledge_index', 'USAGE') AND has_table_privilege('knowledge_index.chunk', 'SELECT')) THEN
        RETURN 0;
    END IF;
    INSERT INTO retention.pass (what) VALUES ('vectors') ON CONFLICT DO NOTHING;
    SELECT * INTO place FROM retention.pass WHERE what = 'vectors' FOR UPDATE;
    SELECT count(*) INTO looked_at FROM (
        SELECT FROM knowledge.embedding e
        WHERE (e.tenant_id, e.model, e.content_hash) > (place.tenant_id, place.first, place.second)
        ORDER BY e.tenant_id, e.model, e.content_hash LIMIT batch) AS looked;
    FOR last IN
        SELECT e.tenant_id, e.model, e.content_hash FROM knowledge.embedding e
        WHERE (e.tenant_id, e.model, e.content_hash) > (place.tenant_id, place.first, place.second)
        ORDER BY e.tenant_id, e.model, e.content_hash OFFSET greatest(looked_at, 1) - 1 LIMIT 1
    LOOP
        DELETE FROM knowledge.embedding e
        WHERE (e.tenant_id, e.model, e.content_hash) > (place.tenant_id, place.first, place.second)
          AND (e.tenant_id, e.model, e.content_hash) <= (last.tenant_id, last.model, last.content_hash)
          AND e.embedded_at < now() - greatest(keep, interval '1 day')
          AND NOT EXISTS (SELECT FROM knowledge_index.chunk c
                          WHERE c.tenant_id = e.tenant_id AND c.content_hash = e.content_hash);
    END LOOP;
    UPDATE retention.pass SET
        tenant_id = CASE WHEN looked_at < batch THEN '00000000-0000-0000-0000-000000000000' ELSE last.tenant_id END,
        first = CASE WHEN looked_at < batch THEN '' ELSE last.model END,
        second = CASE WHEN looked_at < batch THEN '' ELSE last.content_hash END
    WHERE what = 'vectors';
    RETURN looked_at;
END $$;

CREATE FUNCTION projection.add_retention_to_knowledge_index(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO sre_keeper', schema_name);
    EXECUTE format('GRANT SELECT ON %I.chunk TO sre_keeper', schema_name);
    EXECUTE format('CREATE POLICY retention ON %I.chunk FOR SELECT TO sre_keeper USING (true)', schema_name);
    EXECUTE format('CREATE INDEX chunk_by_content ON %I.chunk (tenant_id, content_hash)', schema_name);
END $$;
ALTER FUNCTION projection.create_knowledge_index(text) RENAME TO create_knowledge_index_0020;
CREATE FUNCTION projection.create_knowledge_index(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projection.create_knowledge_index_0020(schema_name);
    PERFORM projection.add_retention_to_knowledge_index(schema_name);
END $$;
SELECT projection.add_retention_to_knowledge_index('knowledge_index');

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

ALTER TABLE intake.quarantine NO FORCE ROW LEVEL SECURITY;
ALTER TABLE intake.quarantine_usage NO FORCE ROW LEVEL SECURITY;
INSERT INTO intake.quarantine_usage (tenant_id, source_name, entries, bytes)
SELECT tenant_id, source_name, count(*), sum(octet_length(body)) FROM intake.quarantine GROUP BY tenant_id, source_name;
ALTER TABLE intake.quarantine FORCE ROW LEVEL SECURITY;
ALTER TABLE intake.quarantine_usage FORCE ROW LEVEL SECURITY;
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

DO $owners$
DECLARE name text;
BEGIN
    -- Owning a function needs CREATE on its schema when the migrating login is no superuser.
    GRANT CREATE ON SCHEMA retention, intake TO sre_keeper;
    FOR name IN
        SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'retention'::regnamespace
        UNION ALL
        SELECT oid::regprocedure::text FROM pg_proc
        WHERE pronamespace = 'intake'::regnamespace AND proname IN ('count_quarantine', 'make_room')
    LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO sre_keeper', name);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', name);
        IF name LIKE 'retention.%' AND name NOT LIKE '%count_removed%' THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO sre_writer, sre_admin', name);
        END IF;
    END LOOP;
    REVOKE CREATE ON SCHEMA retention, intake FROM sre_keeper;
END
$owners$;
GRANT EXECUTE ON FUNCTION intake.make_room(text, bigint, bigint) TO sre_ingest, sre_admin;
