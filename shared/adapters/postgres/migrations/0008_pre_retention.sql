-- What is kept for how long, and how much of it: removed in batches, by index or by a pass that remembers its place, and
-- counted. Functions' roles may only call; the floors stand here, so that no setting removes what is still needed.

CREATE SCHEMA retention;
GRANT USAGE ON SCHEMA retention TO sre_writer, sre_admin, sre_keeper;
GRANT USAGE ON SCHEMA domain, transport, process, projection, knowledge TO sre_keeper;

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

DO $rls$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['retention.removed', 'retention.pass'] LOOP
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
GRANT INSERT, UPDATE ON intake.quarantine_usage TO sre_keeper;

-- The database's role for reading by key has no say here: each statement names its index.
CREATE INDEX poison_by_age ON domain.poison (recorded_at);
CREATE INDEX unreadable_by_age ON process.unreadable (recorded_at);
CREATE INDEX unread_by_age ON projection.unread (parked_at);
CREATE INDEX dead_letter_by_age ON transport.dead_letter (died_at);

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

DO $owners$
DECLARE name text;
BEGIN
    -- Owning a function needs CREATE on its schema when the migrating login is no superuser.
    GRANT CREATE ON SCHEMA retention TO sre_keeper;
    FOR name IN
        SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'retention'::regnamespace
    LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO sre_keeper', name);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', name);
        IF name NOT LIKE '%count_removed%' THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO sre_writer, sre_admin', name);
        END IF;
    END LOOP;
    REVOKE CREATE ON SCHEMA retention FROM sre_keeper;
END
$owners$;
