SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE SCHEMA access;
ALTER SCHEMA access OWNER TO CURRENT_USER;
CREATE SCHEMA alert_groups;
ALTER SCHEMA alert_groups OWNER TO CURRENT_USER;
CREATE SCHEMA domain;
ALTER SCHEMA domain OWNER TO CURRENT_USER;
CREATE SCHEMA fleet_health;
ALTER SCHEMA fleet_health OWNER TO CURRENT_USER;
CREATE SCHEMA incident_timeline;
ALTER SCHEMA incident_timeline OWNER TO CURRENT_USER;
CREATE SCHEMA intake;
ALTER SCHEMA intake OWNER TO CURRENT_USER;
CREATE SCHEMA knowledge;
ALTER SCHEMA knowledge OWNER TO CURRENT_USER;
CREATE SCHEMA knowledge_index;
ALTER SCHEMA knowledge_index OWNER TO CURRENT_USER;
CREATE SCHEMA postmortem_search;
ALTER SCHEMA postmortem_search OWNER TO CURRENT_USER;
CREATE SCHEMA process;
ALTER SCHEMA process OWNER TO CURRENT_USER;
CREATE SCHEMA projection;
ALTER SCHEMA projection OWNER TO CURRENT_USER;
CREATE SCHEMA retention;
ALTER SCHEMA retention OWNER TO CURRENT_USER;
CREATE SCHEMA runbook_catalog;
ALTER SCHEMA runbook_catalog OWNER TO CURRENT_USER;
CREATE SCHEMA service_catalog;
ALTER SCHEMA service_catalog OWNER TO CURRENT_USER;
CREATE SCHEMA slo_burndown;
ALTER SCHEMA slo_burndown OWNER TO CURRENT_USER;
CREATE SCHEMA transport;
ALTER SCHEMA transport OWNER TO CURRENT_USER;
CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;
CREATE FUNCTION access.current_tenant() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT NULLIF(current_setting('app.tenant_id', true), '')::uuid $$;
ALTER FUNCTION access.current_tenant() OWNER TO CURRENT_USER;
CREATE FUNCTION domain.silence_end(state jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT CASE WHEN state #> '{definition,recurrence}' = 'null'::jsonb THEN coalesce(state #>> '{definition,ends_at}', '~')
        ELSE '~' END COLLATE "C"
$$;
ALTER FUNCTION domain.silence_end(state jsonb) OWNER TO CURRENT_USER;
CREATE FUNCTION intake.count_quarantine() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
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
ALTER FUNCTION intake.count_quarantine() OWNER TO sre_keeper;
CREATE FUNCTION intake.make_room(source text, most_bytes bigint, most_entries bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
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
ALTER FUNCTION intake.make_room(source text, most_bytes bigint, most_entries bigint) OWNER TO sre_keeper;
CREATE FUNCTION projection.allow_searching(schema_name text, table_name text) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE view_name text := 'own_' || table_name;
BEGIN
    EXECUTE format('CREATE POLICY search ON %I.%I FOR SELECT TO sre_search USING (true)', schema_name, table_name);
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO sre_search', schema_name);
    EXECUTE format('GRANT SELECT ON %I.%I TO sre_search', schema_name, table_name);
    EXECUTE format('CREATE VIEW %I.%I AS SELECT * FROM %I.%I WHERE tenant_id = access.current_tenant()',
                   schema_name, view_name, schema_name, table_name);
    EXECUTE format('ALTER VIEW %I.%I OWNER TO sre_search', schema_name, view_name);
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM sre_search', schema_name);
    EXECUTE format('GRANT SELECT ON %I.%I TO sre_query', schema_name, view_name);
END $$;
ALTER FUNCTION projection.allow_searching(schema_name text, table_name text) OWNER TO CURRENT_USER;
CREATE FUNCTION projection.count_terms() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
DECLARE
    changed text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT tenant_id, length, terms, 1 AS n FROM added'
        WHEN 'DELETE' THEN 'SELECT tenant_id, length, terms, -1 AS n FROM gone'
        ELSE 'SELECT tenant_id, length, terms, 1 AS n FROM added UNION ALL SELECT tenant_id, length, terms, -1 FROM gone' END;
    counted bigint;
BEGIN
    EXECUTE format('INSERT INTO %1$I.corpus AS known (tenant_id, units, length)
        SELECT tenant_id, sum(n), sum(n * length) FROM (%2$s) AS changed GROUP BY tenant_id ORDER BY tenant_id
        ON CONFLICT (tenant_id) DO UPDATE
            SET units = known.units + EXCLUDED.units, length = known.length + EXCLUDED.length',
        TG_TABLE_SCHEMA, changed);
    GET DIAGNOSTICS counted = ROW_COUNT;
    IF counted = 0 THEN
        RETURN NULL;
    END IF;
    EXECUTE format('INSERT INTO %1$I.term AS known (tenant_id, term, units)
        SELECT tenant_id, t.lexeme, sum(n) FROM (%2$s) AS changed CROSS JOIN unnest(terms) AS t
        GROUP BY tenant_id, t.lexeme HAVING sum(n) <> 0 ORDER BY tenant_id, t.lexeme
        ON CONFLICT (tenant_id, term) DO UPDATE SET units = known.units + EXCLUDED.units',
        TG_TABLE_SCHEMA, changed);
    IF TG_OP <> 'INSERT' THEN
        EXECUTE format('DELETE FROM %1$I.term AS known USING (
                SELECT DISTINCT tenant_id, t.lexeme FROM gone CROSS JOIN unnest(terms) AS t
            ) AS less
            WHERE known.tenant_id = less.tenant_id AND known.term = less.lexeme COLLATE "C" AND known.units = 0',
            TG_TABLE_SCHEMA);
    END IF;
    RETURN NULL;
END $_$;
ALTER FUNCTION projection.count_terms() OWNER TO CURRENT_USER;
CREATE FUNCTION projection.rank_by_words(schema_name text) RETURNS void
    LANGUAGE plpgsql
    AS $_$
BEGIN
    EXECUTE format('CREATE TABLE %I.unit (
        tenant_id uuid NOT NULL, owner_id uuid NOT NULL, ordinal bigint NOT NULL, kind text NOT NULL,
        length bigint NOT NULL, terms tsvector NOT NULL, PRIMARY KEY (tenant_id, owner_id, ordinal))
        WITH (toast_tuple_target = 8160)', schema_name);
    -- Terms are read for every unit that may be a hit: they stay in its row, and uncompressed while a page has room.
    EXECUTE format('ALTER TABLE %I.unit ALTER COLUMN terms SET STORAGE MAIN', schema_name);
    EXECUTE format('CREATE INDEX unit_terms ON %I.unit USING gin (tenant_id, terms) WITH (fastupdate = off)', schema_name);
    EXECUTE format('CREATE TABLE %I.term (
        tenant_id uuid NOT NULL, term text COLLATE "C" NOT NULL, units bigint NOT NULL,
        PRIMARY KEY (tenant_id, term)) WITH (fillfactor = 70)', schema_name);
    EXECUTE format('CREATE TABLE %I.corpus (
        tenant_id uuid PRIMARY KEY, units bigint NOT NULL, length bigint NOT NULL) WITH (fillfactor = 10)', schema_name);
    EXECUTE format('GRANT DELETE ON %1$I.unit, %1$I.term TO sre_projector', schema_name);
    EXECUTE format('CREATE TRIGGER count_added AFTER INSERT ON %I.unit REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION projection.count_terms()', schema_name);
    EXECUTE format('CREATE TRIGGER count_changed AFTER UPDATE ON %I.unit REFERENCING OLD TABLE AS gone NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION projection.count_terms()', schema_name);
    EXECUTE format('CREATE TRIGGER count_removed AFTER DELETE ON %I.unit REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT EXECUTE FUNCTION projection.count_terms()', schema_name);
    PERFORM projection.allow_searching(schema_name, 'unit');
    PERFORM projection.allow_searching(schema_name, 'term');
END $_$;
ALTER FUNCTION projection.rank_by_words(schema_name text) OWNER TO CURRENT_USER;
CREATE FUNCTION projection.secure_tables(schema_name text) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE name text;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO sre_projector, sre_query, sre_admin', schema_name);
    FOR name IN SELECT format('%I.%I', schemaname, tablename) FROM pg_catalog.pg_tables WHERE schemaname = schema_name LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY own ON %s TO sre_projector USING (tenant_id = access.current_tenant())
                        WITH CHECK (tenant_id = access.current_tenant())', name);
        EXECUTE format('CREATE POLICY reader ON %s FOR SELECT TO sre_query USING (tenant_id = access.current_tenant())', name);
        EXECUTE format('CREATE POLICY operator ON %s FOR SELECT TO sre_admin USING (true)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %s TO sre_projector', name);
        EXECUTE format('GRANT SELECT ON %s TO sre_query, sre_admin', name);
    END LOOP;
END $$;
ALTER FUNCTION projection.secure_tables(schema_name text) OWNER TO CURRENT_USER;
CREATE FUNCTION projection.term_frequency(terms tsvector, term tsquery) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN width_bucket((ts_rank('{1,1,1,1}'::real[], terms, term))::double precision, ARRAY[(0.303964)::double precision, (0.683918)::double precision, (0.793683)::double precision, (0.846454)::double precision, (0.877610)::double precision, (0.898212)::double precision, (0.912859)::double precision, (0.923812)::double precision, (0.932314)::double precision, (0.939106)::double precision, (0.944658)::double precision, (0.949281)::double precision, (0.953190)::double precision, (0.956540)::double precision, (0.959442)::double precision, (0.961980)::double precision, (0.964219)::double precision, (0.966209)::double precision, (0.967989)::double precision, (0.969591)::double precision, (0.971040)::double precision, (0.972357)::double precision, (0.973560)::double precision, (0.974662)::double precision, (0.975676)::double precision, (0.976612)::double precision, (0.977479)::double precision, (0.978284)::double precision, (0.979033)::double precision, (0.979732)::double precision, (0.980386)::double precision, (0.980999)::double precision, (0.981575)::double precision, (0.982117)::double precision, (0.982628)::double precision, (0.983111)::double precision, (0.983568)::double precision, (0.984000)::double precision, (0.984410)::double precision, (0.984800)::double precision, (0.985171)::double precision, (0.985524)::double precision, (0.985861)::double precision, (0.986182)::double precision, (0.986489)::double precision, (0.986783)::double precision, (0.987064)::double precision, (0.987334)::double precision, (0.987592)::double precision, (0.987841)::double precision]);
ALTER FUNCTION projection.term_frequency(terms tsvector, term tsquery) OWNER TO CURRENT_USER;
CREATE FUNCTION retention.api_keys(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE number bigint;
BEGIN
    DELETE FROM access.api_key WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM access.api_key
        WHERE least(revoked_at, expires_at) < now() - greatest(keep, interval '1 day') LIMIT batch));
    GET DIAGNOSTICS number = ROW_COUNT;
    RETURN number;
END $$;
ALTER FUNCTION retention.api_keys(keep interval, batch integer) OWNER TO sre_keeper;
CREATE FUNCTION retention.count_removed(kind text, number bigint) RETURNS void
    LANGUAGE sql
    AS $$
    INSERT INTO retention.removed AS r (what, removed) SELECT kind, number WHERE number > 0
    ON CONFLICT (what) DO UPDATE SET removed = r.removed + EXCLUDED.removed, removed_at = clock_timestamp()
$$;
ALTER FUNCTION retention.count_removed(kind text, number bigint) OWNER TO sre_keeper;
CREATE FUNCTION retention.dead_letters(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
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
ALTER FUNCTION retention.dead_letters(keep interval, batch integer) OWNER TO sre_keeper;
CREATE FUNCTION retention.deliveries_to_nobody(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
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
ALTER FUNCTION retention.deliveries_to_nobody(keep interval, batch integer) OWNER TO sre_keeper;
CREATE FUNCTION retention.most_dead_letters(most bigint, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
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
ALTER FUNCTION retention.most_dead_letters(most bigint, batch integer) OWNER TO sre_keeper;
CREATE FUNCTION retention.most_reconcile_requests(most bigint, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
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
ALTER FUNCTION retention.most_reconcile_requests(most bigint, batch integer) OWNER TO sre_keeper;
CREATE FUNCTION retention.most_unreadable(most bigint, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
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
ALTER FUNCTION retention.most_unreadable(most bigint, batch integer) OWNER TO sre_keeper;
CREATE FUNCTION retention.outcomes(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
DECLARE number bigint;
BEGIN
    DELETE FROM domain.inbox WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM domain.inbox
        WHERE recorded_at < now() - greatest(keep, interval '1 day') ORDER BY recorded_at LIMIT batch));
    GET DIAGNOSTICS number = ROW_COUNT;
    RETURN number;
END $$;
ALTER FUNCTION retention.outcomes(keep interval, batch integer) OWNER TO sre_keeper;
CREATE FUNCTION retention.quarantine(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
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
ALTER FUNCTION retention.quarantine(keep interval, batch integer) OWNER TO sre_keeper;
CREATE FUNCTION retention.quarantine_settled(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
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
ALTER FUNCTION retention.quarantine_settled(keep interval, batch integer) OWNER TO sre_keeper;
CREATE FUNCTION retention.reconcile_requests(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
DECLARE number bigint;
BEGIN
    DELETE FROM intake.reconcile_request WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM intake.reconcile_request
        WHERE requested_at < now() - greatest(keep, interval '1 day') ORDER BY requested_at LIMIT batch));
    GET DIAGNOSTICS number = ROW_COUNT;
    RETURN number;
END $$;
ALTER FUNCTION retention.reconcile_requests(keep interval, batch integer) OWNER TO sre_keeper;
CREATE FUNCTION retention.unreadable(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
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
ALTER FUNCTION retention.unreadable(keep interval, batch integer) OWNER TO sre_keeper;
CREATE FUNCTION retention.vectors(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
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
ALTER FUNCTION retention.vectors(keep interval, batch integer) OWNER TO sre_keeper;
CREATE FUNCTION retention.workflows(keep interval, batch integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $_$
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
END $_$;
ALTER FUNCTION retention.workflows(keep interval, batch integer) OWNER TO sre_keeper;
CREATE FUNCTION transport.backlog() RETURNS TABLE(subscription text, active boolean, waiting bigint, oldest_age_s double precision, dead_letters bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT s.name, s.active, d.waiting,
           COALESCE(extract(epoch FROM clock_timestamp() - m.published_at), 0)::double precision,
           (SELECT count(*) FROM transport.dead_letter l WHERE l.subscription = s.name)
    FROM transport.subscription s
    CROSS JOIN LATERAL (SELECT count(*) AS waiting, min(w.position) AS oldest
                        FROM transport.delivery w WHERE w.subscription = s.name) d
    LEFT JOIN transport.message m ON m.position = d.oldest
    ORDER BY s.name
$$;
ALTER FUNCTION transport.backlog() OWNER TO sre_transport;
CREATE FUNCTION transport.publish(topics text[], ordering_keys text[], attributes text[], data bytea[]) RETURNS text[]
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
#variable_conflict use_column
DECLARE awaited text[];
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
                        AND (s.routing_attributes = '{}' OR given.attributes ?| s.routing_attributes))
        ORDER BY given.ordinality
        RETURNING message.position, message.tenant_id, message.topic, message.ordering_key, message.attributes,
                  octet_length(message.data) AS size
    ), fanned_out AS (
        INSERT INTO transport.delivery (subscription, position, tenant_id, ordering_key, size)
        SELECT s.name, stored.position, COALESCE(stored.tenant_id, '00000000-0000-0000-0000-000000000000'),
               stored.ordering_key, stored.size
        FROM stored JOIN transport.subscription s ON s.active AND s.topic = stored.topic
        WHERE s.routing_attributes = '{}' OR stored.attributes ?| s.routing_attributes
        RETURNING delivery.subscription
    )
    SELECT array_agg(DISTINCT subscription) INTO awaited FROM fanned_out;
    RETURN COALESCE(awaited, '{}');
END
$_$;
ALTER FUNCTION transport.publish(topics text[], ordering_keys text[], attributes text[], data bytea[]) OWNER TO sre_transport;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE access.api_key (
    tenant_id uuid NOT NULL,
    key_id uuid NOT NULL,
    name text NOT NULL,
    token_hash bytea NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT api_key_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'responder'::text, 'approver'::text, 'admin'::text, 'integration'::text, 'agent'::text])))
);
ALTER TABLE ONLY access.api_key FORCE ROW LEVEL SECURITY;
ALTER TABLE access.api_key OWNER TO CURRENT_USER;
CREATE TABLE access.source (
    tenant_id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    environment_id text,
    token_hash bytea NOT NULL,
    previous_token_hash bytea,
    previous_valid_until timestamp with time zone,
    settings jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT source_kind_check CHECK ((kind ~ '^[a-z][a-z0-9-]{0,39}$'::text))
);
ALTER TABLE ONLY access.source FORCE ROW LEVEL SECURITY;
ALTER TABLE access.source OWNER TO CURRENT_USER;
CREATE TABLE access.tenant (
    tenant_id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ONLY access.tenant FORCE ROW LEVEL SECURITY;
ALTER TABLE access.tenant OWNER TO CURRENT_USER;
CREATE TABLE alert_groups.alert (
    tenant_id uuid NOT NULL,
    alert_id uuid NOT NULL,
    status text NOT NULL,
    name text NOT NULL,
    severity text NOT NULL,
    source text NOT NULL,
    source_name text NOT NULL,
    fingerprint text NOT NULL,
    labels jsonb NOT NULL,
    annotations jsonb NOT NULL,
    environment_id text,
    generator_url text,
    group_key text,
    episode bigint NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    last_seen_at timestamp with time zone NOT NULL,
    stale_at timestamp with time zone,
    acknowledged_by text,
    acknowledged_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    version bigint NOT NULL,
    words text NOT NULL,
    lexemes tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, words)) STORED NOT NULL
)
WITH (fillfactor='80');
ALTER TABLE ONLY alert_groups.alert FORCE ROW LEVEL SECURITY;
ALTER TABLE alert_groups.alert OWNER TO CURRENT_USER;
CREATE TABLE alert_groups.applied (
    tenant_id uuid NOT NULL,
    "position" bigint NOT NULL,
    at timestamp with time zone NOT NULL
)
WITH (fillfactor='10');
ALTER TABLE ONLY alert_groups.applied FORCE ROW LEVEL SECURITY;
ALTER TABLE alert_groups.applied OWNER TO CURRENT_USER;
CREATE TABLE alert_groups.episode (
    tenant_id uuid NOT NULL,
    alert_id uuid NOT NULL,
    episode bigint NOT NULL,
    status text NOT NULL,
    severity text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    stale_at timestamp with time zone,
    acknowledged_by text,
    acknowledged_at timestamp with time zone
)
WITH (fillfactor='50');
ALTER TABLE ONLY alert_groups.episode FORCE ROW LEVEL SECURITY;
ALTER TABLE alert_groups.episode OWNER TO CURRENT_USER;
CREATE TABLE alert_groups.incident_group (
    tenant_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    number bigint NOT NULL,
    title text NOT NULL,
    severity text NOT NULL,
    status text NOT NULL,
    correlation_key text,
    rule_id uuid,
    rule_version bigint,
    matched jsonb NOT NULL,
    first_correlated_at timestamp with time zone,
    last_correlated_at timestamp with time zone
)
WITH (fillfactor='80');
ALTER TABLE ONLY alert_groups.incident_group FORCE ROW LEVEL SECURITY;
ALTER TABLE alert_groups.incident_group OWNER TO CURRENT_USER;
CREATE TABLE alert_groups.member (
    tenant_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    alert_id uuid NOT NULL,
    episode bigint NOT NULL,
    rule_id uuid NOT NULL,
    rule_version bigint NOT NULL,
    correlated_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY alert_groups.member FORCE ROW LEVEL SECURITY;
ALTER TABLE alert_groups.member OWNER TO CURRENT_USER;
CREATE TABLE alert_groups.merge (
    tenant_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    merged_id uuid NOT NULL,
    merged_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY alert_groups.merge FORCE ROW LEVEL SECURITY;
ALTER TABLE alert_groups.merge OWNER TO CURRENT_USER;
CREATE VIEW alert_groups.own_alert AS
 SELECT tenant_id,
    alert_id,
    status,
    name,
    severity,
    source,
    source_name,
    fingerprint,
    labels,
    annotations,
    environment_id,
    generator_url,
    group_key,
    episode,
    starts_at,
    ends_at,
    last_seen_at,
    stale_at,
    acknowledged_by,
    acknowledged_at,
    updated_at,
    version,
    words,
    lexemes
   FROM alert_groups.alert
  WHERE (tenant_id = access.current_tenant());
ALTER VIEW alert_groups.own_alert OWNER TO sre_search;
CREATE TABLE alert_groups.progress (
    tenant_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version integer NOT NULL
)
WITH (fillfactor='50');
ALTER TABLE ONLY alert_groups.progress FORCE ROW LEVEL SECURITY;
ALTER TABLE alert_groups.progress OWNER TO CURRENT_USER;
CREATE TABLE alert_groups.uncorrelation (
    tenant_id uuid NOT NULL,
    alert_id uuid NOT NULL,
    episode bigint NOT NULL,
    incident_id uuid NOT NULL,
    reason text NOT NULL,
    uncorrelated_by text NOT NULL,
    uncorrelated_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY alert_groups.uncorrelation FORCE ROW LEVEL SECURITY;
ALTER TABLE alert_groups.uncorrelation OWNER TO CURRENT_USER;
CREATE TABLE domain.aggregate (
    tenant_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version integer NOT NULL,
    state jsonb NOT NULL,
    hash bytea NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    seen_at timestamp with time zone,
    expected_by timestamp with time zone,
    said jsonb,
    expected_in timestamp with time zone GENERATED ALWAYS AS (date_bin('00:15:00'::interval, expected_by, '2000-01-01 00:00:00+00'::timestamp with time zone)) STORED,
    open_number bigint GENERATED ALWAYS AS (
CASE
    WHEN ((aggregate_type = 'incident'::text) AND ((state ->> 'status'::text) <> ALL (ARRAY['resolved'::text, 'closed'::text]))) THEN ((state ->> 'number'::text))::bigint
    ELSE NULL::bigint
END) STORED,
    lasts_until text GENERATED ALWAYS AS (
CASE
    WHEN ((aggregate_type = 'silence'::text) AND ((state ->> 'expired_at'::text) IS NULL)) THEN domain.silence_end(state)
    ELSE NULL::text
END) STORED COLLATE pg_catalog."C"
)
WITH (fillfactor='50');
ALTER TABLE ONLY domain.aggregate FORCE ROW LEVEL SECURITY;
ALTER TABLE domain.aggregate OWNER TO CURRENT_USER;
CREATE TABLE domain.counter (
    tenant_id uuid NOT NULL,
    name text NOT NULL,
    value bigint NOT NULL
)
WITH (fillfactor='50');
ALTER TABLE ONLY domain.counter FORCE ROW LEVEL SECURITY;
ALTER TABLE domain.counter OWNER TO CURRENT_USER;
CREATE TABLE domain.fact (
    "position" bigint NOT NULL,
    tenant_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version integer NOT NULL,
    fact_id uuid NOT NULL,
    type text NOT NULL,
    lane smallint NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    event text NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT fact_version_check CHECK ((version > 0))
);
ALTER TABLE ONLY domain.fact FORCE ROW LEVEL SECURITY;
ALTER TABLE domain.fact OWNER TO CURRENT_USER;
ALTER TABLE domain.fact ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME domain.fact_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE domain.inbox (
    tenant_id uuid NOT NULL,
    message_id uuid NOT NULL,
    request_hash bytea NOT NULL,
    outcome jsonb NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ONLY domain.inbox FORCE ROW LEVEL SECURITY;
ALTER TABLE domain.inbox OWNER TO CURRENT_USER;
CREATE TABLE domain.outbox (
    "position" bigint NOT NULL,
    lane smallint NOT NULL,
    tenant_id uuid DEFAULT access.current_tenant() NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_threshold='1000');
ALTER TABLE ONLY domain.outbox FORCE ROW LEVEL SECURITY;
ALTER TABLE domain.outbox OWNER TO CURRENT_USER;
CREATE TABLE domain.parked (
    tenant_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    "position" bigint NOT NULL,
    reason text NOT NULL,
    parked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ONLY domain.parked FORCE ROW LEVEL SECURITY;
ALTER TABLE domain.parked OWNER TO CURRENT_USER;
CREATE TABLE domain.poison (
    poison_id bigint NOT NULL,
    tenant_id uuid,
    body text NOT NULL,
    reason text NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    redriven_at timestamp with time zone,
    body_hash bytea NOT NULL
);
ALTER TABLE ONLY domain.poison FORCE ROW LEVEL SECURITY;
ALTER TABLE domain.poison OWNER TO CURRENT_USER;
ALTER TABLE domain.poison ALTER COLUMN poison_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME domain.poison_poison_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE fleet_health.application (
    tenant_id uuid NOT NULL,
    fleet_state_id uuid NOT NULL,
    namespace text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    project text NOT NULL,
    status text NOT NULL,
    rank bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    health text NOT NULL,
    sync text NOT NULL,
    operation_phase text NOT NULL,
    revision text NOT NULL
)
WITH (fillfactor='80');
ALTER TABLE ONLY fleet_health.application FORCE ROW LEVEL SECURITY;
ALTER TABLE fleet_health.application OWNER TO CURRENT_USER;
CREATE TABLE fleet_health.applied (
    tenant_id uuid NOT NULL,
    "position" bigint NOT NULL,
    at timestamp with time zone NOT NULL
)
WITH (fillfactor='10');
ALTER TABLE ONLY fleet_health.applied FORCE ROW LEVEL SECURITY;
ALTER TABLE fleet_health.applied OWNER TO CURRENT_USER;
CREATE TABLE fleet_health.fleet (
    tenant_id uuid NOT NULL,
    fleet_state_id uuid NOT NULL,
    environment text NOT NULL COLLATE pg_catalog."C",
    cluster text NOT NULL COLLATE pg_catalog."C",
    reachable boolean NOT NULL,
    status text NOT NULL,
    since timestamp with time zone NOT NULL,
    total bigint NOT NULL,
    healthy bigint NOT NULL,
    degraded bigint NOT NULL,
    unhealthy bigint NOT NULL,
    unknown bigint NOT NULL,
    progressing bigint NOT NULL,
    out_of_sync bigint NOT NULL,
    applications jsonb NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    stale_after_s bigint NOT NULL,
    version bigint NOT NULL
)
WITH (fillfactor='80');
ALTER TABLE ONLY fleet_health.fleet FORCE ROW LEVEL SECURITY;
ALTER TABLE fleet_health.fleet OWNER TO CURRENT_USER;
CREATE TABLE fleet_health.progress (
    tenant_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version integer NOT NULL
)
WITH (fillfactor='50');
ALTER TABLE ONLY fleet_health.progress FORCE ROW LEVEL SECURITY;
ALTER TABLE fleet_health.progress OWNER TO CURRENT_USER;
CREATE TABLE fleet_health.resource (
    tenant_id uuid NOT NULL,
    health_check_id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    namespace text NOT NULL,
    cluster text NOT NULL,
    environment text NOT NULL COLLATE pg_catalog."C",
    application text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL,
    rank bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    progressing_since timestamp with time zone,
    sync text NOT NULL,
    operation_phase text NOT NULL,
    revision text NOT NULL,
    message text NOT NULL,
    source_name text NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    version bigint NOT NULL
)
WITH (fillfactor='80');
ALTER TABLE ONLY fleet_health.resource FORCE ROW LEVEL SECURITY;
ALTER TABLE fleet_health.resource OWNER TO CURRENT_USER;
CREATE TABLE incident_timeline.applied (
    tenant_id uuid NOT NULL,
    "position" bigint NOT NULL,
    at timestamp with time zone NOT NULL
)
WITH (fillfactor='10');
ALTER TABLE ONLY incident_timeline.applied FORCE ROW LEVEL SECURITY;
ALTER TABLE incident_timeline.applied OWNER TO CURRENT_USER;
CREATE TABLE incident_timeline.entry (
    tenant_id uuid NOT NULL,
    aggregate_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    version bigint NOT NULL,
    entry_id uuid NOT NULL,
    episode bigint,
    kind text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    text text NOT NULL,
    supersedes uuid,
    details jsonb NOT NULL
);
ALTER TABLE ONLY incident_timeline.entry FORCE ROW LEVEL SECURITY;
ALTER TABLE incident_timeline.entry OWNER TO CURRENT_USER;
CREATE TABLE incident_timeline.incident (
    tenant_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    number bigint NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    severity text NOT NULL,
    severity_rank bigint NOT NULL,
    status text NOT NULL,
    source text NOT NULL,
    assignee text,
    roles jsonb NOT NULL,
    affected_resources jsonb NOT NULL,
    service_ids uuid[] NOT NULL,
    alert_count bigint NOT NULL,
    correlation_key text,
    follows uuid,
    declared_at timestamp with time zone NOT NULL,
    detected_at timestamp with time zone NOT NULL,
    impact_started_at timestamp with time zone NOT NULL,
    acknowledged_at timestamp with time zone,
    acknowledged_by text,
    mitigated_at timestamp with time zone,
    resolved_at timestamp with time zone,
    closed_at timestamp with time zone,
    resolution_summary text,
    reopened bigint NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version bigint NOT NULL,
    words text NOT NULL,
    lexemes tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, words)) STORED NOT NULL,
    updated_in timestamp with time zone GENERATED ALWAYS AS (date_bin('00:15:00'::interval, updated_at, '2000-01-01 00:00:00+00'::timestamp with time zone)) STORED NOT NULL
)
WITH (fillfactor='50');
ALTER TABLE ONLY incident_timeline.incident FORCE ROW LEVEL SECURITY;
ALTER TABLE incident_timeline.incident OWNER TO CURRENT_USER;
CREATE TABLE incident_timeline.link (
    tenant_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    linked_id uuid NOT NULL,
    kind text NOT NULL,
    linked_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY incident_timeline.link FORCE ROW LEVEL SECURITY;
ALTER TABLE incident_timeline.link OWNER TO CURRENT_USER;
CREATE TABLE incident_timeline.member (
    tenant_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    alert_id uuid NOT NULL,
    episode bigint NOT NULL,
    correlated_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY incident_timeline.member FORCE ROW LEVEL SECURITY;
ALTER TABLE incident_timeline.member OWNER TO CURRENT_USER;
CREATE VIEW incident_timeline.own_incident AS
 SELECT tenant_id,
    incident_id,
    number,
    title,
    description,
    severity,
    severity_rank,
    status,
    source,
    assignee,
    roles,
    affected_resources,
    service_ids,
    alert_count,
    correlation_key,
    follows,
    declared_at,
    detected_at,
    impact_started_at,
    acknowledged_at,
    acknowledged_by,
    mitigated_at,
    resolved_at,
    closed_at,
    resolution_summary,
    reopened,
    created_by,
    updated_at,
    version,
    words,
    lexemes,
    updated_in
   FROM incident_timeline.incident
  WHERE (tenant_id = access.current_tenant());
ALTER VIEW incident_timeline.own_incident OWNER TO sre_search;
CREATE TABLE incident_timeline.progress (
    tenant_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version integer NOT NULL
)
WITH (fillfactor='50');
ALTER TABLE ONLY incident_timeline.progress FORCE ROW LEVEL SECURITY;
ALTER TABLE incident_timeline.progress OWNER TO CURRENT_USER;
CREATE TABLE incident_timeline.status_change (
    tenant_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    version bigint NOT NULL,
    status text NOT NULL,
    since timestamp with time zone NOT NULL
);
ALTER TABLE ONLY incident_timeline.status_change FORCE ROW LEVEL SECURITY;
ALTER TABLE incident_timeline.status_change OWNER TO CURRENT_USER;
CREATE TABLE intake.quarantine (
    tenant_id uuid NOT NULL,
    quarantine_id uuid NOT NULL,
    source_name text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    last_received_at timestamp with time zone NOT NULL,
    times integer DEFAULT 1 NOT NULL,
    reason text NOT NULL,
    content_type text NOT NULL,
    body bytea NOT NULL,
    size bigint NOT NULL,
    status text DEFAULT 'waiting'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    settled_at timestamp with time zone,
    CONSTRAINT quarantine_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'redriven'::text, 'discarded'::text])))
);
ALTER TABLE ONLY intake.quarantine FORCE ROW LEVEL SECURITY;
ALTER TABLE intake.quarantine OWNER TO CURRENT_USER;
CREATE TABLE intake.quarantine_usage (
    tenant_id uuid NOT NULL,
    source_name text NOT NULL,
    entries bigint DEFAULT 0 NOT NULL,
    bytes bigint DEFAULT 0 NOT NULL,
    cut bigint DEFAULT 0 NOT NULL,
    removed bigint DEFAULT 0 NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
)
WITH (fillfactor='50');
ALTER TABLE ONLY intake.quarantine_usage FORCE ROW LEVEL SECURITY;
ALTER TABLE intake.quarantine_usage OWNER TO CURRENT_USER;
CREATE TABLE intake.reconcile_request (
    request_id bigint NOT NULL,
    tenant_id uuid NOT NULL,
    source_name text NOT NULL,
    reason text NOT NULL,
    group_key text,
    truncated integer,
    requested_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    answered_at timestamp with time zone,
    CONSTRAINT reconcile_request_reason_check CHECK ((reason = ANY (ARRAY['truncated'::text, 'stale'::text])))
);
ALTER TABLE ONLY intake.reconcile_request FORCE ROW LEVEL SECURITY;
ALTER TABLE intake.reconcile_request OWNER TO CURRENT_USER;
ALTER TABLE intake.reconcile_request ALTER COLUMN request_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME intake.reconcile_request_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE knowledge.embedding (
    tenant_id uuid NOT NULL,
    model text NOT NULL,
    content_hash text NOT NULL,
    embedding public.vector NOT NULL,
    embedded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ONLY knowledge.embedding FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge.embedding OWNER TO CURRENT_USER;
CREATE TABLE knowledge.waiting (
    tenant_id uuid NOT NULL,
    document_id uuid NOT NULL,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    due_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    first_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ONLY knowledge.waiting FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge.waiting OWNER TO CURRENT_USER;
CREATE TABLE knowledge_index.applied (
    tenant_id uuid NOT NULL,
    "position" bigint NOT NULL,
    at timestamp with time zone NOT NULL
)
WITH (fillfactor='10');
ALTER TABLE ONLY knowledge_index.applied FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_index.applied OWNER TO CURRENT_USER;
CREATE TABLE knowledge_index.chunk (
    tenant_id uuid NOT NULL,
    document_id uuid NOT NULL,
    ordinal bigint NOT NULL,
    kind text NOT NULL,
    heading text NOT NULL,
    text text NOT NULL,
    first_line bigint,
    last_line bigint,
    content_hash text NOT NULL
);
ALTER TABLE ONLY knowledge_index.chunk FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_index.chunk OWNER TO CURRENT_USER;
CREATE TABLE knowledge_index.corpus (
    tenant_id uuid NOT NULL,
    units bigint NOT NULL,
    length bigint NOT NULL
)
WITH (fillfactor='10');
ALTER TABLE ONLY knowledge_index.corpus FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_index.corpus OWNER TO CURRENT_USER;
CREATE TABLE knowledge_index.document (
    tenant_id uuid NOT NULL,
    document_id uuid NOT NULL,
    kind text NOT NULL,
    ref text NOT NULL,
    title text NOT NULL,
    status text NOT NULL,
    searchable boolean NOT NULL,
    succeeded bigint NOT NULL,
    failed bigint NOT NULL,
    tags text[] NOT NULL,
    service_ids uuid[] NOT NULL,
    context text NOT NULL,
    names text[] NOT NULL,
    url text,
    incident_id uuid,
    occurred_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    sections jsonb NOT NULL,
    version bigint NOT NULL
)
WITH (fillfactor='80');
ALTER TABLE ONLY knowledge_index.document FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_index.document OWNER TO CURRENT_USER;
CREATE VIEW knowledge_index.own_document AS
 SELECT tenant_id,
    document_id,
    kind,
    ref,
    title,
    status,
    searchable,
    succeeded,
    failed,
    tags,
    service_ids,
    context,
    names,
    url,
    incident_id,
    occurred_at,
    updated_at,
    sections,
    version
   FROM knowledge_index.document
  WHERE (tenant_id = access.current_tenant());
ALTER VIEW knowledge_index.own_document OWNER TO sre_search;
CREATE TABLE knowledge_index.term (
    tenant_id uuid NOT NULL,
    term text NOT NULL COLLATE pg_catalog."C",
    units bigint NOT NULL
)
WITH (fillfactor='70');
ALTER TABLE ONLY knowledge_index.term FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_index.term OWNER TO CURRENT_USER;
CREATE VIEW knowledge_index.own_term AS
 SELECT tenant_id,
    term,
    units
   FROM knowledge_index.term
  WHERE (tenant_id = access.current_tenant());
ALTER VIEW knowledge_index.own_term OWNER TO sre_search;
CREATE TABLE knowledge_index.unit (
    tenant_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    ordinal bigint NOT NULL,
    kind text NOT NULL,
    length bigint NOT NULL,
    terms tsvector NOT NULL
)
WITH (toast_tuple_target='8160');
ALTER TABLE ONLY knowledge_index.unit ALTER COLUMN terms SET STORAGE MAIN;
ALTER TABLE ONLY knowledge_index.unit FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_index.unit OWNER TO CURRENT_USER;
CREATE VIEW knowledge_index.own_unit AS
 SELECT tenant_id,
    owner_id,
    ordinal,
    kind,
    length,
    terms
   FROM knowledge_index.unit
  WHERE (tenant_id = access.current_tenant());
ALTER VIEW knowledge_index.own_unit OWNER TO sre_search;
CREATE TABLE knowledge_index.progress (
    tenant_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version integer NOT NULL
)
WITH (fillfactor='50');
ALTER TABLE ONLY knowledge_index.progress FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_index.progress OWNER TO CURRENT_USER;
CREATE TABLE postmortem_search.action_item (
    tenant_id uuid NOT NULL,
    postmortem_id uuid NOT NULL,
    ordinal bigint NOT NULL,
    item_id text NOT NULL,
    title text NOT NULL,
    owner text NOT NULL,
    due text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL,
    ticket_url text
);
ALTER TABLE ONLY postmortem_search.action_item FORCE ROW LEVEL SECURITY;
ALTER TABLE postmortem_search.action_item OWNER TO CURRENT_USER;
CREATE TABLE postmortem_search.applied (
    tenant_id uuid NOT NULL,
    "position" bigint NOT NULL,
    at timestamp with time zone NOT NULL
)
WITH (fillfactor='10');
ALTER TABLE ONLY postmortem_search.applied FORCE ROW LEVEL SECURITY;
ALTER TABLE postmortem_search.applied OWNER TO CURRENT_USER;
CREATE TABLE postmortem_search.postmortem (
    tenant_id uuid NOT NULL,
    postmortem_id uuid NOT NULL,
    incident_id uuid,
    title text NOT NULL,
    status text NOT NULL,
    summary text NOT NULL,
    root_cause text,
    tags text[] NOT NULL,
    service_ids uuid[] NOT NULL,
    authors text[] NOT NULL,
    action_items jsonb NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    version bigint NOT NULL,
    names text NOT NULL,
    terms tsvector NOT NULL,
    told text NOT NULL
)
WITH (fillfactor='80');
ALTER TABLE ONLY postmortem_search.postmortem FORCE ROW LEVEL SECURITY;
ALTER TABLE postmortem_search.postmortem OWNER TO CURRENT_USER;
CREATE VIEW postmortem_search.own_postmortem AS
 SELECT tenant_id,
    postmortem_id,
    incident_id,
    title,
    status,
    summary,
    root_cause,
    tags,
    service_ids,
    authors,
    action_items,
    occurred_at,
    published_at,
    updated_at,
    version,
    names,
    terms,
    told
   FROM postmortem_search.postmortem
  WHERE (tenant_id = access.current_tenant());
ALTER VIEW postmortem_search.own_postmortem OWNER TO sre_search;
CREATE TABLE postmortem_search.progress (
    tenant_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version integer NOT NULL
)
WITH (fillfactor='50');
ALTER TABLE ONLY postmortem_search.progress FORCE ROW LEVEL SECURITY;
ALTER TABLE postmortem_search.progress OWNER TO CURRENT_USER;
CREATE TABLE process.association (
    tenant_id uuid NOT NULL,
    workflow_type text NOT NULL,
    key text NOT NULL,
    workflow_id text NOT NULL
);
ALTER TABLE ONLY process.association FORCE ROW LEVEL SECURITY;
ALTER TABLE process.association OWNER TO CURRENT_USER;
CREATE TABLE process.instance (
    tenant_id uuid NOT NULL,
    workflow_type text NOT NULL,
    workflow_id text NOT NULL,
    state jsonb NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
)
WITH (fillfactor='50');
ALTER TABLE ONLY process.instance FORCE ROW LEVEL SECURITY;
ALTER TABLE process.instance OWNER TO CURRENT_USER;
CREATE TABLE process.outbox (
    "position" bigint NOT NULL,
    lane smallint NOT NULL,
    tenant_id uuid NOT NULL,
    topic text NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id text NOT NULL,
    event text NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_threshold='1000');
ALTER TABLE ONLY process.outbox FORCE ROW LEVEL SECURITY;
ALTER TABLE process.outbox OWNER TO CURRENT_USER;
ALTER TABLE process.outbox ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME process.outbox_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE process.parked (
    tenant_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id text NOT NULL,
    "position" bigint NOT NULL,
    reason text NOT NULL,
    parked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ONLY process.parked FORCE ROW LEVEL SECURITY;
ALTER TABLE process.parked OWNER TO CURRENT_USER;
CREATE TABLE process.progress (
    tenant_id uuid NOT NULL,
    workflow_type text NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT progress_version_check CHECK ((version > 0))
)
WITH (fillfactor='50');
ALTER TABLE ONLY process.progress FORCE ROW LEVEL SECURITY;
ALTER TABLE process.progress OWNER TO CURRENT_USER;
CREATE TABLE process.timer (
    tenant_id uuid NOT NULL,
    workflow_type text NOT NULL,
    workflow_id text NOT NULL,
    name text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    cause jsonb NOT NULL
);
ALTER TABLE ONLY process.timer FORCE ROW LEVEL SECURITY;
ALTER TABLE process.timer OWNER TO CURRENT_USER;
CREATE TABLE process.unreadable (
    unreadable_id bigint NOT NULL,
    tenant_id uuid,
    workflow_type text NOT NULL,
    body text NOT NULL,
    reason text NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    redriven_at timestamp with time zone,
    body_hash bytea NOT NULL
);
ALTER TABLE ONLY process.unreadable FORCE ROW LEVEL SECURITY;
ALTER TABLE process.unreadable OWNER TO CURRENT_USER;
ALTER TABLE process.unreadable ALTER COLUMN unreadable_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME process.unreadable_unreadable_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE projection.build (
    schema_name text NOT NULL,
    projection text NOT NULL,
    version integer NOT NULL,
    tx xid8 DEFAULT '0'::xid8 NOT NULL,
    "position" bigint DEFAULT 0 NOT NULL,
    facts bigint DEFAULT 0 NOT NULL,
    postponed_indexes text[] DEFAULT '{}'::text[] NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    completed_at timestamp with time zone,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ONLY projection.build FORCE ROW LEVEL SECURITY;
ALTER TABLE projection.build OWNER TO CURRENT_USER;
CREATE TABLE projection.unread (
    unread_id bigint NOT NULL,
    projection text NOT NULL,
    tenant_id uuid,
    event_id text NOT NULL,
    aggregate_type text,
    aggregate_id uuid,
    version integer,
    reason text NOT NULL,
    event text NOT NULL,
    parked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ONLY projection.unread FORCE ROW LEVEL SECURITY;
ALTER TABLE projection.unread OWNER TO CURRENT_USER;
ALTER TABLE projection.unread ALTER COLUMN unread_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME projection.unread_unread_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.sre_migration (
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.sre_migration OWNER TO CURRENT_USER;
CREATE TABLE retention.pass (
    what text NOT NULL,
    tenant_id uuid DEFAULT '00000000-0000-0000-0000-000000000000'::uuid NOT NULL,
    first text DEFAULT ''::text NOT NULL,
    second text DEFAULT ''::text NOT NULL
);
ALTER TABLE ONLY retention.pass FORCE ROW LEVEL SECURITY;
ALTER TABLE retention.pass OWNER TO CURRENT_USER;
CREATE TABLE retention.removed (
    what text NOT NULL,
    removed bigint NOT NULL,
    removed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ONLY retention.removed FORCE ROW LEVEL SECURITY;
ALTER TABLE retention.removed OWNER TO CURRENT_USER;
CREATE TABLE runbook_catalog.applied (
    tenant_id uuid NOT NULL,
    "position" bigint NOT NULL,
    at timestamp with time zone NOT NULL
)
WITH (fillfactor='10');
ALTER TABLE ONLY runbook_catalog.applied FORCE ROW LEVEL SECURITY;
ALTER TABLE runbook_catalog.applied OWNER TO CURRENT_USER;
CREATE TABLE runbook_catalog.corpus (
    tenant_id uuid NOT NULL,
    units bigint NOT NULL,
    length bigint NOT NULL
)
WITH (fillfactor='10');
ALTER TABLE ONLY runbook_catalog.corpus FORCE ROW LEVEL SECURITY;
ALTER TABLE runbook_catalog.corpus OWNER TO CURRENT_USER;
CREATE TABLE runbook_catalog.execution (
    tenant_id uuid NOT NULL,
    runbook_id uuid NOT NULL,
    execution_id uuid NOT NULL,
    runbook_version bigint NOT NULL,
    incident_id uuid,
    asked_by_kind text NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    outcome text NOT NULL,
    duration_s double precision,
    completed_at timestamp with time zone
)
WITH (fillfactor='80');
ALTER TABLE ONLY runbook_catalog.execution FORCE ROW LEVEL SECURITY;
ALTER TABLE runbook_catalog.execution OWNER TO CURRENT_USER;
CREATE TABLE runbook_catalog.runbook (
    tenant_id uuid NOT NULL,
    runbook_id uuid NOT NULL,
    slug text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL,
    description text NOT NULL,
    owner text NOT NULL,
    automation_level text NOT NULL,
    approval_required boolean NOT NULL,
    tags text[] NOT NULL,
    alerts text[] NOT NULL,
    urls text[] NOT NULL,
    steps bigint NOT NULL,
    runbook_version bigint NOT NULL,
    runs bigint NOT NULL,
    succeeded bigint NOT NULL,
    failed bigint NOT NULL,
    last_outcome text,
    last_completed_at timestamp with time zone,
    updated_by text NOT NULL,
    written_at timestamp with time zone NOT NULL,
    version bigint NOT NULL,
    names text NOT NULL,
    told text NOT NULL
)
WITH (fillfactor='80');
ALTER TABLE ONLY runbook_catalog.runbook FORCE ROW LEVEL SECURITY;
ALTER TABLE runbook_catalog.runbook OWNER TO CURRENT_USER;
CREATE VIEW runbook_catalog.own_runbook AS
 SELECT tenant_id,
    runbook_id,
    slug,
    title,
    description,
    owner,
    automation_level,
    approval_required,
    tags,
    alerts,
    urls,
    steps,
    runbook_version,
    runs,
    succeeded,
    failed,
    last_outcome,
    last_completed_at,
    updated_by,
    written_at,
    version,
    names,
    told
   FROM runbook_catalog.runbook
  WHERE (tenant_id = access.current_tenant());
ALTER VIEW runbook_catalog.own_runbook OWNER TO sre_search;
CREATE TABLE runbook_catalog.term (
    tenant_id uuid NOT NULL,
    term text NOT NULL COLLATE pg_catalog."C",
    units bigint NOT NULL
)
WITH (fillfactor='70');
ALTER TABLE ONLY runbook_catalog.term FORCE ROW LEVEL SECURITY;
ALTER TABLE runbook_catalog.term OWNER TO CURRENT_USER;
CREATE VIEW runbook_catalog.own_term AS
 SELECT tenant_id,
    term,
    units
   FROM runbook_catalog.term
  WHERE (tenant_id = access.current_tenant());
ALTER VIEW runbook_catalog.own_term OWNER TO sre_search;
CREATE TABLE runbook_catalog.unit (
    tenant_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    ordinal bigint NOT NULL,
    kind text NOT NULL,
    length bigint NOT NULL,
    terms tsvector NOT NULL
)
WITH (toast_tuple_target='8160');
ALTER TABLE ONLY runbook_catalog.unit ALTER COLUMN terms SET STORAGE MAIN;
ALTER TABLE ONLY runbook_catalog.unit FORCE ROW LEVEL SECURITY;
ALTER TABLE runbook_catalog.unit OWNER TO CURRENT_USER;
CREATE VIEW runbook_catalog.own_unit AS
 SELECT tenant_id,
    owner_id,
    ordinal,
    kind,
    length,
    terms
   FROM runbook_catalog.unit
  WHERE (tenant_id = access.current_tenant());
ALTER VIEW runbook_catalog.own_unit OWNER TO sre_search;
CREATE TABLE runbook_catalog.progress (
    tenant_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version integer NOT NULL
)
WITH (fillfactor='50');
ALTER TABLE ONLY runbook_catalog.progress FORCE ROW LEVEL SECURITY;
ALTER TABLE runbook_catalog.progress OWNER TO CURRENT_USER;
CREATE TABLE service_catalog.applied (
    tenant_id uuid NOT NULL,
    "position" bigint NOT NULL,
    at timestamp with time zone NOT NULL
)
WITH (fillfactor='10');
ALTER TABLE ONLY service_catalog.applied FORCE ROW LEVEL SECURITY;
ALTER TABLE service_catalog.applied OWNER TO CURRENT_USER;
CREATE TABLE service_catalog.corpus (
    tenant_id uuid NOT NULL,
    units bigint NOT NULL,
    length bigint NOT NULL
)
WITH (fillfactor='10');
ALTER TABLE ONLY service_catalog.corpus FORCE ROW LEVEL SECURITY;
ALTER TABLE service_catalog.corpus OWNER TO CURRENT_USER;
CREATE TABLE service_catalog.dependency (
    tenant_id uuid NOT NULL,
    service_id uuid NOT NULL,
    depends_on uuid NOT NULL
);
ALTER TABLE ONLY service_catalog.dependency FORCE ROW LEVEL SECURITY;
ALTER TABLE service_catalog.dependency OWNER TO CURRENT_USER;
CREATE TABLE service_catalog.service (
    tenant_id uuid NOT NULL,
    service_id uuid NOT NULL,
    slug text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    kind text NOT NULL,
    description text NOT NULL,
    tier text NOT NULL,
    lifecycle text NOT NULL,
    owner_team text NOT NULL,
    owner_key text NOT NULL COLLATE pg_catalog."C",
    on_call jsonb,
    dependencies uuid[] NOT NULL,
    runbook_ids uuid[] NOT NULL,
    slo_ids uuid[] NOT NULL,
    selectors jsonb NOT NULL,
    tags text[] NOT NULL,
    origin text,
    deleted boolean NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version bigint NOT NULL,
    names text NOT NULL
)
WITH (fillfactor='80');
ALTER TABLE ONLY service_catalog.service FORCE ROW LEVEL SECURITY;
ALTER TABLE service_catalog.service OWNER TO CURRENT_USER;
CREATE VIEW service_catalog.own_service AS
 SELECT tenant_id,
    service_id,
    slug,
    name,
    kind,
    description,
    tier,
    lifecycle,
    owner_team,
    owner_key,
    on_call,
    dependencies,
    runbook_ids,
    slo_ids,
    selectors,
    tags,
    origin,
    deleted,
    updated_at,
    version,
    names
   FROM service_catalog.service
  WHERE (tenant_id = access.current_tenant());
ALTER VIEW service_catalog.own_service OWNER TO sre_search;
CREATE TABLE service_catalog.term (
    tenant_id uuid NOT NULL,
    term text NOT NULL COLLATE pg_catalog."C",
    units bigint NOT NULL
)
WITH (fillfactor='70');
ALTER TABLE ONLY service_catalog.term FORCE ROW LEVEL SECURITY;
ALTER TABLE service_catalog.term OWNER TO CURRENT_USER;
CREATE VIEW service_catalog.own_term AS
 SELECT tenant_id,
    term,
    units
   FROM service_catalog.term
  WHERE (tenant_id = access.current_tenant());
ALTER VIEW service_catalog.own_term OWNER TO sre_search;
CREATE TABLE service_catalog.unit (
    tenant_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    ordinal bigint NOT NULL,
    kind text NOT NULL,
    length bigint NOT NULL,
    terms tsvector NOT NULL
)
WITH (toast_tuple_target='8160');
ALTER TABLE ONLY service_catalog.unit ALTER COLUMN terms SET STORAGE MAIN;
ALTER TABLE ONLY service_catalog.unit FORCE ROW LEVEL SECURITY;
ALTER TABLE service_catalog.unit OWNER TO CURRENT_USER;
CREATE VIEW service_catalog.own_unit AS
 SELECT tenant_id,
    owner_id,
    ordinal,
    kind,
    length,
    terms
   FROM service_catalog.unit
  WHERE (tenant_id = access.current_tenant());
ALTER VIEW service_catalog.own_unit OWNER TO sre_search;
CREATE TABLE service_catalog.progress (
    tenant_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version integer NOT NULL
)
WITH (fillfactor='50');
ALTER TABLE ONLY service_catalog.progress FORCE ROW LEVEL SECURITY;
ALTER TABLE service_catalog.progress OWNER TO CURRENT_USER;
CREATE TABLE service_catalog.runbook_link (
    tenant_id uuid NOT NULL,
    service_id uuid NOT NULL,
    runbook_id uuid NOT NULL,
    slug text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE ONLY service_catalog.runbook_link FORCE ROW LEVEL SECURITY;
ALTER TABLE service_catalog.runbook_link OWNER TO CURRENT_USER;
CREATE TABLE service_catalog.selector (
    tenant_id uuid NOT NULL,
    service_id uuid NOT NULL,
    ordinal bigint NOT NULL,
    anchor text NOT NULL COLLATE pg_catalog."C",
    selector jsonb NOT NULL
);
ALTER TABLE ONLY service_catalog.selector FORCE ROW LEVEL SECURITY;
ALTER TABLE service_catalog.selector OWNER TO CURRENT_USER;
CREATE TABLE slo_burndown.applied (
    tenant_id uuid NOT NULL,
    "position" bigint NOT NULL,
    at timestamp with time zone NOT NULL
)
WITH (fillfactor='10');
ALTER TABLE ONLY slo_burndown.applied FORCE ROW LEVEL SECURITY;
ALTER TABLE slo_burndown.applied OWNER TO CURRENT_USER;
CREATE TABLE slo_burndown.crossing (
    tenant_id uuid NOT NULL,
    slo_id uuid NOT NULL,
    version bigint NOT NULL,
    exhausted boolean NOT NULL,
    revision bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    good bigint NOT NULL,
    total bigint NOT NULL,
    allowed_bad double precision NOT NULL,
    consumed double precision NOT NULL
);
ALTER TABLE ONLY slo_burndown.crossing FORCE ROW LEVEL SECURITY;
ALTER TABLE slo_burndown.crossing OWNER TO CURRENT_USER;
CREATE TABLE slo_burndown.objective (
    tenant_id uuid NOT NULL,
    slo_id uuid NOT NULL,
    slug text NOT NULL,
    revision bigint NOT NULL,
    definition jsonb NOT NULL,
    counted_from bigint NOT NULL,
    counted_since timestamp with time zone NOT NULL,
    data_until timestamp with time zone,
    exhausted_since timestamp with time zone,
    version bigint NOT NULL
)
WITH (fillfactor='50');
ALTER TABLE ONLY slo_burndown.objective FORCE ROW LEVEL SECURITY;
ALTER TABLE slo_burndown.objective OWNER TO CURRENT_USER;
CREATE TABLE slo_burndown.progress (
    tenant_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version integer NOT NULL
)
WITH (fillfactor='50');
ALTER TABLE ONLY slo_burndown.progress FORCE ROW LEVEL SECURITY;
ALTER TABLE slo_burndown.progress OWNER TO CURRENT_USER;
CREATE TABLE slo_burndown.revision (
    tenant_id uuid NOT NULL,
    slo_id uuid NOT NULL,
    revision bigint NOT NULL,
    allowed bigint NOT NULL
);
ALTER TABLE ONLY slo_burndown.revision FORCE ROW LEVEL SECURITY;
ALTER TABLE slo_burndown.revision OWNER TO CURRENT_USER;
CREATE TABLE slo_burndown.sli_window (
    tenant_id uuid NOT NULL,
    slo_id uuid NOT NULL,
    window_start timestamp with time zone NOT NULL,
    window_end timestamp with time zone NOT NULL,
    source text NOT NULL,
    revision bigint NOT NULL,
    good bigint NOT NULL,
    total bigint NOT NULL,
    corrections bigint NOT NULL
);
ALTER TABLE ONLY slo_burndown.sli_window FORCE ROW LEVEL SECURITY;
ALTER TABLE slo_burndown.sli_window OWNER TO CURRENT_USER;
CREATE TABLE transport.dead_letter (
    dead_letter_id bigint NOT NULL,
    tenant_id uuid,
    subscription text NOT NULL,
    topic text NOT NULL,
    ordering_key text NOT NULL,
    attributes jsonb NOT NULL,
    data bytea NOT NULL,
    attempts integer NOT NULL,
    reason text NOT NULL,
    died_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ONLY transport.dead_letter ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE ONLY transport.dead_letter FORCE ROW LEVEL SECURITY;
ALTER TABLE transport.dead_letter OWNER TO CURRENT_USER;
ALTER TABLE transport.dead_letter ALTER COLUMN dead_letter_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME transport.dead_letter_dead_letter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE transport.delivery (
    subscription text NOT NULL,
    "position" bigint NOT NULL,
    ordering_key text NOT NULL,
    size integer NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    due_at timestamp with time zone,
    last_error text,
    tenant_id uuid DEFAULT '00000000-0000-0000-0000-000000000000'::uuid NOT NULL,
    flow text GENERATED ALWAYS AS (
CASE
    WHEN (split_part(ordering_key, '/'::text, 2) ~~ 'lane-__'::text) THEN ''::text
    ELSE "left"(split_part(ordering_key, '/'::text, 2), 200)
END) STORED NOT NULL COLLATE pg_catalog."C",
    strikes smallint DEFAULT 0 NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_threshold='1000');
ALTER TABLE ONLY transport.delivery FORCE ROW LEVEL SECURITY;
ALTER TABLE transport.delivery OWNER TO CURRENT_USER;
CREATE TABLE transport.message (
    "position" bigint NOT NULL,
    tenant_id uuid,
    topic text NOT NULL,
    ordering_key text NOT NULL,
    attributes jsonb NOT NULL,
    data bytea NOT NULL,
    published_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_threshold='1000');
ALTER TABLE ONLY transport.message ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE ONLY transport.message FORCE ROW LEVEL SECURITY;
ALTER TABLE transport.message OWNER TO CURRENT_USER;
ALTER TABLE transport.message ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME transport.message_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE transport.subscription (
    name text NOT NULL,
    topic text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    registered_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    routing_attributes text[] DEFAULT '{}'::text[] NOT NULL
);
ALTER TABLE ONLY transport.subscription FORCE ROW LEVEL SECURITY;
ALTER TABLE transport.subscription OWNER TO CURRENT_USER;
INSERT INTO access.api_key VALUES
	('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000a', 'kept', '\x44498c392bebbd3010ce551cea616c26103ba0f21cb61e495be735fd83decc0f', 'admin', '2026-12-01 13:03:01.534494+00', NULL, NULL);
INSERT INTO access.source VALUES
	('00000000-0000-4000-8000-00000000000a', 'alertmanager', 'alertmanager', NULL, '\x8af3a10ef03ee65472ae8c6cd9e8edb3b71602c09c90b917da31ac9a5d0c8908', NULL, NULL, '{}', '2026-12-01 13:03:01.541479+00'),
	('00000000-0000-4000-8000-00000000000a', 'grafana', 'grafana', NULL, '\xfa885bcd7ac88d1038a66997da672deadc4073158e81cc917c870dc7db1c20f9', NULL, NULL, '{}', '2026-12-01 13:03:01.550175+00'),
	('00000000-0000-4000-8000-00000000000a', 'argocd', 'argocd', NULL, '\x0d00dd208239693e2edef6951664deaf98d352f0ef9d406cbf05d0cad3a3417e', NULL, NULL, '{}', '2026-12-01 13:03:01.558398+00');
INSERT INTO access.tenant VALUES
	('00000000-0000-4000-8000-00000000000a', 'kept', 'Kept', '2026-12-01 13:03:01.524952+00');
INSERT INTO alert_groups.alert VALUES
	('00000000-0000-4000-8000-00000000000a', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 'resolved', 'HighErrorRate', 'high', 'prometheus', 'prod', 'a', '{"service": "checkout", "alertname": "HighErrorRate"}', '{}', NULL, NULL, NULL, 1, '2026-03-01 12:00:00+00', '2026-03-01 12:36:00+00', '2026-03-01 12:00:00+00', NULL, NULL, NULL, '2026-03-01 12:36:00+00', 4, 'high error rate higherrorrate checkout', DEFAULT),
	('00000000-0000-4000-8000-00000000000a', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 'firing', 'HighErrorRate', 'high', 'prometheus', 'prod', 'b', '{"service": "checkout", "alertname": "HighErrorRate"}', '{}', NULL, NULL, NULL, 1, '2026-03-01 12:00:00+00', NULL, '2026-03-01 12:00:00+00', NULL, NULL, NULL, '2026-03-01 12:31:00+00', 5, 'high error rate higherrorrate checkout', DEFAULT),
	('00000000-0000-4000-8000-00000000000a', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 'firing', 'HighErrorRate', 'high', 'prometheus', 'prod', 'c', '{"service": "checkout", "alertname": "HighErrorRate"}', '{}', NULL, NULL, NULL, 1, '2026-03-01 12:00:00+00', NULL, '2026-03-01 12:00:00+00', NULL, NULL, NULL, '2026-03-01 12:00:00+00', 1, 'high error rate higherrorrate checkout', DEFAULT),
	('00000000-0000-4000-8000-00000000000b', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 'firing', 'HighErrorRate', 'high', 'prometheus', 'prod', 'a', '{"service": "checkout", "alertname": "HighErrorRate"}', '{}', NULL, NULL, NULL, 2, '2026-03-01 12:33:00+00', NULL, '2026-03-01 12:00:00+00', NULL, NULL, NULL, '2026-03-01 12:33:00+00', 3, 'high error rate higherrorrate checkout', DEFAULT),
	('00000000-0000-4000-8000-00000000000b', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 'firing', 'HighErrorRate', 'high', 'prometheus', 'prod', 'b', '{"service": "checkout", "alertname": "HighErrorRate"}', '{}', NULL, NULL, NULL, 1, '2026-03-01 12:00:00+00', NULL, '2026-03-01 12:00:00+00', NULL, NULL, NULL, '2026-03-01 12:32:00+00', 2, 'high error rate higherrorrate checkout', DEFAULT),
	('00000000-0000-4000-8000-00000000000b', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 'resolved', 'HighErrorRate', 'high', 'prometheus', 'prod', 'c', '{"service": "checkout", "alertname": "HighErrorRate"}', '{}', NULL, NULL, NULL, 1, '2026-03-01 12:00:00+00', '2026-03-01 12:37:00+00', '2026-03-01 12:00:00+00', NULL, NULL, NULL, '2026-03-01 12:37:00+00', 2, 'high error rate higherrorrate checkout', DEFAULT),
	('00000000-0000-4000-8000-00000000000a', 'b82ff97d-3b7f-5603-886e-7fb8fb097e38', 'firing', 'HighErrorRate', 'medium', 'prometheus', 'alertmanager', 'd0e71bc1800cce43', '{"job": "demo", "team": "payments", "cluster": "test", "service": "checkout", "instance": "127.0.0.1:19100", "severity": "warning", "alertname": "HighErrorRate"}', '{"summary": "error ratio 9%"}', NULL, 'http://vm:19090/graph?g0.expr=demo_error_ratio+%3E+0.05&g0.tab=1', '{}:{alertname="HighErrorRate", service="checkout"}', 1, '2026-11-23 03:16:26.002+00', NULL, '2026-12-01 13:03:05.610975+00', NULL, NULL, NULL, '2026-12-01 13:03:05.610975+00', 1, 'high error rate higherrorrate test 127 0 1 19100 demo checkout warning payments ratio 9', DEFAULT),
	('00000000-0000-4000-8000-00000000000a', 'a3487710-9011-5f9e-9f62-186fbf5d2295', 'resolved', 'PodOOMKilled', 'critical', 'prometheus', 'alertmanager', '147f4d54234dea9a', '{"job": "demo", "pod": "checkout-2", "team": "payments", "cluster": "test", "service": "checkout", "instance": "127.0.0.1:19100", "severity": "critical", "alertname": "PodOOMKilled", "namespace": "pay"}', '{"summary": "Pod checkout-2 OOMKilled", "description": "value 1", "runbook_url": "https://runbooks.example/oom"}', NULL, 'http://vm:19090/graph?g0.expr=demo_oom+%3E+0&g0.tab=1', '{}/{severity="critical"}:{alertname="PodOOMKilled", service="checkout"}', 1, '2026-11-23 03:16:15.002+00', '2026-11-23 03:16:22.002+00', '2026-12-01 13:03:06.701551+00', NULL, NULL, NULL, '2026-12-01 13:03:06.701551+00', 2, 'pod oomkilled podoomkilled test 127 0 1 19100 demo pay checkout 2 critical payments value https runbooks example oom', DEFAULT),
	('00000000-0000-4000-8000-00000000000a', '42040336-fe0a-518d-8df9-c65b6104dc4c', 'resolved', 'PodOOMKilled', 'critical', 'prometheus', 'alertmanager', 'f126c73edb3e26e9', '{"job": "demo", "pod": "checkout-3", "team": "payments", "cluster": "test", "service": "checkout", "instance": "127.0.0.1:19100", "severity": "critical", "alertname": "PodOOMKilled", "namespace": "pay"}', '{"summary": "Pod checkout-3 OOMKilled", "description": "value 2", "runbook_url": "https://runbooks.example/oom"}', NULL, 'http://vm:19090/graph?g0.expr=demo_oom+%3E+0&g0.tab=1', '{}/{severity="critical"}:{alertname="PodOOMKilled", service="checkout"}', 1, '2026-11-23 03:16:15.002+00', '2026-11-23 03:16:28.002+00', '2026-12-01 13:03:06.909004+00', NULL, NULL, NULL, '2026-12-01 13:03:06.909004+00', 2, 'pod oomkilled podoomkilled test 127 0 1 19100 demo pay checkout 3 critical payments value 2 https runbooks example oom', DEFAULT),
	('00000000-0000-4000-8000-00000000000a', '92d10aa8-bf43-5672-9677-41061de17c23', 'resolved', 'PodOOMKilled', 'critical', 'prometheus', 'alertmanager', 'c33d595d816393a3', '{"job": "demo", "pod": "checkout-1", "team": "payments", "cluster": "test", "service": "checkout", "instance": "127.0.0.1:19100", "severity": "critical", "alertname": "PodOOMKilled", "namespace": "pay"}', '{"summary": "Pod checkout-1 OOMKilled", "description": "value 1", "runbook_url": "https://runbooks.example/oom"}', NULL, 'http://vm:19090/graph?g0.expr=demo_oom+%3E+0&g0.tab=1', '{}/{severity="critical"}:{alertname="PodOOMKilled", service="checkout"}', 1, '2026-11-23 03:16:13.002+00', '2026-11-23 03:16:28.002+00', '2026-12-01 13:03:06.909004+00', NULL, NULL, NULL, '2026-12-01 13:03:06.909004+00', 2, 'pod oomkilled podoomkilled test 127 0 1 19100 demo pay checkout critical payments value https runbooks example oom', DEFAULT),
	('00000000-0000-4000-8000-00000000000a', 'ca1308de-7c6e-56aa-87dc-bc36290f2b8d', 'firing', 'HighLatency', 'high', 'grafana', 'grafana', '9f1b5d3a7c2e4f60', '{"service": "checkout", "severity": "error", "alertname": "HighLatency", "grafana_folder": "checkout"}', '{"summary": "p99 above 2 s", "runbook_url": "https://runbooks.example/latency", "grafana_org_id": "1", "grafana_values": "{\"B\":2.31,\"C\":1}", "grafana_rule_uid": "abc123", "grafana_panel_url": "https://grafana.example/d/checkout?orgId=1&viewPanel=4", "grafana_silence_url": "https://grafana.example/alerting/silence/new?alertmanager=grafana", "grafana_value_string": "[ var=''B'' labels={service=checkout} value=2.31 ]", "grafana_dashboard_url": "https://grafana.example/d/checkout?orgId=1"}', NULL, 'https://grafana.example/alerting/grafana/abc123/view?orgId=1', '{}:{grafana_folder="checkout"}', 1, '2026-11-23 03:16:10.123456+00', NULL, '2026-12-01 13:03:07.067331+00', NULL, NULL, NULL, '2026-12-01 13:03:07.067331+00', 1, 'high latency highlatency checkout error https grafana example d org id orgid 1 view panel viewpanel 4 abc123 alerting silence new alertmanager var b labels service value 2 31 c runbooks p99 above s', DEFAULT),
	('00000000-0000-4000-8000-00000000000a', 'a50bb4b6-2717-5d1d-b15d-4ee41f9404c1', 'resolved', 'DatasourceNoData', 'medium', 'grafana', 'grafana', '1c1f0e9d8b7a6c5d', '{"ref_id": "A", "rulename": "QueueDepth", "alertname": "DatasourceNoData", "datasource_uid": "prom"}', '{"grafana_org_id": "1", "grafana_silence_url": "https://grafana.example/alerting/silence/new?alertmanager=grafana"}', NULL, 'https://grafana.example/alerting/grafana/def456/view?orgId=1', '{}:{grafana_folder="checkout"}', 1, '2026-11-23 03:00:00+00', '2026-11-23 03:10:00+00', '2026-12-01 13:03:07.067331+00', NULL, NULL, NULL, '2026-12-01 13:03:07.067331+00', 1, 'datasource no data datasourcenodata prom a queue depth queuedepth 1 https grafana example alerting silence new alertmanager', DEFAULT);
INSERT INTO alert_groups.applied VALUES
	('00000000-0000-4000-8000-00000000000b', 80, '2026-12-01 13:03:04.209522+00'),
	('00000000-0000-4000-8000-00000000000a', 101, '2026-12-01 13:03:07.572025+00');
INSERT INTO alert_groups.episode VALUES
	('00000000-0000-4000-8000-00000000000a', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 1, 'resolved', 'high', '2026-03-01 12:00:00+00', '2026-03-01 12:36:00+00', NULL, NULL, NULL),
	('00000000-0000-4000-8000-00000000000a', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 1, 'firing', 'high', '2026-03-01 12:00:00+00', NULL, NULL, NULL, NULL),
	('00000000-0000-4000-8000-00000000000a', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 1, 'firing', 'high', '2026-03-01 12:00:00+00', NULL, NULL, NULL, NULL),
	('00000000-0000-4000-8000-00000000000b', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 1, 'firing', 'high', '2026-03-01 12:00:00+00', NULL, NULL, NULL, NULL),
	('00000000-0000-4000-8000-00000000000b', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 2, 'firing', 'high', '2026-03-01 12:33:00+00', NULL, NULL, NULL, NULL),
	('00000000-0000-4000-8000-00000000000b', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 1, 'firing', 'high', '2026-03-01 12:00:00+00', NULL, NULL, NULL, NULL),
	('00000000-0000-4000-8000-00000000000b', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 1, 'resolved', 'high', '2026-03-01 12:00:00+00', '2026-03-01 12:37:00+00', NULL, NULL, NULL),
	('00000000-0000-4000-8000-00000000000a', 'b82ff97d-3b7f-5603-886e-7fb8fb097e38', 1, 'firing', 'medium', '2026-11-23 03:16:26.002+00', NULL, NULL, NULL, NULL),
	('00000000-0000-4000-8000-00000000000a', 'a3487710-9011-5f9e-9f62-186fbf5d2295', 1, 'resolved', 'critical', '2026-11-23 03:16:15.002+00', '2026-11-23 03:16:22.002+00', NULL, NULL, NULL),
	('00000000-0000-4000-8000-00000000000a', '42040336-fe0a-518d-8df9-c65b6104dc4c', 1, 'resolved', 'critical', '2026-11-23 03:16:15.002+00', '2026-11-23 03:16:28.002+00', NULL, NULL, NULL),
	('00000000-0000-4000-8000-00000000000a', '92d10aa8-bf43-5672-9677-41061de17c23', 1, 'resolved', 'critical', '2026-11-23 03:16:13.002+00', '2026-11-23 03:16:28.002+00', NULL, NULL, NULL),
	('00000000-0000-4000-8000-00000000000a', 'ca1308de-7c6e-56aa-87dc-bc36290f2b8d', 1, 'firing', 'high', '2026-11-23 03:16:10.123456+00', NULL, NULL, NULL, NULL),
	('00000000-0000-4000-8000-00000000000a', 'a50bb4b6-2717-5d1d-b15d-4ee41f9404c1', 1, 'resolved', 'medium', '2026-11-23 03:00:00+00', '2026-11-23 03:10:00+00', NULL, NULL, NULL);
INSERT INTO alert_groups.incident_group VALUES
	('00000000-0000-4000-8000-00000000000a', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 1, 'checkout fails', 'high', 'open', 'service=checkout', '00000000-0000-4000-8000-0000000000ff', 3, '{"service": "checkout"}', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00'),
	('00000000-0000-4000-8000-00000000000a', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 2, 'checkout fails', 'high', 'open', 'service=checkout', NULL, NULL, '{}', NULL, NULL),
	('00000000-0000-4000-8000-00000000000b', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 1, 'checkout fails', 'high', 'open', 'service=checkout', '00000000-0000-4000-8000-0000000000ff', 3, '{"service": "checkout"}', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00'),
	('00000000-0000-4000-8000-00000000000b', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 2, 'checkout fails', 'high', 'open', 'service=checkout', NULL, NULL, '{}', NULL, NULL),
	('00000000-0000-4000-8000-00000000000a', '582b916a-0770-56a6-a6fc-16edde058076', 2, 'HighErrorRate (test, checkout): error ratio 9%', 'medium', 'open', 'rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=|service=checkout', '20538084-0470-5809-a899-b8bac462cfe6', 2, '{"cluster": "test", "@service": "checkout", "@namespace": "", "@environment": ""}', '2026-12-01 13:03:05.610975+00', '2026-12-01 13:03:05.610975+00'),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', 1, 'PodOOMKilled (test, pay, checkout): Pod checkout-1 OOMKilled', 'critical', 'open', 'rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=pay|service=checkout', '20538084-0470-5809-a899-b8bac462cfe6', 2, '{"cluster": "test", "@service": "checkout", "@namespace": "pay", "@environment": ""}', '2026-12-01 13:03:04.665768+00', '2026-12-01 13:03:06.263425+00'),
	('00000000-0000-4000-8000-00000000000a', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 3, 'HighLatency (checkout): p99 above 2 s', 'high', 'open', 'rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=|namespace=|service=checkout', '20538084-0470-5809-a899-b8bac462cfe6', 2, '{"cluster": "", "@service": "checkout", "@namespace": "", "@environment": ""}', '2026-12-01 13:03:07.067331+00', '2026-12-01 13:03:07.067331+00');
INSERT INTO alert_groups.member VALUES
	('00000000-0000-4000-8000-00000000000a', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 1, '00000000-0000-4000-8000-0000000000ff', 3, '2026-03-01 12:00:00+00'),
	('00000000-0000-4000-8000-00000000000b', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 1, '00000000-0000-4000-8000-0000000000ff', 3, '2026-03-01 12:00:00+00'),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', '92d10aa8-bf43-5672-9677-41061de17c23', 1, '20538084-0470-5809-a899-b8bac462cfe6', 2, '2026-12-01 13:03:04.665768+00'),
	('00000000-0000-4000-8000-00000000000a', '582b916a-0770-56a6-a6fc-16edde058076', 'b82ff97d-3b7f-5603-886e-7fb8fb097e38', 1, '20538084-0470-5809-a899-b8bac462cfe6', 2, '2026-12-01 13:03:05.610975+00'),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', '42040336-fe0a-518d-8df9-c65b6104dc4c', 1, '20538084-0470-5809-a899-b8bac462cfe6', 2, '2026-12-01 13:03:06.263425+00'),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', 'a3487710-9011-5f9e-9f62-186fbf5d2295', 1, '20538084-0470-5809-a899-b8bac462cfe6', 2, '2026-12-01 13:03:06.263425+00'),
	('00000000-0000-4000-8000-00000000000a', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 'ca1308de-7c6e-56aa-87dc-bc36290f2b8d', 1, '20538084-0470-5809-a899-b8bac462cfe6', 2, '2026-12-01 13:03:07.067331+00');
INSERT INTO alert_groups.progress VALUES
	('00000000-0000-4000-8000-00000000000a', 'alert', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 4),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 5),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 1),
	('00000000-0000-4000-8000-00000000000a', 'incident', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 2),
	('00000000-0000-4000-8000-00000000000a', 'incident', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 2),
	('00000000-0000-4000-8000-00000000000b', 'alert', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 3),
	('00000000-0000-4000-8000-00000000000b', 'alert', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 2),
	('00000000-0000-4000-8000-00000000000b', 'alert', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 2),
	('00000000-0000-4000-8000-00000000000b', 'incident', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 5),
	('00000000-0000-4000-8000-00000000000b', 'incident', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 1),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'b82ff97d-3b7f-5603-886e-7fb8fb097e38', 1),
	('00000000-0000-4000-8000-00000000000a', 'incident', '582b916a-0770-56a6-a6fc-16edde058076', 3),
	('00000000-0000-4000-8000-00000000000a', 'incident', '05b3bf81-058d-5524-9203-c4b0be9a854b', 4),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'a3487710-9011-5f9e-9f62-186fbf5d2295', 2),
	('00000000-0000-4000-8000-00000000000a', 'alert', '42040336-fe0a-518d-8df9-c65b6104dc4c', 2),
	('00000000-0000-4000-8000-00000000000a', 'alert', '92d10aa8-bf43-5672-9677-41061de17c23', 2),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'a50bb4b6-2717-5d1d-b15d-4ee41f9404c1', 1),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'ca1308de-7c6e-56aa-87dc-bc36290f2b8d', 1),
	('00000000-0000-4000-8000-00000000000a', 'incident', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 3);
INSERT INTO alert_groups.uncorrelation VALUES
	('00000000-0000-4000-8000-00000000000a', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 3, 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'another team''s', 'human:ana', '2026-03-01 12:22:00+00');
INSERT INTO domain.aggregate VALUES
	('00000000-0000-4000-8000-00000000000a', 'alert', '92d10aa8-bf43-5672-9677-41061de17c23', 2, '{"name": "PodOOMKilled", "marks": [], "labels": {"job": "demo", "pod": "checkout-1", "team": "payments", "cluster": "test", "service": "checkout", "instance": "127.0.0.1:19100", "severity": "critical", "alertname": "PodOOMKilled", "namespace": "pay"}, "source": "prometheus", "status": "resolved", "ends_at": "2026-11-23T03:16:28.002000Z", "episode": 1, "alert_id": "92d10aa8-bf43-5672-9677-41061de17c23", "severity": "critical", "stale_at": null, "group_key": "{}/{severity=\"critical\"}:{alertname=\"PodOOMKilled\", service=\"checkout\"}", "starts_at": "2026-11-23T03:16:13.002000Z", "unwatched": false, "end_reason": null, "annotations": {"summary": "Pod checkout-1 OOMKilled", "description": "value 1", "runbook_url": "https://runbooks.example/oom"}, "fingerprint": "c33d595d816393a3", "received_at": "2026-12-01T13:03:06.909004Z", "source_name": "alertmanager", "last_seen_at": "2026-12-01T13:03:06.909004Z", "acknowledgers": [], "generator_url": "http://vm:19090/graph?g0.expr=demo_oom+%3E+0&g0.tab=1", "environment_id": null, "acknowledged_at": null, "acknowledged_by": null, "claimed_ends_at": null, "last_ignored_at": null, "claimed_starts_at": null, "ignored_sightings": 0, "previous_ended_at": null, "uncorrelated_from": [], "resolve_received_at": "2026-12-01T13:03:06.909004Z"}', '\x111cbaf2c249db04c9f858e93c49aea56634ef1ac9bf7dac2878f3eada63d2c0', '2026-12-01 13:03:06.941832+00', '2026-12-01 13:03:06.909004+00', NULL, '{"description": "value 1"}', DEFAULT, DEFAULT, DEFAULT),
	('00000000-0000-4000-8000-00000000000a', 'incident', '05b3bf81-058d-5524-9203-c4b0be9a854b', 4, '{"links": [], "roles": {}, "title": "PodOOMKilled (test, pay, checkout): Pod checkout-1 OOMKilled", "alerts": [{"episode": 1, "alert_id": "92d10aa8-bf43-5672-9677-41061de17c23"}, {"episode": 1, "alert_id": "42040336-fe0a-518d-8df9-c65b6104dc4c"}, {"episode": 1, "alert_id": "a3487710-9011-5f9e-9f62-186fbf5d2295"}], "number": 1, "source": "alert", "status": "open", "follows": null, "assignee": null, "reopened": 0, "severity": "critical", "timeline": [], "closed_at": null, "waived_by": null, "created_by": "process:correlation/d1c060ef-f72b-5f9a-9410-b2c2d33e0321/1", "merged_ids": [], "declared_at": "2026-12-01T13:03:04.665768Z", "description": "value 1", "detected_at": "2026-12-01T13:03:04.665768Z", "incident_id": "05b3bf81-058d-5524-9203-c4b0be9a854b", "merged_into": null, "resolved_at": null, "resolved_by": null, "service_ids": ["20df6dbf-840f-53b8-9d13-ae5914c3bc71"], "mitigated_at": null, "acknowledgers": [], "postmortem_id": null, "waiver_reason": null, "acknowledged_at": null, "acknowledged_by": null, "correlation_key": "rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=pay|service=checkout", "older_entry_ids": [], "severity_set_by": "process:correlation/d1c060ef-f72b-5f9a-9410-b2c2d33e0321/1", "impact_started_at": "2026-11-23T03:16:13.002000Z", "affected_resources": [{"kind": "Pod", "name": "checkout-1", "cluster": "test", "namespace": "pay", "environment": null}, {"kind": "Service", "name": "checkout", "cluster": "test", "namespace": "pay", "environment": null}], "resolution_summary": null, "alerts_still_firing": 0}', '\x87e3ff3fcb824cc192b0ebe26e246efa092f7486dec1e041d9aa33f81db27443', '2026-12-01 13:03:06.483622+00', NULL, NULL, NULL, DEFAULT, DEFAULT, DEFAULT),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'b82ff97d-3b7f-5603-886e-7fb8fb097e38', 1, '{"name": "HighErrorRate", "marks": [], "labels": {"job": "demo", "team": "payments", "cluster": "test", "service": "checkout", "instance": "127.0.0.1:19100", "severity": "warning", "alertname": "HighErrorRate"}, "source": "prometheus", "status": "firing", "ends_at": null, "episode": 1, "alert_id": "b82ff97d-3b7f-5603-886e-7fb8fb097e38", "severity": "medium", "stale_at": null, "group_key": "{}:{alertname=\"HighErrorRate\", service=\"checkout\"}", "starts_at": "2026-11-23T03:16:26.002000Z", "unwatched": false, "end_reason": null, "annotations": {"summary": "error ratio 9%"}, "fingerprint": "d0e71bc1800cce43", "received_at": "2026-12-01T13:03:05.610975Z", "source_name": "alertmanager", "last_seen_at": "2026-12-01T13:03:05.610975Z", "acknowledgers": [], "generator_url": "http://vm:19090/graph?g0.expr=demo_error_ratio+%3E+0.05&g0.tab=1", "environment_id": null, "acknowledged_at": null, "acknowledged_by": null, "claimed_ends_at": null, "last_ignored_at": null, "claimed_starts_at": null, "ignored_sightings": 0, "previous_ended_at": null, "uncorrelated_from": [], "resolve_received_at": null}', '\xf97efe99c6e8fa94a04c031348e68cd459b370b47894f610e2277f8e08c7afc5', '2026-12-01 13:03:05.65131+00', '2026-12-01 13:03:05.610975+00', '2026-12-01 21:13:05.610975+00', '{"summary": "error ratio 9%"}', DEFAULT, DEFAULT, DEFAULT),
	('00000000-0000-4000-8000-00000000000a', 'incident', '582b916a-0770-56a6-a6fc-16edde058076', 3, '{"links": [], "roles": {}, "title": "HighErrorRate (test, checkout): error ratio 9%", "alerts": [{"episode": 1, "alert_id": "b82ff97d-3b7f-5603-886e-7fb8fb097e38"}], "number": 2, "source": "alert", "status": "open", "follows": null, "assignee": null, "reopened": 0, "severity": "medium", "timeline": [], "closed_at": null, "waived_by": null, "created_by": "process:correlation/9d19582c-0e93-57a6-ad96-29abad94bfa8/1", "merged_ids": [], "declared_at": "2026-12-01T13:03:05.610975Z", "description": "", "detected_at": "2026-12-01T13:03:05.610975Z", "incident_id": "582b916a-0770-56a6-a6fc-16edde058076", "merged_into": null, "resolved_at": null, "resolved_by": null, "service_ids": ["20df6dbf-840f-53b8-9d13-ae5914c3bc71"], "mitigated_at": null, "acknowledgers": [], "postmortem_id": null, "waiver_reason": null, "acknowledged_at": null, "acknowledged_by": null, "correlation_key": "rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=|service=checkout", "older_entry_ids": [], "severity_set_by": "process:correlation/9d19582c-0e93-57a6-ad96-29abad94bfa8/1", "impact_started_at": "2026-11-23T03:16:26.002000Z", "affected_resources": [{"kind": "Service", "name": "checkout", "cluster": "test", "namespace": null, "environment": null}], "resolution_summary": null, "alerts_still_firing": 0}', '\xbf9942cde31c03175472c5ef46c99a9e5b7afbda25eca20c033c1992d7fa8ccb', '2026-12-01 13:03:06.103558+00', NULL, NULL, NULL, DEFAULT, DEFAULT, DEFAULT),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'a3487710-9011-5f9e-9f62-186fbf5d2295', 2, '{"name": "PodOOMKilled", "marks": [], "labels": {"job": "demo", "pod": "checkout-2", "team": "payments", "cluster": "test", "service": "checkout", "instance": "127.0.0.1:19100", "severity": "critical", "alertname": "PodOOMKilled", "namespace": "pay"}, "source": "prometheus", "status": "resolved", "ends_at": "2026-11-23T03:16:22.002000Z", "episode": 1, "alert_id": "a3487710-9011-5f9e-9f62-186fbf5d2295", "severity": "critical", "stale_at": null, "group_key": "{}/{severity=\"critical\"}:{alertname=\"PodOOMKilled\", service=\"checkout\"}", "starts_at": "2026-11-23T03:16:15.002000Z", "unwatched": false, "end_reason": null, "annotations": {"summary": "Pod checkout-2 OOMKilled", "description": "value 1", "runbook_url": "https://runbooks.example/oom"}, "fingerprint": "147f4d54234dea9a", "received_at": "2026-12-01T13:03:06.701551Z", "source_name": "alertmanager", "last_seen_at": "2026-12-01T13:03:06.701551Z", "acknowledgers": [], "generator_url": "http://vm:19090/graph?g0.expr=demo_oom+%3E+0&g0.tab=1", "environment_id": null, "acknowledged_at": null, "acknowledged_by": null, "claimed_ends_at": null, "last_ignored_at": null, "claimed_starts_at": null, "ignored_sightings": 0, "previous_ended_at": null, "uncorrelated_from": [], "resolve_received_at": "2026-12-01T13:03:06.701551Z"}', '\xf8976511e5426920bb0cf729df92329af7dcafd30e417bcbac61d79a4425117c', '2026-12-01 13:03:06.742394+00', '2026-12-01 13:03:06.701551+00', NULL, '{"description": "value 1"}', DEFAULT, DEFAULT, DEFAULT),
	('00000000-0000-4000-8000-00000000000a', 'alert', '42040336-fe0a-518d-8df9-c65b6104dc4c', 2, '{"name": "PodOOMKilled", "marks": [], "labels": {"job": "demo", "pod": "checkout-3", "team": "payments", "cluster": "test", "service": "checkout", "instance": "127.0.0.1:19100", "severity": "critical", "alertname": "PodOOMKilled", "namespace": "pay"}, "source": "prometheus", "status": "resolved", "ends_at": "2026-11-23T03:16:28.002000Z", "episode": 1, "alert_id": "42040336-fe0a-518d-8df9-c65b6104dc4c", "severity": "critical", "stale_at": null, "group_key": "{}/{severity=\"critical\"}:{alertname=\"PodOOMKilled\", service=\"checkout\"}", "starts_at": "2026-11-23T03:16:15.002000Z", "unwatched": false, "end_reason": null, "annotations": {"summary": "Pod checkout-3 OOMKilled", "description": "value 2", "runbook_url": "https://runbooks.example/oom"}, "fingerprint": "f126c73edb3e26e9", "received_at": "2026-12-01T13:03:06.909004Z", "source_name": "alertmanager", "last_seen_at": "2026-12-01T13:03:06.909004Z", "acknowledgers": [], "generator_url": "http://vm:19090/graph?g0.expr=demo_oom+%3E+0&g0.tab=1", "environment_id": null, "acknowledged_at": null, "acknowledged_by": null, "claimed_ends_at": null, "last_ignored_at": null, "claimed_starts_at": null, "ignored_sightings": 0, "previous_ended_at": null, "uncorrelated_from": [], "resolve_received_at": "2026-12-01T13:03:06.909004Z"}', '\xb946f0716d44b57738f6c0ededc1ead53f609e474f4f80959f24e4ad1df080ac', '2026-12-01 13:03:06.941557+00', '2026-12-01 13:03:06.909004+00', NULL, '{"description": "value 2"}', DEFAULT, DEFAULT, DEFAULT),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'a50bb4b6-2717-5d1d-b15d-4ee41f9404c1', 1, '{"name": "DatasourceNoData", "marks": [], "labels": {"ref_id": "A", "rulename": "QueueDepth", "alertname": "DatasourceNoData", "datasource_uid": "prom"}, "source": "grafana", "status": "resolved", "ends_at": "2026-11-23T03:10:00Z", "episode": 1, "alert_id": "a50bb4b6-2717-5d1d-b15d-4ee41f9404c1", "severity": "medium", "stale_at": null, "group_key": "{}:{grafana_folder=\"checkout\"}", "starts_at": "2026-11-23T03:00:00Z", "unwatched": false, "end_reason": null, "annotations": {"grafana_org_id": "1", "grafana_silence_url": "https://grafana.example/alerting/silence/new?alertmanager=grafana"}, "fingerprint": "1c1f0e9d8b7a6c5d", "received_at": "2026-12-01T13:03:07.067331Z", "source_name": "grafana", "last_seen_at": "2026-12-01T13:03:07.067331Z", "acknowledgers": [], "generator_url": "https://grafana.example/alerting/grafana/def456/view?orgId=1", "environment_id": null, "acknowledged_at": null, "acknowledged_by": null, "claimed_ends_at": null, "last_ignored_at": null, "claimed_starts_at": null, "ignored_sightings": 0, "previous_ended_at": null, "uncorrelated_from": [], "resolve_received_at": "2026-12-01T13:03:07.067331Z"}', '\xe956db9327073fea4f19c023910f6aa360d048cbe736c218e34691ea212c670c', '2026-12-01 13:03:07.107064+00', '2026-12-01 13:03:07.067331+00', NULL, '{"grafana_org_id": "1"}', DEFAULT, DEFAULT, DEFAULT),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'ca1308de-7c6e-56aa-87dc-bc36290f2b8d', 1, '{"name": "HighLatency", "marks": [], "labels": {"service": "checkout", "severity": "error", "alertname": "HighLatency", "grafana_folder": "checkout"}, "source": "grafana", "status": "firing", "ends_at": null, "episode": 1, "alert_id": "ca1308de-7c6e-56aa-87dc-bc36290f2b8d", "severity": "high", "stale_at": null, "group_key": "{}:{grafana_folder=\"checkout\"}", "starts_at": "2026-11-23T03:16:10.123456Z", "unwatched": false, "end_reason": null, "annotations": {"summary": "p99 above 2 s", "runbook_url": "https://runbooks.example/latency", "grafana_org_id": "1", "grafana_values": "{\"B\":2.31,\"C\":1}", "grafana_rule_uid": "abc123", "grafana_panel_url": "https://grafana.example/d/checkout?orgId=1&viewPanel=4", "grafana_silence_url": "https://grafana.example/alerting/silence/new?alertmanager=grafana", "grafana_value_string": "[ var=''B'' labels={service=checkout} value=2.31 ]", "grafana_dashboard_url": "https://grafana.example/d/checkout?orgId=1"}, "fingerprint": "9f1b5d3a7c2e4f60", "received_at": "2026-12-01T13:03:07.067331Z", "source_name": "grafana", "last_seen_at": "2026-12-01T13:03:07.067331Z", "acknowledgers": [], "generator_url": "https://grafana.example/alerting/grafana/abc123/view?orgId=1", "environment_id": null, "acknowledged_at": null, "acknowledged_by": null, "claimed_ends_at": null, "last_ignored_at": null, "claimed_starts_at": null, "ignored_sightings": 0, "previous_ended_at": null, "uncorrelated_from": [], "resolve_received_at": null}', '\xc1859bc19c641a22d214199602e549873d1f042d1476bfccf0e00fba41886505', '2026-12-01 13:03:07.107326+00', '2026-12-01 13:03:07.067331+00', '2026-12-01 21:13:07.067331+00', '{"summary": "p99 above 2 s", "grafana_org_id": "1", "grafana_values": "{\"B\":2.31,\"C\":1}", "grafana_panel_url": "https://grafana.example/d/checkout?orgId=1&viewPanel=4", "grafana_value_string": "[ var=''B'' labels={service=checkout} value=2.31 ]", "grafana_dashboard_url": "https://grafana.example/d/checkout?orgId=1"}', DEFAULT, DEFAULT, DEFAULT),
	('00000000-0000-4000-8000-00000000000a', 'incident', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 3, '{"links": [], "roles": {}, "title": "HighLatency (checkout): p99 above 2 s", "alerts": [{"episode": 1, "alert_id": "ca1308de-7c6e-56aa-87dc-bc36290f2b8d"}], "number": 3, "source": "alert", "status": "open", "follows": null, "assignee": null, "reopened": 0, "severity": "high", "timeline": [], "closed_at": null, "waived_by": null, "created_by": "process:correlation/41596eba-44ee-555f-9ca5-cbe137cdd69d/1", "merged_ids": [], "declared_at": "2026-12-01T13:03:07.067331Z", "description": "", "detected_at": "2026-12-01T13:03:07.067331Z", "incident_id": "662e8599-1d45-5a60-8c87-0a7b64b70dc2", "merged_into": null, "resolved_at": null, "resolved_by": null, "service_ids": ["20df6dbf-840f-53b8-9d13-ae5914c3bc71"], "mitigated_at": null, "acknowledgers": [], "postmortem_id": null, "waiver_reason": null, "acknowledged_at": null, "acknowledged_by": null, "correlation_key": "rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=|namespace=|service=checkout", "older_entry_ids": [], "severity_set_by": "process:correlation/41596eba-44ee-555f-9ca5-cbe137cdd69d/1", "impact_started_at": "2026-11-23T03:16:10.123456Z", "affected_resources": [{"kind": "Service", "name": "checkout", "cluster": null, "namespace": null, "environment": null}], "resolution_summary": null, "alerts_still_firing": 0}', '\xd4310ea8de1922f8b4f59d6d01319e0cd5be57db11184738b9f2acee491de401', '2026-12-01 13:03:07.572575+00', NULL, NULL, NULL, DEFAULT, DEFAULT, DEFAULT);
INSERT INTO domain.counter VALUES
	('00000000-0000-4000-8000-00000000000a', 'incident', 3);
INSERT INTO domain.fact OVERRIDING SYSTEM VALUE VALUES
	(46, '00000000-0000-4000-8000-00000000000a', 'service', 'a047218c-e3f2-559b-9367-e302cc4b314c', 2, 'ddff85c4-3be9-5639-a5f5-1d2ef68b0366', 'io.ameide.sre.fact.service-deleted.v1', 13, '2026-12-01 13:03:04.207769+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.service-deleted.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:service-deleted:1.0.0","schemaversion":"1.0.0","id":"ddff85c4-3be9-5639-a5f5-1d2ef68b0366","source":"/sre/domain_writer","subject":"service/a047218c-e3f2-559b-9367-e302cc4b314c","time":"2026-03-01T12:03:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"ddff85c4-3be9-5639-a5f5-1d2ef68b0366","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/service/a047218c-e3f2-559b-9367-e302cc4b314c","aggregateversion":"2","data":{"service_id":"a047218c-e3f2-559b-9367-e302cc4b314c","reason":null,"deleted_by":"human:ana"}}', '\x'),
	(53, '00000000-0000-4000-8000-00000000000a', 'alert', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 2, 'ffd82042-6ac4-5fdc-a8ca-032583ea6d08', 'io.ameide.sre.fact.alert-went-stale.v1', 12, '2026-12-01 13:03:04.208339+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-went-stale.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-went-stale:1.0.0","schemaversion":"1.0.0","id":"ffd82042-6ac4-5fdc-a8ca-032583ea6d08","source":"/sre/domain_writer","subject":"alert/58d003b4-5ce5-5a39-a079-21a7f5e8a749","time":"2026-03-01T12:10:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"ffd82042-6ac4-5fdc-a8ca-032583ea6d08","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/58d003b4-5ce5-5a39-a079-21a7f5e8a749","aggregateversion":"2","data":{"alert_id":"58d003b4-5ce5-5a39-a079-21a7f5e8a749","episode":1,"last_seen_at":"2026-03-01T12:00:00Z","stale_at":"2026-03-01T20:20:00Z"}}', '\x'),
	(2, '00000000-0000-4000-8000-00000000000a', 'incident', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 1, 'acda704a-f42a-55a9-9d48-84f8ba1a074b', 'io.ameide.sre.fact.incident-created.v1', 8, '2026-12-01 13:03:04.205635+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.incident-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:incident-created:1.0.0","schemaversion":"1.0.0","id":"acda704a-f42a-55a9-9d48-84f8ba1a074b","source":"/sre/domain_writer","subject":"incident/d83b9ae0-9d17-5ea0-84b5-1e2342e33c4d","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"acda704a-f42a-55a9-9d48-84f8ba1a074b","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/incident/d83b9ae0-9d17-5ea0-84b5-1e2342e33c4d","aggregateversion":"1","data":{"incident_id":"d83b9ae0-9d17-5ea0-84b5-1e2342e33c4d","number":2,"title":"checkout fails","description":"","severity":"high","source":"alert","affected_resources":[],"service_ids":[],"created_by":"process:alert_correlation","declared_at":"2026-03-01T12:00:00Z","detected_at":"2026-03-01T12:00:00Z","impact_started_at":"2026-03-01T12:00:00Z","correlation_key":"service=checkout","follows":null}}', '\x'),
	(61, '00000000-0000-4000-8000-00000000000a', 'alert', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 3, '8cb68dc8-e8c4-56c3-a7a5-4bd8580434d3', 'io.ameide.sre.fact.alert-went-stale.v1', 12, '2026-12-01 13:03:04.208678+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-went-stale.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-went-stale:1.0.0","schemaversion":"1.0.0","id":"8cb68dc8-e8c4-56c3-a7a5-4bd8580434d3","source":"/sre/domain_writer","subject":"alert/58d003b4-5ce5-5a39-a079-21a7f5e8a749","time":"2026-03-01T12:18:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"8cb68dc8-e8c4-56c3-a7a5-4bd8580434d3","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/58d003b4-5ce5-5a39-a079-21a7f5e8a749","aggregateversion":"3","data":{"alert_id":"58d003b4-5ce5-5a39-a079-21a7f5e8a749","episode":2,"last_seen_at":"2026-03-01T12:00:00Z","stale_at":"2026-03-01T20:20:00Z"}}', '\x'),
	(1, '00000000-0000-4000-8000-00000000000a', 'incident', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 1, 'ad6c1fc7-5582-5aba-892b-a81c3177fc5a', 'io.ameide.sre.fact.incident-created.v1', 11, '2026-12-01 13:03:04.204727+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.incident-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:incident-created:1.0.0","schemaversion":"1.0.0","id":"ad6c1fc7-5582-5aba-892b-a81c3177fc5a","source":"/sre/domain_writer","subject":"incident/c3ac63c9-233f-5883-8bc9-0a2016567c5f","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"ad6c1fc7-5582-5aba-892b-a81c3177fc5a","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/incident/c3ac63c9-233f-5883-8bc9-0a2016567c5f","aggregateversion":"1","data":{"incident_id":"c3ac63c9-233f-5883-8bc9-0a2016567c5f","number":1,"title":"checkout fails","description":"","severity":"high","source":"alert","affected_resources":[],"service_ids":[],"created_by":"process:alert_correlation","declared_at":"2026-03-01T12:00:00Z","detected_at":"2026-03-01T12:00:00Z","impact_started_at":"2026-03-01T12:00:00Z","correlation_key":"service=checkout","follows":null}}', '\x'),
	(3, '00000000-0000-4000-8000-00000000000a', 'alert', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 1, 'd5153ba1-083b-5d13-88b9-d3bec408d3e2', 'io.ameide.sre.fact.alert-ingested.v1', 12, '2026-12-01 13:03:04.205718+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"d5153ba1-083b-5d13-88b9-d3bec408d3e2","source":"/sre/domain_writer","subject":"alert/58d003b4-5ce5-5a39-a079-21a7f5e8a749","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"d5153ba1-083b-5d13-88b9-d3bec408d3e2","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/58d003b4-5ce5-5a39-a079-21a7f5e8a749","aggregateversion":"1","data":{"alert_id":"58d003b4-5ce5-5a39-a079-21a7f5e8a749","change":"new","episode":1,"source":"prometheus","source_name":"prod","fingerprint":"a","status":"firing","name":"HighErrorRate","severity":"high","labels":{"alertname":"HighErrorRate","service":"checkout"},"annotations":{},"starts_at":"2026-03-01T12:00:00Z","ends_at":null,"received_at":"2026-03-01T12:00:00Z","generator_url":null,"environment_id":null,"group_key":null,"marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\x'),
	(4, '00000000-0000-4000-8000-00000000000a', 'alert', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 1, '9c251ea2-759b-5313-a36c-057338c676ed', 'io.ameide.sre.fact.alert-ingested.v1', 8, '2026-12-01 13:03:04.205796+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"9c251ea2-759b-5313-a36c-057338c676ed","source":"/sre/domain_writer","subject":"alert/b10c225c-2b0b-51fa-bae5-ffeced045c27","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"9c251ea2-759b-5313-a36c-057338c676ed","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/b10c225c-2b0b-51fa-bae5-ffeced045c27","aggregateversion":"1","data":{"alert_id":"b10c225c-2b0b-51fa-bae5-ffeced045c27","change":"new","episode":1,"source":"prometheus","source_name":"prod","fingerprint":"b","status":"firing","name":"HighErrorRate","severity":"high","labels":{"alertname":"HighErrorRate","service":"checkout"},"annotations":{},"starts_at":"2026-03-01T12:00:00Z","ends_at":null,"received_at":"2026-03-01T12:00:00Z","generator_url":null,"environment_id":null,"group_key":null,"marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\x'),
	(5, '00000000-0000-4000-8000-00000000000a', 'alert', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 1, '2c6a2783-499e-527a-9dcc-f6f1f7773841', 'io.ameide.sre.fact.alert-ingested.v1', 8, '2026-12-01 13:03:04.205886+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"2c6a2783-499e-527a-9dcc-f6f1f7773841","source":"/sre/domain_writer","subject":"alert/d7b22fa6-6afe-597e-8d97-00fbf3b9b65a","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"2c6a2783-499e-527a-9dcc-f6f1f7773841","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/d7b22fa6-6afe-597e-8d97-00fbf3b9b65a","aggregateversion":"1","data":{"alert_id":"d7b22fa6-6afe-597e-8d97-00fbf3b9b65a","change":"new","episode":1,"source":"prometheus","source_name":"prod","fingerprint":"c","status":"firing","name":"HighErrorRate","severity":"high","labels":{"alertname":"HighErrorRate","service":"checkout"},"annotations":{},"starts_at":"2026-03-01T12:00:00Z","ends_at":null,"received_at":"2026-03-01T12:00:00Z","generator_url":null,"environment_id":null,"group_key":null,"marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\x'),
	(6, '00000000-0000-4000-8000-00000000000a', 'incident', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 2, 'b6a8a819-b8a7-50ee-a738-8c3e0333a1fc', 'io.ameide.sre.fact.alerts-correlated-to-incident.v1', 11, '2026-12-01 13:03:04.205945+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alerts-correlated-to-incident.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alerts-correlated-to-incident:1.0.0","schemaversion":"1.0.0","id":"b6a8a819-b8a7-50ee-a738-8c3e0333a1fc","source":"/sre/domain_writer","subject":"incident/c3ac63c9-233f-5883-8bc9-0a2016567c5f","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"b6a8a819-b8a7-50ee-a738-8c3e0333a1fc","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/incident/c3ac63c9-233f-5883-8bc9-0a2016567c5f","aggregateversion":"2","data":{"incident_id":"c3ac63c9-233f-5883-8bc9-0a2016567c5f","alerts":[{"alert_id":"d7b22fa6-6afe-597e-8d97-00fbf3b9b65a","episode":1}],"correlation":{"rule_id":"00000000-0000-4000-8000-0000000000ff","rule_version":3,"correlation_key":"service=checkout","matched":{"service":"checkout"}}}}', '\x'),
	(7, '00000000-0000-4000-8000-00000000000a', 'runbook', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 1, 'e306366b-b07a-5ce2-8874-c814465a4990', 'io.ameide.sre.fact.runbook-created.v1', 2, '2026-12-01 13:03:04.206024+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.runbook-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:runbook-created:1.0.0","schemaversion":"1.0.0","id":"e306366b-b07a-5ce2-8874-c814465a4990","source":"/sre/domain_writer","subject":"runbook/4710fcd3-ead6-59c0-ba44-d1caba69bb0f","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"e306366b-b07a-5ce2-8874-c814465a4990","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/runbook/4710fcd3-ead6-59c0-ba44-d1caba69bb0f","aggregateversion":"1","data":{"runbook_id":"4710fcd3-ead6-59c0-ba44-d1caba69bb0f","slug":"r","runbook_version":1,"definition":{"title":"Runbook r","description":"nul\u0000 back\\slash ünï 漢字 \\u0000","trigger_conditions":[],"urls":[],"steps":[],"automation_level":"manual","approval_required":true,"owner":"","tags":["odd","é"],"markdown":"","origin":null},"created_by":"human:ana"}}', '\x'),
	(8, '00000000-0000-4000-8000-00000000000a', 'runbook', '10e307c0-ea55-5512-aa54-a9c672c4407b', 1, '378a1e10-2b76-57a8-ba97-db7cb5204028', 'io.ameide.sre.fact.runbook-created.v1', 14, '2026-12-01 13:03:04.206295+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.runbook-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:runbook-created:1.0.0","schemaversion":"1.0.0","id":"378a1e10-2b76-57a8-ba97-db7cb5204028","source":"/sre/domain_writer","subject":"runbook/10e307c0-ea55-5512-aa54-a9c672c4407b","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"378a1e10-2b76-57a8-ba97-db7cb5204028","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/runbook/10e307c0-ea55-5512-aa54-a9c672c4407b","aggregateversion":"1","data":{"runbook_id":"10e307c0-ea55-5512-aa54-a9c672c4407b","slug":"s","runbook_version":1,"definition":{"title":"Runbook s","description":"","trigger_conditions":[],"urls":[],"steps":[],"automation_level":"manual","approval_required":true,"owner":"","tags":[],"markdown":"","origin":null},"created_by":"human:ana"}}', '\x'),
	(9, '00000000-0000-4000-8000-00000000000a', 'postmortem', '74453066-cdae-5dba-8b22-413a67de66cc', 1, 'feb81693-c151-5326-8b51-8a554a6a9999', 'io.ameide.sre.fact.postmortem-created.v1', 8, '2026-12-01 13:03:04.206336+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.postmortem-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:postmortem-created:1.0.0","schemaversion":"1.0.0","id":"feb81693-c151-5326-8b51-8a554a6a9999","source":"/sre/domain_writer","subject":"postmortem/74453066-cdae-5dba-8b22-413a67de66cc","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"feb81693-c151-5326-8b51-8a554a6a9999","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/postmortem/74453066-cdae-5dba-8b22-413a67de66cc","aggregateversion":"1","data":{"postmortem_id":"74453066-cdae-5dba-8b22-413a67de66cc","incident_id":"c3ac63c9-233f-5883-8bc9-0a2016567c5f","content":{"title":"A postmortem","summary":"","timeline":[],"impact":null,"root_cause":null,"contributing_factors":[],"action_items":[{"id":"a","title":"Promised","owner":"","due":null,"status":"open","ticket_url":null}],"no_action_needed":false,"lessons_learned":"","service_ids":[],"tags":[],"authors":[],"reviewers":[],"markdown":"","origin":null},"created_by":"human:ana"}}', '\x'),
	(10, '00000000-0000-4000-8000-00000000000a', 'postmortem', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', 1, '5535921a-7354-596d-b574-3dd5c9fbddb6', 'io.ameide.sre.fact.postmortem-created.v1', 5, '2026-12-01 13:03:04.206368+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.postmortem-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:postmortem-created:1.0.0","schemaversion":"1.0.0","id":"5535921a-7354-596d-b574-3dd5c9fbddb6","source":"/sre/domain_writer","subject":"postmortem/ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"5535921a-7354-596d-b574-3dd5c9fbddb6","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/postmortem/ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d","aggregateversion":"1","data":{"postmortem_id":"ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d","incident_id":null,"content":{"title":"A postmortem","summary":"","timeline":[],"impact":null,"root_cause":null,"contributing_factors":[],"action_items":[],"no_action_needed":false,"lessons_learned":"","service_ids":[],"tags":[],"authors":[],"reviewers":[],"markdown":"","origin":null},"created_by":"human:ana"}}', '\x'),
	(11, '00000000-0000-4000-8000-00000000000a', 'knowledge_document', 'af9861c7-99d5-55ad-865c-21ea34304f26', 1, '6f98768f-b52a-5a33-85d6-89c2f4d0d69b', 'io.ameide.sre.fact.knowledge-document-put.v1', 11, '2026-12-01 13:03:04.206396+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.knowledge-document-put.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:knowledge-document-put:1.1.0","schemaversion":"1.1.0","id":"6f98768f-b52a-5a33-85d6-89c2f4d0d69b","source":"/sre/domain_writer","subject":"knowledge_document/af9861c7-99d5-55ad-865c-21ea34304f26","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"6f98768f-b52a-5a33-85d6-89c2f4d0d69b","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/knowledge_document/af9861c7-99d5-55ad-865c-21ea34304f26","aggregateversion":"1","data":{"document_id":"af9861c7-99d5-55ad-865c-21ea34304f26","slug":"d","document_version":1,"content":{"kind":"guide","title":"Document d","body":"","status":"","environment":"","application":"","resource":"","symptom":"","root_cause":"","fix":"","verification":"","verified":false,"occurred_at":null,"tags":[],"url":null,"origin":null},"put_by":"human:ana","revision":null}}', '\x'),
	(12, '00000000-0000-4000-8000-00000000000a', 'knowledge_document', '830ed027-e2e2-5bc8-8d4e-ead7652ebb64', 1, 'cb2dbdf6-51a5-58c7-bfe1-864258ff2e78', 'io.ameide.sre.fact.knowledge-document-put.v1', 7, '2026-12-01 13:03:04.206428+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.knowledge-document-put.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:knowledge-document-put:1.1.0","schemaversion":"1.1.0","id":"cb2dbdf6-51a5-58c7-bfe1-864258ff2e78","source":"/sre/domain_writer","subject":"knowledge_document/830ed027-e2e2-5bc8-8d4e-ead7652ebb64","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"cb2dbdf6-51a5-58c7-bfe1-864258ff2e78","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/knowledge_document/830ed027-e2e2-5bc8-8d4e-ead7652ebb64","aggregateversion":"1","data":{"document_id":"830ed027-e2e2-5bc8-8d4e-ead7652ebb64","slug":"e","document_version":1,"content":{"kind":"guide","title":"Document e","body":"","status":"","environment":"","application":"","resource":"","symptom":"nul\u0000 back\\slash ünï 漢字 \\u0000","root_cause":"","fix":"","verification":"","verified":false,"occurred_at":null,"tags":[],"url":null,"origin":null},"put_by":"human:ana","revision":null}}', '\x'),
	(65, '00000000-0000-4000-8000-00000000000a', 'alert', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 4, '0b7fa7b3-29c6-5cb2-8baa-2001b3bb380a', 'io.ameide.sre.fact.alert-uncorrelated.v1', 8, '2026-12-01 13:03:04.208824+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-uncorrelated.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-uncorrelated:1.0.0","schemaversion":"1.0.0","id":"0b7fa7b3-29c6-5cb2-8baa-2001b3bb380a","source":"/sre/domain_writer","subject":"alert/b10c225c-2b0b-51fa-bae5-ffeced045c27","time":"2026-03-01T12:22:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"0b7fa7b3-29c6-5cb2-8baa-2001b3bb380a","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/b10c225c-2b0b-51fa-bae5-ffeced045c27","aggregateversion":"4","data":{"alert_id":"b10c225c-2b0b-51fa-bae5-ffeced045c27","episode":3,"incident_id":"c3ac63c9-233f-5883-8bc9-0a2016567c5f","reason":"another team''s","uncorrelated_by":"human:ana"}}', '\x'),
	(13, '00000000-0000-4000-8000-00000000000a', 'service', '20df6dbf-840f-53b8-9d13-ae5914c3bc71', 1, '0d2a7d09-974f-50d0-90d4-c7fd323a8e84', 'io.ameide.sre.fact.service-created.v1', 11, '2026-12-01 13:03:04.206454+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.service-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:service-created:1.0.0","schemaversion":"1.0.0","id":"0d2a7d09-974f-50d0-90d4-c7fd323a8e84","source":"/sre/domain_writer","subject":"service/20df6dbf-840f-53b8-9d13-ae5914c3bc71","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"0d2a7d09-974f-50d0-90d4-c7fd323a8e84","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/service/20df6dbf-840f-53b8-9d13-ae5914c3bc71","aggregateversion":"1","data":{"service_id":"20df6dbf-840f-53b8-9d13-ae5914c3bc71","slug":"checkout","definition":{"name":"Checkout","kind":"component","description":"","tier":"standard","lifecycle":"","owner_team":"","members":[],"on_call":null,"dependencies":["ca1b57a4-0cf2-59dd-aeea-e6c1bc3a317e"],"runbook_ids":["584d8b45-7406-511f-8756-c1597b5459fc"],"slo_ids":[],"resource_selectors":[{"environment":null,"cluster":null,"namespace":"shop\u0000","kind":null,"name":"checkout","matchers":["app=\"a\\\\b\"","team=~\"pay.*\""]}],"links":[],"tags":[]},"origin":null,"created_by":"human:ana"}}', '\x'),
	(14, '00000000-0000-4000-8000-00000000000a', 'service', 'a047218c-e3f2-559b-9367-e302cc4b314c', 1, '765493d2-0aad-589e-ae55-a97409cdb662', 'io.ameide.sre.fact.service-created.v1', 13, '2026-12-01 13:03:04.206554+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.service-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:service-created:1.0.0","schemaversion":"1.0.0","id":"765493d2-0aad-589e-ae55-a97409cdb662","source":"/sre/domain_writer","subject":"service/a047218c-e3f2-559b-9367-e302cc4b314c","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"765493d2-0aad-589e-ae55-a97409cdb662","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/service/a047218c-e3f2-559b-9367-e302cc4b314c","aggregateversion":"1","data":{"service_id":"a047218c-e3f2-559b-9367-e302cc4b314c","slug":"payments","definition":{"name":"Payments","kind":"component","description":"","tier":"standard","lifecycle":"","owner_team":"","members":[],"on_call":null,"dependencies":["ca1b57a4-0cf2-59dd-aeea-e6c1bc3a317e"],"runbook_ids":["584d8b45-7406-511f-8756-c1597b5459fc"],"slo_ids":[],"resource_selectors":[{"environment":null,"cluster":null,"namespace":"shop\u0000","kind":null,"name":"payments","matchers":["app=\"a\\\\b\"","team=~\"pay.*\""]}],"links":[],"tags":[]},"origin":null,"created_by":"human:ana"}}', '\x'),
	(15, '00000000-0000-4000-8000-00000000000a', 'service', '23ae4776-8e03-54d1-abdf-a6af4d2706da', 1, '5b3a4cdb-baa1-56d2-9e0c-e2f7f6d3fd11', 'io.ameide.sre.fact.service-created.v1', 10, '2026-12-01 13:03:04.206591+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.service-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:service-created:1.0.0","schemaversion":"1.0.0","id":"5b3a4cdb-baa1-56d2-9e0c-e2f7f6d3fd11","source":"/sre/domain_writer","subject":"service/23ae4776-8e03-54d1-abdf-a6af4d2706da","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"5b3a4cdb-baa1-56d2-9e0c-e2f7f6d3fd11","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/service/23ae4776-8e03-54d1-abdf-a6af4d2706da","aggregateversion":"1","data":{"service_id":"23ae4776-8e03-54d1-abdf-a6af4d2706da","slug":"ledger","definition":{"name":"Ledger","kind":"component","description":"","tier":"standard","lifecycle":"","owner_team":"","members":[],"on_call":null,"dependencies":["ca1b57a4-0cf2-59dd-aeea-e6c1bc3a317e"],"runbook_ids":["584d8b45-7406-511f-8756-c1597b5459fc"],"slo_ids":[],"resource_selectors":[{"environment":null,"cluster":null,"namespace":"shop\u0000","kind":null,"name":"ledger","matchers":["app=\"a\\\\b\"","team=~\"pay.*\""]}],"links":[],"tags":[]},"origin":null,"created_by":"human:ana"}}', '\x'),
	(16, '00000000-0000-4000-8000-00000000000a', 'fleet_state', 'eb55360d-8e2e-59f1-8b93-d496c3f2c6ae', 1, 'd950417f-ce4f-54ec-991b-6cf8be690277', 'io.ameide.sre.fact.fleet-state-recorded.v1', 9, '2026-12-01 13:03:04.206617+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.fleet-state-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:fleet-state-recorded:1.0.0","schemaversion":"1.0.0","id":"d950417f-ce4f-54ec-991b-6cf8be690277","source":"/sre/domain_writer","subject":"fleet_state/eb55360d-8e2e-59f1-8b93-d496c3f2c6ae","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"d950417f-ce4f-54ec-991b-6cf8be690277","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/fleet_state/eb55360d-8e2e-59f1-8b93-d496c3f2c6ae","aggregateversion":"1","data":{"fleet_state_id":"eb55360d-8e2e-59f1-8b93-d496c3f2c6ae","environment":"production","cluster":"eu","reachable":true,"counts":{"total":1,"healthy":1,"degraded":0,"progressing":0,"unknown":0,"missing":0,"suspended":0,"out_of_sync":0},"applications":[{"name":"shop","namespace":"shop","project":"","health":"Healthy","sync":"Unknown","operation_phase":"","revision":""}],"observed_at":"2026-03-01T12:00:00Z","stale_after_s":300}}', '\x'),
	(17, '00000000-0000-4000-8000-00000000000a', 'fleet_state', 'd2830bda-2fa9-544d-8b1f-ca5b69e4ac36', 1, '20e767f9-744a-5917-8959-16f39cb37981', 'io.ameide.sre.fact.fleet-state-recorded.v1', 1, '2026-12-01 13:03:04.206649+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.fleet-state-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:fleet-state-recorded:1.0.0","schemaversion":"1.0.0","id":"20e767f9-744a-5917-8959-16f39cb37981","source":"/sre/domain_writer","subject":"fleet_state/d2830bda-2fa9-544d-8b1f-ca5b69e4ac36","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"20e767f9-744a-5917-8959-16f39cb37981","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/fleet_state/d2830bda-2fa9-544d-8b1f-ca5b69e4ac36","aggregateversion":"1","data":{"fleet_state_id":"d2830bda-2fa9-544d-8b1f-ca5b69e4ac36","environment":"staging","cluster":"us","reachable":true,"counts":{"total":0,"healthy":0,"degraded":0,"progressing":0,"unknown":0,"missing":0,"suspended":0,"out_of_sync":0},"applications":[],"observed_at":"2026-03-01T12:00:00Z","stale_after_s":300}}', '\x'),
	(18, '00000000-0000-4000-8000-00000000000a', 'health_check', '60b890da-bbe2-5226-9ced-576c57cd024f', 1, '7477e137-f86b-5201-bc96-e96c69527040', 'io.ameide.sre.fact.health-check-recorded.v1', 0, '2026-12-01 13:03:04.206676+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.health-check-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:health-check-recorded:1.0.0","schemaversion":"1.0.0","id":"7477e137-f86b-5201-bc96-e96c69527040","source":"/sre/domain_writer","subject":"health_check/60b890da-bbe2-5226-9ced-576c57cd024f","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"7477e137-f86b-5201-bc96-e96c69527040","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/health_check/60b890da-bbe2-5226-9ced-576c57cd024f","aggregateversion":"1","data":{"health_check_id":"60b890da-bbe2-5226-9ced-576c57cd024f","resource":{"kind":"Deployment","name":"api","namespace":"shop","cluster":"eu","environment":"production"},"previous":null,"status":"healthy","since":"2026-03-01T12:00:00Z","progressing_since":null,"conditions":[],"deployment":null,"message":"","source_name":"argo","checked_at":"2026-03-01T12:00:00Z"}}', '\x'),
	(19, '00000000-0000-4000-8000-00000000000a', 'health_check', '00a43aa0-dfa1-5f45-9605-6e070f714f6a', 1, '28514a87-84d6-547e-b6f2-61b6c12707e8', 'io.ameide.sre.fact.health-check-recorded.v1', 0, '2026-12-01 13:03:04.206701+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.health-check-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:health-check-recorded:1.0.0","schemaversion":"1.0.0","id":"28514a87-84d6-547e-b6f2-61b6c12707e8","source":"/sre/domain_writer","subject":"health_check/00a43aa0-dfa1-5f45-9605-6e070f714f6a","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"28514a87-84d6-547e-b6f2-61b6c12707e8","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/health_check/00a43aa0-dfa1-5f45-9605-6e070f714f6a","aggregateversion":"1","data":{"health_check_id":"00a43aa0-dfa1-5f45-9605-6e070f714f6a","resource":{"kind":"Deployment","name":"db","namespace":"shop","cluster":"eu","environment":"production"},"previous":null,"status":"healthy","since":"2026-03-01T12:00:00Z","progressing_since":null,"conditions":[],"deployment":null,"message":"","source_name":"argo","checked_at":"2026-03-01T12:00:00Z"}}', '\x'),
	(20, '00000000-0000-4000-8000-00000000000a', 'slo', '536cc77b-77e0-5eac-b32c-043bdfd97158', 1, '52defffb-6e63-5415-bc1d-83de53efc16b', 'io.ameide.sre.fact.slo-created.v1', 13, '2026-12-01 13:03:04.206766+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.slo-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:slo-created:1.0.0","schemaversion":"1.0.0","id":"52defffb-6e63-5415-bc1d-83de53efc16b","source":"/sre/domain_writer","subject":"slo/536cc77b-77e0-5eac-b32c-043bdfd97158","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"52defffb-6e63-5415-bc1d-83de53efc16b","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/slo/536cc77b-77e0-5eac-b32c-043bdfd97158","aggregateversion":"1","data":{"slo_id":"536cc77b-77e0-5eac-b32c-043bdfd97158","slug":"checkout","revision":1,"definition":{"name":"Checkout","description":"","service_id":null,"target":99.0,"window":{"kind":"rolling","days":7},"indicator":{"kind":"counts","good_query":"good","total_query":"total","source":"prometheus"},"budgeting":"occurrences","timeslice_target":null,"burn_policy":[],"owner":"","tags":[],"origin":null},"created_by":"human:ana"}}', '\x'),
	(21, '00000000-0000-4000-8000-00000000000a', 'slo', '29e40c32-f88d-5152-877e-10de9e6cc1fe', 1, 'dc084d87-b2d6-57fc-a9f3-0063f5b69f0f', 'io.ameide.sre.fact.slo-created.v1', 5, '2026-12-01 13:03:04.206811+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.slo-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:slo-created:1.0.0","schemaversion":"1.0.0","id":"dc084d87-b2d6-57fc-a9f3-0063f5b69f0f","source":"/sre/domain_writer","subject":"slo/29e40c32-f88d-5152-877e-10de9e6cc1fe","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"dc084d87-b2d6-57fc-a9f3-0063f5b69f0f","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/slo/29e40c32-f88d-5152-877e-10de9e6cc1fe","aggregateversion":"1","data":{"slo_id":"29e40c32-f88d-5152-877e-10de9e6cc1fe","slug":"mail","revision":1,"definition":{"name":"Mail \u0000 \\","description":"","service_id":null,"target":99.0,"window":{"kind":"calendar_month","zone":"Europe/Berlin"},"indicator":{"kind":"counts","good_query":"good","total_query":"total","source":"prometheus"},"budgeting":"occurrences","timeslice_target":null,"burn_policy":[],"owner":"","tags":[],"origin":null},"created_by":"human:ana"}}', '\x'),
	(22, '00000000-0000-4000-8000-00000000000b', 'incident', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 1, 'e247f0fe-483d-529c-9106-19f9510fdfc5', 'io.ameide.sre.fact.incident-created.v1', 4, '2026-12-01 13:03:04.206874+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.incident-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:incident-created:1.0.0","schemaversion":"1.0.0","id":"e247f0fe-483d-529c-9106-19f9510fdfc5","source":"/sre/domain_writer","subject":"incident/c3ac63c9-233f-5883-8bc9-0a2016567c5f","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"e247f0fe-483d-529c-9106-19f9510fdfc5","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/incident/c3ac63c9-233f-5883-8bc9-0a2016567c5f","aggregateversion":"1","data":{"incident_id":"c3ac63c9-233f-5883-8bc9-0a2016567c5f","number":1,"title":"checkout fails","description":"","severity":"high","source":"alert","affected_resources":[],"service_ids":[],"created_by":"process:alert_correlation","declared_at":"2026-03-01T12:00:00Z","detected_at":"2026-03-01T12:00:00Z","impact_started_at":"2026-03-01T12:00:00Z","correlation_key":"service=checkout","follows":null}}', '\x'),
	(23, '00000000-0000-4000-8000-00000000000b', 'incident', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 1, 'd3afeb98-4c14-5f0c-b037-064a5c6441f1', 'io.ameide.sre.fact.incident-created.v1', 7, '2026-12-01 13:03:04.206903+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.incident-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:incident-created:1.0.0","schemaversion":"1.0.0","id":"d3afeb98-4c14-5f0c-b037-064a5c6441f1","source":"/sre/domain_writer","subject":"incident/d83b9ae0-9d17-5ea0-84b5-1e2342e33c4d","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"d3afeb98-4c14-5f0c-b037-064a5c6441f1","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/incident/d83b9ae0-9d17-5ea0-84b5-1e2342e33c4d","aggregateversion":"1","data":{"incident_id":"d83b9ae0-9d17-5ea0-84b5-1e2342e33c4d","number":2,"title":"checkout fails","description":"","severity":"high","source":"alert","affected_resources":[],"service_ids":[],"created_by":"process:alert_correlation","declared_at":"2026-03-01T12:00:00Z","detected_at":"2026-03-01T12:00:00Z","impact_started_at":"2026-03-01T12:00:00Z","correlation_key":"service=checkout","follows":null}}', '\x'),
	(24, '00000000-0000-4000-8000-00000000000b', 'alert', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 1, 'f0e15c3e-7fac-5960-8128-a6a987899e6d', 'io.ameide.sre.fact.alert-ingested.v1', 10, '2026-12-01 13:03:04.206927+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"f0e15c3e-7fac-5960-8128-a6a987899e6d","source":"/sre/domain_writer","subject":"alert/58d003b4-5ce5-5a39-a079-21a7f5e8a749","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"f0e15c3e-7fac-5960-8128-a6a987899e6d","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/alert/58d003b4-5ce5-5a39-a079-21a7f5e8a749","aggregateversion":"1","data":{"alert_id":"58d003b4-5ce5-5a39-a079-21a7f5e8a749","change":"new","episode":1,"source":"prometheus","source_name":"prod","fingerprint":"a","status":"firing","name":"HighErrorRate","severity":"high","labels":{"alertname":"HighErrorRate","service":"checkout"},"annotations":{},"starts_at":"2026-03-01T12:00:00Z","ends_at":null,"received_at":"2026-03-01T12:00:00Z","generator_url":null,"environment_id":null,"group_key":null,"marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\x'),
	(25, '00000000-0000-4000-8000-00000000000b', 'alert', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 1, 'e30a6021-5db9-5a10-a323-30d330357817', 'io.ameide.sre.fact.alert-ingested.v1', 14, '2026-12-01 13:03:04.206958+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"e30a6021-5db9-5a10-a323-30d330357817","source":"/sre/domain_writer","subject":"alert/b10c225c-2b0b-51fa-bae5-ffeced045c27","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"e30a6021-5db9-5a10-a323-30d330357817","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/alert/b10c225c-2b0b-51fa-bae5-ffeced045c27","aggregateversion":"1","data":{"alert_id":"b10c225c-2b0b-51fa-bae5-ffeced045c27","change":"new","episode":1,"source":"prometheus","source_name":"prod","fingerprint":"b","status":"firing","name":"HighErrorRate","severity":"high","labels":{"alertname":"HighErrorRate","service":"checkout"},"annotations":{},"starts_at":"2026-03-01T12:00:00Z","ends_at":null,"received_at":"2026-03-01T12:00:00Z","generator_url":null,"environment_id":null,"group_key":null,"marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\x'),
	(26, '00000000-0000-4000-8000-00000000000b', 'alert', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 1, '44f9d60e-44b9-5b7d-8fa7-64b4b289f9e2', 'io.ameide.sre.fact.alert-ingested.v1', 14, '2026-12-01 13:03:04.207017+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"44f9d60e-44b9-5b7d-8fa7-64b4b289f9e2","source":"/sre/domain_writer","subject":"alert/d7b22fa6-6afe-597e-8d97-00fbf3b9b65a","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"44f9d60e-44b9-5b7d-8fa7-64b4b289f9e2","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/alert/d7b22fa6-6afe-597e-8d97-00fbf3b9b65a","aggregateversion":"1","data":{"alert_id":"d7b22fa6-6afe-597e-8d97-00fbf3b9b65a","change":"new","episode":1,"source":"prometheus","source_name":"prod","fingerprint":"c","status":"firing","name":"HighErrorRate","severity":"high","labels":{"alertname":"HighErrorRate","service":"checkout"},"annotations":{},"starts_at":"2026-03-01T12:00:00Z","ends_at":null,"received_at":"2026-03-01T12:00:00Z","generator_url":null,"environment_id":null,"group_key":null,"marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\x'),
	(27, '00000000-0000-4000-8000-00000000000b', 'incident', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 2, 'aced3217-cade-5e8a-a60d-e7901cf5fd85', 'io.ameide.sre.fact.alerts-correlated-to-incident.v1', 4, '2026-12-01 13:03:04.207068+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alerts-correlated-to-incident.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alerts-correlated-to-incident:1.0.0","schemaversion":"1.0.0","id":"aced3217-cade-5e8a-a60d-e7901cf5fd85","source":"/sre/domain_writer","subject":"incident/c3ac63c9-233f-5883-8bc9-0a2016567c5f","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"aced3217-cade-5e8a-a60d-e7901cf5fd85","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/incident/c3ac63c9-233f-5883-8bc9-0a2016567c5f","aggregateversion":"2","data":{"incident_id":"c3ac63c9-233f-5883-8bc9-0a2016567c5f","alerts":[{"alert_id":"d7b22fa6-6afe-597e-8d97-00fbf3b9b65a","episode":1}],"correlation":{"rule_id":"00000000-0000-4000-8000-0000000000ff","rule_version":3,"correlation_key":"service=checkout","matched":{"service":"checkout"}}}}', '\x'),
	(28, '00000000-0000-4000-8000-00000000000b', 'runbook', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 1, '1b9d7d14-a843-5b25-bc25-a89ffc6fcdff', 'io.ameide.sre.fact.runbook-created.v1', 7, '2026-12-01 13:03:04.207096+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.runbook-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:runbook-created:1.0.0","schemaversion":"1.0.0","id":"1b9d7d14-a843-5b25-bc25-a89ffc6fcdff","source":"/sre/domain_writer","subject":"runbook/4710fcd3-ead6-59c0-ba44-d1caba69bb0f","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"1b9d7d14-a843-5b25-bc25-a89ffc6fcdff","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/runbook/4710fcd3-ead6-59c0-ba44-d1caba69bb0f","aggregateversion":"1","data":{"runbook_id":"4710fcd3-ead6-59c0-ba44-d1caba69bb0f","slug":"r","runbook_version":1,"definition":{"title":"Runbook r","description":"nul\u0000 back\\slash ünï 漢字 \\u0000","trigger_conditions":[],"urls":[],"steps":[],"automation_level":"manual","approval_required":true,"owner":"","tags":["odd","é"],"markdown":"","origin":null},"created_by":"human:ana"}}', '\x'),
	(29, '00000000-0000-4000-8000-00000000000b', 'runbook', '10e307c0-ea55-5512-aa54-a9c672c4407b', 1, '264a29a0-575e-519b-803c-346047198eee', 'io.ameide.sre.fact.runbook-created.v1', 11, '2026-12-01 13:03:04.207121+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.runbook-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:runbook-created:1.0.0","schemaversion":"1.0.0","id":"264a29a0-575e-519b-803c-346047198eee","source":"/sre/domain_writer","subject":"runbook/10e307c0-ea55-5512-aa54-a9c672c4407b","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"264a29a0-575e-519b-803c-346047198eee","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/runbook/10e307c0-ea55-5512-aa54-a9c672c4407b","aggregateversion":"1","data":{"runbook_id":"10e307c0-ea55-5512-aa54-a9c672c4407b","slug":"s","runbook_version":1,"definition":{"title":"Runbook s","description":"","trigger_conditions":[],"urls":[],"steps":[],"automation_level":"manual","approval_required":true,"owner":"","tags":[],"markdown":"","origin":null},"created_by":"human:ana"}}', '\x'),
	(30, '00000000-0000-4000-8000-00000000000b', 'postmortem', '74453066-cdae-5dba-8b22-413a67de66cc', 1, '838acab8-a87c-55f2-bd88-48701925a0a1', 'io.ameide.sre.fact.postmortem-created.v1', 12, '2026-12-01 13:03:04.207153+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.postmortem-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:postmortem-created:1.0.0","schemaversion":"1.0.0","id":"838acab8-a87c-55f2-bd88-48701925a0a1","source":"/sre/domain_writer","subject":"postmortem/74453066-cdae-5dba-8b22-413a67de66cc","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"838acab8-a87c-55f2-bd88-48701925a0a1","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/postmortem/74453066-cdae-5dba-8b22-413a67de66cc","aggregateversion":"1","data":{"postmortem_id":"74453066-cdae-5dba-8b22-413a67de66cc","incident_id":"c3ac63c9-233f-5883-8bc9-0a2016567c5f","content":{"title":"A postmortem","summary":"","timeline":[],"impact":null,"root_cause":null,"contributing_factors":[],"action_items":[{"id":"a","title":"Promised","owner":"","due":null,"status":"open","ticket_url":null}],"no_action_needed":false,"lessons_learned":"","service_ids":[],"tags":[],"authors":[],"reviewers":[],"markdown":"","origin":null},"created_by":"human:ana"}}', '\x'),
	(31, '00000000-0000-4000-8000-00000000000b', 'postmortem', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', 1, 'e9036a85-1ac2-5aa4-9b7e-e8a02c90f9cb', 'io.ameide.sre.fact.postmortem-created.v1', 1, '2026-12-01 13:03:04.207178+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.postmortem-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:postmortem-created:1.0.0","schemaversion":"1.0.0","id":"e9036a85-1ac2-5aa4-9b7e-e8a02c90f9cb","source":"/sre/domain_writer","subject":"postmortem/ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"e9036a85-1ac2-5aa4-9b7e-e8a02c90f9cb","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/postmortem/ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d","aggregateversion":"1","data":{"postmortem_id":"ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d","incident_id":null,"content":{"title":"A postmortem","summary":"","timeline":[],"impact":null,"root_cause":null,"contributing_factors":[],"action_items":[],"no_action_needed":false,"lessons_learned":"","service_ids":[],"tags":[],"authors":[],"reviewers":[],"markdown":"","origin":null},"created_by":"human:ana"}}', '\x'),
	(38, '00000000-0000-4000-8000-00000000000b', 'fleet_state', 'd2830bda-2fa9-544d-8b1f-ca5b69e4ac36', 1, '3dab89a1-dcd2-56cd-8cc2-73a5a0704d8e', 'io.ameide.sre.fact.fleet-state-recorded.v1', 3, '2026-12-01 13:03:04.207458+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.fleet-state-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:fleet-state-recorded:1.0.0","schemaversion":"1.0.0","id":"3dab89a1-dcd2-56cd-8cc2-73a5a0704d8e","source":"/sre/domain_writer","subject":"fleet_state/d2830bda-2fa9-544d-8b1f-ca5b69e4ac36","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"3dab89a1-dcd2-56cd-8cc2-73a5a0704d8e","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/fleet_state/d2830bda-2fa9-544d-8b1f-ca5b69e4ac36","aggregateversion":"1","data":{"fleet_state_id":"d2830bda-2fa9-544d-8b1f-ca5b69e4ac36","environment":"staging","cluster":"us","reachable":true,"counts":{"total":0,"healthy":0,"degraded":0,"progressing":0,"unknown":0,"missing":0,"suspended":0,"out_of_sync":0},"applications":[],"observed_at":"2026-03-01T12:00:00Z","stale_after_s":300}}', '\x'),
	(32, '00000000-0000-4000-8000-00000000000b', 'knowledge_document', 'af9861c7-99d5-55ad-865c-21ea34304f26', 1, 'cae1081f-5869-5efd-b487-e5ad37d5a42f', 'io.ameide.sre.fact.knowledge-document-put.v1', 7, '2026-12-01 13:03:04.207238+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.knowledge-document-put.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:knowledge-document-put:1.1.0","schemaversion":"1.1.0","id":"cae1081f-5869-5efd-b487-e5ad37d5a42f","source":"/sre/domain_writer","subject":"knowledge_document/af9861c7-99d5-55ad-865c-21ea34304f26","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"cae1081f-5869-5efd-b487-e5ad37d5a42f","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/knowledge_document/af9861c7-99d5-55ad-865c-21ea34304f26","aggregateversion":"1","data":{"document_id":"af9861c7-99d5-55ad-865c-21ea34304f26","slug":"d","document_version":1,"content":{"kind":"guide","title":"Document d","body":"","status":"","environment":"","application":"","resource":"","symptom":"","root_cause":"","fix":"","verification":"","verified":false,"occurred_at":null,"tags":[],"url":null,"origin":null},"put_by":"human:ana","revision":null}}', '\x'),
	(33, '00000000-0000-4000-8000-00000000000b', 'knowledge_document', '830ed027-e2e2-5bc8-8d4e-ead7652ebb64', 1, '105535d0-342e-52ca-97e5-797cabd3c470', 'io.ameide.sre.fact.knowledge-document-put.v1', 11, '2026-12-01 13:03:04.207271+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.knowledge-document-put.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:knowledge-document-put:1.1.0","schemaversion":"1.1.0","id":"105535d0-342e-52ca-97e5-797cabd3c470","source":"/sre/domain_writer","subject":"knowledge_document/830ed027-e2e2-5bc8-8d4e-ead7652ebb64","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"105535d0-342e-52ca-97e5-797cabd3c470","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/knowledge_document/830ed027-e2e2-5bc8-8d4e-ead7652ebb64","aggregateversion":"1","data":{"document_id":"830ed027-e2e2-5bc8-8d4e-ead7652ebb64","slug":"e","document_version":1,"content":{"kind":"guide","title":"Document e","body":"","status":"","environment":"","application":"","resource":"","symptom":"nul\u0000 back\\slash ünï 漢字 \\u0000","root_cause":"","fix":"","verification":"","verified":false,"occurred_at":null,"tags":[],"url":null,"origin":null},"put_by":"human:ana","revision":null}}', '\x'),
	(34, '00000000-0000-4000-8000-00000000000b', 'service', '20df6dbf-840f-53b8-9d13-ae5914c3bc71', 1, '5d415ac0-9660-517c-a2de-2d8e70314651', 'io.ameide.sre.fact.service-created.v1', 14, '2026-12-01 13:03:04.207313+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.service-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:service-created:1.0.0","schemaversion":"1.0.0","id":"5d415ac0-9660-517c-a2de-2d8e70314651","source":"/sre/domain_writer","subject":"service/20df6dbf-840f-53b8-9d13-ae5914c3bc71","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"5d415ac0-9660-517c-a2de-2d8e70314651","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/service/20df6dbf-840f-53b8-9d13-ae5914c3bc71","aggregateversion":"1","data":{"service_id":"20df6dbf-840f-53b8-9d13-ae5914c3bc71","slug":"checkout","definition":{"name":"Checkout","kind":"component","description":"","tier":"standard","lifecycle":"","owner_team":"","members":[],"on_call":null,"dependencies":["ca1b57a4-0cf2-59dd-aeea-e6c1bc3a317e"],"runbook_ids":["584d8b45-7406-511f-8756-c1597b5459fc"],"slo_ids":[],"resource_selectors":[{"environment":null,"cluster":null,"namespace":"shop\u0000","kind":null,"name":"checkout","matchers":["app=\"a\\\\b\"","team=~\"pay.*\""]}],"links":[],"tags":[]},"origin":null,"created_by":"human:ana"}}', '\x'),
	(35, '00000000-0000-4000-8000-00000000000b', 'service', 'a047218c-e3f2-559b-9367-e302cc4b314c', 1, '6e85cbf5-ea65-57ef-be21-d6801cdbfe20', 'io.ameide.sre.fact.service-created.v1', 8, '2026-12-01 13:03:04.207345+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.service-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:service-created:1.0.0","schemaversion":"1.0.0","id":"6e85cbf5-ea65-57ef-be21-d6801cdbfe20","source":"/sre/domain_writer","subject":"service/a047218c-e3f2-559b-9367-e302cc4b314c","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"6e85cbf5-ea65-57ef-be21-d6801cdbfe20","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/service/a047218c-e3f2-559b-9367-e302cc4b314c","aggregateversion":"1","data":{"service_id":"a047218c-e3f2-559b-9367-e302cc4b314c","slug":"payments","definition":{"name":"Payments","kind":"component","description":"","tier":"standard","lifecycle":"","owner_team":"","members":[],"on_call":null,"dependencies":["ca1b57a4-0cf2-59dd-aeea-e6c1bc3a317e"],"runbook_ids":["584d8b45-7406-511f-8756-c1597b5459fc"],"slo_ids":[],"resource_selectors":[{"environment":null,"cluster":null,"namespace":"shop\u0000","kind":null,"name":"payments","matchers":["app=\"a\\\\b\"","team=~\"pay.*\""]}],"links":[],"tags":[]},"origin":null,"created_by":"human:ana"}}', '\x'),
	(36, '00000000-0000-4000-8000-00000000000b', 'service', '23ae4776-8e03-54d1-abdf-a6af4d2706da', 1, '871f71c4-339e-5fa6-9ddc-dd61ae5ac8ea', 'io.ameide.sre.fact.service-created.v1', 15, '2026-12-01 13:03:04.207371+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.service-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:service-created:1.0.0","schemaversion":"1.0.0","id":"871f71c4-339e-5fa6-9ddc-dd61ae5ac8ea","source":"/sre/domain_writer","subject":"service/23ae4776-8e03-54d1-abdf-a6af4d2706da","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"871f71c4-339e-5fa6-9ddc-dd61ae5ac8ea","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/service/23ae4776-8e03-54d1-abdf-a6af4d2706da","aggregateversion":"1","data":{"service_id":"23ae4776-8e03-54d1-abdf-a6af4d2706da","slug":"ledger","definition":{"name":"Ledger","kind":"component","description":"","tier":"standard","lifecycle":"","owner_team":"","members":[],"on_call":null,"dependencies":["ca1b57a4-0cf2-59dd-aeea-e6c1bc3a317e"],"runbook_ids":["584d8b45-7406-511f-8756-c1597b5459fc"],"slo_ids":[],"resource_selectors":[{"environment":null,"cluster":null,"namespace":"shop\u0000","kind":null,"name":"ledger","matchers":["app=\"a\\\\b\"","team=~\"pay.*\""]}],"links":[],"tags":[]},"origin":null,"created_by":"human:ana"}}', '\x'),
	(37, '00000000-0000-4000-8000-00000000000b', 'fleet_state', 'eb55360d-8e2e-59f1-8b93-d496c3f2c6ae', 1, '478ff0d6-668e-5cfc-8fe9-a6d834a6828e', 'io.ameide.sre.fact.fleet-state-recorded.v1', 11, '2026-12-01 13:03:04.207396+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.fleet-state-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:fleet-state-recorded:1.0.0","schemaversion":"1.0.0","id":"478ff0d6-668e-5cfc-8fe9-a6d834a6828e","source":"/sre/domain_writer","subject":"fleet_state/eb55360d-8e2e-59f1-8b93-d496c3f2c6ae","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"478ff0d6-668e-5cfc-8fe9-a6d834a6828e","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/fleet_state/eb55360d-8e2e-59f1-8b93-d496c3f2c6ae","aggregateversion":"1","data":{"fleet_state_id":"eb55360d-8e2e-59f1-8b93-d496c3f2c6ae","environment":"production","cluster":"eu","reachable":true,"counts":{"total":1,"healthy":1,"degraded":0,"progressing":0,"unknown":0,"missing":0,"suspended":0,"out_of_sync":0},"applications":[{"name":"shop","namespace":"shop","project":"","health":"Healthy","sync":"Unknown","operation_phase":"","revision":""}],"observed_at":"2026-03-01T12:00:00Z","stale_after_s":300}}', '\x'),
	(39, '00000000-0000-4000-8000-00000000000b', 'health_check', '60b890da-bbe2-5226-9ced-576c57cd024f', 1, '4fb8f61b-17aa-5412-b90e-50f88d64fdb0', 'io.ameide.sre.fact.health-check-recorded.v1', 4, '2026-12-01 13:03:04.207485+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.health-check-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:health-check-recorded:1.0.0","schemaversion":"1.0.0","id":"4fb8f61b-17aa-5412-b90e-50f88d64fdb0","source":"/sre/domain_writer","subject":"health_check/60b890da-bbe2-5226-9ced-576c57cd024f","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"4fb8f61b-17aa-5412-b90e-50f88d64fdb0","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/health_check/60b890da-bbe2-5226-9ced-576c57cd024f","aggregateversion":"1","data":{"health_check_id":"60b890da-bbe2-5226-9ced-576c57cd024f","resource":{"kind":"Deployment","name":"api","namespace":"shop","cluster":"eu","environment":"production"},"previous":null,"status":"healthy","since":"2026-03-01T12:00:00Z","progressing_since":null,"conditions":[],"deployment":null,"message":"","source_name":"argo","checked_at":"2026-03-01T12:00:00Z"}}', '\x'),
	(40, '00000000-0000-4000-8000-00000000000b', 'health_check', '00a43aa0-dfa1-5f45-9605-6e070f714f6a', 1, '80e0fb53-7e11-5528-b254-45563343a61c', 'io.ameide.sre.fact.health-check-recorded.v1', 4, '2026-12-01 13:03:04.207518+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.health-check-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:health-check-recorded:1.0.0","schemaversion":"1.0.0","id":"80e0fb53-7e11-5528-b254-45563343a61c","source":"/sre/domain_writer","subject":"health_check/00a43aa0-dfa1-5f45-9605-6e070f714f6a","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"80e0fb53-7e11-5528-b254-45563343a61c","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/health_check/00a43aa0-dfa1-5f45-9605-6e070f714f6a","aggregateversion":"1","data":{"health_check_id":"00a43aa0-dfa1-5f45-9605-6e070f714f6a","resource":{"kind":"Deployment","name":"db","namespace":"shop","cluster":"eu","environment":"production"},"previous":null,"status":"healthy","since":"2026-03-01T12:00:00Z","progressing_since":null,"conditions":[],"deployment":null,"message":"","source_name":"argo","checked_at":"2026-03-01T12:00:00Z"}}', '\x'),
	(41, '00000000-0000-4000-8000-00000000000b', 'slo', '536cc77b-77e0-5eac-b32c-043bdfd97158', 1, 'be3b14f7-5d7d-5ad1-8b70-d65368a2771b', 'io.ameide.sre.fact.slo-created.v1', 14, '2026-12-01 13:03:04.207571+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.slo-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:slo-created:1.0.0","schemaversion":"1.0.0","id":"be3b14f7-5d7d-5ad1-8b70-d65368a2771b","source":"/sre/domain_writer","subject":"slo/536cc77b-77e0-5eac-b32c-043bdfd97158","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"be3b14f7-5d7d-5ad1-8b70-d65368a2771b","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/slo/536cc77b-77e0-5eac-b32c-043bdfd97158","aggregateversion":"1","data":{"slo_id":"536cc77b-77e0-5eac-b32c-043bdfd97158","slug":"checkout","revision":1,"definition":{"name":"Checkout","description":"","service_id":null,"target":99.0,"window":{"kind":"rolling","days":7},"indicator":{"kind":"counts","good_query":"good","total_query":"total","source":"prometheus"},"budgeting":"occurrences","timeslice_target":null,"burn_policy":[],"owner":"","tags":[],"origin":null},"created_by":"human:ana"}}', '\x'),
	(42, '00000000-0000-4000-8000-00000000000b', 'slo', '29e40c32-f88d-5152-877e-10de9e6cc1fe', 1, 'b6374a61-d790-556f-b9b3-5de75764a365', 'io.ameide.sre.fact.slo-created.v1', 6, '2026-12-01 13:03:04.207599+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.slo-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:slo-created:1.0.0","schemaversion":"1.0.0","id":"b6374a61-d790-556f-b9b3-5de75764a365","source":"/sre/domain_writer","subject":"slo/29e40c32-f88d-5152-877e-10de9e6cc1fe","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"b6374a61-d790-556f-b9b3-5de75764a365","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/slo/29e40c32-f88d-5152-877e-10de9e6cc1fe","aggregateversion":"1","data":{"slo_id":"29e40c32-f88d-5152-877e-10de9e6cc1fe","slug":"mail","revision":1,"definition":{"name":"Mail \u0000 \\","description":"","service_id":null,"target":99.0,"window":{"kind":"calendar_month","zone":"Europe/Berlin"},"indicator":{"kind":"counts","good_query":"good","total_query":"total","source":"prometheus"},"budgeting":"occurrences","timeslice_target":null,"burn_policy":[],"owner":"","tags":[],"origin":null},"created_by":"human:ana"}}', '\x'),
	(43, '00000000-0000-4000-8000-00000000000a', 'knowledge_document', '8cf4b714-1a99-5bdf-a173-604687adb34c', 1, '24ff7f67-a68f-55dc-b572-946691c52d2c', 'io.ameide.sre.fact.knowledge-document-removed.v1', 6, '2026-12-01 13:03:04.207633+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.knowledge-document-removed.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:knowledge-document-removed:1.1.0","schemaversion":"1.1.0","id":"24ff7f67-a68f-55dc-b572-946691c52d2c","source":"/sre/domain_writer","subject":"knowledge_document/8cf4b714-1a99-5bdf-a173-604687adb34c","time":"2026-03-01T12:00:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"24ff7f67-a68f-55dc-b572-946691c52d2c","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/knowledge_document/8cf4b714-1a99-5bdf-a173-604687adb34c","aggregateversion":"1","data":{"document_id":"8cf4b714-1a99-5bdf-a173-604687adb34c","removed_by":"human:ana","reason":"gone","revision":null,"gone_from":null}}', '\x'),
	(44, '00000000-0000-4000-8000-00000000000a', 'postmortem', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', 2, '1ded9c5f-51cb-564d-8f26-63b23c3b1c0c', 'io.ameide.sre.fact.postmortem-published.v1', 5, '2026-12-01 13:03:04.20766+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.postmortem-published.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:postmortem-published:1.0.0","schemaversion":"1.0.0","id":"1ded9c5f-51cb-564d-8f26-63b23c3b1c0c","source":"/sre/domain_writer","subject":"postmortem/ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d","time":"2026-03-01T12:01:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"1ded9c5f-51cb-564d-8f26-63b23c3b1c0c","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/postmortem/ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d","aggregateversion":"2","data":{"postmortem_id":"ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d","incident_id":null,"content":{"title":"A postmortem","summary":"1 nul\u0000 back\\slash ünï 漢字 \\u0000","timeline":[],"impact":null,"root_cause":{"category":"data","description":"nul\u0000 back\\slash ünï 漢字 \\u0000 1"},"contributing_factors":[],"action_items":[{"id":"a","title":"Promised","owner":"","due":null,"status":"open","ticket_url":null}],"no_action_needed":false,"lessons_learned":"","service_ids":[],"tags":["t"],"authors":[],"reviewers":[],"markdown":"","origin":null},"published_by":"human:ana","published_at":"2026-03-01T12:01:00Z"}}', '\x'),
	(45, '00000000-0000-4000-8000-00000000000a', 'alert', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 2, 'ebdc52d4-3cdb-53dc-9b29-9d71d7d3ac19', 'io.ameide.sre.fact.alert-went-stale.v1', 8, '2026-12-01 13:03:04.20773+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-went-stale.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-went-stale:1.0.0","schemaversion":"1.0.0","id":"ebdc52d4-3cdb-53dc-9b29-9d71d7d3ac19","source":"/sre/domain_writer","subject":"alert/b10c225c-2b0b-51fa-bae5-ffeced045c27","time":"2026-03-01T12:02:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"ebdc52d4-3cdb-53dc-9b29-9d71d7d3ac19","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/b10c225c-2b0b-51fa-bae5-ffeced045c27","aggregateversion":"2","data":{"alert_id":"b10c225c-2b0b-51fa-bae5-ffeced045c27","episode":2,"last_seen_at":"2026-03-01T12:00:00Z","stale_at":"2026-03-01T20:20:00Z"}}', '\x'),
	(47, '00000000-0000-4000-8000-00000000000a', 'slo', '536cc77b-77e0-5eac-b32c-043bdfd97158', 2, '0b726e91-a218-5bea-a2cf-806cb353dd29', 'io.ameide.sre.fact.sli-window-recorded.v1', 13, '2026-12-01 13:03:04.207797+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.sli-window-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:sli-window-recorded:1.0.0","schemaversion":"1.0.0","id":"0b726e91-a218-5bea-a2cf-806cb353dd29","source":"/sre/domain_writer","subject":"slo/536cc77b-77e0-5eac-b32c-043bdfd97158","time":"2026-03-01T12:04:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"0b726e91-a218-5bea-a2cf-806cb353dd29","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/slo/536cc77b-77e0-5eac-b32c-043bdfd97158","aggregateversion":"2","data":{"slo_id":"536cc77b-77e0-5eac-b32c-043bdfd97158","revision":2,"window_start":"2026-03-01T12:05:00Z","window_end":"2026-03-01T12:10:00Z","good":566,"total":961,"source":"odd \u0000\\","corrected_good":7,"corrected_total":7,"recorded_at":"2026-03-01T12:10:00Z","budget":{"good":990,"total":1000,"allowed_bad":10.0,"consumed":1.0}}}', '\x');
INSERT INTO domain.fact OVERRIDING SYSTEM VALUE VALUES
	(48, '00000000-0000-4000-8000-00000000000a', 'service', 'a047218c-e3f2-559b-9367-e302cc4b314c', 3, 'a5b406ac-6eda-5157-87c5-c4a5f5e60cec', 'io.ameide.sre.fact.service-deleted.v1', 13, '2026-12-01 13:03:04.207837+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.service-deleted.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:service-deleted:1.0.0","schemaversion":"1.0.0","id":"a5b406ac-6eda-5157-87c5-c4a5f5e60cec","source":"/sre/domain_writer","subject":"service/a047218c-e3f2-559b-9367-e302cc4b314c","time":"2026-03-01T12:05:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"a5b406ac-6eda-5157-87c5-c4a5f5e60cec","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/service/a047218c-e3f2-559b-9367-e302cc4b314c","aggregateversion":"3","data":{"service_id":"a047218c-e3f2-559b-9367-e302cc4b314c","reason":null,"deleted_by":"human:ana"}}', '\x'),
	(49, '00000000-0000-4000-8000-00000000000a', 'alert', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 3, 'c758a49c-427b-5094-a4da-e984791d80b3', 'io.ameide.sre.fact.alert-acknowledged.v1', 8, '2026-12-01 13:03:04.207893+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-acknowledged.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-acknowledged:1.0.0","schemaversion":"1.0.0","id":"c758a49c-427b-5094-a4da-e984791d80b3","source":"/sre/domain_writer","subject":"alert/b10c225c-2b0b-51fa-bae5-ffeced045c27","time":"2026-03-01T12:06:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"c758a49c-427b-5094-a4da-e984791d80b3","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/b10c225c-2b0b-51fa-bae5-ffeced045c27","aggregateversion":"3","data":{"alert_id":"b10c225c-2b0b-51fa-bae5-ffeced045c27","episode":3,"acknowledged_by":"human:ana","acknowledged_at":"2026-03-01T12:02:00Z","note":null}}', '\x'),
	(50, '00000000-0000-4000-8000-00000000000a', 'postmortem', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', 3, 'f11c8c7c-052c-509c-8e58-8154757c3e3a', 'io.ameide.sre.fact.postmortem-updated.v1', 5, '2026-12-01 13:03:04.207927+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.postmortem-updated.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:postmortem-updated:1.0.0","schemaversion":"1.0.0","id":"f11c8c7c-052c-509c-8e58-8154757c3e3a","source":"/sre/domain_writer","subject":"postmortem/ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d","time":"2026-03-01T12:07:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"f11c8c7c-052c-509c-8e58-8154757c3e3a","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/postmortem/ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d","aggregateversion":"3","data":{"postmortem_id":"ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d","content":{"title":"A postmortem","summary":"nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000nul\u0000 back\\slash ünï 漢字 \\u0000","timeline":[],"impact":null,"root_cause":{"category":"network","description":"nul\u0000 back\\slash ünï 漢字 \\u0000 7"},"contributing_factors":[],"action_items":[{"id":"a","title":"Promised","owner":"","due":null,"status":"open","ticket_url":null}],"no_action_needed":false,"lessons_learned":"","service_ids":[],"tags":[],"authors":[],"reviewers":[],"markdown":"","origin":null},"previous_status":"draft","status":"published","updated_by":"human:ana"}}', '\x'),
	(58, '00000000-0000-4000-8000-00000000000b', 'runbook', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 3, '7ed7ce20-18a3-5f35-a617-a8b5866120a9', 'io.ameide.sre.fact.runbook-execution-completed.v1', 7, '2026-12-01 13:03:04.208516+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.runbook-execution-completed.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:runbook-execution-completed:1.0.0","schemaversion":"1.0.0","id":"7ed7ce20-18a3-5f35-a617-a8b5866120a9","source":"/sre/domain_writer","subject":"runbook/4710fcd3-ead6-59c0-ba44-d1caba69bb0f","time":"2026-03-01T12:15:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"7ed7ce20-18a3-5f35-a617-a8b5866120a9","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/runbook/4710fcd3-ead6-59c0-ba44-d1caba69bb0f","aggregateversion":"3","data":{"runbook_id":"4710fcd3-ead6-59c0-ba44-d1caba69bb0f","execution_id":"4fc0b007-6081-57c6-abae-2db944dafa93","runbook_version":1,"incident_id":null,"outcome":"failed","steps":[],"duration_s":3.5,"requested_by":"human:ana","approved_by":null,"completed_by":"human:ana","completed_at":"2026-03-01T12:15:00Z","note":""}}', '\x'),
	(51, '00000000-0000-4000-8000-00000000000b', 'knowledge_document', '8cf4b714-1a99-5bdf-a173-604687adb34c', 1, 'bf392578-7075-542f-a935-b09830a65d09', 'io.ameide.sre.fact.knowledge-document-put.v1', 10, '2026-12-01 13:03:04.208099+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.knowledge-document-put.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:knowledge-document-put:1.1.0","schemaversion":"1.1.0","id":"bf392578-7075-542f-a935-b09830a65d09","source":"/sre/domain_writer","subject":"knowledge_document/8cf4b714-1a99-5bdf-a173-604687adb34c","time":"2026-03-01T12:08:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"bf392578-7075-542f-a935-b09830a65d09","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/knowledge_document/8cf4b714-1a99-5bdf-a173-604687adb34c","aggregateversion":"1","data":{"document_id":"8cf4b714-1a99-5bdf-a173-604687adb34c","slug":"f","document_version":2,"content":{"kind":"incident_note","title":"Document f","body":"# One\n\nword word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word \n\n## nul\u0000 back\\slash ünï 漢字 \\u0000\n\n8","status":"","environment":"","application":"","resource":"","symptom":"","root_cause":"","fix":"","verification":"","verified":false,"occurred_at":null,"tags":[],"url":null,"origin":null},"put_by":"human:ana","revision":null}}', '\x'),
	(52, '00000000-0000-4000-8000-00000000000b', 'service', '20df6dbf-840f-53b8-9d13-ae5914c3bc71', 2, 'c69caafc-7eba-5479-89e6-633f838adeb1', 'io.ameide.sre.fact.service-deleted.v1', 14, '2026-12-01 13:03:04.2083+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.service-deleted.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:service-deleted:1.0.0","schemaversion":"1.0.0","id":"c69caafc-7eba-5479-89e6-633f838adeb1","source":"/sre/domain_writer","subject":"service/20df6dbf-840f-53b8-9d13-ae5914c3bc71","time":"2026-03-01T12:09:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"c69caafc-7eba-5479-89e6-633f838adeb1","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/service/20df6dbf-840f-53b8-9d13-ae5914c3bc71","aggregateversion":"2","data":{"service_id":"20df6dbf-840f-53b8-9d13-ae5914c3bc71","reason":null,"deleted_by":"human:ana"}}', '\x'),
	(54, '00000000-0000-4000-8000-00000000000a', 'runbook', '10e307c0-ea55-5512-aa54-a9c672c4407b', 2, 'ca7ebaf3-d8b1-5898-aa12-2b0e16dece36', 'io.ameide.sre.fact.runbook-execution-requested.v1', 14, '2026-12-01 13:03:04.208392+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.runbook-execution-requested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:runbook-execution-requested:1.0.0","schemaversion":"1.0.0","id":"ca7ebaf3-d8b1-5898-aa12-2b0e16dece36","source":"/sre/domain_writer","subject":"runbook/10e307c0-ea55-5512-aa54-a9c672c4407b","time":"2026-03-01T12:11:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"ca7ebaf3-d8b1-5898-aa12-2b0e16dece36","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/runbook/10e307c0-ea55-5512-aa54-a9c672c4407b","aggregateversion":"2","data":{"runbook_id":"10e307c0-ea55-5512-aa54-a9c672c4407b","execution_id":"9aa6cbe1-afe2-519b-8d10-ecd21652ae6d","runbook_version":1,"incident_id":null,"target":null,"arguments":{},"steps":[],"approval_required":false,"plan_hash":"0000000000000000000000000000000000000000000000000000000000000000","requested_by":"human:ana","requested_at":"2026-03-01T12:11:00Z"}}', '\x'),
	(55, '00000000-0000-4000-8000-00000000000b', 'slo', '536cc77b-77e0-5eac-b32c-043bdfd97158', 2, '6575d11b-3f8e-5074-8515-5376d1b0e270', 'io.ameide.sre.fact.sli-window-recorded.v1', 14, '2026-12-01 13:03:04.20843+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.sli-window-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:sli-window-recorded:1.0.0","schemaversion":"1.0.0","id":"6575d11b-3f8e-5074-8515-5376d1b0e270","source":"/sre/domain_writer","subject":"slo/536cc77b-77e0-5eac-b32c-043bdfd97158","time":"2026-03-01T12:12:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"6575d11b-3f8e-5074-8515-5376d1b0e270","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/slo/536cc77b-77e0-5eac-b32c-043bdfd97158","aggregateversion":"2","data":{"slo_id":"536cc77b-77e0-5eac-b32c-043bdfd97158","revision":4,"window_start":"2026-03-01T12:30:00Z","window_end":"2026-03-01T12:35:00Z","good":531,"total":828,"source":"prometheus","corrected_good":null,"corrected_total":null,"recorded_at":"2026-03-01T12:35:00Z","budget":{"good":990,"total":1000,"allowed_bad":10.0,"consumed":1.0}}}', '\x'),
	(56, '00000000-0000-4000-8000-00000000000b', 'slo', '29e40c32-f88d-5152-877e-10de9e6cc1fe', 2, 'eaefdf93-6f26-5e0d-be64-a92666032f4e', 'io.ameide.sre.fact.sli-window-recorded.v1', 6, '2026-12-01 13:03:04.208457+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.sli-window-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:sli-window-recorded:1.0.0","schemaversion":"1.0.0","id":"eaefdf93-6f26-5e0d-be64-a92666032f4e","source":"/sre/domain_writer","subject":"slo/29e40c32-f88d-5152-877e-10de9e6cc1fe","time":"2026-03-01T12:13:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"eaefdf93-6f26-5e0d-be64-a92666032f4e","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/slo/29e40c32-f88d-5152-877e-10de9e6cc1fe","aggregateversion":"2","data":{"slo_id":"29e40c32-f88d-5152-877e-10de9e6cc1fe","revision":3,"window_start":"2026-03-01T12:15:00Z","window_end":"2026-03-01T12:20:00Z","good":516,"total":567,"source":"odd \u0000\\","corrected_good":null,"corrected_total":null,"recorded_at":"2026-03-01T12:20:00Z","budget":{"good":990,"total":1000,"allowed_bad":10.0,"consumed":1.0}}}', '\x'),
	(57, '00000000-0000-4000-8000-00000000000b', 'runbook', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 2, '3ccc5ee2-0549-5975-933f-1f060939872f', 'io.ameide.sre.fact.runbook-execution-completed.v1', 7, '2026-12-01 13:03:04.208483+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.runbook-execution-completed.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:runbook-execution-completed:1.0.0","schemaversion":"1.0.0","id":"3ccc5ee2-0549-5975-933f-1f060939872f","source":"/sre/domain_writer","subject":"runbook/4710fcd3-ead6-59c0-ba44-d1caba69bb0f","time":"2026-03-01T12:14:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"3ccc5ee2-0549-5975-933f-1f060939872f","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/runbook/4710fcd3-ead6-59c0-ba44-d1caba69bb0f","aggregateversion":"2","data":{"runbook_id":"4710fcd3-ead6-59c0-ba44-d1caba69bb0f","execution_id":"fe873705-ae49-5ff2-9dbb-d1a328c5bbe2","runbook_version":1,"incident_id":null,"outcome":"unknown","steps":[],"duration_s":3.5,"requested_by":"human:ana","approved_by":null,"completed_by":"human:ana","completed_at":"2026-03-01T12:14:00Z","note":""}}', '\x'),
	(59, '00000000-0000-4000-8000-00000000000a', 'knowledge_document', '8cf4b714-1a99-5bdf-a173-604687adb34c', 2, '5301baf2-83b1-5c22-89cf-9e0d801cae82', 'io.ameide.sre.fact.knowledge-document-put.v1', 6, '2026-12-01 13:03:04.208548+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.knowledge-document-put.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:knowledge-document-put:1.1.0","schemaversion":"1.1.0","id":"5301baf2-83b1-5c22-89cf-9e0d801cae82","source":"/sre/domain_writer","subject":"knowledge_document/8cf4b714-1a99-5bdf-a173-604687adb34c","time":"2026-03-01T12:16:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"5301baf2-83b1-5c22-89cf-9e0d801cae82","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/knowledge_document/8cf4b714-1a99-5bdf-a173-604687adb34c","aggregateversion":"2","data":{"document_id":"8cf4b714-1a99-5bdf-a173-604687adb34c","slug":"f","document_version":2,"content":{"kind":"incident_note","title":"Document f","body":"# One\n\nword word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word \n\n## nul\u0000 back\\slash ünï 漢字 \\u0000\n\n16","status":"","environment":"","application":"","resource":"","symptom":"","root_cause":"","fix":"","verification":"","verified":false,"occurred_at":null,"tags":[],"url":null,"origin":null},"put_by":"human:ana","revision":null}}', '\x'),
	(60, '00000000-0000-4000-8000-00000000000b', 'incident', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 3, '929281da-552b-507e-b164-3715fba3f519', 'io.ameide.sre.fact.services-linked-to-incident.v1', 4, '2026-12-01 13:03:04.208624+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.services-linked-to-incident.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:services-linked-to-incident:1.0.0","schemaversion":"1.0.0","id":"929281da-552b-507e-b164-3715fba3f519","source":"/sre/domain_writer","subject":"incident/c3ac63c9-233f-5883-8bc9-0a2016567c5f","time":"2026-03-01T12:17:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"929281da-552b-507e-b164-3715fba3f519","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/incident/c3ac63c9-233f-5883-8bc9-0a2016567c5f","aggregateversion":"3","data":{"incident_id":"c3ac63c9-233f-5883-8bc9-0a2016567c5f","services":[{"service_id":"8fa502c1-e0cd-5b9b-abb7-179a1cd2be49","because":"ledger: service=ledger"}],"linked_by":"human:ana"}}', '\x'),
	(62, '00000000-0000-4000-8000-00000000000a', 'service', '23ae4776-8e03-54d1-abdf-a6af4d2706da', 2, '5781efc2-fecd-59fa-b17d-31a928f5d71f', 'io.ameide.sre.fact.service-updated.v1', 10, '2026-12-01 13:03:04.208708+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.service-updated.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:service-updated:1.0.0","schemaversion":"1.0.0","id":"5781efc2-fecd-59fa-b17d-31a928f5d71f","source":"/sre/domain_writer","subject":"service/23ae4776-8e03-54d1-abdf-a6af4d2706da","time":"2026-03-01T12:19:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"5781efc2-fecd-59fa-b17d-31a928f5d71f","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/service/23ae4776-8e03-54d1-abdf-a6af4d2706da","aggregateversion":"2","data":{"service_id":"23ae4776-8e03-54d1-abdf-a6af4d2706da","definition":{"name":"Ledger","kind":"component","description":"nul\u0000 \\ \\u0000 ünï 19","tier":"critical","lifecycle":"","owner_team":"Payments","members":[],"on_call":{"provider":"own","schedule_id":"fc111e47-aa6c-58f1-a871-39c2ce66fba8"},"dependencies":["a047218c-e3f2-559b-9367-e302cc4b314c","20df6dbf-840f-53b8-9d13-ae5914c3bc71"],"runbook_ids":["f40d1d87-55c7-5cf3-a74e-7ddb9f543d21","4d4ccabe-79ac-5450-9197-467e1c5ae1f3"],"slo_ids":[],"resource_selectors":[],"links":[],"tags":["shop","nul\u000019"]},"origin":"backstage:catalog.yaml","updated_by":"human:ben"}}', '\x'),
	(63, '00000000-0000-4000-8000-00000000000b', 'health_check', '60b890da-bbe2-5226-9ced-576c57cd024f', 2, 'a6337409-5e6a-5bc1-9d8d-0696c6c93dfb', 'io.ameide.sre.fact.health-check-recorded.v1', 4, '2026-12-01 13:03:04.208739+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.health-check-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:health-check-recorded:1.0.0","schemaversion":"1.0.0","id":"a6337409-5e6a-5bc1-9d8d-0696c6c93dfb","source":"/sre/domain_writer","subject":"health_check/60b890da-bbe2-5226-9ced-576c57cd024f","time":"2026-03-01T12:20:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"a6337409-5e6a-5bc1-9d8d-0696c6c93dfb","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/health_check/60b890da-bbe2-5226-9ced-576c57cd024f","aggregateversion":"2","data":{"health_check_id":"60b890da-bbe2-5226-9ced-576c57cd024f","resource":{"kind":"Deployment","name":"api","namespace":"shop","cluster":"eu","environment":"production"},"previous":null,"status":"unknown","since":"2026-03-01T12:20:00Z","progressing_since":null,"conditions":[],"deployment":null,"message":"nul\u0000 \\u0000","source_name":"argo","checked_at":"2026-03-01T12:20:00Z"}}', '\x'),
	(64, '00000000-0000-4000-8000-00000000000b', 'incident', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 4, '2689db8a-a663-5636-b0bb-a4e6945d39c6', 'io.ameide.sre.fact.incidents-linked.v1', 4, '2026-12-01 13:03:04.208764+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.incidents-linked.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:incidents-linked:1.0.0","schemaversion":"1.0.0","id":"2689db8a-a663-5636-b0bb-a4e6945d39c6","source":"/sre/domain_writer","subject":"incident/c3ac63c9-233f-5883-8bc9-0a2016567c5f","time":"2026-03-01T12:21:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"2689db8a-a663-5636-b0bb-a4e6945d39c6","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/incident/c3ac63c9-233f-5883-8bc9-0a2016567c5f","aggregateversion":"4","data":{"incident_id":"c3ac63c9-233f-5883-8bc9-0a2016567c5f","linked_id":"d83b9ae0-9d17-5ea0-84b5-1e2342e33c4d","kind":"related","linked_by":"human:ana"}}', '\x'),
	(66, '00000000-0000-4000-8000-00000000000b', 'alert', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 2, '835150fc-6a99-58ac-9aee-0d4f08be16cc', 'io.ameide.sre.fact.alert-ingested.v1', 10, '2026-12-01 13:03:04.208897+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"835150fc-6a99-58ac-9aee-0d4f08be16cc","source":"/sre/domain_writer","subject":"alert/58d003b4-5ce5-5a39-a079-21a7f5e8a749","time":"2026-03-01T12:23:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"835150fc-6a99-58ac-9aee-0d4f08be16cc","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/alert/58d003b4-5ce5-5a39-a079-21a7f5e8a749","aggregateversion":"2","data":{"alert_id":"58d003b4-5ce5-5a39-a079-21a7f5e8a749","change":"changed","episode":1,"source":"prometheus","source_name":"prod","fingerprint":"a","status":"firing","name":"HighErrorRate","severity":"high","labels":{"step":"23","odd":"nul\u0000 \\"},"annotations":{},"starts_at":"2026-03-01T12:00:00Z","ends_at":null,"received_at":"2026-03-01T12:00:00Z","generator_url":null,"environment_id":null,"group_key":null,"marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\x'),
	(67, '00000000-0000-4000-8000-00000000000a', 'fleet_state', 'd2830bda-2fa9-544d-8b1f-ca5b69e4ac36', 2, 'c72990bf-967c-592b-8c82-21b73a4ce802', 'io.ameide.sre.fact.fleet-state-recorded.v1', 1, '2026-12-01 13:03:04.208972+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.fleet-state-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:fleet-state-recorded:1.0.0","schemaversion":"1.0.0","id":"c72990bf-967c-592b-8c82-21b73a4ce802","source":"/sre/domain_writer","subject":"fleet_state/d2830bda-2fa9-544d-8b1f-ca5b69e4ac36","time":"2026-03-01T12:24:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"c72990bf-967c-592b-8c82-21b73a4ce802","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/fleet_state/d2830bda-2fa9-544d-8b1f-ca5b69e4ac36","aggregateversion":"2","data":{"fleet_state_id":"d2830bda-2fa9-544d-8b1f-ca5b69e4ac36","environment":"production","cluster":"us","reachable":false,"counts":{"total":1,"healthy":0,"degraded":0,"progressing":0,"unknown":1,"missing":0,"suspended":0,"out_of_sync":0},"applications":[],"observed_at":"2026-03-01T12:24:00Z","stale_after_s":300}}', '\x'),
	(68, '00000000-0000-4000-8000-00000000000b', 'knowledge_document', 'af9861c7-99d5-55ad-865c-21ea34304f26', 2, '996f818f-1633-57a0-98cf-d51053d0528c', 'io.ameide.sre.fact.knowledge-document-put.v1', 7, '2026-12-01 13:03:04.209021+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.knowledge-document-put.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:knowledge-document-put:1.1.0","schemaversion":"1.1.0","id":"996f818f-1633-57a0-98cf-d51053d0528c","source":"/sre/domain_writer","subject":"knowledge_document/af9861c7-99d5-55ad-865c-21ea34304f26","time":"2026-03-01T12:25:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"996f818f-1633-57a0-98cf-d51053d0528c","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/knowledge_document/af9861c7-99d5-55ad-865c-21ea34304f26","aggregateversion":"2","data":{"document_id":"af9861c7-99d5-55ad-865c-21ea34304f26","slug":"d","document_version":2,"content":{"kind":"incident_note","title":"Document d","body":"# One\n\nword word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word \n\n## nul\u0000 back\\slash ünï 漢字 \\u0000\n\n25","status":"","environment":"","application":"","resource":"","symptom":"","root_cause":"","fix":"","verification":"","verified":false,"occurred_at":null,"tags":[],"url":null,"origin":null},"put_by":"human:ana","revision":null}}', '\x'),
	(69, '00000000-0000-4000-8000-00000000000a', 'knowledge_document', 'af9861c7-99d5-55ad-865c-21ea34304f26', 2, 'bb64cc97-ab38-501d-af71-4d3818518a35', 'io.ameide.sre.fact.knowledge-document-removed.v1', 11, '2026-12-01 13:03:04.209081+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.knowledge-document-removed.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:knowledge-document-removed:1.1.0","schemaversion":"1.1.0","id":"bb64cc97-ab38-501d-af71-4d3818518a35","source":"/sre/domain_writer","subject":"knowledge_document/af9861c7-99d5-55ad-865c-21ea34304f26","time":"2026-03-01T12:26:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"bb64cc97-ab38-501d-af71-4d3818518a35","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/knowledge_document/af9861c7-99d5-55ad-865c-21ea34304f26","aggregateversion":"2","data":{"document_id":"af9861c7-99d5-55ad-865c-21ea34304f26","removed_by":"human:ana","reason":"gone","revision":null,"gone_from":null}}', '\x'),
	(70, '00000000-0000-4000-8000-00000000000a', 'health_check', '00a43aa0-dfa1-5f45-9605-6e070f714f6a', 2, 'e87b35c3-fcc4-5e55-88d8-91360f543e42', 'io.ameide.sre.fact.health-check-recorded.v1', 0, '2026-12-01 13:03:04.209106+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.health-check-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:health-check-recorded:1.0.0","schemaversion":"1.0.0","id":"e87b35c3-fcc4-5e55-88d8-91360f543e42","source":"/sre/domain_writer","subject":"health_check/00a43aa0-dfa1-5f45-9605-6e070f714f6a","time":"2026-03-01T12:27:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"e87b35c3-fcc4-5e55-88d8-91360f543e42","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/health_check/00a43aa0-dfa1-5f45-9605-6e070f714f6a","aggregateversion":"2","data":{"health_check_id":"00a43aa0-dfa1-5f45-9605-6e070f714f6a","resource":{"kind":"Deployment","name":"db","namespace":"shop","cluster":"eu","environment":null},"previous":null,"status":"healthy","since":"2026-03-01T12:27:00Z","progressing_since":null,"conditions":[],"deployment":{"application":"shop\u0000","sync":"OutOfSync","health":"","operation_phase":"","revision":""},"message":"nul\u0000 \\u0000","source_name":"argo","checked_at":"2026-03-01T12:27:00Z"}}', '\x'),
	(71, '00000000-0000-4000-8000-00000000000a', 'postmortem', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', 4, '29040791-ee7e-591b-b313-80d85a598ad1', 'io.ameide.sre.fact.postmortem-published.v1', 5, '2026-12-01 13:03:04.209138+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.postmortem-published.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:postmortem-published:1.0.0","schemaversion":"1.0.0","id":"29040791-ee7e-591b-b313-80d85a598ad1","source":"/sre/domain_writer","subject":"postmortem/ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d","time":"2026-03-01T12:28:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"29040791-ee7e-591b-b313-80d85a598ad1","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/postmortem/ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d","aggregateversion":"4","data":{"postmortem_id":"ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d","incident_id":null,"content":{"title":"A postmortem","summary":"28 nul\u0000 back\\slash ünï 漢字 \\u0000","timeline":[],"impact":null,"root_cause":{"category":"dependency","description":"nul\u0000 back\\slash ünï 漢字 \\u0000 28"},"contributing_factors":[],"action_items":[{"id":"a","title":"Promised","owner":"","due":null,"status":"open","ticket_url":null}],"no_action_needed":false,"lessons_learned":"","service_ids":[],"tags":["t"],"authors":[],"reviewers":[],"markdown":"","origin":null},"published_by":"human:ana","published_at":"2026-03-01T12:01:00Z"}}', '\x'),
	(72, '00000000-0000-4000-8000-00000000000a', 'incident', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 2, 'bc238ade-ada5-5de4-9eb9-6a54f9b1993e', 'io.ameide.sre.fact.incidents-linked.v1', 8, '2026-12-01 13:03:04.209163+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.incidents-linked.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:incidents-linked:1.0.0","schemaversion":"1.0.0","id":"bc238ade-ada5-5de4-9eb9-6a54f9b1993e","source":"/sre/domain_writer","subject":"incident/d83b9ae0-9d17-5ea0-84b5-1e2342e33c4d","time":"2026-03-01T12:29:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"bc238ade-ada5-5de4-9eb9-6a54f9b1993e","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/incident/d83b9ae0-9d17-5ea0-84b5-1e2342e33c4d","aggregateversion":"2","data":{"incident_id":"d83b9ae0-9d17-5ea0-84b5-1e2342e33c4d","linked_id":"c3ac63c9-233f-5883-8bc9-0a2016567c5f","kind":"related","linked_by":"human:ana"}}', '\x'),
	(73, '00000000-0000-4000-8000-00000000000a', 'fleet_state', 'd2830bda-2fa9-544d-8b1f-ca5b69e4ac36', 3, 'd5a2af23-a0b7-5592-a479-3bc504bd9783', 'io.ameide.sre.fact.fleet-state-recorded.v1', 1, '2026-12-01 13:03:04.209188+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.fleet-state-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:fleet-state-recorded:1.0.0","schemaversion":"1.0.0","id":"d5a2af23-a0b7-5592-a479-3bc504bd9783","source":"/sre/domain_writer","subject":"fleet_state/d2830bda-2fa9-544d-8b1f-ca5b69e4ac36","time":"2026-03-01T12:30:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"d5a2af23-a0b7-5592-a479-3bc504bd9783","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/fleet_state/d2830bda-2fa9-544d-8b1f-ca5b69e4ac36","aggregateversion":"3","data":{"fleet_state_id":"d2830bda-2fa9-544d-8b1f-ca5b69e4ac36","environment":"production","cluster":"us","reachable":true,"counts":{"total":3,"healthy":2,"degraded":0,"progressing":0,"unknown":1,"missing":0,"suspended":0,"out_of_sync":0},"applications":[{"name":"odd \u0000","namespace":"shop","project":"","health":"Odd \u0000","sync":"Unknown","operation_phase":"","revision":""},{"name":"shop","namespace":"shop","project":"","health":"Healthy","sync":"Unknown","operation_phase":"","revision":""},{"name":"mail","namespace":"shop","project":"","health":"Healthy","sync":"Unknown","operation_phase":"","revision":""}],"observed_at":"2026-03-01T12:30:00Z","stale_after_s":166}}', '\x'),
	(74, '00000000-0000-4000-8000-00000000000a', 'alert', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 5, 'ec50d1bc-410d-5a81-b839-dbc3d312565c', 'io.ameide.sre.fact.alert-went-stale.v1', 8, '2026-12-01 13:03:04.209349+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-went-stale.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-went-stale:1.0.0","schemaversion":"1.0.0","id":"ec50d1bc-410d-5a81-b839-dbc3d312565c","source":"/sre/domain_writer","subject":"alert/b10c225c-2b0b-51fa-bae5-ffeced045c27","time":"2026-03-01T12:31:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"ec50d1bc-410d-5a81-b839-dbc3d312565c","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/b10c225c-2b0b-51fa-bae5-ffeced045c27","aggregateversion":"5","data":{"alert_id":"b10c225c-2b0b-51fa-bae5-ffeced045c27","episode":2,"last_seen_at":"2026-03-01T12:00:00Z","stale_at":"2026-03-01T20:20:00Z"}}', '\x'),
	(75, '00000000-0000-4000-8000-00000000000b', 'alert', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 2, '837f9d59-283d-52e9-a82e-a69edea1f752', 'io.ameide.sre.fact.alert-sighting-ignored.v1', 14, '2026-12-01 13:03:04.209383+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-sighting-ignored.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-sighting-ignored:1.0.0","schemaversion":"1.0.0","id":"837f9d59-283d-52e9-a82e-a69edea1f752","source":"/sre/domain_writer","subject":"alert/b10c225c-2b0b-51fa-bae5-ffeced045c27","time":"2026-03-01T12:32:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"837f9d59-283d-52e9-a82e-a69edea1f752","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/alert/b10c225c-2b0b-51fa-bae5-ffeced045c27","aggregateversion":"2","data":{"alert_id":"b10c225c-2b0b-51fa-bae5-ffeced045c27","episode":1,"status":"firing","starts_at":"2026-03-01T12:00:00Z","ends_at":null,"received_at":"2026-03-01T12:03:00Z","reason":"late_retry"}}', '\x'),
	(76, '00000000-0000-4000-8000-00000000000b', 'alert', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 3, 'a8682cf1-cbd1-5d40-afa1-4a2b1f6893d6', 'io.ameide.sre.fact.alert-ingested.v1', 10, '2026-12-01 13:03:04.20941+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"a8682cf1-cbd1-5d40-afa1-4a2b1f6893d6","source":"/sre/domain_writer","subject":"alert/58d003b4-5ce5-5a39-a079-21a7f5e8a749","time":"2026-03-01T12:33:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"a8682cf1-cbd1-5d40-afa1-4a2b1f6893d6","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/alert/58d003b4-5ce5-5a39-a079-21a7f5e8a749","aggregateversion":"3","data":{"alert_id":"58d003b4-5ce5-5a39-a079-21a7f5e8a749","change":"refired","episode":2,"source":"prometheus","source_name":"prod","fingerprint":"a","status":"firing","name":"HighErrorRate","severity":"high","labels":{"alertname":"HighErrorRate","service":"checkout"},"annotations":{},"starts_at":"2026-03-01T12:33:00Z","ends_at":null,"received_at":"2026-03-01T12:00:00Z","generator_url":null,"environment_id":null,"group_key":null,"marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\x'),
	(77, '00000000-0000-4000-8000-00000000000b', 'incident', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 5, 'ce1c2465-5015-5fbe-a07a-75cb3b68f243', 'io.ameide.sre.fact.incident-timeline-entry-added.v1', 4, '2026-12-01 13:03:04.209441+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.incident-timeline-entry-added.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:incident-timeline-entry-added:1.0.0","schemaversion":"1.0.0","id":"ce1c2465-5015-5fbe-a07a-75cb3b68f243","source":"/sre/domain_writer","subject":"incident/c3ac63c9-233f-5883-8bc9-0a2016567c5f","time":"2026-03-01T12:34:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"ce1c2465-5015-5fbe-a07a-75cb3b68f243","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/incident/c3ac63c9-233f-5883-8bc9-0a2016567c5f","aggregateversion":"5","data":{"incident_id":"c3ac63c9-233f-5883-8bc9-0a2016567c5f","entry":{"entry_id":"41611163-cb24-52ac-b4a6-143b3c50ee2e","kind":"note","text":"\\u0000 34","occurred_at":"2026-03-01T12:34:00Z","supersedes":null},"added_by":"human:ana"}}', '\x'),
	(78, '00000000-0000-4000-8000-00000000000b', 'slo', '536cc77b-77e0-5eac-b32c-043bdfd97158', 3, 'aab71c57-3220-5dae-814f-2901a48af9ef', 'io.ameide.sre.fact.sli-window-recorded.v1', 14, '2026-12-01 13:03:04.209466+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.sli-window-recorded.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:sli-window-recorded:1.0.0","schemaversion":"1.0.0","id":"aab71c57-3220-5dae-814f-2901a48af9ef","source":"/sre/domain_writer","subject":"slo/536cc77b-77e0-5eac-b32c-043bdfd97158","time":"2026-03-01T12:35:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"aab71c57-3220-5dae-814f-2901a48af9ef","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/slo/536cc77b-77e0-5eac-b32c-043bdfd97158","aggregateversion":"3","data":{"slo_id":"536cc77b-77e0-5eac-b32c-043bdfd97158","revision":4,"window_start":"2026-03-01T12:10:00Z","window_end":"2026-03-01T12:15:00Z","good":105,"total":110,"source":"prometheus","corrected_good":null,"corrected_total":null,"recorded_at":"2026-03-01T12:15:00Z","budget":{"good":990,"total":1000,"allowed_bad":10.0,"consumed":1.0}}}', '\x'),
	(79, '00000000-0000-4000-8000-00000000000a', 'alert', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 4, '9ada1b6c-16c3-5481-a1ae-1c947533d119', 'io.ameide.sre.fact.alert-ingested.v1', 12, '2026-12-01 13:03:04.209496+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"9ada1b6c-16c3-5481-a1ae-1c947533d119","source":"/sre/domain_writer","subject":"alert/58d003b4-5ce5-5a39-a079-21a7f5e8a749","time":"2026-03-01T12:36:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"9ada1b6c-16c3-5481-a1ae-1c947533d119","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/58d003b4-5ce5-5a39-a079-21a7f5e8a749","aggregateversion":"4","data":{"alert_id":"58d003b4-5ce5-5a39-a079-21a7f5e8a749","change":"resolved","episode":1,"source":"prometheus","source_name":"prod","fingerprint":"a","status":"resolved","name":"HighErrorRate","severity":"high","labels":{"alertname":"HighErrorRate","service":"checkout"},"annotations":{},"starts_at":"2026-03-01T12:00:00Z","ends_at":"2026-03-01T12:36:00Z","received_at":"2026-03-01T12:00:00Z","generator_url":null,"environment_id":null,"group_key":null,"marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\x'),
	(80, '00000000-0000-4000-8000-00000000000b', 'alert', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 2, '22177dac-64a5-5d24-90bc-19461524b7b1', 'io.ameide.sre.fact.alert-ingested.v1', 14, '2026-12-01 13:03:04.209522+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"22177dac-64a5-5d24-90bc-19461524b7b1","source":"/sre/domain_writer","subject":"alert/d7b22fa6-6afe-597e-8d97-00fbf3b9b65a","time":"2026-03-01T12:37:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"22177dac-64a5-5d24-90bc-19461524b7b1","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/alert/d7b22fa6-6afe-597e-8d97-00fbf3b9b65a","aggregateversion":"2","data":{"alert_id":"d7b22fa6-6afe-597e-8d97-00fbf3b9b65a","change":"resolved","episode":1,"source":"prometheus","source_name":"prod","fingerprint":"c","status":"resolved","name":"HighErrorRate","severity":"high","labels":{"alertname":"HighErrorRate","service":"checkout"},"annotations":{},"starts_at":"2026-03-01T12:00:00Z","ends_at":"2026-03-01T12:37:00Z","received_at":"2026-03-01T12:00:00Z","generator_url":null,"environment_id":null,"group_key":null,"marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\x'),
	(81, '00000000-0000-4000-8000-00000000000a', 'runbook', '10e307c0-ea55-5512-aa54-a9c672c4407b', 3, '04075807-12bc-58e7-b5b1-5267328ee0e0', 'io.ameide.sre.fact.runbook-execution-requested.v1', 14, '2026-12-01 13:03:04.209595+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.runbook-execution-requested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:runbook-execution-requested:1.0.0","schemaversion":"1.0.0","id":"04075807-12bc-58e7-b5b1-5267328ee0e0","source":"/sre/domain_writer","subject":"runbook/10e307c0-ea55-5512-aa54-a9c672c4407b","time":"2026-03-01T12:38:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"04075807-12bc-58e7-b5b1-5267328ee0e0","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000a/runbook/10e307c0-ea55-5512-aa54-a9c672c4407b","aggregateversion":"3","data":{"runbook_id":"10e307c0-ea55-5512-aa54-a9c672c4407b","execution_id":"20bbbd14-e064-52db-a3ea-b23d5bb01997","runbook_version":1,"incident_id":null,"target":null,"arguments":{},"steps":[],"approval_required":false,"plan_hash":"0000000000000000000000000000000000000000000000000000000000000000","requested_by":"human:ana","requested_at":"2026-03-01T12:38:00Z"}}', '\x'),
	(82, '00000000-0000-4000-8000-00000000000b', 'service', 'a047218c-e3f2-559b-9367-e302cc4b314c', 2, '75b7673a-189a-525a-ba5a-bc8389b7c7f7', 'io.ameide.sre.fact.service-updated.v1', 8, '2026-12-01 13:03:04.20963+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.service-updated.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:service-updated:1.0.0","schemaversion":"1.0.0","id":"75b7673a-189a-525a-ba5a-bc8389b7c7f7","source":"/sre/domain_writer","subject":"service/a047218c-e3f2-559b-9367-e302cc4b314c","time":"2026-03-01T12:39:00.000000Z","tenantid":"00000000-0000-4000-8000-00000000000b","correlationid":"75b7673a-189a-525a-ba5a-bc8389b7c7f7","actor":"human:ana","partitionkey":"00000000-0000-4000-8000-00000000000b/service/a047218c-e3f2-559b-9367-e302cc4b314c","aggregateversion":"2","data":{"service_id":"a047218c-e3f2-559b-9367-e302cc4b314c","definition":{"name":"Payments","kind":"component","description":"nul\u0000 \\ \\u0000 ünï 39","tier":"critical","lifecycle":"","owner_team":"","members":[],"on_call":null,"dependencies":[],"runbook_ids":["4d4ccabe-79ac-5450-9197-467e1c5ae1f3"],"slo_ids":[],"resource_selectors":[{"environment":null,"cluster":null,"namespace":"shop\u0000","kind":null,"name":"payments-0*","matchers":["app=\"a\\\\b\"","team=~\"pay.*\""]},{"environment":null,"cluster":null,"namespace":"shop\u0000","kind":null,"name":"payments-1*","matchers":["app=\"a\\\\b\"","team=~\"pay.*\""]}],"links":[],"tags":["shop","nul\u000039"]},"origin":"backstage:catalog.yaml","updated_by":"human:ben"}}', '\x'),
	(83, '00000000-0000-4000-8000-00000000000a', 'alert', '92d10aa8-bf43-5672-9677-41061de17c23', 1, 'e9aaadf2-fbe7-5a9a-afe6-085f34af6034', 'io.ameide.sre.fact.alert-ingested.v1', 14, '2026-12-01 13:03:04.7843+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"e9aaadf2-fbe7-5a9a-afe6-085f34af6034","source":"/sre/domain_writer","subject":"alert/92d10aa8-bf43-5672-9677-41061de17c23","time":"2026-12-01T13:03:04.665768Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"0b536391-c26c-56de-b3db-8961c287923c","actor":"integration:alertmanager","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/92d10aa8-bf43-5672-9677-41061de17c23","causationid":"4291ee7f-8a1b-5da0-8ce0-2130f540d7cf","aggregateversion":"1","traceparent":"00-0543c3a454837306e78d9327ee1081d7-16155dfaac3d45ad-00","data":{"alert_id":"92d10aa8-bf43-5672-9677-41061de17c23","change":"new","episode":1,"source":"prometheus","source_name":"alertmanager","fingerprint":"c33d595d816393a3","status":"firing","name":"PodOOMKilled","severity":"critical","labels":{"alertname":"PodOOMKilled","cluster":"test","instance":"127.0.0.1:19100","job":"demo","namespace":"pay","pod":"checkout-1","service":"checkout","severity":"critical","team":"payments"},"annotations":{"description":"value 1","runbook_url":"https://runbooks.example/oom","summary":"Pod checkout-1 OOMKilled"},"starts_at":"2026-11-23T03:16:13.002000Z","ends_at":null,"received_at":"2026-12-01T13:03:04.665768Z","generator_url":"http://vm:19090/graph?g0.expr=demo_oom+%3E+0&g0.tab=1","environment_id":null,"group_key":"{}/{severity=\"critical\"}:{alertname=\"PodOOMKilled\", service=\"checkout\"}","marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\x55d289a380cfa134702803896c160613f87948c70c34a57c7ce44592adf4fb6a'),
	(84, '00000000-0000-4000-8000-00000000000a', 'incident', '05b3bf81-058d-5524-9203-c4b0be9a854b', 1, '5560e7c0-7900-5d6b-bd2d-a21f53b1ce30', 'io.ameide.sre.fact.incident-created.v1', 2, '2026-12-01 13:03:05.08407+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.incident-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:incident-created:1.0.0","schemaversion":"1.0.0","id":"5560e7c0-7900-5d6b-bd2d-a21f53b1ce30","source":"/sre/domain_writer","subject":"incident/05b3bf81-058d-5524-9203-c4b0be9a854b","time":"2026-12-01T13:03:04.665768Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"0b536391-c26c-56de-b3db-8961c287923c","actor":"process:correlation/d1c060ef-f72b-5f9a-9410-b2c2d33e0321/1","partitionkey":"00000000-0000-4000-8000-00000000000a/incident/05b3bf81-058d-5524-9203-c4b0be9a854b","causationid":"2bf063ff-3a79-5035-9092-e805cc237934","aggregateversion":"1","traceparent":"00-0543c3a454837306e78d9327ee1081d7-16155dfaac3d45ad-00","data":{"incident_id":"05b3bf81-058d-5524-9203-c4b0be9a854b","number":1,"title":"PodOOMKilled (test, pay, checkout): Pod checkout-1 OOMKilled","description":"value 1","severity":"critical","source":"alert","affected_resources":[{"kind":"Pod","name":"checkout-1","namespace":"pay","cluster":"test","environment":null},{"kind":"Service","name":"checkout","namespace":"pay","cluster":"test","environment":null}],"service_ids":[],"created_by":"process:correlation/d1c060ef-f72b-5f9a-9410-b2c2d33e0321/1","declared_at":"2026-12-01T13:03:04.665768Z","detected_at":"2026-12-01T13:03:04.665768Z","impact_started_at":"2026-11-23T03:16:13.002000Z","correlation_key":"rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=pay|service=checkout","follows":null}}', '\xc7477febe640aaacc649254b7edbb76c5ed29c0e29667e13ca96cfff890fa582'),
	(85, '00000000-0000-4000-8000-00000000000a', 'incident', '05b3bf81-058d-5524-9203-c4b0be9a854b', 2, 'b02ae8b6-e5cb-5cc7-b539-78816ebbbb8b', 'io.ameide.sre.fact.alerts-correlated-to-incident.v1', 2, '2026-12-01 13:03:05.084145+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alerts-correlated-to-incident.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alerts-correlated-to-incident:1.0.0","schemaversion":"1.0.0","id":"b02ae8b6-e5cb-5cc7-b539-78816ebbbb8b","source":"/sre/domain_writer","subject":"incident/05b3bf81-058d-5524-9203-c4b0be9a854b","time":"2026-12-01T13:03:04.665768Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"0b536391-c26c-56de-b3db-8961c287923c","actor":"process:correlation/d1c060ef-f72b-5f9a-9410-b2c2d33e0321/1","partitionkey":"00000000-0000-4000-8000-00000000000a/incident/05b3bf81-058d-5524-9203-c4b0be9a854b","causationid":"236f2133-b431-52ad-a34d-e20a72f059f3","aggregateversion":"2","traceparent":"00-0543c3a454837306e78d9327ee1081d7-16155dfaac3d45ad-00","data":{"incident_id":"05b3bf81-058d-5524-9203-c4b0be9a854b","alerts":[{"alert_id":"92d10aa8-bf43-5672-9677-41061de17c23","episode":1}],"correlation":{"rule_id":"20538084-0470-5809-a899-b8bac462cfe6","rule_version":2,"correlation_key":"rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=pay|service=checkout","matched":{"@environment":"","cluster":"test","@namespace":"pay","@service":"checkout"}}}}', '\xfe9733a4cf6a4e5136514f8c8c839488c2ea72876c830c792c9d16a45438b487'),
	(86, '00000000-0000-4000-8000-00000000000a', 'incident', '05b3bf81-058d-5524-9203-c4b0be9a854b', 3, '66477642-7233-5448-b291-038a1f277971', 'io.ameide.sre.fact.services-linked-to-incident.v1', 2, '2026-12-01 13:03:05.443769+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.services-linked-to-incident.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:services-linked-to-incident:1.0.0","schemaversion":"1.0.0","id":"66477642-7233-5448-b291-038a1f277971","source":"/sre/domain_writer","subject":"incident/05b3bf81-058d-5524-9203-c4b0be9a854b","time":"2026-12-01T13:03:04.665768Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"0b536391-c26c-56de-b3db-8961c287923c","actor":"process:service_links","partitionkey":"00000000-0000-4000-8000-00000000000a/incident/05b3bf81-058d-5524-9203-c4b0be9a854b","causationid":"6de69ee4-9577-55f0-98a8-e48e8ebadbfe","aggregateversion":"3","traceparent":"00-0543c3a454837306e78d9327ee1081d7-16155dfaac3d45ad-00","data":{"incident_id":"05b3bf81-058d-5524-9203-c4b0be9a854b","services":[{"service_id":"20df6dbf-840f-53b8-9d13-ae5914c3bc71","because":"checkout: service=checkout of alert PodOOMKilled names it"}],"linked_by":"process:service_links"}}', '\x18e0fa65baf75e249b1f2283b885375b012c325f41397db2e5c142f940e2e985'),
	(87, '00000000-0000-4000-8000-00000000000a', 'alert', 'b82ff97d-3b7f-5603-886e-7fb8fb097e38', 1, '3e4e935b-cdae-5f04-a87a-f9406ab53dc7', 'io.ameide.sre.fact.alert-ingested.v1', 0, '2026-12-01 13:03:05.651113+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"3e4e935b-cdae-5f04-a87a-f9406ab53dc7","source":"/sre/domain_writer","subject":"alert/b82ff97d-3b7f-5603-886e-7fb8fb097e38","time":"2026-12-01T13:03:05.610975Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"c40bbba2-4290-59e6-b849-d23ff2435904","actor":"integration:alertmanager","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/b82ff97d-3b7f-5603-886e-7fb8fb097e38","causationid":"e667234d-203c-58e4-a34a-2e9f9f1f2533","aggregateversion":"1","traceparent":"00-fba7f75d2ace5d2ab3d2d2b7d562d1bf-02da8ada83ccc476-00","data":{"alert_id":"b82ff97d-3b7f-5603-886e-7fb8fb097e38","change":"new","episode":1,"source":"prometheus","source_name":"alertmanager","fingerprint":"d0e71bc1800cce43","status":"firing","name":"HighErrorRate","severity":"medium","labels":{"alertname":"HighErrorRate","cluster":"test","instance":"127.0.0.1:19100","job":"demo","service":"checkout","severity":"warning","team":"payments"},"annotations":{"summary":"error ratio 9%"},"starts_at":"2026-11-23T03:16:26.002000Z","ends_at":null,"received_at":"2026-12-01T13:03:05.610975Z","generator_url":"http://vm:19090/graph?g0.expr=demo_error_ratio+%3E+0.05&g0.tab=1","environment_id":null,"group_key":"{}:{alertname=\"HighErrorRate\", service=\"checkout\"}","marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\xf97efe99c6e8fa94a04c031348e68cd459b370b47894f610e2277f8e08c7afc5'),
	(88, '00000000-0000-4000-8000-00000000000a', 'incident', '582b916a-0770-56a6-a6fc-16edde058076', 1, '428234b6-9b30-5200-8ebb-9b71a06ce423', 'io.ameide.sre.fact.incident-created.v1', 10, '2026-12-01 13:03:05.828179+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.incident-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:incident-created:1.0.0","schemaversion":"1.0.0","id":"428234b6-9b30-5200-8ebb-9b71a06ce423","source":"/sre/domain_writer","subject":"incident/582b916a-0770-56a6-a6fc-16edde058076","time":"2026-12-01T13:03:05.610975Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"c40bbba2-4290-59e6-b849-d23ff2435904","actor":"process:correlation/9d19582c-0e93-57a6-ad96-29abad94bfa8/1","partitionkey":"00000000-0000-4000-8000-00000000000a/incident/582b916a-0770-56a6-a6fc-16edde058076","causationid":"a334c05b-e3cd-5d05-ac8e-9b021a4c0f88","aggregateversion":"1","traceparent":"00-fba7f75d2ace5d2ab3d2d2b7d562d1bf-02da8ada83ccc476-00","data":{"incident_id":"582b916a-0770-56a6-a6fc-16edde058076","number":2,"title":"HighErrorRate (test, checkout): error ratio 9%","description":"","severity":"medium","source":"alert","affected_resources":[{"kind":"Service","name":"checkout","namespace":null,"cluster":"test","environment":null}],"service_ids":[],"created_by":"process:correlation/9d19582c-0e93-57a6-ad96-29abad94bfa8/1","declared_at":"2026-12-01T13:03:05.610975Z","detected_at":"2026-12-01T13:03:05.610975Z","impact_started_at":"2026-11-23T03:16:26.002000Z","correlation_key":"rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=|service=checkout","follows":null}}', '\xff34cb7896836b5bf2ede189be38f0ec570c2edfd98a72d66bf85ca2fc76efd0'),
	(89, '00000000-0000-4000-8000-00000000000a', 'incident', '582b916a-0770-56a6-a6fc-16edde058076', 2, '9028b338-2be0-5944-8bc0-e0c4a8125d7f', 'io.ameide.sre.fact.alerts-correlated-to-incident.v1', 10, '2026-12-01 13:03:05.828259+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alerts-correlated-to-incident.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alerts-correlated-to-incident:1.0.0","schemaversion":"1.0.0","id":"9028b338-2be0-5944-8bc0-e0c4a8125d7f","source":"/sre/domain_writer","subject":"incident/582b916a-0770-56a6-a6fc-16edde058076","time":"2026-12-01T13:03:05.610975Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"c40bbba2-4290-59e6-b849-d23ff2435904","actor":"process:correlation/9d19582c-0e93-57a6-ad96-29abad94bfa8/1","partitionkey":"00000000-0000-4000-8000-00000000000a/incident/582b916a-0770-56a6-a6fc-16edde058076","causationid":"5b5c2dc7-8b34-51aa-b469-0c93b5a0a1f1","aggregateversion":"2","traceparent":"00-fba7f75d2ace5d2ab3d2d2b7d562d1bf-02da8ada83ccc476-00","data":{"incident_id":"582b916a-0770-56a6-a6fc-16edde058076","alerts":[{"alert_id":"b82ff97d-3b7f-5603-886e-7fb8fb097e38","episode":1}],"correlation":{"rule_id":"20538084-0470-5809-a899-b8bac462cfe6","rule_version":2,"correlation_key":"rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=|service=checkout","matched":{"@environment":"","cluster":"test","@namespace":"","@service":"checkout"}}}}', '\xc0ea66704a820cea4b5a096c113f49b582012ceefcddf7f47bd8acdca2eba20d'),
	(90, '00000000-0000-4000-8000-00000000000a', 'incident', '582b916a-0770-56a6-a6fc-16edde058076', 3, '8f014056-156f-58e0-b5b5-22cf5be263e6', 'io.ameide.sre.fact.services-linked-to-incident.v1', 10, '2026-12-01 13:03:06.103036+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.services-linked-to-incident.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:services-linked-to-incident:1.0.0","schemaversion":"1.0.0","id":"8f014056-156f-58e0-b5b5-22cf5be263e6","source":"/sre/domain_writer","subject":"incident/582b916a-0770-56a6-a6fc-16edde058076","time":"2026-12-01T13:03:05.610975Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"c40bbba2-4290-59e6-b849-d23ff2435904","actor":"process:service_links","partitionkey":"00000000-0000-4000-8000-00000000000a/incident/582b916a-0770-56a6-a6fc-16edde058076","causationid":"75d2440b-41a7-5979-8296-9419bf1a50a4","aggregateversion":"3","traceparent":"00-fba7f75d2ace5d2ab3d2d2b7d562d1bf-02da8ada83ccc476-00","data":{"incident_id":"582b916a-0770-56a6-a6fc-16edde058076","services":[{"service_id":"20df6dbf-840f-53b8-9d13-ae5914c3bc71","because":"checkout: service=checkout of alert HighErrorRate names it"}],"linked_by":"process:service_links"}}', '\xbf9942cde31c03175472c5ef46c99a9e5b7afbda25eca20c033c1992d7fa8ccb'),
	(91, '00000000-0000-4000-8000-00000000000a', 'alert', 'a3487710-9011-5f9e-9f62-186fbf5d2295', 1, 'e54cf71b-113c-5e46-b104-ab2545a547fe', 'io.ameide.sre.fact.alert-ingested.v1', 15, '2026-12-01 13:03:06.306052+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"e54cf71b-113c-5e46-b104-ab2545a547fe","source":"/sre/domain_writer","subject":"alert/a3487710-9011-5f9e-9f62-186fbf5d2295","time":"2026-12-01T13:03:06.263425Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"6e0a77a1-15be-55fd-8c30-8fe7eb5fb11d","actor":"integration:alertmanager","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/a3487710-9011-5f9e-9f62-186fbf5d2295","causationid":"1df32447-6ee0-54d5-a8d6-a831916d2831","aggregateversion":"1","traceparent":"00-367f9677405aa8937fe98573c59b8d0c-82601b88e028d507-00","data":{"alert_id":"a3487710-9011-5f9e-9f62-186fbf5d2295","change":"new","episode":1,"source":"prometheus","source_name":"alertmanager","fingerprint":"147f4d54234dea9a","status":"firing","name":"PodOOMKilled","severity":"critical","labels":{"alertname":"PodOOMKilled","cluster":"test","instance":"127.0.0.1:19100","job":"demo","namespace":"pay","pod":"checkout-2","service":"checkout","severity":"critical","team":"payments"},"annotations":{"description":"value 1","runbook_url":"https://runbooks.example/oom","summary":"Pod checkout-2 OOMKilled"},"starts_at":"2026-11-23T03:16:15.002000Z","ends_at":null,"received_at":"2026-12-01T13:03:06.263425Z","generator_url":"http://vm:19090/graph?g0.expr=demo_oom+%3E+0&g0.tab=1","environment_id":null,"group_key":"{}/{severity=\"critical\"}:{alertname=\"PodOOMKilled\", service=\"checkout\"}","marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\x16a50400dd59b77320e652fa376f219c9dfd4f68cd169770d92fb86cc70bc756'),
	(92, '00000000-0000-4000-8000-00000000000a', 'alert', '42040336-fe0a-518d-8df9-c65b6104dc4c', 1, '20e235cc-8262-56b9-a855-5d58304c56b6', 'io.ameide.sre.fact.alert-ingested.v1', 0, '2026-12-01 13:03:06.306123+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"20e235cc-8262-56b9-a855-5d58304c56b6","source":"/sre/domain_writer","subject":"alert/42040336-fe0a-518d-8df9-c65b6104dc4c","time":"2026-12-01T13:03:06.263425Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"6e0a77a1-15be-55fd-8c30-8fe7eb5fb11d","actor":"integration:alertmanager","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/42040336-fe0a-518d-8df9-c65b6104dc4c","causationid":"27976e41-0777-5b96-8844-d14aaa7c83e5","aggregateversion":"1","traceparent":"00-367f9677405aa8937fe98573c59b8d0c-82601b88e028d507-00","data":{"alert_id":"42040336-fe0a-518d-8df9-c65b6104dc4c","change":"new","episode":1,"source":"prometheus","source_name":"alertmanager","fingerprint":"f126c73edb3e26e9","status":"firing","name":"PodOOMKilled","severity":"critical","labels":{"alertname":"PodOOMKilled","cluster":"test","instance":"127.0.0.1:19100","job":"demo","namespace":"pay","pod":"checkout-3","service":"checkout","severity":"critical","team":"payments"},"annotations":{"description":"value 2","runbook_url":"https://runbooks.example/oom","summary":"Pod checkout-3 OOMKilled"},"starts_at":"2026-11-23T03:16:15.002000Z","ends_at":null,"received_at":"2026-12-01T13:03:06.263425Z","generator_url":"http://vm:19090/graph?g0.expr=demo_oom+%3E+0&g0.tab=1","environment_id":null,"group_key":"{}/{severity=\"critical\"}:{alertname=\"PodOOMKilled\", service=\"checkout\"}","marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\x0c51bd547fa25c9127a690e012fe1032b20705f73a2c56585c363e1368c64d84'),
	(93, '00000000-0000-4000-8000-00000000000a', 'incident', '05b3bf81-058d-5524-9203-c4b0be9a854b', 4, 'cb16b314-5317-5f60-8aa3-c2b5beda5b89', 'io.ameide.sre.fact.alerts-correlated-to-incident.v1', 2, '2026-12-01 13:03:06.483209+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alerts-correlated-to-incident.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alerts-correlated-to-incident:1.0.0","schemaversion":"1.0.0","id":"cb16b314-5317-5f60-8aa3-c2b5beda5b89","source":"/sre/domain_writer","subject":"incident/05b3bf81-058d-5524-9203-c4b0be9a854b","time":"2026-12-01T13:03:06.263425Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"6e0a77a1-15be-55fd-8c30-8fe7eb5fb11d","actor":"process:correlation/d1c060ef-f72b-5f9a-9410-b2c2d33e0321/1","partitionkey":"00000000-0000-4000-8000-00000000000a/incident/05b3bf81-058d-5524-9203-c4b0be9a854b","causationid":"cb3c90a7-8489-5035-8638-3ede6bc7f5ef","aggregateversion":"4","traceparent":"00-367f9677405aa8937fe98573c59b8d0c-82601b88e028d507-00","data":{"incident_id":"05b3bf81-058d-5524-9203-c4b0be9a854b","alerts":[{"alert_id":"42040336-fe0a-518d-8df9-c65b6104dc4c","episode":1},{"alert_id":"a3487710-9011-5f9e-9f62-186fbf5d2295","episode":1}],"correlation":{"rule_id":"20538084-0470-5809-a899-b8bac462cfe6","rule_version":2,"correlation_key":"rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=pay|service=checkout","matched":{"@environment":"","cluster":"test","@namespace":"pay","@service":"checkout"}}}}', '\x87e3ff3fcb824cc192b0ebe26e246efa092f7486dec1e041d9aa33f81db27443'),
	(94, '00000000-0000-4000-8000-00000000000a', 'alert', 'a3487710-9011-5f9e-9f62-186fbf5d2295', 2, 'cf3dd3f5-99bb-5661-848e-8895ada2293a', 'io.ameide.sre.fact.alert-ingested.v1', 15, '2026-12-01 13:03:06.741825+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"cf3dd3f5-99bb-5661-848e-8895ada2293a","source":"/sre/domain_writer","subject":"alert/a3487710-9011-5f9e-9f62-186fbf5d2295","time":"2026-12-01T13:03:06.701551Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"98c1f612-03ab-5552-9d9d-d314189a4249","actor":"integration:alertmanager","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/a3487710-9011-5f9e-9f62-186fbf5d2295","causationid":"76ae39bb-2aee-5a84-85f7-ece39f3a1265","aggregateversion":"2","traceparent":"00-8f9d53380513a2d4badd8913c31c5160-63df38e94b028626-00","data":{"alert_id":"a3487710-9011-5f9e-9f62-186fbf5d2295","change":"resolved","episode":1,"source":"prometheus","source_name":"alertmanager","fingerprint":"147f4d54234dea9a","status":"resolved","name":"PodOOMKilled","severity":"critical","labels":{"alertname":"PodOOMKilled","cluster":"test","instance":"127.0.0.1:19100","job":"demo","namespace":"pay","pod":"checkout-2","service":"checkout","severity":"critical","team":"payments"},"annotations":{"description":"value 1","runbook_url":"https://runbooks.example/oom","summary":"Pod checkout-2 OOMKilled"},"starts_at":"2026-11-23T03:16:15.002000Z","ends_at":"2026-11-23T03:16:22.002000Z","received_at":"2026-12-01T13:03:06.701551Z","generator_url":"http://vm:19090/graph?g0.expr=demo_oom+%3E+0&g0.tab=1","environment_id":null,"group_key":"{}/{severity=\"critical\"}:{alertname=\"PodOOMKilled\", service=\"checkout\"}","marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\xf8976511e5426920bb0cf729df92329af7dcafd30e417bcbac61d79a4425117c'),
	(95, '00000000-0000-4000-8000-00000000000a', 'alert', '92d10aa8-bf43-5672-9677-41061de17c23', 2, 'f83cbe0f-7b98-5861-bea3-a73ba6af63b5', 'io.ameide.sre.fact.alert-ingested.v1', 14, '2026-12-01 13:03:06.941044+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"f83cbe0f-7b98-5861-bea3-a73ba6af63b5","source":"/sre/domain_writer","subject":"alert/92d10aa8-bf43-5672-9677-41061de17c23","time":"2026-12-01T13:03:06.909004Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"b14487d1-e9f7-545d-b1ac-efe1859a7bba","actor":"integration:alertmanager","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/92d10aa8-bf43-5672-9677-41061de17c23","causationid":"95a7177b-d6af-544c-b9d0-e5f815f18edd","aggregateversion":"2","traceparent":"00-a181a6edba734274ebdd1c9def514dc6-c43a9256ca9f9a72-00","data":{"alert_id":"92d10aa8-bf43-5672-9677-41061de17c23","change":"resolved","episode":1,"source":"prometheus","source_name":"alertmanager","fingerprint":"c33d595d816393a3","status":"resolved","name":"PodOOMKilled","severity":"critical","labels":{"alertname":"PodOOMKilled","cluster":"test","instance":"127.0.0.1:19100","job":"demo","namespace":"pay","pod":"checkout-1","service":"checkout","severity":"critical","team":"payments"},"annotations":{"description":"value 1","runbook_url":"https://runbooks.example/oom","summary":"Pod checkout-1 OOMKilled"},"starts_at":"2026-11-23T03:16:13.002000Z","ends_at":"2026-11-23T03:16:28.002000Z","received_at":"2026-12-01T13:03:06.909004Z","generator_url":"http://vm:19090/graph?g0.expr=demo_oom+%3E+0&g0.tab=1","environment_id":null,"group_key":"{}/{severity=\"critical\"}:{alertname=\"PodOOMKilled\", service=\"checkout\"}","marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\x111cbaf2c249db04c9f858e93c49aea56634ef1ac9bf7dac2878f3eada63d2c0'),
	(96, '00000000-0000-4000-8000-00000000000a', 'alert', '42040336-fe0a-518d-8df9-c65b6104dc4c', 2, '5c1542df-acc2-5a85-9082-6862ef32f2f7', 'io.ameide.sre.fact.alert-ingested.v1', 0, '2026-12-01 13:03:06.941127+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"5c1542df-acc2-5a85-9082-6862ef32f2f7","source":"/sre/domain_writer","subject":"alert/42040336-fe0a-518d-8df9-c65b6104dc4c","time":"2026-12-01T13:03:06.909004Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"b14487d1-e9f7-545d-b1ac-efe1859a7bba","actor":"integration:alertmanager","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/42040336-fe0a-518d-8df9-c65b6104dc4c","causationid":"afb2dafa-aa3d-5ea3-acd9-a55682afe7de","aggregateversion":"2","traceparent":"00-a181a6edba734274ebdd1c9def514dc6-c43a9256ca9f9a72-00","data":{"alert_id":"42040336-fe0a-518d-8df9-c65b6104dc4c","change":"resolved","episode":1,"source":"prometheus","source_name":"alertmanager","fingerprint":"f126c73edb3e26e9","status":"resolved","name":"PodOOMKilled","severity":"critical","labels":{"alertname":"PodOOMKilled","cluster":"test","instance":"127.0.0.1:19100","job":"demo","namespace":"pay","pod":"checkout-3","service":"checkout","severity":"critical","team":"payments"},"annotations":{"description":"value 2","runbook_url":"https://runbooks.example/oom","summary":"Pod checkout-3 OOMKilled"},"starts_at":"2026-11-23T03:16:15.002000Z","ends_at":"2026-11-23T03:16:28.002000Z","received_at":"2026-12-01T13:03:06.909004Z","generator_url":"http://vm:19090/graph?g0.expr=demo_oom+%3E+0&g0.tab=1","environment_id":null,"group_key":"{}/{severity=\"critical\"}:{alertname=\"PodOOMKilled\", service=\"checkout\"}","marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\xb946f0716d44b57738f6c0ededc1ead53f609e474f4f80959f24e4ad1df080ac'),
	(97, '00000000-0000-4000-8000-00000000000a', 'alert', 'ca1308de-7c6e-56aa-87dc-bc36290f2b8d', 1, 'd9444d37-8829-53bb-905d-e09931a9b03a', 'io.ameide.sre.fact.alert-ingested.v1', 8, '2026-12-01 13:03:07.106543+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"d9444d37-8829-53bb-905d-e09931a9b03a","source":"/sre/domain_writer","subject":"alert/ca1308de-7c6e-56aa-87dc-bc36290f2b8d","time":"2026-12-01T13:03:07.067331Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"bc4fe7a7-8382-5ef3-a619-e1a97d3a93fa","actor":"integration:grafana","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/ca1308de-7c6e-56aa-87dc-bc36290f2b8d","causationid":"7dbca414-d7ee-5775-b3a2-431cc54b488b","aggregateversion":"1","traceparent":"00-bfc36394c691a583fed2e6f7fc5725a2-7785f44ceb566c35-00","data":{"alert_id":"ca1308de-7c6e-56aa-87dc-bc36290f2b8d","change":"new","episode":1,"source":"grafana","source_name":"grafana","fingerprint":"9f1b5d3a7c2e4f60","status":"firing","name":"HighLatency","severity":"high","labels":{"alertname":"HighLatency","grafana_folder":"checkout","service":"checkout","severity":"error"},"annotations":{"grafana_dashboard_url":"https://grafana.example/d/checkout?orgId=1","grafana_org_id":"1","grafana_panel_url":"https://grafana.example/d/checkout?orgId=1&viewPanel=4","grafana_rule_uid":"abc123","grafana_silence_url":"https://grafana.example/alerting/silence/new?alertmanager=grafana","grafana_value_string":"[ var=''B'' labels={service=checkout} value=2.31 ]","grafana_values":"{\"B\":2.31,\"C\":1}","runbook_url":"https://runbooks.example/latency","summary":"p99 above 2 s"},"starts_at":"2026-11-23T03:16:10.123456Z","ends_at":null,"received_at":"2026-12-01T13:03:07.067331Z","generator_url":"https://grafana.example/alerting/grafana/abc123/view?orgId=1","environment_id":null,"group_key":"{}:{grafana_folder=\"checkout\"}","marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\xc1859bc19c641a22d214199602e549873d1f042d1476bfccf0e00fba41886505'),
	(98, '00000000-0000-4000-8000-00000000000a', 'alert', 'a50bb4b6-2717-5d1d-b15d-4ee41f9404c1', 1, '460382b3-c65f-5f99-979d-e058a65709c9', 'io.ameide.sre.fact.alert-ingested.v1', 12, '2026-12-01 13:03:07.106763+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alert-ingested.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alert-ingested:1.1.0","schemaversion":"1.1.0","id":"460382b3-c65f-5f99-979d-e058a65709c9","source":"/sre/domain_writer","subject":"alert/a50bb4b6-2717-5d1d-b15d-4ee41f9404c1","time":"2026-12-01T13:03:07.067331Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"bc4fe7a7-8382-5ef3-a619-e1a97d3a93fa","actor":"integration:grafana","partitionkey":"00000000-0000-4000-8000-00000000000a/alert/a50bb4b6-2717-5d1d-b15d-4ee41f9404c1","causationid":"71e06e11-f564-5e9e-b64e-a65b1ee3a776","aggregateversion":"1","traceparent":"00-bfc36394c691a583fed2e6f7fc5725a2-7785f44ceb566c35-00","data":{"alert_id":"a50bb4b6-2717-5d1d-b15d-4ee41f9404c1","change":"new","episode":1,"source":"grafana","source_name":"grafana","fingerprint":"1c1f0e9d8b7a6c5d","status":"resolved","name":"DatasourceNoData","severity":"medium","labels":{"alertname":"DatasourceNoData","datasource_uid":"prom","ref_id":"A","rulename":"QueueDepth"},"annotations":{"grafana_org_id":"1","grafana_silence_url":"https://grafana.example/alerting/silence/new?alertmanager=grafana"},"starts_at":"2026-11-23T03:00:00Z","ends_at":"2026-11-23T03:10:00Z","received_at":"2026-12-01T13:03:07.067331Z","generator_url":"https://grafana.example/alerting/grafana/def456/view?orgId=1","environment_id":null,"group_key":"{}:{grafana_folder=\"checkout\"}","marks":[],"differences":[],"end_reason":null,"unwatched":false,"claimed_starts_at":null,"claimed_ends_at":null}}', '\xe956db9327073fea4f19c023910f6aa360d048cbe736c218e34691ea212c670c'),
	(99, '00000000-0000-4000-8000-00000000000a', 'incident', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 1, '11fe8f78-b516-5d37-b94e-f407d67a7671', 'io.ameide.sre.fact.incident-created.v1', 13, '2026-12-01 13:03:07.323451+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.incident-created.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:incident-created:1.0.0","schemaversion":"1.0.0","id":"11fe8f78-b516-5d37-b94e-f407d67a7671","source":"/sre/domain_writer","subject":"incident/662e8599-1d45-5a60-8c87-0a7b64b70dc2","time":"2026-12-01T13:03:07.067331Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"bc4fe7a7-8382-5ef3-a619-e1a97d3a93fa","actor":"process:correlation/41596eba-44ee-555f-9ca5-cbe137cdd69d/1","partitionkey":"00000000-0000-4000-8000-00000000000a/incident/662e8599-1d45-5a60-8c87-0a7b64b70dc2","causationid":"1ac28e3a-70ad-5673-a98c-7cfa874c0462","aggregateversion":"1","traceparent":"00-bfc36394c691a583fed2e6f7fc5725a2-7785f44ceb566c35-00","data":{"incident_id":"662e8599-1d45-5a60-8c87-0a7b64b70dc2","number":3,"title":"HighLatency (checkout): p99 above 2 s","description":"","severity":"high","source":"alert","affected_resources":[{"kind":"Service","name":"checkout","namespace":null,"cluster":null,"environment":null}],"service_ids":[],"created_by":"process:correlation/41596eba-44ee-555f-9ca5-cbe137cdd69d/1","declared_at":"2026-12-01T13:03:07.067331Z","detected_at":"2026-12-01T13:03:07.067331Z","impact_started_at":"2026-11-23T03:16:10.123456Z","correlation_key":"rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=|namespace=|service=checkout","follows":null}}', '\xad6a184510c6d8c2d0b2a27ecd55cac311c67363fcfcdd12edf050f783c77712'),
	(100, '00000000-0000-4000-8000-00000000000a', 'incident', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 2, '4bb838b5-babe-57e1-af37-300745daa3fa', 'io.ameide.sre.fact.alerts-correlated-to-incident.v1', 13, '2026-12-01 13:03:07.323551+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.alerts-correlated-to-incident.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:alerts-correlated-to-incident:1.0.0","schemaversion":"1.0.0","id":"4bb838b5-babe-57e1-af37-300745daa3fa","source":"/sre/domain_writer","subject":"incident/662e8599-1d45-5a60-8c87-0a7b64b70dc2","time":"2026-12-01T13:03:07.067331Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"bc4fe7a7-8382-5ef3-a619-e1a97d3a93fa","actor":"process:correlation/41596eba-44ee-555f-9ca5-cbe137cdd69d/1","partitionkey":"00000000-0000-4000-8000-00000000000a/incident/662e8599-1d45-5a60-8c87-0a7b64b70dc2","causationid":"c3bab00d-e20c-56fa-9f56-d47f6eb0fe58","aggregateversion":"2","traceparent":"00-bfc36394c691a583fed2e6f7fc5725a2-7785f44ceb566c35-00","data":{"incident_id":"662e8599-1d45-5a60-8c87-0a7b64b70dc2","alerts":[{"alert_id":"ca1308de-7c6e-56aa-87dc-bc36290f2b8d","episode":1}],"correlation":{"rule_id":"20538084-0470-5809-a899-b8bac462cfe6","rule_version":2,"correlation_key":"rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=|namespace=|service=checkout","matched":{"@environment":"","cluster":"","@namespace":"","@service":"checkout"}}}}', '\xc2e92a982da0b83faf5e9a844b2b2c63945d5dede1b915dc0a395c6be3d94251');
INSERT INTO domain.fact OVERRIDING SYSTEM VALUE VALUES
	(101, '00000000-0000-4000-8000-00000000000a', 'incident', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 3, 'e907d917-25bf-5bf7-ad1b-edc4fd6bca8c', 'io.ameide.sre.fact.services-linked-to-incident.v1', 13, '2026-12-01 13:03:07.572025+00', '3', '{"specversion":"1.0","type":"io.ameide.sre.fact.services-linked-to-incident.v1","datacontenttype":"application/json","dataschema":"urn:ameide:sre:services-linked-to-incident:1.0.0","schemaversion":"1.0.0","id":"e907d917-25bf-5bf7-ad1b-edc4fd6bca8c","source":"/sre/domain_writer","subject":"incident/662e8599-1d45-5a60-8c87-0a7b64b70dc2","time":"2026-12-01T13:03:07.067331Z","tenantid":"00000000-0000-4000-8000-00000000000a","correlationid":"bc4fe7a7-8382-5ef3-a619-e1a97d3a93fa","actor":"process:service_links","partitionkey":"00000000-0000-4000-8000-00000000000a/incident/662e8599-1d45-5a60-8c87-0a7b64b70dc2","causationid":"9333525a-7b22-5ad6-a084-617d3d1fa14b","aggregateversion":"3","traceparent":"00-bfc36394c691a583fed2e6f7fc5725a2-7785f44ceb566c35-00","data":{"incident_id":"662e8599-1d45-5a60-8c87-0a7b64b70dc2","services":[{"service_id":"20df6dbf-840f-53b8-9d13-ae5914c3bc71","because":"checkout: service=checkout of alert HighLatency names it"}],"linked_by":"process:service_links"}}', '\xd4310ea8de1922f8b4f59d6d01319e0cd5be57db11184738b9f2acee491de401');
INSERT INTO domain.inbox VALUES
	('00000000-0000-4000-8000-00000000000a', '4291ee7f-8a1b-5da0-8ce0-2130f540d7cf', '\x1db446eceaa3b9bb9512b413dcb172edf7804416f64a3234acaceb53834b925e', '{"status": "accepted", "fact_ids": ["e9aaadf2-fbe7-5a9a-afe6-085f34af6034"], "aggregate_id": "92d10aa8-bf43-5672-9677-41061de17c23", "aggregate_type": "alert", "aggregate_version": 1}', '2026-12-01 13:03:04.785709+00'),
	('00000000-0000-4000-8000-00000000000a', '2bf063ff-3a79-5035-9092-e805cc237934', '\x65fdb5f2f768f6729a2e67454f28adfb381e0e3b0e8ff332b6ef7498884ed024', '{"status": "accepted", "fact_ids": ["5560e7c0-7900-5d6b-bd2d-a21f53b1ce30"], "aggregate_id": "05b3bf81-058d-5524-9203-c4b0be9a854b", "aggregate_type": "incident", "aggregate_version": 1}', '2026-12-01 13:03:05.084576+00'),
	('00000000-0000-4000-8000-00000000000a', '236f2133-b431-52ad-a34d-e20a72f059f3', '\x560a211e632742fcbe8f7e1052cf8f522e2205157beaaa664e6702ecb9b8ca6e', '{"status": "accepted", "fact_ids": ["b02ae8b6-e5cb-5cc7-b539-78816ebbbb8b"], "aggregate_id": "05b3bf81-058d-5524-9203-c4b0be9a854b", "aggregate_type": "incident", "aggregate_version": 2}', '2026-12-01 13:03:05.084591+00'),
	('00000000-0000-4000-8000-00000000000a', '6de69ee4-9577-55f0-98a8-e48e8ebadbfe', '\x70b7d3beca412c02b0c9d431c8d37c7f1d2a32f47e5801b5ad65a5cfc19c045a', '{"status": "accepted", "fact_ids": ["66477642-7233-5448-b291-038a1f277971"], "aggregate_id": "05b3bf81-058d-5524-9203-c4b0be9a854b", "aggregate_type": "incident", "aggregate_version": 3}', '2026-12-01 13:03:05.444271+00'),
	('00000000-0000-4000-8000-00000000000a', 'e667234d-203c-58e4-a34a-2e9f9f1f2533', '\xc6eb90af20d16b4c898203ccf42ca0386301dc94f513be1220ef24d162657a93', '{"status": "accepted", "fact_ids": ["3e4e935b-cdae-5f04-a87a-f9406ab53dc7"], "aggregate_id": "b82ff97d-3b7f-5603-886e-7fb8fb097e38", "aggregate_type": "alert", "aggregate_version": 1}', '2026-12-01 13:03:05.658597+00'),
	('00000000-0000-4000-8000-00000000000a', 'a334c05b-e3cd-5d05-ac8e-9b021a4c0f88', '\x38ed9c13dd42cc484325187bede09c6fdaaa634bc5157900ca224ef03f1abfe1', '{"status": "accepted", "fact_ids": ["428234b6-9b30-5200-8ebb-9b71a06ce423"], "aggregate_id": "582b916a-0770-56a6-a6fc-16edde058076", "aggregate_type": "incident", "aggregate_version": 1}', '2026-12-01 13:03:05.828611+00'),
	('00000000-0000-4000-8000-00000000000a', '5b5c2dc7-8b34-51aa-b469-0c93b5a0a1f1', '\x1f3bdff730c500d38d0e233dd2ac373424db120e5faf1533632938c6fc9e5d7f', '{"status": "accepted", "fact_ids": ["9028b338-2be0-5944-8bc0-e0c4a8125d7f"], "aggregate_id": "582b916a-0770-56a6-a6fc-16edde058076", "aggregate_type": "incident", "aggregate_version": 2}', '2026-12-01 13:03:05.828631+00'),
	('00000000-0000-4000-8000-00000000000a', '75d2440b-41a7-5979-8296-9419bf1a50a4', '\x10e40b953fc87ddb15a151dbed5949b5c68e19a757958625d22518c73e85fba6', '{"status": "accepted", "fact_ids": ["8f014056-156f-58e0-b5b5-22cf5be263e6"], "aggregate_id": "582b916a-0770-56a6-a6fc-16edde058076", "aggregate_type": "incident", "aggregate_version": 3}', '2026-12-01 13:03:06.103659+00'),
	('00000000-0000-4000-8000-00000000000a', '1df32447-6ee0-54d5-a8d6-a831916d2831', '\xffdc67f887f60a114304cd6643828fbe7c2a1961bb9493db4b419bb75d60758d', '{"status": "accepted", "fact_ids": ["e54cf71b-113c-5e46-b104-ab2545a547fe"], "aggregate_id": "a3487710-9011-5f9e-9f62-186fbf5d2295", "aggregate_type": "alert", "aggregate_version": 1}', '2026-12-01 13:03:06.306483+00'),
	('00000000-0000-4000-8000-00000000000a', '27976e41-0777-5b96-8844-d14aaa7c83e5', '\xc3dc8bbafd7a01576cc7090461c059512e848583a994307625b70ff9e82562e7', '{"status": "accepted", "fact_ids": ["20e235cc-8262-56b9-a855-5d58304c56b6"], "aggregate_id": "42040336-fe0a-518d-8df9-c65b6104dc4c", "aggregate_type": "alert", "aggregate_version": 1}', '2026-12-01 13:03:06.306495+00'),
	('00000000-0000-4000-8000-00000000000a', 'cb3c90a7-8489-5035-8638-3ede6bc7f5ef', '\x51dbf336523a4dd8c217d3b11576826867d68bdaae218a2cf3c11bc1e53aca32', '{"status": "accepted", "fact_ids": ["cb16b314-5317-5f60-8aa3-c2b5beda5b89"], "aggregate_id": "05b3bf81-058d-5524-9203-c4b0be9a854b", "aggregate_type": "incident", "aggregate_version": 4}', '2026-12-01 13:03:06.483772+00'),
	('00000000-0000-4000-8000-00000000000a', '76ae39bb-2aee-5a84-85f7-ece39f3a1265', '\xb12fb5c0e2732653cdfa191cf36c39fdb736f0e0912bd3a469bc49f0cf6439a0', '{"status": "accepted", "fact_ids": ["cf3dd3f5-99bb-5661-848e-8895ada2293a"], "aggregate_id": "a3487710-9011-5f9e-9f62-186fbf5d2295", "aggregate_type": "alert", "aggregate_version": 2}', '2026-12-01 13:03:06.742493+00'),
	('00000000-0000-4000-8000-00000000000a', '95a7177b-d6af-544c-b9d0-e5f815f18edd', '\x78abc181bda9b9e88aa3d98cbafc4e9d05092fb54046afd4ebcb46e7b62f6418', '{"status": "accepted", "fact_ids": ["f83cbe0f-7b98-5861-bea3-a73ba6af63b5"], "aggregate_id": "92d10aa8-bf43-5672-9677-41061de17c23", "aggregate_type": "alert", "aggregate_version": 2}', '2026-12-01 13:03:06.941946+00'),
	('00000000-0000-4000-8000-00000000000a', 'afb2dafa-aa3d-5ea3-acd9-a55682afe7de', '\xe13894911cc05fd5c1de9d84c51e0d13bbb51c863314aa9f4458a4db265ead26', '{"status": "accepted", "fact_ids": ["5c1542df-acc2-5a85-9082-6862ef32f2f7"], "aggregate_id": "42040336-fe0a-518d-8df9-c65b6104dc4c", "aggregate_type": "alert", "aggregate_version": 2}', '2026-12-01 13:03:06.941965+00'),
	('00000000-0000-4000-8000-00000000000a', '7dbca414-d7ee-5775-b3a2-431cc54b488b', '\x39897b02a55b0559d00853aded9c9e5e593e7fe981713dc86d231162e197b3a4', '{"status": "accepted", "fact_ids": ["d9444d37-8829-53bb-905d-e09931a9b03a"], "aggregate_id": "ca1308de-7c6e-56aa-87dc-bc36290f2b8d", "aggregate_type": "alert", "aggregate_version": 1}', '2026-12-01 13:03:07.107427+00'),
	('00000000-0000-4000-8000-00000000000a', '71e06e11-f564-5e9e-b64e-a65b1ee3a776', '\x4911f03c02a3f4f6db7159dbc957ccb40fb30c4aa138413454991f06112833e3', '{"status": "accepted", "fact_ids": ["460382b3-c65f-5f99-979d-e058a65709c9"], "aggregate_id": "a50bb4b6-2717-5d1d-b15d-4ee41f9404c1", "aggregate_type": "alert", "aggregate_version": 1}', '2026-12-01 13:03:07.107448+00'),
	('00000000-0000-4000-8000-00000000000a', '1ac28e3a-70ad-5673-a98c-7cfa874c0462', '\xaa023f86172bedd577bb7870fb1c34a668f81bc668358dd9a54b0f3a0476af09', '{"status": "accepted", "fact_ids": ["11fe8f78-b516-5d37-b94e-f407d67a7671"], "aggregate_id": "662e8599-1d45-5a60-8c87-0a7b64b70dc2", "aggregate_type": "incident", "aggregate_version": 1}', '2026-12-01 13:03:07.324158+00'),
	('00000000-0000-4000-8000-00000000000a', 'c3bab00d-e20c-56fa-9f56-d47f6eb0fe58', '\x3e383812b4aa5c1c41d62b2971f69014231330d8e8138e54b0fb6d56c98a172e', '{"status": "accepted", "fact_ids": ["4bb838b5-babe-57e1-af37-300745daa3fa"], "aggregate_id": "662e8599-1d45-5a60-8c87-0a7b64b70dc2", "aggregate_type": "incident", "aggregate_version": 2}', '2026-12-01 13:03:07.324183+00'),
	('00000000-0000-4000-8000-00000000000a', '9333525a-7b22-5ad6-a084-617d3d1fa14b', '\xfce58af926714fb4f2eb8c0c401d8464feea7793e9da13a7c9204ec7a70f8082', '{"status": "accepted", "fact_ids": ["e907d917-25bf-5bf7-ad1b-edc4fd6bca8c"], "aggregate_id": "662e8599-1d45-5a60-8c87-0a7b64b70dc2", "aggregate_type": "incident", "aggregate_version": 3}', '2026-12-01 13:03:07.572995+00');
INSERT INTO fleet_health.application VALUES
	('00000000-0000-4000-8000-00000000000a', 'eb55360d-8e2e-59f1-8b93-d496c3f2c6ae', 'shop', 'shop', '', 'healthy', 3, '2026-03-01 12:00:00+00', 'Healthy', 'Unknown', '', ''),
	('00000000-0000-4000-8000-00000000000a', 'd2830bda-2fa9-544d-8b1f-ca5b69e4ac36', 'shop', 'odd �', '', 'unknown', 1, '2026-03-01 12:30:00+00', 'Odd �', 'Unknown', '', ''),
	('00000000-0000-4000-8000-00000000000a', 'd2830bda-2fa9-544d-8b1f-ca5b69e4ac36', 'shop', 'shop', '', 'healthy', 3, '2026-03-01 12:30:00+00', 'Healthy', 'Unknown', '', ''),
	('00000000-0000-4000-8000-00000000000a', 'd2830bda-2fa9-544d-8b1f-ca5b69e4ac36', 'shop', 'mail', '', 'healthy', 3, '2026-03-01 12:30:00+00', 'Healthy', 'Unknown', '', ''),
	('00000000-0000-4000-8000-00000000000b', 'eb55360d-8e2e-59f1-8b93-d496c3f2c6ae', 'shop', 'shop', '', 'healthy', 3, '2026-03-01 12:00:00+00', 'Healthy', 'Unknown', '', '');
INSERT INTO fleet_health.applied VALUES
	('00000000-0000-4000-8000-00000000000a', 73, '2026-12-01 13:03:04.209188+00'),
	('00000000-0000-4000-8000-00000000000b', 63, '2026-12-01 13:03:04.208739+00');
INSERT INTO fleet_health.fleet VALUES
	('00000000-0000-4000-8000-00000000000a', 'eb55360d-8e2e-59f1-8b93-d496c3f2c6ae', 'production', 'eu', true, 'healthy', '2026-03-01 12:00:00+00', 1, 1, 0, 0, 0, 0, 0, '[{"name": "shop", "sync": "Unknown", "since": "2026-03-01T12:00:00+00:00", "health": "Healthy", "status": "healthy", "project": "", "revision": "", "namespace": "shop", "operation_phase": ""}]', '2026-03-01 12:00:00+00', 300, 1),
	('00000000-0000-4000-8000-00000000000a', 'd2830bda-2fa9-544d-8b1f-ca5b69e4ac36', 'production', 'us', true, 'unknown', '2026-03-01 12:00:00+00', 3, 2, 0, 0, 1, 0, 0, '[{"name": "odd �", "sync": "Unknown", "since": "2026-03-01T12:30:00+00:00", "health": "Odd �", "status": "unknown", "project": "", "revision": "", "namespace": "shop", "operation_phase": ""}, {"name": "shop", "sync": "Unknown", "since": "2026-03-01T12:30:00+00:00", "health": "Healthy", "status": "healthy", "project": "", "revision": "", "namespace": "shop", "operation_phase": ""}, {"name": "mail", "sync": "Unknown", "since": "2026-03-01T12:30:00+00:00", "health": "Healthy", "status": "healthy", "project": "", "revision": "", "namespace": "shop", "operation_phase": ""}]', '2026-03-01 12:30:00+00', 166, 3),
	('00000000-0000-4000-8000-00000000000b', 'eb55360d-8e2e-59f1-8b93-d496c3f2c6ae', 'production', 'eu', true, 'healthy', '2026-03-01 12:00:00+00', 1, 1, 0, 0, 0, 0, 0, '[{"name": "shop", "sync": "Unknown", "since": "2026-03-01T12:00:00+00:00", "health": "Healthy", "status": "healthy", "project": "", "revision": "", "namespace": "shop", "operation_phase": ""}]', '2026-03-01 12:00:00+00', 300, 1),
	('00000000-0000-4000-8000-00000000000b', 'd2830bda-2fa9-544d-8b1f-ca5b69e4ac36', 'staging', 'us', true, 'unknown', '2026-03-01 12:00:00+00', 0, 0, 0, 0, 0, 0, 0, '[]', '2026-03-01 12:00:00+00', 300, 1);
INSERT INTO fleet_health.progress VALUES
	('00000000-0000-4000-8000-00000000000a', 'fleet_state', 'd2830bda-2fa9-544d-8b1f-ca5b69e4ac36', 3),
	('00000000-0000-4000-8000-00000000000a', 'fleet_state', 'eb55360d-8e2e-59f1-8b93-d496c3f2c6ae', 1),
	('00000000-0000-4000-8000-00000000000a', 'health_check', '00a43aa0-dfa1-5f45-9605-6e070f714f6a', 2),
	('00000000-0000-4000-8000-00000000000a', 'health_check', '60b890da-bbe2-5226-9ced-576c57cd024f', 1),
	('00000000-0000-4000-8000-00000000000b', 'fleet_state', 'd2830bda-2fa9-544d-8b1f-ca5b69e4ac36', 1),
	('00000000-0000-4000-8000-00000000000b', 'fleet_state', 'eb55360d-8e2e-59f1-8b93-d496c3f2c6ae', 1),
	('00000000-0000-4000-8000-00000000000b', 'health_check', '00a43aa0-dfa1-5f45-9605-6e070f714f6a', 1),
	('00000000-0000-4000-8000-00000000000b', 'health_check', '60b890da-bbe2-5226-9ced-576c57cd024f', 2);
INSERT INTO fleet_health.resource VALUES
	('00000000-0000-4000-8000-00000000000a', '60b890da-bbe2-5226-9ced-576c57cd024f', 'Deployment', 'api', 'shop', 'eu', 'production', '', 'healthy', 3, '2026-03-01 12:00:00+00', NULL, '', '', '', '', 'argo', '2026-03-01 12:00:00+00', 1),
	('00000000-0000-4000-8000-00000000000a', '00a43aa0-dfa1-5f45-9605-6e070f714f6a', 'Deployment', 'db', 'shop', 'eu', '', 'shop�', 'healthy', 3, '2026-03-01 12:27:00+00', NULL, 'OutOfSync', '', '', 'nul� \u0000', 'argo', '2026-03-01 12:27:00+00', 2),
	('00000000-0000-4000-8000-00000000000b', '60b890da-bbe2-5226-9ced-576c57cd024f', 'Deployment', 'api', 'shop', 'eu', 'production', '', 'unknown', 1, '2026-03-01 12:20:00+00', NULL, '', '', '', 'nul� \u0000', 'argo', '2026-03-01 12:20:00+00', 2),
	('00000000-0000-4000-8000-00000000000b', '00a43aa0-dfa1-5f45-9605-6e070f714f6a', 'Deployment', 'db', 'shop', 'eu', 'production', '', 'healthy', 3, '2026-03-01 12:00:00+00', NULL, '', '', '', '', 'argo', '2026-03-01 12:00:00+00', 1);
INSERT INTO incident_timeline.applied VALUES
	('00000000-0000-4000-8000-00000000000b', 80, '2026-12-01 13:03:04.209522+00'),
	('00000000-0000-4000-8000-00000000000a', 101, '2026-12-01 13:03:07.572025+00');
INSERT INTO incident_timeline.entry VALUES
	('00000000-0000-4000-8000-00000000000a', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'incident', 1, 'ad6c1fc7-5582-5aba-892b-a81c3177fc5a', NULL, 'created', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', 'human:ana', 'checkout fails', NULL, '{"number": 1, "source": "alert", "severity": "high"}'),
	('00000000-0000-4000-8000-00000000000a', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'incident', 2, 'b6a8a819-b8a7-50ee-a738-8c3e0333a1fc', NULL, 'alerts_correlated', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', 'human:ana', '1 alerts joined by service=checkout', NULL, '{"alerts": [{"episode": 1, "alert_id": "d7b22fa6-6afe-597e-8d97-00fbf3b9b65a"}], "matched": {"service": "checkout"}, "rule_id": "00000000-0000-4000-8000-0000000000ff", "rule_version": 3, "correlation_key": "service=checkout"}'),
	('00000000-0000-4000-8000-00000000000a', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 'incident', 1, 'acda704a-f42a-55a9-9d48-84f8ba1a074b', NULL, 'created', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', 'human:ana', 'checkout fails', NULL, '{"number": 2, "source": "alert", "severity": "high"}'),
	('00000000-0000-4000-8000-00000000000a', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 'incident', 2, 'bc238ade-ada5-5de4-9eb9-6a54f9b1993e', NULL, 'linked', '2026-03-01 12:29:00+00', '2026-03-01 12:29:00+00', 'human:ana', 'related c3ac63c9-233f-5883-8bc9-0a2016567c5f', NULL, '{"kind": "related", "linked_id": "c3ac63c9-233f-5883-8bc9-0a2016567c5f"}'),
	('00000000-0000-4000-8000-00000000000a', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 'alert', 1, 'd5153ba1-083b-5d13-88b9-d3bec408d3e2', 1, 'alert_fired', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', 'human:ana', 'HighErrorRate', NULL, '{"status": "firing", "episode": 1, "severity": "high", "source_name": "prod"}'),
	('00000000-0000-4000-8000-00000000000a', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 'alert', 2, 'ffd82042-6ac4-5fdc-a8ca-032583ea6d08', 1, 'alert_stale', '2026-03-01 20:20:00+00', '2026-03-01 12:10:00+00', 'human:ana', 'silent since 2026-03-01T12:00:00+00:00', NULL, '{}'),
	('00000000-0000-4000-8000-00000000000a', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 'alert', 3, '8cb68dc8-e8c4-56c3-a7a5-4bd8580434d3', 2, 'alert_stale', '2026-03-01 20:20:00+00', '2026-03-01 12:18:00+00', 'human:ana', 'silent since 2026-03-01T12:00:00+00:00', NULL, '{}'),
	('00000000-0000-4000-8000-00000000000a', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 'alert', 4, '9ada1b6c-16c3-5481-a1ae-1c947533d119', 1, 'alert_resolved', '2026-03-01 12:36:00+00', '2026-03-01 12:36:00+00', 'human:ana', 'HighErrorRate', NULL, '{"status": "resolved", "episode": 1, "severity": "high", "source_name": "prod"}'),
	('00000000-0000-4000-8000-00000000000a', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 'alert', 1, '9c251ea2-759b-5313-a36c-057338c676ed', 1, 'alert_fired', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', 'human:ana', 'HighErrorRate', NULL, '{"status": "firing", "episode": 1, "severity": "high", "source_name": "prod"}'),
	('00000000-0000-4000-8000-00000000000a', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 'alert', 2, 'ebdc52d4-3cdb-53dc-9b29-9d71d7d3ac19', 2, 'alert_stale', '2026-03-01 20:20:00+00', '2026-03-01 12:02:00+00', 'human:ana', 'silent since 2026-03-01T12:00:00+00:00', NULL, '{}'),
	('00000000-0000-4000-8000-00000000000a', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 'alert', 3, 'c758a49c-427b-5094-a4da-e984791d80b3', 3, 'alert_acknowledged', '2026-03-01 12:02:00+00', '2026-03-01 12:06:00+00', 'human:ana', 'acknowledged', NULL, '{"acknowledged_by": "human:ana"}'),
	('00000000-0000-4000-8000-00000000000a', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 'alert', 4, '0b7fa7b3-29c6-5cb2-8baa-2001b3bb380a', 3, 'alert_uncorrelated', '2026-03-01 12:22:00+00', '2026-03-01 12:22:00+00', 'human:ana', 'another team''s', NULL, '{"incident_id": "c3ac63c9-233f-5883-8bc9-0a2016567c5f", "uncorrelated_by": "human:ana"}'),
	('00000000-0000-4000-8000-00000000000a', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 'alert', 5, 'ec50d1bc-410d-5a81-b839-dbc3d312565c', 2, 'alert_stale', '2026-03-01 20:20:00+00', '2026-03-01 12:31:00+00', 'human:ana', 'silent since 2026-03-01T12:00:00+00:00', NULL, '{}'),
	('00000000-0000-4000-8000-00000000000a', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 'alert', 1, '2c6a2783-499e-527a-9dcc-f6f1f7773841', 1, 'alert_fired', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', 'human:ana', 'HighErrorRate', NULL, '{"status": "firing", "episode": 1, "severity": "high", "source_name": "prod"}'),
	('00000000-0000-4000-8000-00000000000b', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'incident', 1, 'e247f0fe-483d-529c-9106-19f9510fdfc5', NULL, 'created', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', 'human:ana', 'checkout fails', NULL, '{"number": 1, "source": "alert", "severity": "high"}'),
	('00000000-0000-4000-8000-00000000000b', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'incident', 2, 'aced3217-cade-5e8a-a60d-e7901cf5fd85', NULL, 'alerts_correlated', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', 'human:ana', '1 alerts joined by service=checkout', NULL, '{"alerts": [{"episode": 1, "alert_id": "d7b22fa6-6afe-597e-8d97-00fbf3b9b65a"}], "matched": {"service": "checkout"}, "rule_id": "00000000-0000-4000-8000-0000000000ff", "rule_version": 3, "correlation_key": "service=checkout"}'),
	('00000000-0000-4000-8000-00000000000b', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'incident', 3, '929281da-552b-507e-b164-3715fba3f519', NULL, 'services_linked', '2026-03-01 12:17:00+00', '2026-03-01 12:17:00+00', 'human:ana', 'ledger: service=ledger', NULL, '{"service_ids": ["8fa502c1-e0cd-5b9b-abb7-179a1cd2be49"]}'),
	('00000000-0000-4000-8000-00000000000b', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'incident', 4, '2689db8a-a663-5636-b0bb-a4e6945d39c6', NULL, 'linked', '2026-03-01 12:21:00+00', '2026-03-01 12:21:00+00', 'human:ana', 'related d83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', NULL, '{"kind": "related", "linked_id": "d83b9ae0-9d17-5ea0-84b5-1e2342e33c4d"}'),
	('00000000-0000-4000-8000-00000000000b', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'incident', 5, '41611163-cb24-52ac-b4a6-143b3c50ee2e', NULL, 'note', '2026-03-01 12:34:00+00', '2026-03-01 12:34:00+00', 'human:ana', '\u0000 34', NULL, '{}'),
	('00000000-0000-4000-8000-00000000000b', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 'incident', 1, 'd3afeb98-4c14-5f0c-b037-064a5c6441f1', NULL, 'created', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', 'human:ana', 'checkout fails', NULL, '{"number": 2, "source": "alert", "severity": "high"}'),
	('00000000-0000-4000-8000-00000000000b', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 'alert', 1, 'f0e15c3e-7fac-5960-8128-a6a987899e6d', 1, 'alert_fired', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', 'human:ana', 'HighErrorRate', NULL, '{"status": "firing", "episode": 1, "severity": "high", "source_name": "prod"}'),
	('00000000-0000-4000-8000-00000000000b', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 'alert', 2, '835150fc-6a99-58ac-9aee-0d4f08be16cc', 1, 'alert_changed', '2026-03-01 12:00:00+00', '2026-03-01 12:23:00+00', 'human:ana', 'HighErrorRate', NULL, '{"status": "firing", "episode": 1, "severity": "high", "source_name": "prod"}'),
	('00000000-0000-4000-8000-00000000000b', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 'alert', 3, 'a8682cf1-cbd1-5d40-afa1-4a2b1f6893d6', 2, 'alert_fired', '2026-03-01 12:33:00+00', '2026-03-01 12:33:00+00', 'human:ana', 'HighErrorRate', NULL, '{"status": "firing", "episode": 2, "severity": "high", "source_name": "prod"}'),
	('00000000-0000-4000-8000-00000000000b', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 'alert', 1, 'e30a6021-5db9-5a10-a323-30d330357817', 1, 'alert_fired', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', 'human:ana', 'HighErrorRate', NULL, '{"status": "firing", "episode": 1, "severity": "high", "source_name": "prod"}'),
	('00000000-0000-4000-8000-00000000000b', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 'alert', 2, '837f9d59-283d-52e9-a82e-a69edea1f752', 1, 'alert_sighting_ignored', '2026-03-01 12:03:00+00', '2026-03-01 12:32:00+00', 'human:ana', 'said to be firing, taken for a late retry', NULL, '{"reason": "late_retry", "status": "firing", "starts_at": "2026-03-01T12:00:00+00:00"}'),
	('00000000-0000-4000-8000-00000000000b', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 'alert', 1, '44f9d60e-44b9-5b7d-8fa7-64b4b289f9e2', 1, 'alert_fired', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', 'human:ana', 'HighErrorRate', NULL, '{"status": "firing", "episode": 1, "severity": "high", "source_name": "prod"}'),
	('00000000-0000-4000-8000-00000000000b', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 'alert', 2, '22177dac-64a5-5d24-90bc-19461524b7b1', 1, 'alert_resolved', '2026-03-01 12:37:00+00', '2026-03-01 12:37:00+00', 'human:ana', 'HighErrorRate', NULL, '{"status": "resolved", "episode": 1, "severity": "high", "source_name": "prod"}'),
	('00000000-0000-4000-8000-00000000000a', '92d10aa8-bf43-5672-9677-41061de17c23', 'alert', 1, 'e9aaadf2-fbe7-5a9a-afe6-085f34af6034', 1, 'alert_fired', '2026-11-23 03:16:13.002+00', '2026-12-01 13:03:04.665768+00', 'integration:alertmanager', 'PodOOMKilled', NULL, '{"status": "firing", "episode": 1, "severity": "critical", "source_name": "alertmanager"}'),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', 'incident', 1, '5560e7c0-7900-5d6b-bd2d-a21f53b1ce30', NULL, 'created', '2026-12-01 13:03:04.665768+00', '2026-12-01 13:03:04.665768+00', 'process:correlation/d1c060ef-f72b-5f9a-9410-b2c2d33e0321/1', 'PodOOMKilled (test, pay, checkout): Pod checkout-1 OOMKilled', NULL, '{"number": 1, "source": "alert", "severity": "critical"}'),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', 'incident', 2, 'b02ae8b6-e5cb-5cc7-b539-78816ebbbb8b', NULL, 'alerts_correlated', '2026-12-01 13:03:04.665768+00', '2026-12-01 13:03:04.665768+00', 'process:correlation/d1c060ef-f72b-5f9a-9410-b2c2d33e0321/1', '1 alerts joined by rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=pay|service=checkout', NULL, '{"alerts": [{"episode": 1, "alert_id": "92d10aa8-bf43-5672-9677-41061de17c23"}], "matched": {"cluster": "test", "@service": "checkout", "@namespace": "pay", "@environment": ""}, "rule_id": "20538084-0470-5809-a899-b8bac462cfe6", "rule_version": 2, "correlation_key": "rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=pay|service=checkout"}'),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', 'incident', 3, '66477642-7233-5448-b291-038a1f277971', NULL, 'services_linked', '2026-12-01 13:03:04.665768+00', '2026-12-01 13:03:04.665768+00', 'process:service_links', 'checkout: service=checkout of alert PodOOMKilled names it', NULL, '{"service_ids": ["20df6dbf-840f-53b8-9d13-ae5914c3bc71"]}'),
	('00000000-0000-4000-8000-00000000000a', 'b82ff97d-3b7f-5603-886e-7fb8fb097e38', 'alert', 1, '3e4e935b-cdae-5f04-a87a-f9406ab53dc7', 1, 'alert_fired', '2026-11-23 03:16:26.002+00', '2026-12-01 13:03:05.610975+00', 'integration:alertmanager', 'HighErrorRate', NULL, '{"status": "firing", "episode": 1, "severity": "medium", "source_name": "alertmanager"}'),
	('00000000-0000-4000-8000-00000000000a', '582b916a-0770-56a6-a6fc-16edde058076', 'incident', 1, '428234b6-9b30-5200-8ebb-9b71a06ce423', NULL, 'created', '2026-12-01 13:03:05.610975+00', '2026-12-01 13:03:05.610975+00', 'process:correlation/9d19582c-0e93-57a6-ad96-29abad94bfa8/1', 'HighErrorRate (test, checkout): error ratio 9%', NULL, '{"number": 2, "source": "alert", "severity": "medium"}'),
	('00000000-0000-4000-8000-00000000000a', '582b916a-0770-56a6-a6fc-16edde058076', 'incident', 2, '9028b338-2be0-5944-8bc0-e0c4a8125d7f', NULL, 'alerts_correlated', '2026-12-01 13:03:05.610975+00', '2026-12-01 13:03:05.610975+00', 'process:correlation/9d19582c-0e93-57a6-ad96-29abad94bfa8/1', '1 alerts joined by rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=|service=checkout', NULL, '{"alerts": [{"episode": 1, "alert_id": "b82ff97d-3b7f-5603-886e-7fb8fb097e38"}], "matched": {"cluster": "test", "@service": "checkout", "@namespace": "", "@environment": ""}, "rule_id": "20538084-0470-5809-a899-b8bac462cfe6", "rule_version": 2, "correlation_key": "rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=|service=checkout"}'),
	('00000000-0000-4000-8000-00000000000a', '582b916a-0770-56a6-a6fc-16edde058076', 'incident', 3, '8f014056-156f-58e0-b5b5-22cf5be263e6', NULL, 'services_linked', '2026-12-01 13:03:05.610975+00', '2026-12-01 13:03:05.610975+00', 'process:service_links', 'checkout: service=checkout of alert HighErrorRate names it', NULL, '{"service_ids": ["20df6dbf-840f-53b8-9d13-ae5914c3bc71"]}'),
	('00000000-0000-4000-8000-00000000000a', '42040336-fe0a-518d-8df9-c65b6104dc4c', 'alert', 1, '20e235cc-8262-56b9-a855-5d58304c56b6', 1, 'alert_fired', '2026-11-23 03:16:15.002+00', '2026-12-01 13:03:06.263425+00', 'integration:alertmanager', 'PodOOMKilled', NULL, '{"status": "firing", "episode": 1, "severity": "critical", "source_name": "alertmanager"}'),
	('00000000-0000-4000-8000-00000000000a', 'a3487710-9011-5f9e-9f62-186fbf5d2295', 'alert', 1, 'e54cf71b-113c-5e46-b104-ab2545a547fe', 1, 'alert_fired', '2026-11-23 03:16:15.002+00', '2026-12-01 13:03:06.263425+00', 'integration:alertmanager', 'PodOOMKilled', NULL, '{"status": "firing", "episode": 1, "severity": "critical", "source_name": "alertmanager"}'),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', 'incident', 4, 'cb16b314-5317-5f60-8aa3-c2b5beda5b89', NULL, 'alerts_correlated', '2026-12-01 13:03:06.263425+00', '2026-12-01 13:03:06.263425+00', 'process:correlation/d1c060ef-f72b-5f9a-9410-b2c2d33e0321/1', '2 alerts joined by rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=pay|service=checkout', NULL, '{"alerts": [{"episode": 1, "alert_id": "42040336-fe0a-518d-8df9-c65b6104dc4c"}, {"episode": 1, "alert_id": "a3487710-9011-5f9e-9f62-186fbf5d2295"}], "matched": {"cluster": "test", "@service": "checkout", "@namespace": "pay", "@environment": ""}, "rule_id": "20538084-0470-5809-a899-b8bac462cfe6", "rule_version": 2, "correlation_key": "rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=pay|service=checkout"}'),
	('00000000-0000-4000-8000-00000000000a', 'a3487710-9011-5f9e-9f62-186fbf5d2295', 'alert', 2, 'cf3dd3f5-99bb-5661-848e-8895ada2293a', 1, 'alert_resolved', '2026-11-23 03:16:22.002+00', '2026-12-01 13:03:06.701551+00', 'integration:alertmanager', 'PodOOMKilled', NULL, '{"status": "resolved", "episode": 1, "severity": "critical", "source_name": "alertmanager"}'),
	('00000000-0000-4000-8000-00000000000a', '42040336-fe0a-518d-8df9-c65b6104dc4c', 'alert', 2, '5c1542df-acc2-5a85-9082-6862ef32f2f7', 1, 'alert_resolved', '2026-11-23 03:16:28.002+00', '2026-12-01 13:03:06.909004+00', 'integration:alertmanager', 'PodOOMKilled', NULL, '{"status": "resolved", "episode": 1, "severity": "critical", "source_name": "alertmanager"}'),
	('00000000-0000-4000-8000-00000000000a', '92d10aa8-bf43-5672-9677-41061de17c23', 'alert', 2, 'f83cbe0f-7b98-5861-bea3-a73ba6af63b5', 1, 'alert_resolved', '2026-11-23 03:16:28.002+00', '2026-12-01 13:03:06.909004+00', 'integration:alertmanager', 'PodOOMKilled', NULL, '{"status": "resolved", "episode": 1, "severity": "critical", "source_name": "alertmanager"}'),
	('00000000-0000-4000-8000-00000000000a', 'ca1308de-7c6e-56aa-87dc-bc36290f2b8d', 'alert', 1, 'd9444d37-8829-53bb-905d-e09931a9b03a', 1, 'alert_fired', '2026-11-23 03:16:10.123456+00', '2026-12-01 13:03:07.067331+00', 'integration:grafana', 'HighLatency', NULL, '{"status": "firing", "episode": 1, "severity": "high", "source_name": "grafana"}'),
	('00000000-0000-4000-8000-00000000000a', 'a50bb4b6-2717-5d1d-b15d-4ee41f9404c1', 'alert', 1, '460382b3-c65f-5f99-979d-e058a65709c9', 1, 'alert_fired', '2026-11-23 03:00:00+00', '2026-12-01 13:03:07.067331+00', 'integration:grafana', 'DatasourceNoData', NULL, '{"status": "resolved", "episode": 1, "severity": "medium", "source_name": "grafana"}'),
	('00000000-0000-4000-8000-00000000000a', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 'incident', 1, '11fe8f78-b516-5d37-b94e-f407d67a7671', NULL, 'created', '2026-12-01 13:03:07.067331+00', '2026-12-01 13:03:07.067331+00', 'process:correlation/41596eba-44ee-555f-9ca5-cbe137cdd69d/1', 'HighLatency (checkout): p99 above 2 s', NULL, '{"number": 3, "source": "alert", "severity": "high"}'),
	('00000000-0000-4000-8000-00000000000a', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 'incident', 2, '4bb838b5-babe-57e1-af37-300745daa3fa', NULL, 'alerts_correlated', '2026-12-01 13:03:07.067331+00', '2026-12-01 13:03:07.067331+00', 'process:correlation/41596eba-44ee-555f-9ca5-cbe137cdd69d/1', '1 alerts joined by rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=|namespace=|service=checkout', NULL, '{"alerts": [{"episode": 1, "alert_id": "ca1308de-7c6e-56aa-87dc-bc36290f2b8d"}], "matched": {"cluster": "", "@service": "checkout", "@namespace": "", "@environment": ""}, "rule_id": "20538084-0470-5809-a899-b8bac462cfe6", "rule_version": 2, "correlation_key": "rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=|namespace=|service=checkout"}'),
	('00000000-0000-4000-8000-00000000000a', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 'incident', 3, 'e907d917-25bf-5bf7-ad1b-edc4fd6bca8c', NULL, 'services_linked', '2026-12-01 13:03:07.067331+00', '2026-12-01 13:03:07.067331+00', 'process:service_links', 'checkout: service=checkout of alert HighLatency names it', NULL, '{"service_ids": ["20df6dbf-840f-53b8-9d13-ae5914c3bc71"]}');
INSERT INTO incident_timeline.incident VALUES
	('00000000-0000-4000-8000-00000000000a', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 1, 'checkout fails', '', 'high', 2, 'open', 'alert', NULL, '{}', '[]', '{}', 1, 'service=checkout', NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', NULL, NULL, NULL, NULL, NULL, NULL, 0, 'process:alert_correlation', '2026-03-01 12:00:00+00', 2, 'inc 1 checkout fails', DEFAULT, DEFAULT),
	('00000000-0000-4000-8000-00000000000a', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 2, 'checkout fails', '', 'high', 2, 'open', 'alert', NULL, '{}', '[]', '{}', 0, 'service=checkout', NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', NULL, NULL, NULL, NULL, NULL, NULL, 0, 'process:alert_correlation', '2026-03-01 12:29:00+00', 2, 'inc 2 checkout fails', DEFAULT, DEFAULT),
	('00000000-0000-4000-8000-00000000000b', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 1, 'checkout fails', '', 'high', 2, 'open', 'alert', NULL, '{}', '[]', '{8fa502c1-e0cd-5b9b-abb7-179a1cd2be49}', 1, 'service=checkout', NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', NULL, NULL, NULL, NULL, NULL, NULL, 0, 'process:alert_correlation', '2026-03-01 12:34:00+00', 5, 'inc 1 checkout fails u0000 34', DEFAULT, DEFAULT),
	('00000000-0000-4000-8000-00000000000b', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 2, 'checkout fails', '', 'high', 2, 'open', 'alert', NULL, '{}', '[]', '{}', 0, 'service=checkout', NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', NULL, NULL, NULL, NULL, NULL, NULL, 0, 'process:alert_correlation', '2026-03-01 12:00:00+00', 1, 'inc 2 checkout fails', DEFAULT, DEFAULT),
	('00000000-0000-4000-8000-00000000000a', '582b916a-0770-56a6-a6fc-16edde058076', 2, 'HighErrorRate (test, checkout): error ratio 9%', '', 'medium', 1, 'open', 'alert', NULL, '{}', '[{"kind": "Service", "name": "checkout", "cluster": "test", "namespace": null, "environment": null}]', '{20df6dbf-840f-53b8-9d13-ae5914c3bc71}', 1, 'rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=|service=checkout', NULL, '2026-12-01 13:03:05.610975+00', '2026-12-01 13:03:05.610975+00', '2026-11-23 03:16:26.002+00', NULL, NULL, NULL, NULL, NULL, NULL, 0, 'process:correlation/9d19582c-0e93-57a6-ad96-29abad94bfa8/1', '2026-12-01 13:03:05.610975+00', 3, 'inc 2 high error rate higherrorrate test checkout ratio 9', DEFAULT, DEFAULT),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', 1, 'PodOOMKilled (test, pay, checkout): Pod checkout-1 OOMKilled', 'value 1', 'critical', 3, 'open', 'alert', NULL, '{}', '[{"kind": "Pod", "name": "checkout-1", "cluster": "test", "namespace": "pay", "environment": null}, {"kind": "Service", "name": "checkout", "cluster": "test", "namespace": "pay", "environment": null}]', '{20df6dbf-840f-53b8-9d13-ae5914c3bc71}', 3, 'rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=pay|service=checkout', NULL, '2026-12-01 13:03:04.665768+00', '2026-12-01 13:03:04.665768+00', '2026-11-23 03:16:13.002+00', NULL, NULL, NULL, NULL, NULL, NULL, 0, 'process:correlation/d1c060ef-f72b-5f9a-9410-b2c2d33e0321/1', '2026-12-01 13:03:06.263425+00', 4, 'inc 1 pod oomkilled podoomkilled test pay checkout value', DEFAULT, DEFAULT),
	('00000000-0000-4000-8000-00000000000a', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 3, 'HighLatency (checkout): p99 above 2 s', '', 'high', 2, 'open', 'alert', NULL, '{}', '[{"kind": "Service", "name": "checkout", "cluster": null, "namespace": null, "environment": null}]', '{20df6dbf-840f-53b8-9d13-ae5914c3bc71}', 1, 'rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=|namespace=|service=checkout', NULL, '2026-12-01 13:03:07.067331+00', '2026-12-01 13:03:07.067331+00', '2026-11-23 03:16:10.123456+00', NULL, NULL, NULL, NULL, NULL, NULL, 0, 'process:correlation/41596eba-44ee-555f-9ca5-cbe137cdd69d/1', '2026-12-01 13:03:07.067331+00', 3, 'inc 3 high latency highlatency checkout p99 above 2 s', DEFAULT, DEFAULT);
INSERT INTO incident_timeline.link VALUES
	('00000000-0000-4000-8000-00000000000a', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'related', '2026-03-01 12:29:00+00'),
	('00000000-0000-4000-8000-00000000000b', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 'related', '2026-03-01 12:21:00+00');
INSERT INTO incident_timeline.member VALUES
	('00000000-0000-4000-8000-00000000000a', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 1, '2026-03-01 12:00:00+00'),
	('00000000-0000-4000-8000-00000000000b', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 1, '2026-03-01 12:00:00+00'),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', '92d10aa8-bf43-5672-9677-41061de17c23', 1, '2026-12-01 13:03:04.665768+00'),
	('00000000-0000-4000-8000-00000000000a', '582b916a-0770-56a6-a6fc-16edde058076', 'b82ff97d-3b7f-5603-886e-7fb8fb097e38', 1, '2026-12-01 13:03:05.610975+00'),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', '42040336-fe0a-518d-8df9-c65b6104dc4c', 1, '2026-12-01 13:03:06.263425+00'),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', 'a3487710-9011-5f9e-9f62-186fbf5d2295', 1, '2026-12-01 13:03:06.263425+00'),
	('00000000-0000-4000-8000-00000000000a', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 'ca1308de-7c6e-56aa-87dc-bc36290f2b8d', 1, '2026-12-01 13:03:07.067331+00');
INSERT INTO incident_timeline.progress VALUES
	('00000000-0000-4000-8000-00000000000a', 'alert', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 4),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 5),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 1),
	('00000000-0000-4000-8000-00000000000a', 'incident', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 2),
	('00000000-0000-4000-8000-00000000000a', 'incident', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 2),
	('00000000-0000-4000-8000-00000000000b', 'alert', '58d003b4-5ce5-5a39-a079-21a7f5e8a749', 3),
	('00000000-0000-4000-8000-00000000000b', 'alert', 'b10c225c-2b0b-51fa-bae5-ffeced045c27', 2),
	('00000000-0000-4000-8000-00000000000b', 'alert', 'd7b22fa6-6afe-597e-8d97-00fbf3b9b65a', 2),
	('00000000-0000-4000-8000-00000000000b', 'incident', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 5),
	('00000000-0000-4000-8000-00000000000b', 'incident', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 1),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'b82ff97d-3b7f-5603-886e-7fb8fb097e38', 1),
	('00000000-0000-4000-8000-00000000000a', 'incident', '582b916a-0770-56a6-a6fc-16edde058076', 3),
	('00000000-0000-4000-8000-00000000000a', 'incident', '05b3bf81-058d-5524-9203-c4b0be9a854b', 4),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'a3487710-9011-5f9e-9f62-186fbf5d2295', 2),
	('00000000-0000-4000-8000-00000000000a', 'alert', '42040336-fe0a-518d-8df9-c65b6104dc4c', 2),
	('00000000-0000-4000-8000-00000000000a', 'alert', '92d10aa8-bf43-5672-9677-41061de17c23', 2),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'a50bb4b6-2717-5d1d-b15d-4ee41f9404c1', 1),
	('00000000-0000-4000-8000-00000000000a', 'alert', 'ca1308de-7c6e-56aa-87dc-bc36290f2b8d', 1),
	('00000000-0000-4000-8000-00000000000a', 'incident', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 3);
INSERT INTO incident_timeline.status_change VALUES
	('00000000-0000-4000-8000-00000000000a', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 1, 'open', '2026-03-01 12:00:00+00'),
	('00000000-0000-4000-8000-00000000000a', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 1, 'open', '2026-03-01 12:00:00+00'),
	('00000000-0000-4000-8000-00000000000b', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 1, 'open', '2026-03-01 12:00:00+00'),
	('00000000-0000-4000-8000-00000000000b', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 1, 'open', '2026-03-01 12:00:00+00'),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', 1, 'open', '2026-12-01 13:03:04.665768+00'),
	('00000000-0000-4000-8000-00000000000a', '582b916a-0770-56a6-a6fc-16edde058076', 1, 'open', '2026-12-01 13:03:05.610975+00'),
	('00000000-0000-4000-8000-00000000000a', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 1, 'open', '2026-12-01 13:03:07.067331+00');
INSERT INTO intake.quarantine VALUES
	('00000000-0000-4000-8000-00000000000a', 'cddd99f4-0843-5472-bb6e-faf3487f72c1', 'argocd', '2026-12-01 13:03:07.705245+00', '2026-12-01 13:03:07.705245+00', 1, 'version is ''None'', not ''sre.argocd.v1'': another template than the one in notifications-cm.yaml', 'application/json', '\x7b0a20202261706956657273696f6e223a20226172676f70726f6a2e696f2f7631616c70686131222c0a2020226b696e64223a20224170706c69636174696f6e222c0a2020226d65746164617461223a207b0a20202020226e616d65223a2022636865636b6f7574222c0a20202020226e616d657370616365223a20226172676f6364222c0a2020202022756964223a202235623966306637652d306432632d346335352d396633392d316432663666306338613131222c0a20202020227265736f7572636556657273696f6e223a2022313834343637222c0a20202020226372656174696f6e54696d657374616d70223a2022323032362d30362d30315430383a30303a30305a220a20207d2c0a20202273706563223a207b0a202020202270726f6a656374223a20227061796d656e7473222c0a2020202022736f75726365223a207b227265706f55524c223a202268747470733a2f2f6769742e6578616d706c652f7061796d656e74732f6465706c6f792e676974222c202270617468223a2022636865636b6f7574222c20227461726765745265766973696f6e223a20226d61696e227d2c0a202020202264657374696e6174696f6e223a207b22736572766572223a202268747470733a2f2f6b756265726e657465732e64656661756c742e737663222c20226e616d657370616365223a2022706179227d0a20207d2c0a202022737461747573223a207b0a20202020227265636f6e63696c65644174223a2022323032362d31312d32335430333a32303a30305a222c0a20202020227265736f757263654865616c7468536f75726365223a202261707054726565222c0a202020202273796e63223a207b22737461747573223a2022556e6b6e6f776e222c20227265766973696f6e223a202230663363396137227d2c0a20202020226865616c7468223a207b22737461747573223a20224465677261646564222c20226d657373616765223a20224465706c6f796d656e74205c22636865636b6f75745c22206578636565646564206974732070726f677265737320646561646c696e65222c20226c6173745472616e736974696f6e54696d65223a2022323032362d31312d32335430333a31383a34305a227d2c0a2020202022636f6e646974696f6e73223a205b0a2020202020207b2274797065223a2022436f6d70617269736f6e4572726f72222c20226d657373616765223a2022727063206572726f723a205c227265706f5c22203c756e726561636861626c653e222c20226c6173745472616e736974696f6e54696d65223a2022323032362d31312d32335430333a31373a30305a227d0a202020205d2c0a20202020226f7065726174696f6e5374617465223a207b0a202020202020227068617365223a20224661696c6564222c0a202020202020226d657373616765223a20226f6e65206f72206d6f7265206f626a65637473206661696c656420746f206170706c79222c0a20202020202022737461727465644174223a2022323032362d31312d32335430333a31363a30305a222c0a2020202020202266696e69736865644174223a2022323032362d31312d32335430333a31363a33305a222c0a2020202020202273796e63526573756c74223a207b227265766973696f6e223a202230663363396137227d0a202020207d0a20207d0a7d0a', 1226, 'waiting', 0, NULL);
INSERT INTO intake.quarantine_usage VALUES
	('00000000-0000-4000-8000-00000000000a', 'argocd', 1, 1226, 0, 0, '2026-12-01 13:03:07.71044+00');
INSERT INTO knowledge.waiting VALUES
	('00000000-0000-4000-8000-00000000000a', '582b916a-0770-56a6-a6fc-16edde058076', '2026-12-01 13:03:05.983794+00', '2026-12-01 13:08:05.983691+00', '2026-12-01 13:03:05.983794+00'),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', '2026-12-01 13:03:06.595389+00', '2026-12-01 13:08:06.595147+00', '2026-12-01 13:03:05.283097+00'),
	('00000000-0000-4000-8000-00000000000a', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', '2026-12-01 13:03:07.442711+00', '2026-12-01 13:08:07.4426+00', '2026-12-01 13:03:07.442711+00');
INSERT INTO knowledge_index.applied VALUES
	('00000000-0000-4000-8000-00000000000b', 77, '2026-12-01 13:03:04.209441+00'),
	('00000000-0000-4000-8000-00000000000a', 101, '2026-12-01 13:03:07.572025+00');
INSERT INTO knowledge_index.chunk VALUES
	('00000000-0000-4000-8000-00000000000a', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 0, 'incident', 'Seen', 'checkout fails
Seen: service=checkout', NULL, NULL, 'b041114afdb4c023752b245f9554d64c6c65081a050e3cb0aea0c60a42a1dd2b'),
	('00000000-0000-4000-8000-00000000000a', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 0, 'incident', '', 'checkout fails', NULL, NULL, '4448f3affc6ce79d319b9f01f9a074844c88df39a45de0b905324411512bff7e'),
	('00000000-0000-4000-8000-00000000000a', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 0, 'runbook', '', 'Runbook r
nul� back\slash ünï 漢字 \u0000', NULL, NULL, 'c3ea8f4167b512a3e36a2d839e82a9c40fb53ff47f1189ff0ecc254a84c812bf'),
	('00000000-0000-4000-8000-00000000000a', '10e307c0-ea55-5512-aa54-a9c672c4407b', 0, 'runbook', '', 'Runbook s', NULL, NULL, '6b6eb3b2f73c5d8e5d44a84a945c768cc2edbee6d27ca1984f22e0907270a717'),
	('00000000-0000-4000-8000-00000000000a', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', 0, 'postmortem', 'Summary', 'A postmortem
root_cause: dependency
Summary: 28 nul� back\slash ünï 漢字 \u0000
Root cause: nul� back\slash ünï 漢字 \u0000 28
Action items: Promised', NULL, NULL, '293a18f0bff4bea578b46953b917a33b6ac7097ad5089b9e16a08a2cc0e179aa'),
	('00000000-0000-4000-8000-00000000000a', '830ed027-e2e2-5bc8-8d4e-ead7652ebb64', 0, 'guide', 'Symptom', 'Document e
Symptom: nul� back\slash ünï 漢字 \u0000', NULL, NULL, 'ae7f78c55aaa4fd5df04ead2214f0099afb541638903a5838da12f1e0945691c'),
	('00000000-0000-4000-8000-00000000000a', '8cf4b714-1a99-5bdf-a173-604687adb34c', 0, 'incident_note', 'One', 'Document f
One: word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word
One / nul� back\slash ünï 漢字 \u0000: 16', 3, 7, '92dd340f4195ee3c971cea249e8a068338bfe204cd8d5c91c052d7340a3b6510'),
	('00000000-0000-4000-8000-00000000000b', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 0, 'incident', 'Seen', 'checkout fails
Seen: service=checkout
Note: \u0000 34', NULL, NULL, '1be9fe6658b43a7ee6a2376e70c253fe19b02e6d8228012709ae986486bc3f41'),
	('00000000-0000-4000-8000-00000000000b', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 0, 'incident', '', 'checkout fails', NULL, NULL, '4448f3affc6ce79d319b9f01f9a074844c88df39a45de0b905324411512bff7e'),
	('00000000-0000-4000-8000-00000000000b', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 0, 'runbook', '', 'Runbook r
nul� back\slash ünï 漢字 \u0000', NULL, NULL, 'c3ea8f4167b512a3e36a2d839e82a9c40fb53ff47f1189ff0ecc254a84c812bf'),
	('00000000-0000-4000-8000-00000000000b', '10e307c0-ea55-5512-aa54-a9c672c4407b', 0, 'runbook', '', 'Runbook s', NULL, NULL, '6b6eb3b2f73c5d8e5d44a84a945c768cc2edbee6d27ca1984f22e0907270a717'),
	('00000000-0000-4000-8000-00000000000b', 'af9861c7-99d5-55ad-865c-21ea34304f26', 0, 'incident_note', 'One', 'Document d
One: word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word', 3, 3, '202167a87d0e3b2ca35c2e5a50efd02b8e38d24c04693f30df33d402ebecac59'),
	('00000000-0000-4000-8000-00000000000b', 'af9861c7-99d5-55ad-865c-21ea34304f26', 1, 'incident_note', 'One', 'Document d
One: word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word
One / nul� back\slash ünï 漢字 \u0000: 25', 3, 7, '7fb74b7ee3cbf2b0e319b911e30dee92fd04a0e2d93a94c295ffc7ab2c3a8548'),
	('00000000-0000-4000-8000-00000000000b', '830ed027-e2e2-5bc8-8d4e-ead7652ebb64', 0, 'guide', 'Symptom', 'Document e
Symptom: nul� back\slash ünï 漢字 \u0000', NULL, NULL, 'ae7f78c55aaa4fd5df04ead2214f0099afb541638903a5838da12f1e0945691c'),
	('00000000-0000-4000-8000-00000000000b', '8cf4b714-1a99-5bdf-a173-604687adb34c', 0, 'incident_note', 'One', 'Document f
One: word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word
One / nul� back\slash ünï 漢字 \u0000: 8', 3, 7, 'f42e5d66e887a05dec8c76cb8ba47e5044adc477122c8525f9993bb425287d80'),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', 0, 'incident', 'Seen', 'PodOOMKilled (test, pay, checkout): Pod checkout-1 OOMKilled
namespace: pay, resource: Pod/checkout-1, Service/checkout
Seen: @namespace=pay, @service=checkout, cluster=test
value 1', NULL, NULL, 'c737a00faea90636401ab6190cf082e6589100de3e5a2279904046eadb613052'),
	('00000000-0000-4000-8000-00000000000a', '582b916a-0770-56a6-a6fc-16edde058076', 0, 'incident', 'Seen', 'HighErrorRate (test, checkout): error ratio 9%
resource: Service/checkout
Seen: @service=checkout, cluster=test', NULL, NULL, 'ccaf77ef6584933293da33d08b11135d2923160ea360864bd93c941e4d40f25e'),
	('00000000-0000-4000-8000-00000000000a', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 0, 'incident', 'Seen', 'HighLatency (checkout): p99 above 2 s
resource: Service/checkout
Seen: @service=checkout', NULL, NULL, 'e7a62f36b8e56ad84f97e53ab78aec86648b18146a8690e1897ea4d268e0defa');
INSERT INTO knowledge_index.corpus VALUES
	('00000000-0000-4000-8000-00000000000b', 8, 226),
	('00000000-0000-4000-8000-00000000000a', 10, 209);
INSERT INTO knowledge_index.document VALUES
	('00000000-0000-4000-8000-00000000000a', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'incident', 'INC-1', 'checkout fails', 'open', true, 0, 0, '{high}', '{}', '', '{}', NULL, NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '[{"text": "service=checkout", "heading": "Seen"}]', 2),
	('00000000-0000-4000-8000-00000000000a', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 'incident', 'INC-2', 'checkout fails', 'open', true, 0, 0, '{high}', '{}', '', '{}', NULL, NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '[]', 1),
	('00000000-0000-4000-8000-00000000000a', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 'runbook', 'r', 'Runbook r', 'manual', true, 0, 0, '{odd,é}', '{}', 'nul� back\slash ünï 漢字 \u0000', '{}', NULL, NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '[]', 1),
	('00000000-0000-4000-8000-00000000000a', '10e307c0-ea55-5512-aa54-a9c672c4407b', 'runbook', 's', 'Runbook s', 'manual', true, 0, 0, '{}', '{}', '', '{}', NULL, NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '[]', 1),
	('00000000-0000-4000-8000-00000000000a', '74453066-cdae-5dba-8b22-413a67de66cc', 'postmortem', 'postmortem A postmortem', 'A postmortem', 'draft', false, 0, 0, '{}', '{}', '', '{}', NULL, 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '[{"text": "Promised", "heading": "Action items"}]', 1),
	('00000000-0000-4000-8000-00000000000a', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', 'postmortem', 'postmortem A postmortem', 'A postmortem', 'published', true, 1, 0, '{t}', '{}', 'root_cause: dependency', '{}', NULL, NULL, '2026-03-01 12:28:00+00', '2026-03-01 12:28:00+00', '[{"text": "28 nul� back\\slash ünï 漢字 \\u0000", "heading": "Summary"}, {"text": "nul� back\\slash ünï 漢字 \\u0000 28", "heading": "Root cause"}, {"text": "Promised", "heading": "Action items"}]', 4),
	('00000000-0000-4000-8000-00000000000a', 'af9861c7-99d5-55ad-865c-21ea34304f26', 'guide', 'd', 'Document d', 'removed', false, 0, 0, '{}', '{}', '', '{}', NULL, NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:26:00+00', '[]', 2),
	('00000000-0000-4000-8000-00000000000a', '830ed027-e2e2-5bc8-8d4e-ead7652ebb64', 'guide', 'e', 'Document e', '', true, 0, 0, '{}', '{}', '', '{}', NULL, NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '[{"text": "nul� back\\slash ünï 漢字 \\u0000", "heading": "Symptom"}]', 1),
	('00000000-0000-4000-8000-00000000000a', '8cf4b714-1a99-5bdf-a173-604687adb34c', 'incident_note', 'f', 'Document f', '', true, 0, 0, '{}', '{}', '', '{}', NULL, NULL, '2026-03-01 12:16:00+00', '2026-03-01 12:16:00+00', '[{"line": 3, "text": "word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word", "heading": "One"}, {"line": 7, "text": "16", "heading": "One / nul� back\\slash ünï 漢字 \\u0000"}]', 2),
	('00000000-0000-4000-8000-00000000000b', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'incident', 'INC-1', 'checkout fails', 'open', true, 0, 0, '{high}', '{8fa502c1-e0cd-5b9b-abb7-179a1cd2be49}', '', '{}', NULL, NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:34:00+00', '[{"text": "service=checkout", "heading": "Seen"}, {"text": "\\u0000 34", "heading": "Note"}]', 5),
	('00000000-0000-4000-8000-00000000000b', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 'incident', 'INC-2', 'checkout fails', 'open', true, 0, 0, '{high}', '{}', '', '{}', NULL, NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '[]', 1),
	('00000000-0000-4000-8000-00000000000b', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 'runbook', 'r', 'Runbook r', 'manual', true, 0, 1, '{odd,é}', '{}', 'nul� back\slash ünï 漢字 \u0000', '{}', NULL, NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '[]', 3),
	('00000000-0000-4000-8000-00000000000b', '10e307c0-ea55-5512-aa54-a9c672c4407b', 'runbook', 's', 'Runbook s', 'manual', true, 0, 0, '{}', '{}', '', '{}', NULL, NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '[]', 1),
	('00000000-0000-4000-8000-00000000000b', '74453066-cdae-5dba-8b22-413a67de66cc', 'postmortem', 'postmortem A postmortem', 'A postmortem', 'draft', false, 0, 0, '{}', '{}', '', '{}', NULL, 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '[{"text": "Promised", "heading": "Action items"}]', 1),
	('00000000-0000-4000-8000-00000000000b', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', 'postmortem', 'postmortem A postmortem', 'A postmortem', 'draft', false, 0, 0, '{}', '{}', '', '{}', NULL, NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '[]', 1),
	('00000000-0000-4000-8000-00000000000b', 'af9861c7-99d5-55ad-865c-21ea34304f26', 'incident_note', 'd', 'Document d', '', true, 0, 0, '{}', '{}', '', '{}', NULL, NULL, '2026-03-01 12:25:00+00', '2026-03-01 12:25:00+00', '[{"line": 3, "text": "word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word", "heading": "One"}, {"line": 7, "text": "25", "heading": "One / nul� back\\slash ünï 漢字 \\u0000"}]', 2),
	('00000000-0000-4000-8000-00000000000b', '830ed027-e2e2-5bc8-8d4e-ead7652ebb64', 'guide', 'e', 'Document e', '', true, 0, 0, '{}', '{}', '', '{}', NULL, NULL, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '[{"text": "nul� back\\slash ünï 漢字 \\u0000", "heading": "Symptom"}]', 1),
	('00000000-0000-4000-8000-00000000000b', '8cf4b714-1a99-5bdf-a173-604687adb34c', 'incident_note', 'f', 'Document f', '', true, 0, 0, '{}', '{}', '', '{}', NULL, NULL, '2026-03-01 12:08:00+00', '2026-03-01 12:08:00+00', '[{"line": 3, "text": "word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word", "heading": "One"}, {"line": 7, "text": "8", "heading": "One / nul� back\\slash ünï 漢字 \\u0000"}]', 1),
	('00000000-0000-4000-8000-00000000000a', '582b916a-0770-56a6-a6fc-16edde058076', 'incident', 'INC-2', 'HighErrorRate (test, checkout): error ratio 9%', 'open', true, 0, 0, '{medium}', '{20df6dbf-840f-53b8-9d13-ae5914c3bc71}', 'resource: Service/checkout', '{}', NULL, NULL, '2026-12-01 13:03:05.610975+00', '2026-12-01 13:03:05.610975+00', '[{"text": "@service=checkout, cluster=test", "heading": "Seen"}]', 3),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', 'incident', 'INC-1', 'PodOOMKilled (test, pay, checkout): Pod checkout-1 OOMKilled', 'open', true, 0, 0, '{critical}', '{20df6dbf-840f-53b8-9d13-ae5914c3bc71}', 'namespace: pay, resource: Pod/checkout-1, Service/checkout', '{}', NULL, NULL, '2026-12-01 13:03:04.665768+00', '2026-12-01 13:03:06.263425+00', '[{"text": "@namespace=pay, @service=checkout, cluster=test", "heading": "Seen"}, {"text": "value 1", "heading": ""}]', 4),
	('00000000-0000-4000-8000-00000000000a', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 'incident', 'INC-3', 'HighLatency (checkout): p99 above 2 s', 'open', true, 0, 0, '{high}', '{20df6dbf-840f-53b8-9d13-ae5914c3bc71}', 'resource: Service/checkout', '{}', NULL, NULL, '2026-12-01 13:03:07.067331+00', '2026-12-01 13:03:07.067331+00', '[{"text": "@service=checkout", "heading": "Seen"}]', 3);
INSERT INTO knowledge_index.progress VALUES
	('00000000-0000-4000-8000-00000000000a', 'incident', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 2),
	('00000000-0000-4000-8000-00000000000a', 'incident', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 2),
	('00000000-0000-4000-8000-00000000000a', 'knowledge_document', '830ed027-e2e2-5bc8-8d4e-ead7652ebb64', 1),
	('00000000-0000-4000-8000-00000000000a', 'knowledge_document', '8cf4b714-1a99-5bdf-a173-604687adb34c', 2),
	('00000000-0000-4000-8000-00000000000a', 'knowledge_document', 'af9861c7-99d5-55ad-865c-21ea34304f26', 2),
	('00000000-0000-4000-8000-00000000000a', 'postmortem', '74453066-cdae-5dba-8b22-413a67de66cc', 1),
	('00000000-0000-4000-8000-00000000000a', 'postmortem', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', 4),
	('00000000-0000-4000-8000-00000000000a', 'runbook', '10e307c0-ea55-5512-aa54-a9c672c4407b', 3),
	('00000000-0000-4000-8000-00000000000a', 'runbook', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 1),
	('00000000-0000-4000-8000-00000000000b', 'incident', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 5),
	('00000000-0000-4000-8000-00000000000b', 'incident', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 1),
	('00000000-0000-4000-8000-00000000000b', 'knowledge_document', '830ed027-e2e2-5bc8-8d4e-ead7652ebb64', 1),
	('00000000-0000-4000-8000-00000000000b', 'knowledge_document', '8cf4b714-1a99-5bdf-a173-604687adb34c', 1),
	('00000000-0000-4000-8000-00000000000b', 'knowledge_document', 'af9861c7-99d5-55ad-865c-21ea34304f26', 2),
	('00000000-0000-4000-8000-00000000000b', 'postmortem', '74453066-cdae-5dba-8b22-413a67de66cc', 1),
	('00000000-0000-4000-8000-00000000000b', 'postmortem', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', 1),
	('00000000-0000-4000-8000-00000000000b', 'runbook', '10e307c0-ea55-5512-aa54-a9c672c4407b', 1),
	('00000000-0000-4000-8000-00000000000b', 'runbook', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 3),
	('00000000-0000-4000-8000-00000000000a', 'incident', '582b916a-0770-56a6-a6fc-16edde058076', 3),
	('00000000-0000-4000-8000-00000000000a', 'incident', '05b3bf81-058d-5524-9203-c4b0be9a854b', 4),
	('00000000-0000-4000-8000-00000000000a', 'incident', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 3);
INSERT INTO knowledge_index.term VALUES
	('00000000-0000-4000-8000-00000000000a', '0000', 4),
	('00000000-0000-4000-8000-00000000000a', '16', 1),
	('00000000-0000-4000-8000-00000000000a', '28', 1),
	('00000000-0000-4000-8000-00000000000a', '=e', 1),
	('00000000-0000-4000-8000-00000000000a', '=f', 1),
	('00000000-0000-4000-8000-00000000000a', '=r', 1),
	('00000000-0000-4000-8000-00000000000a', '=root_cause', 1),
	('00000000-0000-4000-8000-00000000000a', '=s', 1),
	('00000000-0000-4000-8000-00000000000a', '=u0000', 4),
	('00000000-0000-4000-8000-00000000000a', 'action', 1),
	('00000000-0000-4000-8000-00000000000a', 'back', 4),
	('00000000-0000-4000-8000-00000000000a', 'caus', 1),
	('00000000-0000-4000-8000-00000000000a', 'dependenci', 1),
	('00000000-0000-4000-8000-00000000000a', 'docu', 2),
	('00000000-0000-4000-8000-00000000000a', 'e', 1),
	('00000000-0000-4000-8000-00000000000a', 'f', 1),
	('00000000-0000-4000-8000-00000000000a', 'fail', 2),
	('00000000-0000-4000-8000-00000000000a', 'item', 1),
	('00000000-0000-4000-8000-00000000000a', 'nul', 4),
	('00000000-0000-4000-8000-00000000000a', 'one', 1),
	('00000000-0000-4000-8000-00000000000a', 'postmortem', 1),
	('00000000-0000-4000-8000-00000000000a', 'promis', 1),
	('00000000-0000-4000-8000-00000000000a', 'r', 1),
	('00000000-0000-4000-8000-00000000000a', 'root', 1),
	('00000000-0000-4000-8000-00000000000a', 'runbook', 2),
	('00000000-0000-4000-8000-00000000000a', 'slash', 4),
	('00000000-0000-4000-8000-00000000000a', 'summari', 1),
	('00000000-0000-4000-8000-00000000000a', 'symptom', 1),
	('00000000-0000-4000-8000-00000000000a', 'uni', 4),
	('00000000-0000-4000-8000-00000000000a', 'word', 1),
	('00000000-0000-4000-8000-00000000000a', '漢字', 4),
	('00000000-0000-4000-8000-00000000000b', '0000', 5),
	('00000000-0000-4000-8000-00000000000b', '25', 1),
	('00000000-0000-4000-8000-00000000000b', '34', 1),
	('00000000-0000-4000-8000-00000000000b', '8', 1),
	('00000000-0000-4000-8000-00000000000b', '=d', 2),
	('00000000-0000-4000-8000-00000000000b', '=e', 1),
	('00000000-0000-4000-8000-00000000000b', '=f', 1),
	('00000000-0000-4000-8000-00000000000b', '=inc-1', 1),
	('00000000-0000-4000-8000-00000000000b', '=inc-2', 1),
	('00000000-0000-4000-8000-00000000000b', '=r', 1),
	('00000000-0000-4000-8000-00000000000b', '=s', 1),
	('00000000-0000-4000-8000-00000000000b', '=service=checkout', 1),
	('00000000-0000-4000-8000-00000000000b', '=u0000', 5),
	('00000000-0000-4000-8000-00000000000b', 'back', 4),
	('00000000-0000-4000-8000-00000000000b', 'checkout', 2),
	('00000000-0000-4000-8000-00000000000b', 'd', 2),
	('00000000-0000-4000-8000-00000000000b', 'docu', 4),
	('00000000-0000-4000-8000-00000000000b', 'e', 1),
	('00000000-0000-4000-8000-00000000000b', 'f', 1);
INSERT INTO knowledge_index.term VALUES
	('00000000-0000-4000-8000-00000000000b', 'fail', 2),
	('00000000-0000-4000-8000-00000000000b', 'inc', 2),
	('00000000-0000-4000-8000-00000000000b', 'not', 1),
	('00000000-0000-4000-8000-00000000000b', 'nul', 4),
	('00000000-0000-4000-8000-00000000000b', 'one', 3),
	('00000000-0000-4000-8000-00000000000b', 'r', 1),
	('00000000-0000-4000-8000-00000000000b', 'runbook', 2),
	('00000000-0000-4000-8000-00000000000b', 's', 1),
	('00000000-0000-4000-8000-00000000000b', 'seen', 1),
	('00000000-0000-4000-8000-00000000000b', 'servic', 1),
	('00000000-0000-4000-8000-00000000000b', 'slash', 4),
	('00000000-0000-4000-8000-00000000000b', 'symptom', 1),
	('00000000-0000-4000-8000-00000000000b', 'uni', 4),
	('00000000-0000-4000-8000-00000000000b', 'word', 3),
	('00000000-0000-4000-8000-00000000000b', '漢字', 4),
	('00000000-0000-4000-8000-00000000000a', '1', 1),
	('00000000-0000-4000-8000-00000000000a', '=checkout-1', 1),
	('00000000-0000-4000-8000-00000000000a', '=inc-1', 2),
	('00000000-0000-4000-8000-00000000000a', '=namespace=pay', 1),
	('00000000-0000-4000-8000-00000000000a', '=oomkilled', 1),
	('00000000-0000-4000-8000-00000000000a', '=pod/checkout-1', 1),
	('00000000-0000-4000-8000-00000000000a', '=podoomkilled', 1),
	('00000000-0000-4000-8000-00000000000a', '=service/checkout', 3),
	('00000000-0000-4000-8000-00000000000a', '=service=checkout', 4),
	('00000000-0000-4000-8000-00000000000a', 'checkout', 5),
	('00000000-0000-4000-8000-00000000000a', 'kill', 1),
	('00000000-0000-4000-8000-00000000000a', 'namespac', 1),
	('00000000-0000-4000-8000-00000000000a', 'oom', 1),
	('00000000-0000-4000-8000-00000000000a', 'pay', 1),
	('00000000-0000-4000-8000-00000000000a', 'pod', 1),
	('00000000-0000-4000-8000-00000000000a', 'inc', 5),
	('00000000-0000-4000-8000-00000000000a', 'resourc', 3),
	('00000000-0000-4000-8000-00000000000a', '=cluster=test', 2),
	('00000000-0000-4000-8000-00000000000a', '=inc-2', 2),
	('00000000-0000-4000-8000-00000000000a', 'cluster', 2),
	('00000000-0000-4000-8000-00000000000a', 's', 2),
	('00000000-0000-4000-8000-00000000000a', 'seen', 4),
	('00000000-0000-4000-8000-00000000000a', 'servic', 4),
	('00000000-0000-4000-8000-00000000000a', 'valu', 1),
	('00000000-0000-4000-8000-00000000000a', '9', 1),
	('00000000-0000-4000-8000-00000000000a', '=higherrorrate', 1),
	('00000000-0000-4000-8000-00000000000a', 'error', 1),
	('00000000-0000-4000-8000-00000000000a', 'rat', 1),
	('00000000-0000-4000-8000-00000000000a', 'ratio', 1),
	('00000000-0000-4000-8000-00000000000a', 'test', 2),
	('00000000-0000-4000-8000-00000000000a', '2', 1),
	('00000000-0000-4000-8000-00000000000a', '99', 1),
	('00000000-0000-4000-8000-00000000000a', '=highlatency', 1),
	('00000000-0000-4000-8000-00000000000a', '=inc-3', 1),
	('00000000-0000-4000-8000-00000000000a', '=p99', 1);
INSERT INTO knowledge_index.term VALUES
	('00000000-0000-4000-8000-00000000000a', 'abov', 1),
	('00000000-0000-4000-8000-00000000000a', 'high', 2),
	('00000000-0000-4000-8000-00000000000a', 'latenci', 1);
INSERT INTO knowledge_index.unit VALUES
	('00000000-0000-4000-8000-00000000000a', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 0, 'incident', 8, '''=inc-1'':1 ''=service=checkout'':1 ''checkout'':1,2 ''fail'':1 ''inc'':1 ''seen'':1 ''servic'':1'),
	('00000000-0000-4000-8000-00000000000a', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 0, 'incident', 4, '''=inc-2'':1 ''checkout'':1 ''fail'':1 ''inc'':1'),
	('00000000-0000-4000-8000-00000000000a', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 0, 'runbook', 11, '''0000'':1 ''=r'':1 ''=u0000'':1 ''back'':1 ''nul'':1 ''r'':1,2 ''runbook'':1 ''slash'':1 ''uni'':1 ''漢字'':1'),
	('00000000-0000-4000-8000-00000000000a', '10e307c0-ea55-5512-aa54-a9c672c4407b', 0, 'runbook', 4, '''=s'':1 ''runbook'':1 ''s'':1,2'),
	('00000000-0000-4000-8000-00000000000a', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', 0, 'postmortem', 28, '''0000'':1,2 ''28'':1,2 ''=root_cause'':1 ''=u0000'':1,2 ''action'':1 ''back'':1,2 ''caus'':1,2 ''dependenci'':1 ''item'':1 ''nul'':1,2 ''postmortem'':1,2 ''promis'':1 ''root'':1,2 ''slash'':1,2 ''summari'':1 ''uni'':1,2 ''漢字'':1,2'),
	('00000000-0000-4000-8000-00000000000a', '830ed027-e2e2-5bc8-8d4e-ead7652ebb64', 0, 'guide', 12, '''0000'':1 ''=e'':1 ''=u0000'':1 ''back'':1 ''docu'':1 ''e'':1,2 ''nul'':1 ''slash'':1 ''symptom'':1 ''uni'':1 ''漢字'':1'),
	('00000000-0000-4000-8000-00000000000a', '8cf4b714-1a99-5bdf-a173-604687adb34c', 0, 'incident_note', 64, '''0000'':1 ''16'':1 ''=f'':1 ''=u0000'':1 ''back'':1 ''docu'':1 ''f'':1,2 ''nul'':1 ''one'':1,2 ''slash'':1 ''uni'':1 ''word'':1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50 ''漢字'':1'),
	('00000000-0000-4000-8000-00000000000b', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 0, 'incident', 12, '''0000'':1 ''34'':1 ''=inc-1'':1 ''=service=checkout'':1 ''=u0000'':1 ''checkout'':1,2 ''fail'':1 ''inc'':1 ''not'':1 ''seen'':1 ''servic'':1'),
	('00000000-0000-4000-8000-00000000000b', 'd83b9ae0-9d17-5ea0-84b5-1e2342e33c4d', 0, 'incident', 4, '''=inc-2'':1 ''checkout'':1 ''fail'':1 ''inc'':1'),
	('00000000-0000-4000-8000-00000000000b', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 0, 'runbook', 11, '''0000'':1 ''=r'':1 ''=u0000'':1 ''back'':1 ''nul'':1 ''r'':1,2 ''runbook'':1 ''slash'':1 ''uni'':1 ''漢字'':1'),
	('00000000-0000-4000-8000-00000000000b', '10e307c0-ea55-5512-aa54-a9c672c4407b', 0, 'runbook', 4, '''=s'':1 ''runbook'':1 ''s'':1,2'),
	('00000000-0000-4000-8000-00000000000b', 'af9861c7-99d5-55ad-865c-21ea34304f26', 0, 'incident_note', 55, '''=d'':1 ''d'':1,2 ''docu'':1 ''one'':1 ''word'':1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50'),
	('00000000-0000-4000-8000-00000000000b', 'af9861c7-99d5-55ad-865c-21ea34304f26', 1, 'incident_note', 64, '''0000'':1 ''25'':1 ''=d'':1 ''=u0000'':1 ''back'':1 ''d'':1,2 ''docu'':1 ''nul'':1 ''one'':1,2 ''slash'':1 ''uni'':1 ''word'':1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50 ''漢字'':1'),
	('00000000-0000-4000-8000-00000000000b', '830ed027-e2e2-5bc8-8d4e-ead7652ebb64', 0, 'guide', 12, '''0000'':1 ''=e'':1 ''=u0000'':1 ''back'':1 ''docu'':1 ''e'':1,2 ''nul'':1 ''slash'':1 ''symptom'':1 ''uni'':1 ''漢字'':1'),
	('00000000-0000-4000-8000-00000000000b', '8cf4b714-1a99-5bdf-a173-604687adb34c', 0, 'incident_note', 64, '''0000'':1 ''8'':1 ''=f'':1 ''=u0000'':1 ''back'':1 ''docu'':1 ''f'':1,2 ''nul'':1 ''one'':1,2 ''slash'':1 ''uni'':1 ''word'':1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50 ''漢字'':1'),
	('00000000-0000-4000-8000-00000000000a', '05b3bf81-058d-5524-9203-c4b0be9a854b', 0, 'incident', 37, '''1'':1 ''=checkout-1'':1,2 ''=cluster=test'':1 ''=inc-1'':1 ''=namespace=pay'':1 ''=oomkilled'':1 ''=pod/checkout-1'':1 ''=podoomkilled'':1 ''=service/checkout'':1 ''=service=checkout'':1 ''checkout'':1,2,3,4,5 ''cluster'':1 ''inc'':1 ''kill'':1,2 ''namespac'':1,2 ''oom'':1,2 ''pay'':1,2,3 ''pod'':1,2,3 ''resourc'':1 ''seen'':1 ''servic'':1,2 ''test'':1,2 ''valu'':1'),
	('00000000-0000-4000-8000-00000000000a', '582b916a-0770-56a6-a6fc-16edde058076', 0, 'incident', 22, '''9'':1 ''=cluster=test'':1 ''=higherrorrate'':1 ''=inc-2'':1 ''=service/checkout'':1 ''=service=checkout'':1 ''checkout'':1,2,3 ''cluster'':1 ''error'':1,2 ''high'':1 ''inc'':1 ''rat'':1 ''ratio'':1 ''resourc'':1 ''seen'':1 ''servic'':1,2 ''test'':1,2'),
	('00000000-0000-4000-8000-00000000000a', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 0, 'incident', 19, '''2'':1 ''99'':1 ''=highlatency'':1 ''=inc-3'':1 ''=p99'':1 ''=service/checkout'':1 ''=service=checkout'':1 ''abov'':1 ''checkout'':1,2,3 ''high'':1 ''inc'':1 ''latenci'':1 ''resourc'':1 ''s'':1 ''seen'':1 ''servic'':1,2');
INSERT INTO postmortem_search.action_item VALUES
	('00000000-0000-4000-8000-00000000000a', '74453066-cdae-5dba-8b22-413a67de66cc', 0, 'a', 'Promised', '', '9999-12-31', 'open', NULL),
	('00000000-0000-4000-8000-00000000000a', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', 0, 'a', 'Promised', '', '9999-12-31', 'open', NULL),
	('00000000-0000-4000-8000-00000000000b', '74453066-cdae-5dba-8b22-413a67de66cc', 0, 'a', 'Promised', '', '9999-12-31', 'open', NULL);
INSERT INTO postmortem_search.applied VALUES
	('00000000-0000-4000-8000-00000000000a', 71, '2026-12-01 13:03:04.209138+00'),
	('00000000-0000-4000-8000-00000000000b', 31, '2026-12-01 13:03:04.207178+00');
INSERT INTO postmortem_search.postmortem VALUES
	('00000000-0000-4000-8000-00000000000a', '74453066-cdae-5dba-8b22-413a67de66cc', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'A postmortem', 'draft', '', NULL, '{}', '{}', '{}', '[{"id": "a", "due": null, "owner": "", "title": "Promised", "status": "open", "ticket_url": null}]', '2026-03-01 12:00:00+00', NULL, '2026-03-01 12:00:00+00', 1, 'a postmortem', '''postmortem'':1,2 ''promis'':1', 'Promised'),
	('00000000-0000-4000-8000-00000000000a', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', NULL, 'A postmortem', 'published', '28 nul� back\slash ünï 漢字 \u0000', 'dependency', '{t}', '{}', '{}', '[{"id": "a", "due": null, "owner": "", "title": "Promised", "status": "open", "ticket_url": null}]', '2026-03-01 12:00:00+00', '2026-03-01 12:01:00+00', '2026-03-01 12:28:00+00', 4, 'a postmortem', '''0000'':1,2 ''28'':1,2 ''=u0000'':1,2 ''back'':1,2 ''nul'':1,2 ''postmortem'':1,2 ''promis'':1 ''slash'':1,2 ''t'':1 ''uni'':1,2 ''漢字'':1,2', '28 nul� back\slash ünï 漢字 \u0000
nul� back\slash ünï 漢字 \u0000 28
Promised'),
	('00000000-0000-4000-8000-00000000000b', '74453066-cdae-5dba-8b22-413a67de66cc', 'c3ac63c9-233f-5883-8bc9-0a2016567c5f', 'A postmortem', 'draft', '', NULL, '{}', '{}', '{}', '[{"id": "a", "due": null, "owner": "", "title": "Promised", "status": "open", "ticket_url": null}]', '2026-03-01 12:00:00+00', NULL, '2026-03-01 12:00:00+00', 1, 'a postmortem', '''postmortem'':1,2 ''promis'':1', 'Promised'),
	('00000000-0000-4000-8000-00000000000b', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', NULL, 'A postmortem', 'draft', '', NULL, '{}', '{}', '{}', '[]', '2026-03-01 12:00:00+00', NULL, '2026-03-01 12:00:00+00', 1, 'a postmortem', '''postmortem'':1,2', '');
INSERT INTO postmortem_search.progress VALUES
	('00000000-0000-4000-8000-00000000000a', 'postmortem', '74453066-cdae-5dba-8b22-413a67de66cc', 1),
	('00000000-0000-4000-8000-00000000000a', 'postmortem', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', 4),
	('00000000-0000-4000-8000-00000000000b', 'postmortem', '74453066-cdae-5dba-8b22-413a67de66cc', 1),
	('00000000-0000-4000-8000-00000000000b', 'postmortem', 'ad9c2acd-cd1d-5ab7-bf05-3bd7f85f331d', 1);
INSERT INTO process.association VALUES
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'incident:05b3bf81-058d-5524-9203-c4b0be9a854b', 'correlation/d1c060ef-f72b-5f9a-9410-b2c2d33e0321/1'),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'key:32466244-d184-535b-bb1f-cee5ee32ade9', 'correlation/d1c060ef-f72b-5f9a-9410-b2c2d33e0321/1'),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'alert:b82ff97d-3b7f-5603-886e-7fb8fb097e38', 'correlation/9d19582c-0e93-57a6-ad96-29abad94bfa8/1'),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'incident:582b916a-0770-56a6-a6fc-16edde058076', 'correlation/9d19582c-0e93-57a6-ad96-29abad94bfa8/1'),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'key:3289d4cb-9f05-5b09-ab0e-34a257be049f', 'correlation/9d19582c-0e93-57a6-ad96-29abad94bfa8/1'),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'alert:ca1308de-7c6e-56aa-87dc-bc36290f2b8d', 'correlation/41596eba-44ee-555f-9ca5-cbe137cdd69d/1'),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'incident:662e8599-1d45-5a60-8c87-0a7b64b70dc2', 'correlation/41596eba-44ee-555f-9ca5-cbe137cdd69d/1'),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'key:c4a79636-8737-5a22-a52c-7ab5ba2daf13', 'correlation/41596eba-44ee-555f-9ca5-cbe137cdd69d/1');
INSERT INTO process.instance VALUES
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'correlation/d1c060ef-f72b-5f9a-9410-b2c2d33e0321/1', '{"key": "rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=pay|service=checkout", "keys": ["rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=pay|service=checkout"], "kind": "episode", "rule": {"problem": null, "rule_id": "20538084-0470-5809-a899-b8bac462cfe6", "definition": {"name": "default: service", "window": {"kind": "rolling", "seconds": 14400}, "enabled": true, "group_by": ["@environment", "cluster", "@namespace", "@service"], "matchers": ["@service!=\"\""], "priority": 1, "max_alerts": 500, "hold_down_s": 300, "reopen_window_s": 1800, "minimum_severity": "medium", "reopen_when_still_firing_after_s": null}, "rule_version": 2}, "phase": "clearing", "former": [], "number": 1, "values": {"cluster": "test", "@service": "checkout", "@namespace": "pay", "@environment": ""}, "members": {"42040336-fe0a-518d-8df9-c65b6104dc4c": {"name": "PodOOMKilled", "since": "2026-11-23T03:16:28.002000Z", "severity": "critical", "standing": "resolved", "confirmed": false, "alert_episode": 1}, "92d10aa8-bf43-5672-9677-41061de17c23": {"name": "PodOOMKilled", "since": "2026-11-23T03:16:28.002000Z", "severity": "critical", "standing": "resolved", "confirmed": false, "alert_episode": 1}, "a3487710-9011-5f9e-9f62-186fbf5d2295": {"name": "PodOOMKilled", "since": "2026-11-23T03:16:22.002000Z", "severity": "critical", "standing": "resolved", "confirmed": false, "alert_episode": 1}}, "ended_by": null, "excluded": {}, "severity": "critical", "in_flight": null, "opened_at": "2026-12-01T13:03:04.665768Z", "cleared_by": {"message_id": "f83cbe0f-7b98-5861-bea3-a73ba6af63b5", "tracestate": null, "traceparent": "00-a181a6edba734274ebdd1c9def514dc6-c43a9256ca9f9a72-00", "correlation_id": "b14487d1-e9f7-545d-b1ac-efe1859a7bba"}, "clear_since": "2026-12-01T13:03:06.909004Z", "incident_id": "05b3bf81-058d-5524-9203-c4b0be9a854b", "resolved_at": null, "workflow_id": "correlation/d1c060ef-f72b-5f9a-9410-b2c2d33e0321/1", "last_alert_at": "2026-12-01T13:03:06.263425Z"}', '2026-12-01 13:03:05.019645+00', '2026-12-01 13:03:07.031076+00'),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'correlation/9d19582c-0e93-57a6-ad96-29abad94bfa8/1', '{"key": "rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=|service=checkout", "keys": ["rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=test|namespace=|service=checkout"], "kind": "episode", "rule": {"problem": null, "rule_id": "20538084-0470-5809-a899-b8bac462cfe6", "definition": {"name": "default: service", "window": {"kind": "rolling", "seconds": 14400}, "enabled": true, "group_by": ["@environment", "cluster", "@namespace", "@service"], "matchers": ["@service!=\"\""], "priority": 1, "max_alerts": 500, "hold_down_s": 300, "reopen_window_s": 1800, "minimum_severity": "medium", "reopen_when_still_firing_after_s": null}, "rule_version": 2}, "phase": "open", "former": [], "number": 1, "values": {"cluster": "test", "@service": "checkout", "@namespace": "", "@environment": ""}, "members": {"b82ff97d-3b7f-5603-886e-7fb8fb097e38": {"name": "HighErrorRate", "since": "2026-12-01T13:03:05.610975Z", "severity": "medium", "standing": "firing", "confirmed": true, "alert_episode": 1}}, "ended_by": null, "excluded": {}, "severity": "medium", "in_flight": null, "opened_at": "2026-12-01T13:03:05.610975Z", "cleared_by": null, "clear_since": null, "incident_id": "582b916a-0770-56a6-a6fc-16edde058076", "resolved_at": null, "workflow_id": "correlation/9d19582c-0e93-57a6-ad96-29abad94bfa8/1", "last_alert_at": "2026-12-01T13:03:05.610975Z"}', '2026-12-01 13:03:05.769527+00', '2026-12-01 13:03:06.004511+00'),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'correlation/41596eba-44ee-555f-9ca5-cbe137cdd69d/1', '{"key": "rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=|namespace=|service=checkout", "keys": ["rule/20538084-0470-5809-a899-b8bac462cfe6|@environment=|cluster=|namespace=|service=checkout"], "kind": "episode", "rule": {"problem": null, "rule_id": "20538084-0470-5809-a899-b8bac462cfe6", "definition": {"name": "default: service", "window": {"kind": "rolling", "seconds": 14400}, "enabled": true, "group_by": ["@environment", "cluster", "@namespace", "@service"], "matchers": ["@service!=\"\""], "priority": 1, "max_alerts": 500, "hold_down_s": 300, "reopen_window_s": 1800, "minimum_severity": "medium", "reopen_when_still_firing_after_s": null}, "rule_version": 2}, "phase": "open", "former": [], "number": 1, "values": {"cluster": "", "@service": "checkout", "@namespace": "", "@environment": ""}, "members": {"ca1308de-7c6e-56aa-87dc-bc36290f2b8d": {"name": "HighLatency", "since": "2026-12-01T13:03:07.067331Z", "severity": "high", "standing": "firing", "confirmed": true, "alert_episode": 1}}, "ended_by": null, "excluded": {}, "severity": "high", "in_flight": null, "opened_at": "2026-12-01T13:03:07.067331Z", "cleared_by": null, "clear_since": null, "incident_id": "662e8599-1d45-5a60-8c87-0a7b64b70dc2", "resolved_at": null, "workflow_id": "correlation/41596eba-44ee-555f-9ca5-cbe137cdd69d/1", "last_alert_at": "2026-12-01T13:03:07.067331Z"}', '2026-12-01 13:03:07.237701+00', '2026-12-01 13:03:07.470143+00');
INSERT INTO process.progress VALUES
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'alert', 'b82ff97d-3b7f-5603-886e-7fb8fb097e38', 1),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'incident', '582b916a-0770-56a6-a6fc-16edde058076', 2),
	('00000000-0000-4000-8000-00000000000a', 'service_links', 'incident', '582b916a-0770-56a6-a6fc-16edde058076', 2),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'incident', '05b3bf81-058d-5524-9203-c4b0be9a854b', 4),
	('00000000-0000-4000-8000-00000000000a', 'service_links', 'incident', '05b3bf81-058d-5524-9203-c4b0be9a854b', 4),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'alert', 'a3487710-9011-5f9e-9f62-186fbf5d2295', 2),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'alert', '42040336-fe0a-518d-8df9-c65b6104dc4c', 2),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'alert', '92d10aa8-bf43-5672-9677-41061de17c23', 2),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'alert', 'ca1308de-7c6e-56aa-87dc-bc36290f2b8d', 1),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'alert', 'a50bb4b6-2717-5d1d-b15d-4ee41f9404c1', 1),
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'incident', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 2),
	('00000000-0000-4000-8000-00000000000a', 'service_links', 'incident', '662e8599-1d45-5a60-8c87-0a7b64b70dc2', 2);
INSERT INTO process.timer VALUES
	('00000000-0000-4000-8000-00000000000a', 'alert_correlation', 'correlation/d1c060ef-f72b-5f9a-9410-b2c2d33e0321/1', 'hold-down', '2026-12-01 13:08:06.909004+00', '{"message_id": "f83cbe0f-7b98-5861-bea3-a73ba6af63b5", "tracestate": null, "traceparent": "00-a181a6edba734274ebdd1c9def514dc6-c43a9256ca9f9a72-00", "correlation_id": "b14487d1-e9f7-545d-b1ac-efe1859a7bba"}');
INSERT INTO projection.build VALUES
	('alert_groups', 'alert_groups', 2, '0', 0, 0, '{}', '2026-12-01 13:03:01.132032+00', '2026-12-01 13:03:01.132032+00', '2026-12-01 13:03:01.132032+00'),
	('fleet_health', 'fleet_health', 2, '0', 0, 0, '{}', '2026-12-01 13:03:01.201763+00', '2026-12-01 13:03:01.201763+00', '2026-12-01 13:03:01.201763+00'),
	('incident_timeline', 'incident_timeline', 2, '0', 0, 0, '{}', '2026-12-01 13:03:01.293982+00', '2026-12-01 13:03:01.293982+00', '2026-12-01 13:03:01.293982+00'),
	('knowledge_index', 'knowledge_index', 2, '0', 0, 0, '{}', '2026-12-01 13:03:01.361356+00', '2026-12-01 13:03:01.361356+00', '2026-12-01 13:03:01.361356+00'),
	('postmortem_search', 'postmortem_search', 2, '0', 0, 0, '{}', '2026-12-01 13:03:01.390087+00', '2026-12-01 13:03:01.390087+00', '2026-12-01 13:03:01.390087+00'),
	('runbook_catalog', 'runbook_catalog', 2, '0', 0, 0, '{}', '2026-12-01 13:03:01.44634+00', '2026-12-01 13:03:01.44634+00', '2026-12-01 13:03:01.44634+00'),
	('service_catalog', 'service_catalog', 2, '0', 0, 0, '{}', '2026-12-01 13:03:01.490569+00', '2026-12-01 13:03:01.490569+00', '2026-12-01 13:03:01.490569+00'),
	('slo_burndown', 'slo_burndown', 2, '0', 0, 0, '{}', '2026-12-01 13:03:01.515022+00', '2026-12-01 13:03:01.515022+00', '2026-12-01 13:03:01.515022+00');
INSERT INTO public.sre_migration VALUES
	('0001_pre_access.sql', '24b8b3d9b94231529ef073b009ac94ac715ad1ec3e37b0f626d376f52cea7d85', '2026-12-01 13:03:00.601887+00'),
	('0002_pre_domain.sql', 'fcb8590588c77c705196896ed522fe440353f9da5212be533d93b124087b1cfa', '2026-12-01 13:03:00.64911+00'),
	('0003_pre_transport.sql', '4a55ef2bdb1faad25495acfb7cf6beaacdcdc8f6d8021adcce44064e82c42658', '2026-12-01 13:03:00.690023+00'),
	('0004_pre_process.sql', '75d930497bc0a1821cab4e9caeb4b79a7318280ed39b4dc8ba967359039c6e1c', '2026-12-01 13:03:00.736889+00'),
	('0005_pre_intake.sql', '3872302978826725cda5cc92b1bd6d4218a60d99469d38b1d317bab74290bb04', '2026-12-01 13:03:00.798687+00'),
	('0006_pre_projection.sql', 'c6b24836d87f25e529698b69e90df1a684b830216ed2f57af3a9a093155c3eb7', '2026-12-01 13:03:00.844331+00'),
	('0007_pre_knowledge.sql', 'f6a578765bf578568a2d5f8966bb1349c29f9bc1a20b587101a25bfafd83bb65', '2026-12-01 13:03:00.994495+00'),
	('0008_pre_retention.sql', 'd16ecb6ac4eaeb04327d8dcbf1281e18f7d20ff729e3fe53111141fbfeca5784', '2026-12-01 13:03:01.013692+00');
INSERT INTO runbook_catalog.applied VALUES
	('00000000-0000-4000-8000-00000000000a', 81, '2026-12-01 13:03:04.209595+00'),
	('00000000-0000-4000-8000-00000000000b', 58, '2026-12-01 13:03:04.208516+00');
INSERT INTO runbook_catalog.corpus VALUES
	('00000000-0000-4000-8000-00000000000a', 2, 23),
	('00000000-0000-4000-8000-00000000000b', 2, 23);
INSERT INTO runbook_catalog.execution VALUES
	('00000000-0000-4000-8000-00000000000a', '10e307c0-ea55-5512-aa54-a9c672c4407b', '9aa6cbe1-afe2-519b-8d10-ecd21652ae6d', 1, NULL, 'human', 'human:ana', '2026-03-01 12:11:00+00', 'open', NULL, NULL),
	('00000000-0000-4000-8000-00000000000a', '10e307c0-ea55-5512-aa54-a9c672c4407b', '20bbbd14-e064-52db-a3ea-b23d5bb01997', 1, NULL, 'human', 'human:ana', '2026-03-01 12:38:00+00', 'open', NULL, NULL),
	('00000000-0000-4000-8000-00000000000b', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 'fe873705-ae49-5ff2-9dbb-d1a328c5bbe2', 1, NULL, 'human', 'human:ana', '2026-03-01 12:14:00+00', 'unknown', 3.5, '2026-03-01 12:14:00+00'),
	('00000000-0000-4000-8000-00000000000b', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', '4fc0b007-6081-57c6-abae-2db944dafa93', 1, NULL, 'human', 'human:ana', '2026-03-01 12:15:00+00', 'failed', 3.5, '2026-03-01 12:15:00+00');
INSERT INTO runbook_catalog.progress VALUES
	('00000000-0000-4000-8000-00000000000a', 'runbook', '10e307c0-ea55-5512-aa54-a9c672c4407b', 3),
	('00000000-0000-4000-8000-00000000000a', 'runbook', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 1),
	('00000000-0000-4000-8000-00000000000b', 'runbook', '10e307c0-ea55-5512-aa54-a9c672c4407b', 1),
	('00000000-0000-4000-8000-00000000000b', 'runbook', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 3);
INSERT INTO runbook_catalog.runbook VALUES
	('00000000-0000-4000-8000-00000000000a', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 'r', 'Runbook r', 'nul� back\slash ünï 漢字 \u0000', '', 'manual', true, '{odd,é}', '{}', '{}', 0, 1, 0, 0, 0, NULL, NULL, 'human:ana', '2026-03-01 12:00:00+00', 1, 'r runbook', 'nul� back\slash ünï 漢字 \u0000'),
	('00000000-0000-4000-8000-00000000000a', '10e307c0-ea55-5512-aa54-a9c672c4407b', 's', 'Runbook s', '', '', 'manual', true, '{}', '{}', '{}', 0, 1, 0, 0, 0, NULL, NULL, 'human:ana', '2026-03-01 12:00:00+00', 1, 's runbook', ''),
	('00000000-0000-4000-8000-00000000000b', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 'r', 'Runbook r', 'nul� back\slash ünï 漢字 \u0000', '', 'manual', true, '{odd,é}', '{}', '{}', 0, 1, 2, 0, 1, 'failed', '2026-03-01 12:15:00+00', 'human:ana', '2026-03-01 12:00:00+00', 3, 'r runbook', 'nul� back\slash ünï 漢字 \u0000'),
	('00000000-0000-4000-8000-00000000000b', '10e307c0-ea55-5512-aa54-a9c672c4407b', 's', 'Runbook s', '', '', 'manual', true, '{}', '{}', '{}', 0, 1, 0, 0, 0, NULL, NULL, 'human:ana', '2026-03-01 12:00:00+00', 1, 's runbook', '');
INSERT INTO runbook_catalog.term VALUES
	('00000000-0000-4000-8000-00000000000a', '0000', 1),
	('00000000-0000-4000-8000-00000000000a', '=r', 1),
	('00000000-0000-4000-8000-00000000000a', '=s', 1),
	('00000000-0000-4000-8000-00000000000a', '=u0000', 1),
	('00000000-0000-4000-8000-00000000000a', 'back', 1),
	('00000000-0000-4000-8000-00000000000a', 'e', 1),
	('00000000-0000-4000-8000-00000000000a', 'nul', 1),
	('00000000-0000-4000-8000-00000000000a', 'odd', 1),
	('00000000-0000-4000-8000-00000000000a', 'r', 1),
	('00000000-0000-4000-8000-00000000000a', 'runbook', 2),
	('00000000-0000-4000-8000-00000000000a', 's', 1),
	('00000000-0000-4000-8000-00000000000a', 'slash', 1),
	('00000000-0000-4000-8000-00000000000a', 'uni', 1),
	('00000000-0000-4000-8000-00000000000a', '漢字', 1),
	('00000000-0000-4000-8000-00000000000b', '0000', 1),
	('00000000-0000-4000-8000-00000000000b', '=r', 1),
	('00000000-0000-4000-8000-00000000000b', '=s', 1),
	('00000000-0000-4000-8000-00000000000b', '=u0000', 1),
	('00000000-0000-4000-8000-00000000000b', 'back', 1),
	('00000000-0000-4000-8000-00000000000b', 'e', 1),
	('00000000-0000-4000-8000-00000000000b', 'nul', 1),
	('00000000-0000-4000-8000-00000000000b', 'odd', 1),
	('00000000-0000-4000-8000-00000000000b', 'r', 1),
	('00000000-0000-4000-8000-00000000000b', 'runbook', 2),
	('00000000-0000-4000-8000-00000000000b', 's', 1),
	('00000000-0000-4000-8000-00000000000b', 'slash', 1),
	('00000000-0000-4000-8000-00000000000b', 'uni', 1),
	('00000000-0000-4000-8000-00000000000b', '漢字', 1);
INSERT INTO runbook_catalog.unit VALUES
	('00000000-0000-4000-8000-00000000000a', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 0, '', 16, '''0000'':1 ''=r'':1 ''=u0000'':1 ''back'':1 ''e'':1 ''nul'':1 ''odd'':1 ''r'':1,2,3,4 ''runbook'':1,2 ''slash'':1 ''uni'':1 ''漢字'':1'),
	('00000000-0000-4000-8000-00000000000a', '10e307c0-ea55-5512-aa54-a9c672c4407b', 0, '', 7, '''=s'':1 ''runbook'':1,2 ''s'':1,2,3,4'),
	('00000000-0000-4000-8000-00000000000b', '4710fcd3-ead6-59c0-ba44-d1caba69bb0f', 0, '', 16, '''0000'':1 ''=r'':1 ''=u0000'':1 ''back'':1 ''e'':1 ''nul'':1 ''odd'':1 ''r'':1,2,3,4 ''runbook'':1,2 ''slash'':1 ''uni'':1 ''漢字'':1'),
	('00000000-0000-4000-8000-00000000000b', '10e307c0-ea55-5512-aa54-a9c672c4407b', 0, '', 7, '''=s'':1 ''runbook'':1,2 ''s'':1,2,3,4');
INSERT INTO service_catalog.applied VALUES
	('00000000-0000-4000-8000-00000000000a', 62, '2026-12-01 13:03:04.208708+00'),
	('00000000-0000-4000-8000-00000000000b', 82, '2026-12-01 13:03:04.20963+00');
INSERT INTO service_catalog.corpus VALUES
	('00000000-0000-4000-8000-00000000000a', 2, 21),
	('00000000-0000-4000-8000-00000000000b', 2, 20);
INSERT INTO service_catalog.dependency VALUES
	('00000000-0000-4000-8000-00000000000a', '20df6dbf-840f-53b8-9d13-ae5914c3bc71', 'ca1b57a4-0cf2-59dd-aeea-e6c1bc3a317e'),
	('00000000-0000-4000-8000-00000000000a', '23ae4776-8e03-54d1-abdf-a6af4d2706da', 'a047218c-e3f2-559b-9367-e302cc4b314c'),
	('00000000-0000-4000-8000-00000000000a', '23ae4776-8e03-54d1-abdf-a6af4d2706da', '20df6dbf-840f-53b8-9d13-ae5914c3bc71'),
	('00000000-0000-4000-8000-00000000000b', '23ae4776-8e03-54d1-abdf-a6af4d2706da', 'ca1b57a4-0cf2-59dd-aeea-e6c1bc3a317e');
INSERT INTO service_catalog.progress VALUES
	('00000000-0000-4000-8000-00000000000a', 'service', '20df6dbf-840f-53b8-9d13-ae5914c3bc71', 1),
	('00000000-0000-4000-8000-00000000000a', 'service', '23ae4776-8e03-54d1-abdf-a6af4d2706da', 2),
	('00000000-0000-4000-8000-00000000000a', 'service', 'a047218c-e3f2-559b-9367-e302cc4b314c', 3),
	('00000000-0000-4000-8000-00000000000b', 'service', '20df6dbf-840f-53b8-9d13-ae5914c3bc71', 2),
	('00000000-0000-4000-8000-00000000000b', 'service', '23ae4776-8e03-54d1-abdf-a6af4d2706da', 1),
	('00000000-0000-4000-8000-00000000000b', 'service', 'a047218c-e3f2-559b-9367-e302cc4b314c', 2);
INSERT INTO service_catalog.runbook_link VALUES
	('00000000-0000-4000-8000-00000000000a', '20df6dbf-840f-53b8-9d13-ae5914c3bc71', '584d8b45-7406-511f-8756-c1597b5459fc', 'checkout'),
	('00000000-0000-4000-8000-00000000000a', '23ae4776-8e03-54d1-abdf-a6af4d2706da', 'f40d1d87-55c7-5cf3-a74e-7ddb9f543d21', 'ledger'),
	('00000000-0000-4000-8000-00000000000a', '23ae4776-8e03-54d1-abdf-a6af4d2706da', '4d4ccabe-79ac-5450-9197-467e1c5ae1f3', 'ledger'),
	('00000000-0000-4000-8000-00000000000b', 'a047218c-e3f2-559b-9367-e302cc4b314c', '4d4ccabe-79ac-5450-9197-467e1c5ae1f3', 'payments'),
	('00000000-0000-4000-8000-00000000000b', '23ae4776-8e03-54d1-abdf-a6af4d2706da', '584d8b45-7406-511f-8756-c1597b5459fc', 'ledger');
INSERT INTO service_catalog.selector VALUES
	('00000000-0000-4000-8000-00000000000a', '20df6dbf-840f-53b8-9d13-ae5914c3bc71', 0, 'name=checkout', '{"kind": null, "name": "checkout", "cluster": null, "matchers": ["app=\"a\\\\b\"", "team=~\"pay.*\""], "namespace": "shop�", "environment": null}'),
	('00000000-0000-4000-8000-00000000000b', 'a047218c-e3f2-559b-9367-e302cc4b314c', 0, 'label app=a\b', '{"kind": null, "name": "payments-0*", "cluster": null, "matchers": ["app=\"a\\\\b\"", "team=~\"pay.*\""], "namespace": "shop�", "environment": null}'),
	('00000000-0000-4000-8000-00000000000b', 'a047218c-e3f2-559b-9367-e302cc4b314c', 1, 'label app=a\b', '{"kind": null, "name": "payments-1*", "cluster": null, "matchers": ["app=\"a\\\\b\"", "team=~\"pay.*\""], "namespace": "shop�", "environment": null}'),
	('00000000-0000-4000-8000-00000000000b', '23ae4776-8e03-54d1-abdf-a6af4d2706da', 0, 'name=ledger', '{"kind": null, "name": "ledger", "cluster": null, "matchers": ["app=\"a\\\\b\"", "team=~\"pay.*\""], "namespace": "shop�", "environment": null}');
INSERT INTO service_catalog.service VALUES
	('00000000-0000-4000-8000-00000000000a', '20df6dbf-840f-53b8-9d13-ae5914c3bc71', 'checkout', 'Checkout', 'component', '', 'standard', '', '', '', NULL, '{ca1b57a4-0cf2-59dd-aeea-e6c1bc3a317e}', '{584d8b45-7406-511f-8756-c1597b5459fc}', '{}', '[{"kind": null, "name": "checkout", "cluster": null, "matchers": ["app=\"a\\\\b\"", "team=~\"pay.*\""], "namespace": "shop�", "environment": null}]', '{}', NULL, false, '2026-03-01 12:00:00+00', 1, 'checkout'),
	('00000000-0000-4000-8000-00000000000a', 'a047218c-e3f2-559b-9367-e302cc4b314c', 'payments', 'Payments', 'component', '', 'standard', '', '', '', NULL, '{ca1b57a4-0cf2-59dd-aeea-e6c1bc3a317e}', '{584d8b45-7406-511f-8756-c1597b5459fc}', '{}', '[{"kind": null, "name": "payments", "cluster": null, "matchers": ["app=\"a\\\\b\"", "team=~\"pay.*\""], "namespace": "shop�", "environment": null}]', '{}', NULL, true, '2026-03-01 12:05:00+00', 3, 'payments'),
	('00000000-0000-4000-8000-00000000000a', '23ae4776-8e03-54d1-abdf-a6af4d2706da', 'ledger', 'Ledger', 'component', 'nul� \ \u0000 ünï 19', 'critical', '', 'Payments', 'payments', '{"provider": "own", "schedule_id": "fc111e47-aa6c-58f1-a871-39c2ce66fba8"}', '{a047218c-e3f2-559b-9367-e302cc4b314c,20df6dbf-840f-53b8-9d13-ae5914c3bc71}', '{f40d1d87-55c7-5cf3-a74e-7ddb9f543d21,4d4ccabe-79ac-5450-9197-467e1c5ae1f3}', '{}', '[]', '{shop,nul�19}', 'backstage:catalog.yaml', false, '2026-03-01 12:19:00+00', 2, 'ledger'),
	('00000000-0000-4000-8000-00000000000b', '20df6dbf-840f-53b8-9d13-ae5914c3bc71', 'checkout', 'Checkout', 'component', '', 'standard', '', '', '', NULL, '{ca1b57a4-0cf2-59dd-aeea-e6c1bc3a317e}', '{584d8b45-7406-511f-8756-c1597b5459fc}', '{}', '[{"kind": null, "name": "checkout", "cluster": null, "matchers": ["app=\"a\\\\b\"", "team=~\"pay.*\""], "namespace": "shop�", "environment": null}]', '{}', NULL, true, '2026-03-01 12:09:00+00', 2, 'checkout'),
	('00000000-0000-4000-8000-00000000000b', 'a047218c-e3f2-559b-9367-e302cc4b314c', 'payments', 'Payments', 'component', 'nul� \ \u0000 ünï 39', 'critical', '', '', '', NULL, '{}', '{4d4ccabe-79ac-5450-9197-467e1c5ae1f3}', '{}', '[{"kind": null, "name": "payments-0*", "cluster": null, "matchers": ["app=\"a\\\\b\"", "team=~\"pay.*\""], "namespace": "shop�", "environment": null}, {"kind": null, "name": "payments-1*", "cluster": null, "matchers": ["app=\"a\\\\b\"", "team=~\"pay.*\""], "namespace": "shop�", "environment": null}]', '{shop,nul�39}', 'backstage:catalog.yaml', false, '2026-03-01 12:39:00+00', 2, 'payments'),
	('00000000-0000-4000-8000-00000000000b', '23ae4776-8e03-54d1-abdf-a6af4d2706da', 'ledger', 'Ledger', 'component', '', 'standard', '', '', '', NULL, '{ca1b57a4-0cf2-59dd-aeea-e6c1bc3a317e}', '{584d8b45-7406-511f-8756-c1597b5459fc}', '{}', '[{"kind": null, "name": "ledger", "cluster": null, "matchers": ["app=\"a\\\\b\"", "team=~\"pay.*\""], "namespace": "shop�", "environment": null}]', '{}', NULL, false, '2026-03-01 12:00:00+00', 1, 'ledger');
INSERT INTO service_catalog.term VALUES
	('00000000-0000-4000-8000-00000000000a', '0000', 1),
	('00000000-0000-4000-8000-00000000000a', '19', 1),
	('00000000-0000-4000-8000-00000000000a', '=checkout', 1),
	('00000000-0000-4000-8000-00000000000a', '=ledger', 1),
	('00000000-0000-4000-8000-00000000000a', '=u0000', 1),
	('00000000-0000-4000-8000-00000000000a', 'checkout', 1),
	('00000000-0000-4000-8000-00000000000a', 'ledger', 1),
	('00000000-0000-4000-8000-00000000000a', 'nul', 1),
	('00000000-0000-4000-8000-00000000000a', 'payment', 1),
	('00000000-0000-4000-8000-00000000000a', 'shop', 1),
	('00000000-0000-4000-8000-00000000000a', 'uni', 1),
	('00000000-0000-4000-8000-00000000000b', '0000', 1),
	('00000000-0000-4000-8000-00000000000b', '39', 1),
	('00000000-0000-4000-8000-00000000000b', '=ledger', 1),
	('00000000-0000-4000-8000-00000000000b', '=payments', 1),
	('00000000-0000-4000-8000-00000000000b', '=u0000', 1),
	('00000000-0000-4000-8000-00000000000b', 'ledger', 1),
	('00000000-0000-4000-8000-00000000000b', 'nul', 1),
	('00000000-0000-4000-8000-00000000000b', 'payment', 1),
	('00000000-0000-4000-8000-00000000000b', 'shop', 1),
	('00000000-0000-4000-8000-00000000000b', 'uni', 1);
INSERT INTO service_catalog.unit VALUES
	('00000000-0000-4000-8000-00000000000a', '20df6dbf-840f-53b8-9d13-ae5914c3bc71', 0, '', 6, '''=checkout'':1,2 ''checkout'':1,2,3,4'),
	('00000000-0000-4000-8000-00000000000a', '23ae4776-8e03-54d1-abdf-a6af4d2706da', 0, '', 15, '''0000'':1 ''19'':1,2 ''=ledger'':1,2 ''=u0000'':1 ''ledger'':1,2,3,4 ''nul'':1,2 ''payment'':1 ''shop'':1 ''uni'':1'),
	('00000000-0000-4000-8000-00000000000b', 'a047218c-e3f2-559b-9367-e302cc4b314c', 0, '', 14, '''0000'':1 ''39'':1,2 ''=payments'':1,2 ''=u0000'':1 ''nul'':1,2 ''payment'':1,2,3,4 ''shop'':1 ''uni'':1'),
	('00000000-0000-4000-8000-00000000000b', '23ae4776-8e03-54d1-abdf-a6af4d2706da', 0, '', 6, '''=ledger'':1,2 ''ledger'':1,2,3,4');
INSERT INTO slo_burndown.applied VALUES
	('00000000-0000-4000-8000-00000000000a', 47, '2026-12-01 13:03:04.207797+00'),
	('00000000-0000-4000-8000-00000000000b', 78, '2026-12-01 13:03:04.209466+00');
INSERT INTO slo_burndown.objective VALUES
	('00000000-0000-4000-8000-00000000000a', '536cc77b-77e0-5eac-b32c-043bdfd97158', 'checkout', 1, '{"name": "Checkout", "tags": [], "owner": "", "origin": null, "target": 99.0, "window": {"days": 7, "kind": "rolling"}, "budgeting": "occurrences", "indicator": {"kind": "counts", "source": "prometheus", "good_query": "good", "total_query": "total"}, "service_id": null, "burn_policy": [], "description": "", "timeslice_target": null}', 1, '2026-03-01 12:00:00+00', '2026-03-01 12:10:00+00', NULL, 2),
	('00000000-0000-4000-8000-00000000000a', '29e40c32-f88d-5152-877e-10de9e6cc1fe', 'mail', 1, '{"name": "Mail � \\", "tags": [], "owner": "", "origin": null, "target": 99.0, "window": {"kind": "calendar_month", "zone": "Europe/Berlin"}, "budgeting": "occurrences", "indicator": {"kind": "counts", "source": "prometheus", "good_query": "good", "total_query": "total"}, "service_id": null, "burn_policy": [], "description": "", "timeslice_target": null}', 1, '2026-03-01 12:00:00+00', NULL, NULL, 1),
	('00000000-0000-4000-8000-00000000000b', '536cc77b-77e0-5eac-b32c-043bdfd97158', 'checkout', 1, '{"name": "Checkout", "tags": [], "owner": "", "origin": null, "target": 99.0, "window": {"days": 7, "kind": "rolling"}, "budgeting": "occurrences", "indicator": {"kind": "counts", "source": "prometheus", "good_query": "good", "total_query": "total"}, "service_id": null, "burn_policy": [], "description": "", "timeslice_target": null}', 1, '2026-03-01 12:00:00+00', '2026-03-01 12:35:00+00', NULL, 3),
	('00000000-0000-4000-8000-00000000000b', '29e40c32-f88d-5152-877e-10de9e6cc1fe', 'mail', 1, '{"name": "Mail � \\", "tags": [], "owner": "", "origin": null, "target": 99.0, "window": {"kind": "calendar_month", "zone": "Europe/Berlin"}, "budgeting": "occurrences", "indicator": {"kind": "counts", "source": "prometheus", "good_query": "good", "total_query": "total"}, "service_id": null, "burn_policy": [], "description": "", "timeslice_target": null}', 1, '2026-03-01 12:00:00+00', '2026-03-01 12:20:00+00', NULL, 2);
INSERT INTO slo_burndown.progress VALUES
	('00000000-0000-4000-8000-00000000000a', 'slo', '29e40c32-f88d-5152-877e-10de9e6cc1fe', 1),
	('00000000-0000-4000-8000-00000000000a', 'slo', '536cc77b-77e0-5eac-b32c-043bdfd97158', 2),
	('00000000-0000-4000-8000-00000000000b', 'slo', '29e40c32-f88d-5152-877e-10de9e6cc1fe', 2),
	('00000000-0000-4000-8000-00000000000b', 'slo', '536cc77b-77e0-5eac-b32c-043bdfd97158', 3);
INSERT INTO slo_burndown.revision VALUES
	('00000000-0000-4000-8000-00000000000a', '536cc77b-77e0-5eac-b32c-043bdfd97158', 1, 1000000),
	('00000000-0000-4000-8000-00000000000a', '29e40c32-f88d-5152-877e-10de9e6cc1fe', 1, 1000000),
	('00000000-0000-4000-8000-00000000000b', '536cc77b-77e0-5eac-b32c-043bdfd97158', 1, 1000000),
	('00000000-0000-4000-8000-00000000000b', '29e40c32-f88d-5152-877e-10de9e6cc1fe', 1, 1000000);
INSERT INTO slo_burndown.sli_window VALUES
	('00000000-0000-4000-8000-00000000000a', '536cc77b-77e0-5eac-b32c-043bdfd97158', '2026-03-01 12:05:00+00', '2026-03-01 12:10:00+00', 'odd �\', 2, 566, 961, 0),
	('00000000-0000-4000-8000-00000000000b', '536cc77b-77e0-5eac-b32c-043bdfd97158', '2026-03-01 12:30:00+00', '2026-03-01 12:35:00+00', 'prometheus', 4, 531, 828, 0),
	('00000000-0000-4000-8000-00000000000b', '536cc77b-77e0-5eac-b32c-043bdfd97158', '2026-03-01 12:10:00+00', '2026-03-01 12:15:00+00', 'prometheus', 4, 105, 110, 0),
	('00000000-0000-4000-8000-00000000000b', '29e40c32-f88d-5152-877e-10de9e6cc1fe', '2026-03-01 12:15:00+00', '2026-03-01 12:20:00+00', 'odd �\', 3, 516, 567, 0);
INSERT INTO transport.subscription VALUES
	('domain-writer.intents', 'sre.domain.intents.v1', true, '2026-12-01 13:03:03.383894+00', '{}'),
	('projector-alert-groups.facts', 'sre.domain.facts.v1', true, '2026-12-01 13:03:03.384134+00', '{alert,incident}'),
	('projector-fleet-health.facts', 'sre.domain.facts.v1', true, '2026-12-01 13:03:03.38415+00', '{fleet-state,health-check}'),
	('projector-incident-timeline.facts', 'sre.domain.facts.v1', true, '2026-12-01 13:03:03.384157+00', '{alert,incident}'),
	('projector-knowledge-index.facts', 'sre.domain.facts.v1', true, '2026-12-01 13:03:03.384164+00', '{incident,knowledge-document,postmortem,runbook}'),
	('projector-postmortem-search.facts', 'sre.domain.facts.v1', true, '2026-12-01 13:03:03.38417+00', '{postmortem}'),
	('projector-runbook-catalog.facts', 'sre.domain.facts.v1', true, '2026-12-01 13:03:03.384184+00', '{runbook}'),
	('projector-service-catalog.facts', 'sre.domain.facts.v1', true, '2026-12-01 13:03:03.38419+00', '{service}'),
	('projector-slo-burndown.facts', 'sre.domain.facts.v1', true, '2026-12-01 13:03:03.384195+00', '{slo}'),
	('triage-alert-correlation.facts', 'sre.domain.facts.v1', true, '2026-12-01 13:03:03.384202+00', '{alert,correlation-rule,incident}'),
	('triage-service-links.facts', 'sre.domain.facts.v1', true, '2026-12-01 13:03:03.384209+00', '{incident,service}'),
	('ingest-backlog.transformation-facts', 'transformation.domain.facts.v1', true, '2026-12-01 13:03:03.384216+00', '{}');
SELECT pg_catalog.setval('domain.fact_position_seq', 101, true);
SELECT pg_catalog.setval('domain.poison_poison_id_seq', 1, false);
SELECT pg_catalog.setval('intake.reconcile_request_request_id_seq', 1, false);
SELECT pg_catalog.setval('process.outbox_position_seq', 10, true);
SELECT pg_catalog.setval('process.unreadable_unreadable_id_seq', 1, false);
SELECT pg_catalog.setval('projection.unread_unread_id_seq', 1, false);
SELECT pg_catalog.setval('transport.dead_letter_dead_letter_id_seq', 1, false);
SELECT pg_catalog.setval('transport.message_position_seq', 30, true);
ALTER TABLE ONLY access.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (tenant_id, key_id);
ALTER TABLE ONLY access.api_key
    ADD CONSTRAINT api_key_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY access.source
    ADD CONSTRAINT source_pkey PRIMARY KEY (tenant_id, name);
ALTER TABLE ONLY access.source
    ADD CONSTRAINT source_previous_token_hash_key UNIQUE (previous_token_hash);
ALTER TABLE ONLY access.source
    ADD CONSTRAINT source_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY access.tenant
    ADD CONSTRAINT tenant_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY access.tenant
    ADD CONSTRAINT tenant_slug_key UNIQUE (slug);
ALTER TABLE ONLY alert_groups.alert
    ADD CONSTRAINT alert_pkey PRIMARY KEY (tenant_id, alert_id);
ALTER TABLE ONLY alert_groups.applied
    ADD CONSTRAINT applied_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY alert_groups.episode
    ADD CONSTRAINT episode_pkey PRIMARY KEY (tenant_id, alert_id, episode);
ALTER TABLE ONLY alert_groups.incident_group
    ADD CONSTRAINT incident_group_pkey PRIMARY KEY (tenant_id, incident_id);
ALTER TABLE ONLY alert_groups.member
    ADD CONSTRAINT member_pkey PRIMARY KEY (tenant_id, incident_id, alert_id, episode);
ALTER TABLE ONLY alert_groups.merge
    ADD CONSTRAINT merge_pkey PRIMARY KEY (tenant_id, incident_id, merged_id);
ALTER TABLE ONLY alert_groups.progress
    ADD CONSTRAINT progress_pkey PRIMARY KEY (tenant_id, aggregate_type, aggregate_id);
ALTER TABLE ONLY alert_groups.uncorrelation
    ADD CONSTRAINT uncorrelation_pkey PRIMARY KEY (tenant_id, alert_id, episode, incident_id);
ALTER TABLE ONLY domain.aggregate
    ADD CONSTRAINT aggregate_pkey PRIMARY KEY (tenant_id, aggregate_type, aggregate_id);
ALTER TABLE ONLY domain.counter
    ADD CONSTRAINT counter_pkey PRIMARY KEY (tenant_id, name);
ALTER TABLE ONLY domain.fact
    ADD CONSTRAINT fact_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY domain.fact
    ADD CONSTRAINT fact_tenant_id_aggregate_type_aggregate_id_version_key UNIQUE (tenant_id, aggregate_type, aggregate_id, version);
ALTER TABLE ONLY domain.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (tenant_id, message_id);
ALTER TABLE ONLY domain.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY domain.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (tenant_id, aggregate_type, aggregate_id);
ALTER TABLE ONLY domain.poison
    ADD CONSTRAINT poison_body_hash_key UNIQUE (body_hash);
ALTER TABLE ONLY domain.poison
    ADD CONSTRAINT poison_pkey PRIMARY KEY (poison_id);
ALTER TABLE ONLY fleet_health.application
    ADD CONSTRAINT application_pkey PRIMARY KEY (tenant_id, fleet_state_id, namespace, name);
ALTER TABLE ONLY fleet_health.applied
    ADD CONSTRAINT applied_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY fleet_health.fleet
    ADD CONSTRAINT fleet_pkey PRIMARY KEY (tenant_id, fleet_state_id);
ALTER TABLE ONLY fleet_health.progress
    ADD CONSTRAINT progress_pkey PRIMARY KEY (tenant_id, aggregate_type, aggregate_id);
ALTER TABLE ONLY fleet_health.resource
    ADD CONSTRAINT resource_pkey PRIMARY KEY (tenant_id, health_check_id);
ALTER TABLE ONLY incident_timeline.applied
    ADD CONSTRAINT applied_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY incident_timeline.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (tenant_id, aggregate_id, aggregate_type, version);
ALTER TABLE ONLY incident_timeline.incident
    ADD CONSTRAINT incident_pkey PRIMARY KEY (tenant_id, incident_id);
ALTER TABLE ONLY incident_timeline.link
    ADD CONSTRAINT link_pkey PRIMARY KEY (tenant_id, incident_id, linked_id, kind);
ALTER TABLE ONLY incident_timeline.member
    ADD CONSTRAINT member_pkey PRIMARY KEY (tenant_id, incident_id, alert_id, episode);
ALTER TABLE ONLY incident_timeline.progress
    ADD CONSTRAINT progress_pkey PRIMARY KEY (tenant_id, aggregate_type, aggregate_id);
ALTER TABLE ONLY incident_timeline.status_change
    ADD CONSTRAINT status_change_pkey PRIMARY KEY (tenant_id, incident_id, version);
ALTER TABLE ONLY intake.quarantine
    ADD CONSTRAINT quarantine_pkey PRIMARY KEY (tenant_id, quarantine_id);
ALTER TABLE ONLY intake.quarantine_usage
    ADD CONSTRAINT quarantine_usage_pkey PRIMARY KEY (tenant_id, source_name);
ALTER TABLE ONLY intake.reconcile_request
    ADD CONSTRAINT reconcile_request_pkey PRIMARY KEY (request_id);
ALTER TABLE ONLY knowledge.embedding
    ADD CONSTRAINT embedding_pkey PRIMARY KEY (tenant_id, model, content_hash);
ALTER TABLE ONLY knowledge.waiting
    ADD CONSTRAINT waiting_pkey PRIMARY KEY (tenant_id, document_id);
ALTER TABLE ONLY knowledge_index.applied
    ADD CONSTRAINT applied_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY knowledge_index.chunk
    ADD CONSTRAINT chunk_pkey PRIMARY KEY (tenant_id, document_id, ordinal);
ALTER TABLE ONLY knowledge_index.corpus
    ADD CONSTRAINT corpus_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY knowledge_index.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (tenant_id, document_id);
ALTER TABLE ONLY knowledge_index.progress
    ADD CONSTRAINT progress_pkey PRIMARY KEY (tenant_id, aggregate_type, aggregate_id);
ALTER TABLE ONLY knowledge_index.term
    ADD CONSTRAINT term_pkey PRIMARY KEY (tenant_id, term);
ALTER TABLE ONLY knowledge_index.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (tenant_id, owner_id, ordinal);
ALTER TABLE ONLY postmortem_search.action_item
    ADD CONSTRAINT action_item_pkey PRIMARY KEY (tenant_id, postmortem_id, ordinal);
ALTER TABLE ONLY postmortem_search.applied
    ADD CONSTRAINT applied_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY postmortem_search.postmortem
    ADD CONSTRAINT postmortem_pkey PRIMARY KEY (tenant_id, postmortem_id);
ALTER TABLE ONLY postmortem_search.progress
    ADD CONSTRAINT progress_pkey PRIMARY KEY (tenant_id, aggregate_type, aggregate_id);
ALTER TABLE ONLY process.association
    ADD CONSTRAINT association_pkey PRIMARY KEY (tenant_id, workflow_type, key, workflow_id);
ALTER TABLE ONLY process.instance
    ADD CONSTRAINT instance_pkey PRIMARY KEY (tenant_id, workflow_type, workflow_id);
ALTER TABLE ONLY process.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY process.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (tenant_id, aggregate_type, aggregate_id);
ALTER TABLE ONLY process.progress
    ADD CONSTRAINT progress_pkey PRIMARY KEY (tenant_id, workflow_type, aggregate_type, aggregate_id);
ALTER TABLE ONLY process.timer
    ADD CONSTRAINT timer_pkey PRIMARY KEY (tenant_id, workflow_type, workflow_id, name);
ALTER TABLE ONLY process.unreadable
    ADD CONSTRAINT unreadable_pkey PRIMARY KEY (unreadable_id);
ALTER TABLE ONLY process.unreadable
    ADD CONSTRAINT unreadable_workflow_type_body_hash_key UNIQUE (workflow_type, body_hash);
ALTER TABLE ONLY projection.build
    ADD CONSTRAINT build_pkey PRIMARY KEY (schema_name);
ALTER TABLE ONLY projection.unread
    ADD CONSTRAINT unread_pkey PRIMARY KEY (unread_id);
ALTER TABLE ONLY projection.unread
    ADD CONSTRAINT unread_tenant_id_projection_event_id_key UNIQUE NULLS NOT DISTINCT (tenant_id, projection, event_id);
ALTER TABLE ONLY public.sre_migration
    ADD CONSTRAINT sre_migration_pkey PRIMARY KEY (name);
ALTER TABLE ONLY retention.pass
    ADD CONSTRAINT pass_pkey PRIMARY KEY (what);
ALTER TABLE ONLY retention.removed
    ADD CONSTRAINT removed_pkey PRIMARY KEY (what);
ALTER TABLE ONLY runbook_catalog.applied
    ADD CONSTRAINT applied_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY runbook_catalog.corpus
    ADD CONSTRAINT corpus_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY runbook_catalog.execution
    ADD CONSTRAINT execution_pkey PRIMARY KEY (tenant_id, runbook_id, execution_id);
ALTER TABLE ONLY runbook_catalog.progress
    ADD CONSTRAINT progress_pkey PRIMARY KEY (tenant_id, aggregate_type, aggregate_id);
ALTER TABLE ONLY runbook_catalog.runbook
    ADD CONSTRAINT runbook_pkey PRIMARY KEY (tenant_id, runbook_id);
ALTER TABLE ONLY runbook_catalog.term
    ADD CONSTRAINT term_pkey PRIMARY KEY (tenant_id, term);
ALTER TABLE ONLY runbook_catalog.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (tenant_id, owner_id, ordinal);
ALTER TABLE ONLY service_catalog.applied
    ADD CONSTRAINT applied_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY service_catalog.corpus
    ADD CONSTRAINT corpus_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY service_catalog.dependency
    ADD CONSTRAINT dependency_pkey PRIMARY KEY (tenant_id, service_id, depends_on);
ALTER TABLE ONLY service_catalog.progress
    ADD CONSTRAINT progress_pkey PRIMARY KEY (tenant_id, aggregate_type, aggregate_id);
ALTER TABLE ONLY service_catalog.runbook_link
    ADD CONSTRAINT runbook_link_pkey PRIMARY KEY (tenant_id, service_id, runbook_id);
ALTER TABLE ONLY service_catalog.selector
    ADD CONSTRAINT selector_pkey PRIMARY KEY (tenant_id, service_id, ordinal);
ALTER TABLE ONLY service_catalog.service
    ADD CONSTRAINT service_pkey PRIMARY KEY (tenant_id, service_id);
ALTER TABLE ONLY service_catalog.term
    ADD CONSTRAINT term_pkey PRIMARY KEY (tenant_id, term);
ALTER TABLE ONLY service_catalog.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (tenant_id, owner_id, ordinal);
ALTER TABLE ONLY slo_burndown.applied
    ADD CONSTRAINT applied_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY slo_burndown.crossing
    ADD CONSTRAINT crossing_pkey PRIMARY KEY (tenant_id, slo_id, version);
ALTER TABLE ONLY slo_burndown.objective
    ADD CONSTRAINT objective_pkey PRIMARY KEY (tenant_id, slo_id);
ALTER TABLE ONLY slo_burndown.progress
    ADD CONSTRAINT progress_pkey PRIMARY KEY (tenant_id, aggregate_type, aggregate_id);
ALTER TABLE ONLY slo_burndown.revision
    ADD CONSTRAINT revision_pkey PRIMARY KEY (tenant_id, slo_id, revision);
ALTER TABLE ONLY slo_burndown.sli_window
    ADD CONSTRAINT sli_window_pkey PRIMARY KEY (tenant_id, slo_id, window_start, window_end, source);
ALTER TABLE ONLY transport.dead_letter
    ADD CONSTRAINT dead_letter_pkey PRIMARY KEY (dead_letter_id);
ALTER TABLE ONLY transport.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (subscription, "position");
ALTER TABLE ONLY transport.message
    ADD CONSTRAINT message_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY transport.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (name);
CREATE INDEX alert_by_name ON alert_groups.alert USING btree (tenant_id, source_name, name, starts_at);
CREATE INDEX alert_by_name_alone ON alert_groups.alert USING btree (tenant_id, name, starts_at DESC);
CREATE INDEX alert_by_severity ON alert_groups.alert USING btree (tenant_id, severity, starts_at DESC, alert_id DESC);
CREATE INDEX alert_by_start ON alert_groups.alert USING btree (tenant_id, starts_at DESC, alert_id DESC);
CREATE INDEX alert_firing ON alert_groups.alert USING btree (tenant_id, starts_at DESC, alert_id DESC) WHERE (status = 'firing'::text);
CREATE INDEX alert_labels ON alert_groups.alert USING gin (tenant_id, labels jsonb_path_ops) WITH (fastupdate=off);
CREATE INDEX alert_lexemes ON alert_groups.alert USING gin (tenant_id, lexemes) WITH (fastupdate=off);
CREATE INDEX alert_services ON alert_groups.alert USING btree (tenant_id, "left"((labels ->> 'service'::text), 100)) WHERE (labels ? 'service'::text);
CREATE INDEX alert_stale ON alert_groups.alert USING btree (tenant_id, starts_at DESC, alert_id DESC) WHERE (status = 'stale'::text);
CREATE INDEX episode_by_start ON alert_groups.episode USING btree (tenant_id, starts_at);
CREATE INDEX episode_firing ON alert_groups.episode USING btree (tenant_id, starts_at) WHERE (status = 'firing'::text);
CREATE INDEX episode_long ON alert_groups.episode USING btree (tenant_id, starts_at) WHERE ((COALESCE(ends_at, stale_at) - starts_at) > '1 day'::interval);
CREATE INDEX incident_group_by_key ON alert_groups.incident_group USING hash (correlation_key);
CREATE INDEX incident_group_by_number ON alert_groups.incident_group USING btree (tenant_id, number DESC);
CREATE INDEX incident_group_open ON alert_groups.incident_group USING btree (tenant_id, number DESC) WHERE ((status <> ALL (ARRAY['resolved'::text, 'closed'::text])) AND (first_correlated_at IS NOT NULL));
CREATE INDEX member_by_alert ON alert_groups.member USING btree (tenant_id, alert_id, episode);
CREATE INDEX merge_by_merged ON alert_groups.merge USING btree (tenant_id, merged_id);
CREATE INDEX aggregate_open_incident ON domain.aggregate USING btree (tenant_id, open_number DESC) WHERE (open_number IS NOT NULL);
CREATE INDEX aggregate_overdue_by_tenant ON domain.aggregate USING btree (tenant_id, expected_in) WHERE (expected_in IS NOT NULL);
CREATE INDEX aggregate_silence_by_end ON domain.aggregate USING btree (tenant_id, lasts_until DESC, aggregate_id) WHERE (lasts_until IS NOT NULL);
CREATE INDEX fact_by_commit ON domain.fact USING btree (tx, "position");
CREATE INDEX fact_by_tenant_commit ON domain.fact USING btree (tenant_id, tx, "position");
CREATE INDEX inbox_by_age ON domain.inbox USING btree (recorded_at);
CREATE INDEX outbox_by_lane ON domain.outbox USING btree (lane, "position");
CREATE INDEX outbox_by_tenant ON domain.outbox USING btree (tenant_id, "position");
CREATE INDEX poison_by_age ON domain.poison USING btree (recorded_at);
CREATE INDEX application_by_name ON fleet_health.application USING btree (tenant_id, name);
CREATE INDEX application_worst ON fleet_health.application USING btree (tenant_id, fleet_state_id, rank, since);
CREATE INDEX fleet_by_environment ON fleet_health.fleet USING btree (tenant_id, environment, cluster);
CREATE INDEX resource_by_application ON fleet_health.resource USING btree (tenant_id, application);
CREATE INDEX resource_worst ON fleet_health.resource USING btree (tenant_id, environment, rank, since);
CREATE INDEX incident_by_declared ON incident_timeline.incident USING btree (tenant_id, declared_at);
CREATE INDEX incident_by_number ON incident_timeline.incident USING btree (tenant_id, number DESC);
CREATE INDEX incident_by_severity ON incident_timeline.incident USING btree (tenant_id, severity_rank DESC, number DESC);
CREATE INDEX incident_by_status ON incident_timeline.incident USING btree (tenant_id, status, number DESC);
CREATE INDEX incident_by_update ON incident_timeline.incident USING btree (tenant_id, updated_in DESC);
CREATE INDEX incident_lexemes ON incident_timeline.incident USING gin (tenant_id, lexemes) WITH (fastupdate=off);
CREATE INDEX incident_services ON incident_timeline.incident USING gin (tenant_id, service_ids) WITH (fastupdate=off);
CREATE INDEX link_merged ON incident_timeline.link USING btree (tenant_id, linked_id) WHERE (kind = 'merged'::text);
CREATE INDEX member_by_alert ON incident_timeline.member USING btree (tenant_id, alert_id);
CREATE INDEX quarantine_by_age ON intake.quarantine USING btree (last_received_at);
CREATE INDEX quarantine_by_source ON intake.quarantine USING btree (tenant_id, source_name, received_at);
CREATE INDEX quarantine_large ON intake.quarantine USING btree (tenant_id, source_name, received_at) WHERE (octet_length(body) > 4096);
CREATE INDEX quarantine_settled_by_age ON intake.quarantine USING btree (settled_at) WHERE (status <> 'waiting'::text);
CREATE INDEX quarantine_waiting ON intake.quarantine USING btree (tenant_id, received_at) WHERE (status = 'waiting'::text);
CREATE INDEX reconcile_request_by_age ON intake.reconcile_request USING btree (requested_at);
CREATE INDEX reconcile_request_open ON intake.reconcile_request USING btree (tenant_id, source_name, request_id) WHERE (answered_at IS NULL);
CREATE INDEX embedding_all_minilm_l6_v2_1 ON knowledge.embedding USING hnsw (((embedding)::public.halfvec(384)) public.halfvec_cosine_ops) WHERE (model = 'all-minilm-l6-v2@1'::text);
CREATE INDEX waiting_by_due ON knowledge.waiting USING btree (tenant_id, due_at);
CREATE INDEX chunk_content ON knowledge_index.chunk USING btree (tenant_id, content_hash);
CREATE INDEX chunk_kind ON knowledge_index.chunk USING btree (tenant_id, kind, document_id, ordinal, content_hash);
CREATE INDEX document_incident ON knowledge_index.document USING btree (tenant_id, incident_id) WHERE (incident_id IS NOT NULL);
CREATE INDEX document_services ON knowledge_index.document USING gin (tenant_id, service_ids) WITH (fastupdate=off);
CREATE INDEX document_tags ON knowledge_index.document USING gin (tenant_id, tags) WITH (fastupdate=off);
CREATE INDEX unit_terms ON knowledge_index.unit USING gin (tenant_id, terms) WITH (fastupdate=off);
CREATE INDEX action_item_by_due ON postmortem_search.action_item USING btree (tenant_id, due, postmortem_id, ordinal);
CREATE INDEX action_item_by_owner ON postmortem_search.action_item USING btree (tenant_id, owner, due, postmortem_id, ordinal);
CREATE INDEX action_item_to_do ON postmortem_search.action_item USING btree (tenant_id, due, postmortem_id, ordinal) WHERE (status = ANY (ARRAY['open'::text, 'in_progress'::text]));
CREATE INDEX postmortem_by_cause ON postmortem_search.postmortem USING btree (tenant_id, root_cause, occurred_at DESC, postmortem_id DESC) WHERE (status = 'published'::text);
CREATE INDEX postmortem_by_time ON postmortem_search.postmortem USING btree (tenant_id, occurred_at DESC, postmortem_id DESC);
CREATE INDEX postmortem_names ON postmortem_search.postmortem USING gin (tenant_id, names public.gin_trgm_ops) WITH (fastupdate=off);
CREATE INDEX postmortem_services ON postmortem_search.postmortem USING gin (tenant_id, service_ids) WITH (fastupdate=off);
CREATE INDEX postmortem_tags ON postmortem_search.postmortem USING gin (tenant_id, tags) WITH (fastupdate=off);
CREATE INDEX postmortem_terms ON postmortem_search.postmortem USING gin (tenant_id, terms) WITH (fastupdate=off);
CREATE INDEX outbox_by_lane ON process.outbox USING btree (lane, "position");
CREATE INDEX outbox_by_tenant ON process.outbox USING btree (tenant_id, "position");
CREATE INDEX timer_by_tenant ON process.timer USING btree (workflow_type, tenant_id, due_at);
CREATE INDEX unreadable_by_age ON process.unreadable USING btree (recorded_at);
CREATE INDEX unread_by_age ON projection.unread USING btree (parked_at);
CREATE INDEX execution_by_incident ON runbook_catalog.execution USING btree (tenant_id, incident_id) WHERE (incident_id IS NOT NULL);
CREATE INDEX execution_by_time ON runbook_catalog.execution USING btree (tenant_id, runbook_id, requested_at);
CREATE INDEX runbook_by_slug ON runbook_catalog.runbook USING btree (tenant_id, slug);
CREATE INDEX runbook_names ON runbook_catalog.runbook USING gin (tenant_id, names public.gin_trgm_ops) WITH (fastupdate=off);
CREATE INDEX runbook_tags ON runbook_catalog.runbook USING gin (tenant_id, tags) WITH (fastupdate=off);
CREATE INDEX runbook_urls ON runbook_catalog.runbook USING gin (tenant_id, urls) WITH (fastupdate=off);
CREATE INDEX unit_terms ON runbook_catalog.unit USING gin (tenant_id, terms) WITH (fastupdate=off);
CREATE INDEX dependency_by_depends_on ON service_catalog.dependency USING btree (tenant_id, depends_on, service_id);
CREATE INDEX runbook_link_by_runbook ON service_catalog.runbook_link USING btree (tenant_id, runbook_id, slug);
CREATE INDEX selector_by_anchor ON service_catalog.selector USING btree (tenant_id, anchor, service_id, ordinal);
CREATE INDEX service_by_name ON service_catalog.service USING btree (tenant_id, lower(name)) WHERE (NOT deleted);
CREATE INDEX service_by_owner ON service_catalog.service USING btree (tenant_id, owner_key, slug) WHERE (NOT deleted);
CREATE INDEX service_by_slug ON service_catalog.service USING btree (tenant_id, slug) WHERE (NOT deleted);
CREATE INDEX service_names ON service_catalog.service USING gin (tenant_id, names public.gin_trgm_ops) WITH (fastupdate=off);
CREATE INDEX service_tags ON service_catalog.service USING gin (tenant_id, tags) WITH (fastupdate=off);
CREATE INDEX unit_terms ON service_catalog.unit USING gin (tenant_id, terms) WITH (fastupdate=off);
CREATE INDEX dead_letter_by_age ON transport.dead_letter USING btree (died_at);
CREATE INDEX dead_letter_by_subscription ON transport.dead_letter USING btree (subscription, dead_letter_id);
CREATE INDEX delivery_by_flow ON transport.delivery USING btree (subscription, tenant_id, flow, "position");
CREATE INDEX delivery_refused ON transport.delivery USING btree (subscription, due_at) WHERE (due_at IS NOT NULL);
CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE OF body ON intake.quarantine FOR EACH ROW EXECUTE FUNCTION intake.count_quarantine();
CREATE TRIGGER count_added AFTER INSERT ON knowledge_index.unit REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION projection.count_terms();
CREATE TRIGGER count_changed AFTER UPDATE ON knowledge_index.unit REFERENCING OLD TABLE AS gone NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION projection.count_terms();
CREATE TRIGGER count_removed AFTER DELETE ON knowledge_index.unit REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION projection.count_terms();
CREATE TRIGGER count_added AFTER INSERT ON runbook_catalog.unit REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION projection.count_terms();
CREATE TRIGGER count_changed AFTER UPDATE ON runbook_catalog.unit REFERENCING OLD TABLE AS gone NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION projection.count_terms();
CREATE TRIGGER count_removed AFTER DELETE ON runbook_catalog.unit REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION projection.count_terms();
CREATE TRIGGER count_added AFTER INSERT ON service_catalog.unit REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION projection.count_terms();
CREATE TRIGGER count_changed AFTER UPDATE ON service_catalog.unit REFERENCING OLD TABLE AS gone NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION projection.count_terms();
CREATE TRIGGER count_removed AFTER DELETE ON service_catalog.unit REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION projection.count_terms();
ALTER TABLE ONLY access.api_key
    ADD CONSTRAINT api_key_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES access.tenant(tenant_id);
ALTER TABLE ONLY access.source
    ADD CONSTRAINT source_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES access.tenant(tenant_id);
ALTER TABLE access.api_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_slug ON access.tenant FOR SELECT TO sre_query USING ((slug = NULLIF(current_setting('app.tenant_slug'::text, true), ''::text)));
CREATE POLICY by_token ON access.api_key FOR SELECT TO sre_query USING ((token_hash = decode(NULLIF(current_setting('app.credential_hash'::text, true), ''::text), 'hex'::text)));
CREATE POLICY by_token ON access.source FOR SELECT TO sre_ingest USING (((token_hash = decode(NULLIF(current_setting('app.credential_hash'::text, true), ''::text), 'hex'::text)) OR ((previous_token_hash = decode(NULLIF(current_setting('app.credential_hash'::text, true), ''::text), 'hex'::text)) AND (previous_valid_until > clock_timestamp()))));
CREATE POLICY operator ON access.api_key TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON access.source TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON access.tenant TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY own ON access.tenant FOR SELECT TO sre_ingest, sre_writer, sre_projector, sre_process, sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY retention ON access.api_key TO sre_keeper USING (true) WITH CHECK (true);
ALTER TABLE access.source ENABLE ROW LEVEL SECURITY;
CREATE POLICY sweep ON access.tenant FOR SELECT TO sre_writer USING ((current_setting('app.sweep'::text, true) = 'on'::text));
ALTER TABLE access.tenant ENABLE ROW LEVEL SECURITY;
ALTER TABLE alert_groups.alert ENABLE ROW LEVEL SECURITY;
ALTER TABLE alert_groups.applied ENABLE ROW LEVEL SECURITY;
ALTER TABLE alert_groups.episode ENABLE ROW LEVEL SECURITY;
ALTER TABLE alert_groups.incident_group ENABLE ROW LEVEL SECURITY;
ALTER TABLE alert_groups.member ENABLE ROW LEVEL SECURITY;
ALTER TABLE alert_groups.merge ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator ON alert_groups.alert FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON alert_groups.applied FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON alert_groups.episode FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON alert_groups.incident_group FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON alert_groups.member FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON alert_groups.merge FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON alert_groups.progress FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON alert_groups.uncorrelation FOR SELECT TO sre_admin USING (true);
CREATE POLICY own ON alert_groups.alert TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON alert_groups.applied TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON alert_groups.episode TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON alert_groups.incident_group TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON alert_groups.member TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON alert_groups.merge TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON alert_groups.progress TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON alert_groups.uncorrelation TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
ALTER TABLE alert_groups.progress ENABLE ROW LEVEL SECURITY;
CREATE POLICY reader ON alert_groups.alert FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON alert_groups.applied FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON alert_groups.episode FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON alert_groups.incident_group FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON alert_groups.member FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON alert_groups.merge FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON alert_groups.progress FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON alert_groups.uncorrelation FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY search ON alert_groups.alert FOR SELECT TO sre_search USING (true);
ALTER TABLE alert_groups.uncorrelation ENABLE ROW LEVEL SECURITY;
ALTER TABLE domain.aggregate ENABLE ROW LEVEL SECURITY;
ALTER TABLE domain.counter ENABLE ROW LEVEL SECURITY;
ALTER TABLE domain.fact ENABLE ROW LEVEL SECURITY;
CREATE POLICY healer ON domain.fact FOR SELECT TO sre_projector USING ((tenant_id = access.current_tenant()));
ALTER TABLE domain.inbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator ON domain.aggregate FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON domain.counter FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON domain.fact FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON domain.inbox FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON domain.outbox TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON domain.parked TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON domain.poison TO sre_admin USING (true) WITH CHECK (true);
ALTER TABLE domain.outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY overdue ON domain.aggregate FOR SELECT TO sre_writer USING (((current_setting('app.sweep'::text, true) = 'on'::text) AND (expected_by < clock_timestamp())));
CREATE POLICY own ON domain.aggregate TO sre_writer USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON domain.counter TO sre_writer USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON domain.fact TO sre_writer USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON domain.inbox TO sre_writer USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON domain.outbox FOR INSERT TO sre_writer WITH CHECK ((tenant_id = access.current_tenant()));
ALTER TABLE domain.parked ENABLE ROW LEVEL SECURITY;
ALTER TABLE domain.poison ENABLE ROW LEVEL SECURITY;
CREATE POLICY reader ON domain.aggregate FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON domain.fact FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON domain.inbox FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY relay ON domain.fact FOR SELECT TO sre_relay USING (true);
CREATE POLICY relay ON domain.outbox TO sre_relay USING (true) WITH CHECK (true);
CREATE POLICY relay ON domain.parked TO sre_relay USING (true) WITH CHECK (true);
CREATE POLICY retention ON domain.inbox TO sre_keeper USING (true) WITH CHECK (true);
CREATE POLICY retention ON domain.poison TO sre_keeper USING (true) WITH CHECK (true);
CREATE POLICY writer ON domain.poison TO sre_writer USING (true) WITH CHECK (true);
ALTER TABLE fleet_health.application ENABLE ROW LEVEL SECURITY;
ALTER TABLE fleet_health.applied ENABLE ROW LEVEL SECURITY;
ALTER TABLE fleet_health.fleet ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator ON fleet_health.application FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON fleet_health.applied FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON fleet_health.fleet FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON fleet_health.progress FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON fleet_health.resource FOR SELECT TO sre_admin USING (true);
CREATE POLICY own ON fleet_health.application TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON fleet_health.applied TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON fleet_health.fleet TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON fleet_health.progress TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON fleet_health.resource TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
ALTER TABLE fleet_health.progress ENABLE ROW LEVEL SECURITY;
CREATE POLICY reader ON fleet_health.application FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON fleet_health.applied FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON fleet_health.fleet FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON fleet_health.progress FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON fleet_health.resource FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
ALTER TABLE fleet_health.resource ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_timeline.applied ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_timeline.entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_timeline.incident ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_timeline.link ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_timeline.member ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator ON incident_timeline.applied FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON incident_timeline.entry FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON incident_timeline.incident FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON incident_timeline.link FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON incident_timeline.member FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON incident_timeline.progress FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON incident_timeline.status_change FOR SELECT TO sre_admin USING (true);
CREATE POLICY own ON incident_timeline.applied TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON incident_timeline.entry TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON incident_timeline.incident TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON incident_timeline.link TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON incident_timeline.member TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON incident_timeline.progress TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON incident_timeline.status_change TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
ALTER TABLE incident_timeline.progress ENABLE ROW LEVEL SECURITY;
CREATE POLICY reader ON incident_timeline.applied FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON incident_timeline.entry FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON incident_timeline.incident FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON incident_timeline.link FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON incident_timeline.member FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON incident_timeline.progress FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON incident_timeline.status_change FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY search ON incident_timeline.incident FOR SELECT TO sre_search USING (true);
ALTER TABLE incident_timeline.status_change ENABLE ROW LEVEL SECURITY;
CREATE POLICY intake ON intake.quarantine TO sre_ingest USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY intake ON intake.reconcile_request FOR INSERT TO sre_ingest, sre_writer WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY operator ON intake.quarantine TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON intake.quarantine_usage FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON intake.reconcile_request TO sre_admin USING (true) WITH CHECK (true);
ALTER TABLE intake.quarantine ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.quarantine_usage ENABLE ROW LEVEL SECURITY;
CREATE POLICY reader ON intake.quarantine FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON intake.reconcile_request FOR SELECT TO sre_process, sre_query USING ((tenant_id = access.current_tenant()));
ALTER TABLE intake.reconcile_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY retention ON intake.quarantine TO sre_keeper USING (true) WITH CHECK (true);
CREATE POLICY retention ON intake.quarantine_usage TO sre_keeper USING (true) WITH CHECK (true);
CREATE POLICY retention ON intake.reconcile_request TO sre_keeper USING (true) WITH CHECK (true);
ALTER TABLE knowledge.embedding ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator ON knowledge.embedding FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON knowledge.waiting FOR SELECT TO sre_admin USING (true);
CREATE POLICY own ON knowledge.embedding TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON knowledge.waiting TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON knowledge.embedding FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON knowledge.waiting FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY retention ON knowledge.embedding TO sre_keeper USING (true) WITH CHECK (true);
CREATE POLICY sweep ON knowledge.embedding FOR SELECT TO sre_projector USING ((current_setting('app.sweep'::text, true) = 'on'::text));
CREATE POLICY sweep ON knowledge.waiting FOR SELECT TO sre_projector USING ((current_setting('app.sweep'::text, true) = 'on'::text));
ALTER TABLE knowledge.waiting ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_index.applied ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_index.chunk ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_index.corpus ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_index.document ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator ON knowledge_index.applied FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON knowledge_index.chunk FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON knowledge_index.corpus FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON knowledge_index.document FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON knowledge_index.progress FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON knowledge_index.term FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON knowledge_index.unit FOR SELECT TO sre_admin USING (true);
CREATE POLICY own ON knowledge_index.applied TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON knowledge_index.chunk TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON knowledge_index.corpus TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON knowledge_index.document TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON knowledge_index.progress TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON knowledge_index.term TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON knowledge_index.unit TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
ALTER TABLE knowledge_index.progress ENABLE ROW LEVEL SECURITY;
CREATE POLICY reader ON knowledge_index.applied FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON knowledge_index.chunk FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON knowledge_index.corpus FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON knowledge_index.document FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON knowledge_index.progress FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON knowledge_index.term FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON knowledge_index.unit FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY retention ON knowledge_index.chunk FOR SELECT TO sre_keeper USING (true);
CREATE POLICY search ON knowledge_index.document FOR SELECT TO sre_search USING (true);
CREATE POLICY search ON knowledge_index.term FOR SELECT TO sre_search USING (true);
CREATE POLICY search ON knowledge_index.unit FOR SELECT TO sre_search USING (true);
CREATE POLICY sweep ON knowledge_index.chunk FOR SELECT TO sre_projector USING ((current_setting('app.sweep'::text, true) = 'on'::text));
ALTER TABLE knowledge_index.term ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_index.unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE postmortem_search.action_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE postmortem_search.applied ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator ON postmortem_search.action_item FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON postmortem_search.applied FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON postmortem_search.postmortem FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON postmortem_search.progress FOR SELECT TO sre_admin USING (true);
CREATE POLICY own ON postmortem_search.action_item TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON postmortem_search.applied TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON postmortem_search.postmortem TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON postmortem_search.progress TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
ALTER TABLE postmortem_search.postmortem ENABLE ROW LEVEL SECURITY;
ALTER TABLE postmortem_search.progress ENABLE ROW LEVEL SECURITY;
CREATE POLICY reader ON postmortem_search.action_item FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON postmortem_search.applied FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON postmortem_search.postmortem FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON postmortem_search.progress FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY search ON postmortem_search.postmortem FOR SELECT TO sre_search USING (true);
ALTER TABLE process.association ENABLE ROW LEVEL SECURITY;
CREATE POLICY due ON process.timer FOR SELECT TO sre_process USING (((current_setting('app.sweep'::text, true) = 'on'::text) AND (due_at <= clock_timestamp())));
ALTER TABLE process.instance ENABLE ROW LEVEL SECURITY;
CREATE POLICY keeper ON process.unreadable TO sre_process USING (true) WITH CHECK (true);
CREATE POLICY operator ON process.association FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON process.instance FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON process.outbox TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON process.parked TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON process.progress FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON process.timer FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON process.unreadable TO sre_admin USING (true) WITH CHECK (true);
ALTER TABLE process.outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON process.association TO sre_process USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON process.instance TO sre_process USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON process.outbox FOR INSERT TO sre_process WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON process.progress TO sre_process USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON process.timer TO sre_process USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
ALTER TABLE process.parked ENABLE ROW LEVEL SECURITY;
ALTER TABLE process.progress ENABLE ROW LEVEL SECURITY;
CREATE POLICY relay ON process.outbox TO sre_relay USING (true) WITH CHECK (true);
CREATE POLICY relay ON process.parked TO sre_relay USING (true) WITH CHECK (true);
CREATE POLICY retention ON process.association TO sre_keeper USING (true) WITH CHECK (true);
CREATE POLICY retention ON process.instance TO sre_keeper USING (true) WITH CHECK (true);
CREATE POLICY retention ON process.timer TO sre_keeper USING (true) WITH CHECK (true);
CREATE POLICY retention ON process.unreadable TO sre_keeper USING (true) WITH CHECK (true);
ALTER TABLE process.timer ENABLE ROW LEVEL SECURITY;
ALTER TABLE process.unreadable ENABLE ROW LEVEL SECURITY;
ALTER TABLE projection.build ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator ON projection.build TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON projection.unread TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY projector ON projection.unread FOR INSERT TO sre_projector WITH CHECK ((NOT (tenant_id IS DISTINCT FROM access.current_tenant())));
CREATE POLICY retention ON projection.unread TO sre_keeper USING (true) WITH CHECK (true);
ALTER TABLE projection.unread ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator ON retention.pass FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON retention.removed FOR SELECT TO sre_admin USING (true);
ALTER TABLE retention.pass ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention.removed ENABLE ROW LEVEL SECURITY;
CREATE POLICY retention ON retention.pass TO sre_keeper USING (true) WITH CHECK (true);
CREATE POLICY retention ON retention.removed TO sre_keeper USING (true) WITH CHECK (true);
ALTER TABLE runbook_catalog.applied ENABLE ROW LEVEL SECURITY;
ALTER TABLE runbook_catalog.corpus ENABLE ROW LEVEL SECURITY;
ALTER TABLE runbook_catalog.execution ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator ON runbook_catalog.applied FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON runbook_catalog.corpus FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON runbook_catalog.execution FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON runbook_catalog.progress FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON runbook_catalog.runbook FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON runbook_catalog.term FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON runbook_catalog.unit FOR SELECT TO sre_admin USING (true);
CREATE POLICY own ON runbook_catalog.applied TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON runbook_catalog.corpus TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON runbook_catalog.execution TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON runbook_catalog.progress TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON runbook_catalog.runbook TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON runbook_catalog.term TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON runbook_catalog.unit TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
ALTER TABLE runbook_catalog.progress ENABLE ROW LEVEL SECURITY;
CREATE POLICY reader ON runbook_catalog.applied FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON runbook_catalog.corpus FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON runbook_catalog.execution FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON runbook_catalog.progress FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON runbook_catalog.runbook FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON runbook_catalog.term FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON runbook_catalog.unit FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
ALTER TABLE runbook_catalog.runbook ENABLE ROW LEVEL SECURITY;
CREATE POLICY search ON runbook_catalog.runbook FOR SELECT TO sre_search USING (true);
CREATE POLICY search ON runbook_catalog.term FOR SELECT TO sre_search USING (true);
CREATE POLICY search ON runbook_catalog.unit FOR SELECT TO sre_search USING (true);
ALTER TABLE runbook_catalog.term ENABLE ROW LEVEL SECURITY;
ALTER TABLE runbook_catalog.unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_catalog.applied ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_catalog.corpus ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_catalog.dependency ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator ON service_catalog.applied FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON service_catalog.corpus FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON service_catalog.dependency FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON service_catalog.progress FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON service_catalog.runbook_link FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON service_catalog.selector FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON service_catalog.service FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON service_catalog.term FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON service_catalog.unit FOR SELECT TO sre_admin USING (true);
CREATE POLICY own ON service_catalog.applied TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON service_catalog.corpus TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON service_catalog.dependency TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON service_catalog.progress TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON service_catalog.runbook_link TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON service_catalog.selector TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON service_catalog.service TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON service_catalog.term TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON service_catalog.unit TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
ALTER TABLE service_catalog.progress ENABLE ROW LEVEL SECURITY;
CREATE POLICY reader ON service_catalog.applied FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON service_catalog.corpus FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON service_catalog.dependency FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON service_catalog.progress FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON service_catalog.runbook_link FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON service_catalog.selector FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON service_catalog.service FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON service_catalog.term FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON service_catalog.unit FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
ALTER TABLE service_catalog.runbook_link ENABLE ROW LEVEL SECURITY;
CREATE POLICY search ON service_catalog.service FOR SELECT TO sre_search USING (true);
CREATE POLICY search ON service_catalog.term FOR SELECT TO sre_search USING (true);
CREATE POLICY search ON service_catalog.unit FOR SELECT TO sre_search USING (true);
ALTER TABLE service_catalog.selector ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_catalog.service ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_catalog.term ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_catalog.unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE slo_burndown.applied ENABLE ROW LEVEL SECURITY;
ALTER TABLE slo_burndown.crossing ENABLE ROW LEVEL SECURITY;
ALTER TABLE slo_burndown.objective ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator ON slo_burndown.applied FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON slo_burndown.crossing FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON slo_burndown.objective FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON slo_burndown.progress FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON slo_burndown.revision FOR SELECT TO sre_admin USING (true);
CREATE POLICY operator ON slo_burndown.sli_window FOR SELECT TO sre_admin USING (true);
CREATE POLICY own ON slo_burndown.applied TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON slo_burndown.crossing TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON slo_burndown.objective TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON slo_burndown.progress TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON slo_burndown.revision TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
CREATE POLICY own ON slo_burndown.sli_window TO sre_projector USING ((tenant_id = access.current_tenant())) WITH CHECK ((tenant_id = access.current_tenant()));
ALTER TABLE slo_burndown.progress ENABLE ROW LEVEL SECURITY;
CREATE POLICY reader ON slo_burndown.applied FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON slo_burndown.crossing FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON slo_burndown.objective FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON slo_burndown.progress FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON slo_burndown.revision FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
CREATE POLICY reader ON slo_burndown.sli_window FOR SELECT TO sre_query USING ((tenant_id = access.current_tenant()));
ALTER TABLE slo_burndown.revision ENABLE ROW LEVEL SECURITY;
ALTER TABLE slo_burndown.sli_window ENABLE ROW LEVEL SECURITY;
CREATE POLICY carrier ON transport.dead_letter TO sre_transport USING (true) WITH CHECK (true);
CREATE POLICY carrier ON transport.delivery TO sre_transport USING (true) WITH CHECK (true);
CREATE POLICY carrier ON transport.message TO sre_transport USING (true) WITH CHECK (true);
CREATE POLICY carrier ON transport.subscription TO sre_transport USING (true) WITH CHECK (true);
ALTER TABLE transport.dead_letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE transport.delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE transport.message ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator ON transport.dead_letter TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON transport.delivery TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON transport.message TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY operator ON transport.subscription TO sre_admin USING (true) WITH CHECK (true);
CREATE POLICY retention ON transport.dead_letter TO sre_keeper USING (true) WITH CHECK (true);
CREATE POLICY retention ON transport.delivery TO sre_keeper USING (true) WITH CHECK (true);
CREATE POLICY retention ON transport.message TO sre_keeper USING (true) WITH CHECK (true);
CREATE POLICY retention ON transport.subscription TO sre_keeper USING (true) WITH CHECK (true);
ALTER TABLE transport.subscription ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA access TO sre_ingest;
GRANT USAGE ON SCHEMA access TO sre_writer;
GRANT USAGE ON SCHEMA access TO sre_query;
GRANT USAGE ON SCHEMA access TO sre_process;
GRANT USAGE ON SCHEMA access TO sre_projector;
GRANT USAGE ON SCHEMA access TO sre_admin;
GRANT USAGE ON SCHEMA access TO sre_search;
GRANT USAGE ON SCHEMA access TO sre_keeper;
GRANT USAGE ON SCHEMA alert_groups TO sre_search;
GRANT USAGE ON SCHEMA alert_groups TO sre_projector;
GRANT USAGE ON SCHEMA alert_groups TO sre_query;
GRANT USAGE ON SCHEMA alert_groups TO sre_admin;
GRANT USAGE ON SCHEMA domain TO sre_writer;
GRANT USAGE ON SCHEMA domain TO sre_relay;
GRANT USAGE ON SCHEMA domain TO sre_projector;
GRANT USAGE ON SCHEMA domain TO sre_query;
GRANT USAGE ON SCHEMA domain TO sre_admin;
GRANT USAGE ON SCHEMA domain TO sre_keeper;
GRANT USAGE ON SCHEMA fleet_health TO sre_projector;
GRANT USAGE ON SCHEMA fleet_health TO sre_query;
GRANT USAGE ON SCHEMA fleet_health TO sre_admin;
GRANT USAGE ON SCHEMA incident_timeline TO sre_search;
GRANT USAGE ON SCHEMA incident_timeline TO sre_projector;
GRANT USAGE ON SCHEMA incident_timeline TO sre_query;
GRANT USAGE ON SCHEMA incident_timeline TO sre_admin;
GRANT USAGE ON SCHEMA intake TO sre_ingest;
GRANT USAGE ON SCHEMA intake TO sre_writer;
GRANT USAGE ON SCHEMA intake TO sre_process;
GRANT USAGE ON SCHEMA intake TO sre_query;
GRANT USAGE ON SCHEMA intake TO sre_admin;
GRANT USAGE ON SCHEMA intake TO sre_keeper;
GRANT USAGE ON SCHEMA knowledge TO sre_projector;
GRANT USAGE ON SCHEMA knowledge TO sre_query;
GRANT USAGE ON SCHEMA knowledge TO sre_admin;
GRANT USAGE ON SCHEMA knowledge TO sre_keeper;
GRANT USAGE ON SCHEMA knowledge_index TO sre_search;
GRANT USAGE ON SCHEMA knowledge_index TO sre_keeper;
GRANT USAGE ON SCHEMA knowledge_index TO sre_projector;
GRANT USAGE ON SCHEMA knowledge_index TO sre_query;
GRANT USAGE ON SCHEMA knowledge_index TO sre_admin;
GRANT USAGE ON SCHEMA postmortem_search TO sre_search;
GRANT USAGE ON SCHEMA postmortem_search TO sre_projector;
GRANT USAGE ON SCHEMA postmortem_search TO sre_query;
GRANT USAGE ON SCHEMA postmortem_search TO sre_admin;
GRANT USAGE ON SCHEMA process TO sre_process;
GRANT USAGE ON SCHEMA process TO sre_relay;
GRANT USAGE ON SCHEMA process TO sre_query;
GRANT USAGE ON SCHEMA process TO sre_admin;
GRANT USAGE ON SCHEMA process TO sre_keeper;
GRANT USAGE ON SCHEMA projection TO sre_projector;
GRANT USAGE ON SCHEMA projection TO sre_query;
GRANT USAGE ON SCHEMA projection TO sre_admin;
GRANT USAGE ON SCHEMA projection TO sre_keeper;
GRANT USAGE ON SCHEMA retention TO sre_writer;
GRANT USAGE ON SCHEMA retention TO sre_admin;
GRANT USAGE ON SCHEMA retention TO sre_keeper;
GRANT USAGE ON SCHEMA runbook_catalog TO sre_search;
GRANT USAGE ON SCHEMA runbook_catalog TO sre_projector;
GRANT USAGE ON SCHEMA runbook_catalog TO sre_query;
GRANT USAGE ON SCHEMA runbook_catalog TO sre_admin;
GRANT USAGE ON SCHEMA service_catalog TO sre_search;
GRANT USAGE ON SCHEMA service_catalog TO sre_projector;
GRANT USAGE ON SCHEMA service_catalog TO sre_query;
GRANT USAGE ON SCHEMA service_catalog TO sre_admin;
GRANT USAGE ON SCHEMA slo_burndown TO sre_projector;
GRANT USAGE ON SCHEMA slo_burndown TO sre_query;
GRANT USAGE ON SCHEMA slo_burndown TO sre_admin;
GRANT USAGE ON SCHEMA transport TO sre_ingest;
GRANT USAGE ON SCHEMA transport TO sre_relay;
GRANT USAGE ON SCHEMA transport TO sre_process;
GRANT USAGE ON SCHEMA transport TO sre_transport;
GRANT USAGE ON SCHEMA transport TO sre_query;
GRANT USAGE ON SCHEMA transport TO sre_admin;
GRANT USAGE ON SCHEMA transport TO sre_keeper;
GRANT ALL ON FUNCTION domain.silence_end(state jsonb) TO sre_query;
GRANT ALL ON FUNCTION domain.silence_end(state jsonb) TO sre_writer;
REVOKE ALL ON FUNCTION intake.count_quarantine() FROM PUBLIC;
REVOKE ALL ON FUNCTION intake.make_room(source text, most_bytes bigint, most_entries bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION intake.make_room(source text, most_bytes bigint, most_entries bigint) TO sre_ingest;
GRANT ALL ON FUNCTION intake.make_room(source text, most_bytes bigint, most_entries bigint) TO sre_admin;
REVOKE ALL ON FUNCTION retention.api_keys(keep interval, batch integer) FROM PUBLIC;
GRANT ALL ON FUNCTION retention.api_keys(keep interval, batch integer) TO sre_writer;
GRANT ALL ON FUNCTION retention.api_keys(keep interval, batch integer) TO sre_admin;
REVOKE ALL ON FUNCTION retention.count_removed(kind text, number bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION retention.dead_letters(keep interval, batch integer) FROM PUBLIC;
GRANT ALL ON FUNCTION retention.dead_letters(keep interval, batch integer) TO sre_writer;
GRANT ALL ON FUNCTION retention.dead_letters(keep interval, batch integer) TO sre_admin;
REVOKE ALL ON FUNCTION retention.deliveries_to_nobody(keep interval, batch integer) FROM PUBLIC;
GRANT ALL ON FUNCTION retention.deliveries_to_nobody(keep interval, batch integer) TO sre_writer;
GRANT ALL ON FUNCTION retention.deliveries_to_nobody(keep interval, batch integer) TO sre_admin;
REVOKE ALL ON FUNCTION retention.most_dead_letters(most bigint, batch integer) FROM PUBLIC;
GRANT ALL ON FUNCTION retention.most_dead_letters(most bigint, batch integer) TO sre_writer;
GRANT ALL ON FUNCTION retention.most_dead_letters(most bigint, batch integer) TO sre_admin;
REVOKE ALL ON FUNCTION retention.most_reconcile_requests(most bigint, batch integer) FROM PUBLIC;
GRANT ALL ON FUNCTION retention.most_reconcile_requests(most bigint, batch integer) TO sre_writer;
GRANT ALL ON FUNCTION retention.most_reconcile_requests(most bigint, batch integer) TO sre_admin;
REVOKE ALL ON FUNCTION retention.most_unreadable(most bigint, batch integer) FROM PUBLIC;
GRANT ALL ON FUNCTION retention.most_unreadable(most bigint, batch integer) TO sre_writer;
GRANT ALL ON FUNCTION retention.most_unreadable(most bigint, batch integer) TO sre_admin;
REVOKE ALL ON FUNCTION retention.outcomes(keep interval, batch integer) FROM PUBLIC;
GRANT ALL ON FUNCTION retention.outcomes(keep interval, batch integer) TO sre_writer;
GRANT ALL ON FUNCTION retention.outcomes(keep interval, batch integer) TO sre_admin;
REVOKE ALL ON FUNCTION retention.quarantine(keep interval, batch integer) FROM PUBLIC;
GRANT ALL ON FUNCTION retention.quarantine(keep interval, batch integer) TO sre_writer;
GRANT ALL ON FUNCTION retention.quarantine(keep interval, batch integer) TO sre_admin;
REVOKE ALL ON FUNCTION retention.quarantine_settled(keep interval, batch integer) FROM PUBLIC;
GRANT ALL ON FUNCTION retention.quarantine_settled(keep interval, batch integer) TO sre_writer;
GRANT ALL ON FUNCTION retention.quarantine_settled(keep interval, batch integer) TO sre_admin;
REVOKE ALL ON FUNCTION retention.reconcile_requests(keep interval, batch integer) FROM PUBLIC;
GRANT ALL ON FUNCTION retention.reconcile_requests(keep interval, batch integer) TO sre_writer;
GRANT ALL ON FUNCTION retention.reconcile_requests(keep interval, batch integer) TO sre_admin;
REVOKE ALL ON FUNCTION retention.unreadable(keep interval, batch integer) FROM PUBLIC;
GRANT ALL ON FUNCTION retention.unreadable(keep interval, batch integer) TO sre_writer;
GRANT ALL ON FUNCTION retention.unreadable(keep interval, batch integer) TO sre_admin;
REVOKE ALL ON FUNCTION retention.vectors(keep interval, batch integer) FROM PUBLIC;
GRANT ALL ON FUNCTION retention.vectors(keep interval, batch integer) TO sre_writer;
GRANT ALL ON FUNCTION retention.vectors(keep interval, batch integer) TO sre_admin;
REVOKE ALL ON FUNCTION retention.workflows(keep interval, batch integer) FROM PUBLIC;
GRANT ALL ON FUNCTION retention.workflows(keep interval, batch integer) TO sre_writer;
GRANT ALL ON FUNCTION retention.workflows(keep interval, batch integer) TO sre_admin;
REVOKE ALL ON FUNCTION transport.backlog() FROM PUBLIC;
GRANT ALL ON FUNCTION transport.backlog() TO sre_query;
GRANT ALL ON FUNCTION transport.backlog() TO sre_admin;
REVOKE ALL ON FUNCTION transport.publish(topics text[], ordering_keys text[], attributes text[], data bytea[]) FROM PUBLIC;
GRANT ALL ON FUNCTION transport.publish(topics text[], ordering_keys text[], attributes text[], data bytea[]) TO sre_ingest;
GRANT ALL ON FUNCTION transport.publish(topics text[], ordering_keys text[], attributes text[], data bytea[]) TO sre_relay;
GRANT ALL ON FUNCTION transport.publish(topics text[], ordering_keys text[], attributes text[], data bytea[]) TO sre_process;
GRANT ALL ON FUNCTION transport.publish(topics text[], ordering_keys text[], attributes text[], data bytea[]) TO sre_admin;
GRANT SELECT ON TABLE access.api_key TO sre_query;
GRANT SELECT,INSERT,UPDATE ON TABLE access.api_key TO sre_admin;
GRANT SELECT,DELETE ON TABLE access.api_key TO sre_keeper;
GRANT SELECT ON TABLE access.source TO sre_ingest;
GRANT SELECT,INSERT,UPDATE ON TABLE access.source TO sre_admin;
GRANT SELECT ON TABLE access.tenant TO sre_ingest;
GRANT SELECT ON TABLE access.tenant TO sre_writer;
GRANT SELECT ON TABLE access.tenant TO sre_query;
GRANT SELECT ON TABLE access.tenant TO sre_process;
GRANT SELECT ON TABLE access.tenant TO sre_projector;
GRANT SELECT,INSERT,UPDATE ON TABLE access.tenant TO sre_admin;
GRANT SELECT ON TABLE alert_groups.alert TO sre_search;
GRANT SELECT,INSERT,UPDATE ON TABLE alert_groups.alert TO sre_projector;
GRANT SELECT ON TABLE alert_groups.alert TO sre_query;
GRANT SELECT ON TABLE alert_groups.alert TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE alert_groups.applied TO sre_projector;
GRANT SELECT ON TABLE alert_groups.applied TO sre_query;
GRANT SELECT ON TABLE alert_groups.applied TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE alert_groups.episode TO sre_projector;
GRANT SELECT ON TABLE alert_groups.episode TO sre_query;
GRANT SELECT ON TABLE alert_groups.episode TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE alert_groups.incident_group TO sre_projector;
GRANT SELECT ON TABLE alert_groups.incident_group TO sre_query;
GRANT SELECT ON TABLE alert_groups.incident_group TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE alert_groups.member TO sre_projector;
GRANT SELECT ON TABLE alert_groups.member TO sre_query;
GRANT SELECT ON TABLE alert_groups.member TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE alert_groups.merge TO sre_projector;
GRANT SELECT ON TABLE alert_groups.merge TO sre_query;
GRANT SELECT ON TABLE alert_groups.merge TO sre_admin;
GRANT SELECT ON TABLE alert_groups.own_alert TO sre_query;
GRANT SELECT,INSERT,UPDATE ON TABLE alert_groups.progress TO sre_projector;
GRANT SELECT ON TABLE alert_groups.progress TO sre_query;
GRANT SELECT ON TABLE alert_groups.progress TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE alert_groups.uncorrelation TO sre_projector;
GRANT SELECT ON TABLE alert_groups.uncorrelation TO sre_query;
GRANT SELECT ON TABLE alert_groups.uncorrelation TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE domain.aggregate TO sre_writer;
GRANT SELECT ON TABLE domain.aggregate TO sre_query;
GRANT SELECT ON TABLE domain.aggregate TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE domain.counter TO sre_writer;
GRANT SELECT ON TABLE domain.counter TO sre_admin;
GRANT SELECT,INSERT ON TABLE domain.fact TO sre_writer;
GRANT SELECT ON TABLE domain.fact TO sre_relay;
GRANT SELECT ON TABLE domain.fact TO sre_projector;
GRANT SELECT ON TABLE domain.fact TO sre_query;
GRANT SELECT ON TABLE domain.fact TO sre_admin;
GRANT SELECT,INSERT ON TABLE domain.inbox TO sre_writer;
GRANT SELECT ON TABLE domain.inbox TO sre_query;
GRANT SELECT ON TABLE domain.inbox TO sre_admin;
GRANT SELECT,DELETE ON TABLE domain.inbox TO sre_keeper;
GRANT INSERT ON TABLE domain.outbox TO sre_writer;
GRANT SELECT,DELETE ON TABLE domain.outbox TO sre_relay;
GRANT SELECT,DELETE ON TABLE domain.outbox TO sre_admin;
GRANT SELECT,INSERT,DELETE ON TABLE domain.parked TO sre_relay;
GRANT SELECT,INSERT,DELETE ON TABLE domain.parked TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE domain.poison TO sre_writer;
GRANT SELECT,INSERT,UPDATE ON TABLE domain.poison TO sre_admin;
GRANT SELECT,DELETE ON TABLE domain.poison TO sre_keeper;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE fleet_health.application TO sre_projector;
GRANT SELECT ON TABLE fleet_health.application TO sre_query;
GRANT SELECT ON TABLE fleet_health.application TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE fleet_health.applied TO sre_projector;
GRANT SELECT ON TABLE fleet_health.applied TO sre_query;
GRANT SELECT ON TABLE fleet_health.applied TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE fleet_health.fleet TO sre_projector;
GRANT SELECT ON TABLE fleet_health.fleet TO sre_query;
GRANT SELECT ON TABLE fleet_health.fleet TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE fleet_health.progress TO sre_projector;
GRANT SELECT ON TABLE fleet_health.progress TO sre_query;
GRANT SELECT ON TABLE fleet_health.progress TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE fleet_health.resource TO sre_projector;
GRANT SELECT ON TABLE fleet_health.resource TO sre_query;
GRANT SELECT ON TABLE fleet_health.resource TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE incident_timeline.applied TO sre_projector;
GRANT SELECT ON TABLE incident_timeline.applied TO sre_query;
GRANT SELECT ON TABLE incident_timeline.applied TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE incident_timeline.entry TO sre_projector;
GRANT SELECT ON TABLE incident_timeline.entry TO sre_query;
GRANT SELECT ON TABLE incident_timeline.entry TO sre_admin;
GRANT SELECT ON TABLE incident_timeline.incident TO sre_search;
GRANT SELECT,INSERT,UPDATE ON TABLE incident_timeline.incident TO sre_projector;
GRANT SELECT ON TABLE incident_timeline.incident TO sre_query;
GRANT SELECT ON TABLE incident_timeline.incident TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE incident_timeline.link TO sre_projector;
GRANT SELECT ON TABLE incident_timeline.link TO sre_query;
GRANT SELECT ON TABLE incident_timeline.link TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE incident_timeline.member TO sre_projector;
GRANT SELECT ON TABLE incident_timeline.member TO sre_query;
GRANT SELECT ON TABLE incident_timeline.member TO sre_admin;
GRANT SELECT ON TABLE incident_timeline.own_incident TO sre_query;
GRANT SELECT,INSERT,UPDATE ON TABLE incident_timeline.progress TO sre_projector;
GRANT SELECT ON TABLE incident_timeline.progress TO sre_query;
GRANT SELECT ON TABLE incident_timeline.progress TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE incident_timeline.status_change TO sre_projector;
GRANT SELECT ON TABLE incident_timeline.status_change TO sre_query;
GRANT SELECT ON TABLE incident_timeline.status_change TO sre_admin;
GRANT INSERT ON TABLE intake.quarantine TO sre_ingest;
GRANT SELECT ON TABLE intake.quarantine TO sre_query;
GRANT SELECT,UPDATE ON TABLE intake.quarantine TO sre_admin;
GRANT SELECT,DELETE,UPDATE ON TABLE intake.quarantine TO sre_keeper;
GRANT SELECT(tenant_id) ON TABLE intake.quarantine TO sre_ingest;
GRANT SELECT(quarantine_id) ON TABLE intake.quarantine TO sre_ingest;
GRANT UPDATE(last_received_at) ON TABLE intake.quarantine TO sre_ingest;
GRANT SELECT(times),UPDATE(times) ON TABLE intake.quarantine TO sre_ingest;
GRANT UPDATE(status) ON TABLE intake.quarantine TO sre_ingest;
GRANT SELECT ON TABLE intake.quarantine_usage TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE intake.quarantine_usage TO sre_keeper;
GRANT INSERT ON TABLE intake.reconcile_request TO sre_ingest;
GRANT INSERT ON TABLE intake.reconcile_request TO sre_writer;
GRANT SELECT ON TABLE intake.reconcile_request TO sre_query;
GRANT SELECT ON TABLE intake.reconcile_request TO sre_process;
GRANT SELECT,UPDATE ON TABLE intake.reconcile_request TO sre_admin;
GRANT SELECT,DELETE ON TABLE intake.reconcile_request TO sre_keeper;
GRANT SELECT,INSERT,DELETE ON TABLE knowledge.embedding TO sre_projector;
GRANT SELECT ON TABLE knowledge.embedding TO sre_query;
GRANT SELECT ON TABLE knowledge.embedding TO sre_admin;
GRANT SELECT,DELETE ON TABLE knowledge.embedding TO sre_keeper;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE knowledge.waiting TO sre_projector;
GRANT SELECT ON TABLE knowledge.waiting TO sre_query;
GRANT SELECT ON TABLE knowledge.waiting TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE knowledge_index.applied TO sre_projector;
GRANT SELECT ON TABLE knowledge_index.applied TO sre_query;
GRANT SELECT ON TABLE knowledge_index.applied TO sre_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE knowledge_index.chunk TO sre_projector;
GRANT SELECT ON TABLE knowledge_index.chunk TO sre_keeper;
GRANT SELECT ON TABLE knowledge_index.chunk TO sre_query;
GRANT SELECT ON TABLE knowledge_index.chunk TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE knowledge_index.corpus TO sre_projector;
GRANT SELECT ON TABLE knowledge_index.corpus TO sre_query;
GRANT SELECT ON TABLE knowledge_index.corpus TO sre_admin;
GRANT SELECT ON TABLE knowledge_index.document TO sre_search;
GRANT SELECT,INSERT,UPDATE ON TABLE knowledge_index.document TO sre_projector;
GRANT SELECT ON TABLE knowledge_index.document TO sre_query;
GRANT SELECT ON TABLE knowledge_index.document TO sre_admin;
GRANT SELECT ON TABLE knowledge_index.own_document TO sre_query;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE knowledge_index.term TO sre_projector;
GRANT SELECT ON TABLE knowledge_index.term TO sre_search;
GRANT SELECT ON TABLE knowledge_index.term TO sre_query;
GRANT SELECT ON TABLE knowledge_index.term TO sre_admin;
GRANT SELECT ON TABLE knowledge_index.own_term TO sre_query;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE knowledge_index.unit TO sre_projector;
GRANT SELECT ON TABLE knowledge_index.unit TO sre_search;
GRANT SELECT ON TABLE knowledge_index.unit TO sre_query;
GRANT SELECT ON TABLE knowledge_index.unit TO sre_admin;
GRANT SELECT ON TABLE knowledge_index.own_unit TO sre_query;
GRANT SELECT,INSERT,UPDATE ON TABLE knowledge_index.progress TO sre_projector;
GRANT SELECT ON TABLE knowledge_index.progress TO sre_query;
GRANT SELECT ON TABLE knowledge_index.progress TO sre_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE postmortem_search.action_item TO sre_projector;
GRANT SELECT ON TABLE postmortem_search.action_item TO sre_query;
GRANT SELECT ON TABLE postmortem_search.action_item TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE postmortem_search.applied TO sre_projector;
GRANT SELECT ON TABLE postmortem_search.applied TO sre_query;
GRANT SELECT ON TABLE postmortem_search.applied TO sre_admin;
GRANT SELECT ON TABLE postmortem_search.postmortem TO sre_search;
GRANT SELECT,INSERT,UPDATE ON TABLE postmortem_search.postmortem TO sre_projector;
GRANT SELECT ON TABLE postmortem_search.postmortem TO sre_query;
GRANT SELECT ON TABLE postmortem_search.postmortem TO sre_admin;
GRANT SELECT ON TABLE postmortem_search.own_postmortem TO sre_query;
GRANT SELECT,INSERT,UPDATE ON TABLE postmortem_search.progress TO sre_projector;
GRANT SELECT ON TABLE postmortem_search.progress TO sre_query;
GRANT SELECT ON TABLE postmortem_search.progress TO sre_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE process.association TO sre_process;
GRANT SELECT ON TABLE process.association TO sre_admin;
GRANT SELECT,DELETE ON TABLE process.association TO sre_keeper;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE process.instance TO sre_process;
GRANT SELECT ON TABLE process.instance TO sre_admin;
GRANT SELECT,DELETE ON TABLE process.instance TO sre_keeper;
GRANT INSERT ON TABLE process.outbox TO sre_process;
GRANT SELECT,DELETE ON TABLE process.outbox TO sre_relay;
GRANT SELECT,DELETE ON TABLE process.outbox TO sre_admin;
GRANT SELECT,INSERT,DELETE ON TABLE process.parked TO sre_relay;
GRANT SELECT,INSERT,DELETE ON TABLE process.parked TO sre_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE process.progress TO sre_process;
GRANT SELECT ON TABLE process.progress TO sre_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE process.timer TO sre_process;
GRANT SELECT ON TABLE process.timer TO sre_admin;
GRANT SELECT,DELETE ON TABLE process.timer TO sre_keeper;
GRANT SELECT,INSERT ON TABLE process.unreadable TO sre_process;
GRANT SELECT,DELETE,UPDATE ON TABLE process.unreadable TO sre_admin;
GRANT SELECT,DELETE ON TABLE process.unreadable TO sre_keeper;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE projection.build TO sre_admin;
GRANT INSERT ON TABLE projection.unread TO sre_projector;
GRANT SELECT,DELETE ON TABLE projection.unread TO sre_admin;
GRANT SELECT,DELETE ON TABLE projection.unread TO sre_keeper;
GRANT SELECT ON TABLE retention.pass TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE retention.pass TO sre_keeper;
GRANT SELECT ON TABLE retention.removed TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE retention.removed TO sre_keeper;
GRANT SELECT,INSERT,UPDATE ON TABLE runbook_catalog.applied TO sre_projector;
GRANT SELECT ON TABLE runbook_catalog.applied TO sre_query;
GRANT SELECT ON TABLE runbook_catalog.applied TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE runbook_catalog.corpus TO sre_projector;
GRANT SELECT ON TABLE runbook_catalog.corpus TO sre_query;
GRANT SELECT ON TABLE runbook_catalog.corpus TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE runbook_catalog.execution TO sre_projector;
GRANT SELECT ON TABLE runbook_catalog.execution TO sre_query;
GRANT SELECT ON TABLE runbook_catalog.execution TO sre_admin;
GRANT SELECT ON TABLE runbook_catalog.runbook TO sre_search;
GRANT SELECT,INSERT,UPDATE ON TABLE runbook_catalog.runbook TO sre_projector;
GRANT SELECT ON TABLE runbook_catalog.runbook TO sre_query;
GRANT SELECT ON TABLE runbook_catalog.runbook TO sre_admin;
GRANT SELECT ON TABLE runbook_catalog.own_runbook TO sre_query;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE runbook_catalog.term TO sre_projector;
GRANT SELECT ON TABLE runbook_catalog.term TO sre_search;
GRANT SELECT ON TABLE runbook_catalog.term TO sre_query;
GRANT SELECT ON TABLE runbook_catalog.term TO sre_admin;
GRANT SELECT ON TABLE runbook_catalog.own_term TO sre_query;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE runbook_catalog.unit TO sre_projector;
GRANT SELECT ON TABLE runbook_catalog.unit TO sre_search;
GRANT SELECT ON TABLE runbook_catalog.unit TO sre_query;
GRANT SELECT ON TABLE runbook_catalog.unit TO sre_admin;
GRANT SELECT ON TABLE runbook_catalog.own_unit TO sre_query;
GRANT SELECT,INSERT,UPDATE ON TABLE runbook_catalog.progress TO sre_projector;
GRANT SELECT ON TABLE runbook_catalog.progress TO sre_query;
GRANT SELECT ON TABLE runbook_catalog.progress TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE service_catalog.applied TO sre_projector;
GRANT SELECT ON TABLE service_catalog.applied TO sre_query;
GRANT SELECT ON TABLE service_catalog.applied TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE service_catalog.corpus TO sre_projector;
GRANT SELECT ON TABLE service_catalog.corpus TO sre_query;
GRANT SELECT ON TABLE service_catalog.corpus TO sre_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE service_catalog.dependency TO sre_projector;
GRANT SELECT ON TABLE service_catalog.dependency TO sre_query;
GRANT SELECT ON TABLE service_catalog.dependency TO sre_admin;
GRANT SELECT ON TABLE service_catalog.service TO sre_search;
GRANT SELECT,INSERT,UPDATE ON TABLE service_catalog.service TO sre_projector;
GRANT SELECT ON TABLE service_catalog.service TO sre_query;
GRANT SELECT ON TABLE service_catalog.service TO sre_admin;
GRANT SELECT ON TABLE service_catalog.own_service TO sre_query;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE service_catalog.term TO sre_projector;
GRANT SELECT ON TABLE service_catalog.term TO sre_search;
GRANT SELECT ON TABLE service_catalog.term TO sre_query;
GRANT SELECT ON TABLE service_catalog.term TO sre_admin;
GRANT SELECT ON TABLE service_catalog.own_term TO sre_query;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE service_catalog.unit TO sre_projector;
GRANT SELECT ON TABLE service_catalog.unit TO sre_search;
GRANT SELECT ON TABLE service_catalog.unit TO sre_query;
GRANT SELECT ON TABLE service_catalog.unit TO sre_admin;
GRANT SELECT ON TABLE service_catalog.own_unit TO sre_query;
GRANT SELECT,INSERT,UPDATE ON TABLE service_catalog.progress TO sre_projector;
GRANT SELECT ON TABLE service_catalog.progress TO sre_query;
GRANT SELECT ON TABLE service_catalog.progress TO sre_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE service_catalog.runbook_link TO sre_projector;
GRANT SELECT ON TABLE service_catalog.runbook_link TO sre_query;
GRANT SELECT ON TABLE service_catalog.runbook_link TO sre_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE service_catalog.selector TO sre_projector;
GRANT SELECT ON TABLE service_catalog.selector TO sre_query;
GRANT SELECT ON TABLE service_catalog.selector TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE slo_burndown.applied TO sre_projector;
GRANT SELECT ON TABLE slo_burndown.applied TO sre_query;
GRANT SELECT ON TABLE slo_burndown.applied TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE slo_burndown.crossing TO sre_projector;
GRANT SELECT ON TABLE slo_burndown.crossing TO sre_query;
GRANT SELECT ON TABLE slo_burndown.crossing TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE slo_burndown.objective TO sre_projector;
GRANT SELECT ON TABLE slo_burndown.objective TO sre_query;
GRANT SELECT ON TABLE slo_burndown.objective TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE slo_burndown.progress TO sre_projector;
GRANT SELECT ON TABLE slo_burndown.progress TO sre_query;
GRANT SELECT ON TABLE slo_burndown.progress TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE slo_burndown.revision TO sre_projector;
GRANT SELECT ON TABLE slo_burndown.revision TO sre_query;
GRANT SELECT ON TABLE slo_burndown.revision TO sre_admin;
GRANT SELECT,INSERT,UPDATE ON TABLE slo_burndown.sli_window TO sre_projector;
GRANT SELECT ON TABLE slo_burndown.sli_window TO sre_query;
GRANT SELECT ON TABLE slo_burndown.sli_window TO sre_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE transport.dead_letter TO sre_transport;
GRANT SELECT,DELETE ON TABLE transport.dead_letter TO sre_admin;
GRANT SELECT,DELETE ON TABLE transport.dead_letter TO sre_keeper;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE transport.delivery TO sre_transport;
GRANT SELECT,INSERT ON TABLE transport.delivery TO sre_admin;
GRANT SELECT,DELETE ON TABLE transport.delivery TO sre_keeper;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE transport.message TO sre_transport;
GRANT SELECT,INSERT ON TABLE transport.message TO sre_admin;
GRANT SELECT ON TABLE transport.message TO sre_keeper;
GRANT USAGE ON SEQUENCE transport.message_position_seq TO sre_transport;
GRANT USAGE ON SEQUENCE transport.message_position_seq TO sre_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE transport.subscription TO sre_transport;
GRANT SELECT ON TABLE transport.subscription TO sre_admin;
GRANT SELECT ON TABLE transport.subscription TO sre_keeper;
