-- Incidents are found by all that was written in them and alerts by their annotations, by index: what is searched is read
-- through the views that hold the tenant (ADR 0009). Every order of the incident list gets its index.
--
-- Rows that are there are completed here from what stands beside them, which takes a while on large tables; capitals
-- beyond ASCII in what was written before are found after a rebuild (`sre projections rebuild`).

-- The words of a text nearly as shared/projections/words.py finds them, behind those that are there already. Which
-- letters there are beyond ASCII depends on the database's collation, so all that is no ASCII counts as one.
CREATE FUNCTION projection.words_of(texts text, known text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT left(concat_ws(' ', NULLIF(known, ''), string_agg(word, ' ' ORDER BY place)), 20000)
    FROM (
        SELECT word, min(nth * 1000 + piece) AS place
        FROM regexp_matches(left(texts, 10000), '[^\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+', 'g')
            WITH ORDINALITY AS whole(match, nth)
        CROSS JOIN LATERAL (
            SELECT lower(part) AS word, piece
            FROM regexp_split_to_table(regexp_replace(left(match[1], 100), '([a-z0-9])([A-Z])', '\1 \2', 'g'), ' ')
                WITH ORDINALITY AS parts(part, piece)
            UNION ALL
            SELECT lower(left(match[1], 100)), 999
        ) found
        GROUP BY word
    ) words
    WHERE word <> ALL (string_to_array(known, ' '))
$$;

CREATE FUNCTION projection.add_search_to_incident_timeline(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(schema_name) || ', public', true);
    -- The owner's own policy is that there is none for it; for this it has to see what it completes.
    ALTER TABLE incident NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE entry NO FORCE ROW LEVEL SECURITY;
    UPDATE incident i SET words = projection.words_of(told.texts, i.words)
    FROM (
        SELECT tenant_id, aggregate_id, string_agg(
            CASE
                WHEN kind IN ('acknowledged', 'status_changed', 'severity_changed', 'closed')
                    THEN substr(text, NULLIF(strpos(text, ': '), 0))
                WHEN kind = 'alerts_correlated'
                    THEN (SELECT string_agg(value, ' ') FROM jsonb_each_text(details -> 'matched'))
                ELSE text
            END, ' ' ORDER BY version) AS texts
        FROM entry
        WHERE aggregate_type = 'incident'
            AND kind NOT IN ('created', 'assigned', 'role_assigned', 'merged', 'merged_into', 'linked')
        GROUP BY tenant_id, aggregate_id
    ) told
    WHERE told.tenant_id = i.tenant_id AND told.aggregate_id = i.incident_id;
    ALTER TABLE incident FORCE ROW LEVEL SECURITY;
    ALTER TABLE entry FORCE ROW LEVEL SECURITY;

    DROP INDEX incident_words;
    DROP INDEX incident_services;
    ALTER TABLE incident ADD COLUMN lexemes tsvector NOT NULL
        GENERATED ALWAYS AS (to_tsvector('pg_catalog.simple'::regconfig, words)) STORED;
    CREATE INDEX incident_lexemes ON incident USING gin (tenant_id, lexemes) WITH (fastupdate = off);
    CREATE INDEX incident_services ON incident USING gin (tenant_id, service_ids) WITH (fastupdate = off);
    CREATE INDEX incident_by_status ON incident (tenant_id, status, number DESC);
    CREATE INDEX incident_by_severity ON incident (tenant_id, severity_rank DESC, number DESC);
    CREATE INDEX incident_by_change ON incident (tenant_id, changed_at DESC, number DESC);
    CREATE INDEX member_by_alert ON member (tenant_id, alert_id);
    PERFORM set_config('search_path', '"$user", public', true);
    PERFORM projection.allow_searching(schema_name, 'incident');
END $$;

CREATE FUNCTION projection.add_search_to_alert_correlation(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(schema_name) || ', public', true);
    ALTER TABLE alert NO FORCE ROW LEVEL SECURITY;
    UPDATE alert SET words = projection.words_of(
        (SELECT string_agg(value, ' ') FROM jsonb_each_text(annotations)), words)
    WHERE annotations <> '{}';
    ALTER TABLE alert FORCE ROW LEVEL SECURITY;

    DROP INDEX alert_words;
    DROP INDEX alert_labels;
    ALTER TABLE alert ADD COLUMN lexemes tsvector NOT NULL
        GENERATED ALWAYS AS (to_tsvector('pg_catalog.simple'::regconfig, words)) STORED;
    -- By its name alone, whichever source sent it: in which incidents was it?
    CREATE INDEX alert_by_name_alone ON alert (tenant_id, name, starts_at DESC);
    CREATE INDEX alert_lexemes ON alert USING gin (tenant_id, lexemes) WITH (fastupdate = off);
    CREATE INDEX alert_labels ON alert USING gin (tenant_id, labels jsonb_path_ops) WITH (fastupdate = off);
    -- Few are stale, and fewer still are looked for among those that are over.
    CREATE INDEX alert_stale ON alert (tenant_id, starts_at DESC, alert_id DESC) WHERE status = 'stale';
    -- The names that there are, one by one: what somebody typed with a letter too many is compared with them. A label
    -- may be longer than what a btree holds.
    CREATE INDEX alert_services ON alert (tenant_id, left(labels ->> 'service', 100)) WHERE labels ? 'service';
    CREATE INDEX incident_group_open ON incident_group (tenant_id, number DESC)
        WHERE status NOT IN ('resolved', 'closed') AND first_correlated_at IS NOT NULL;
    PERFORM set_config('search_path', '"$user", public', true);
    PERFORM projection.allow_searching(schema_name, 'alert');
END $$;

-- What both had before, and the above: new schemas and those that are there are made alike.
ALTER FUNCTION projection.create_incident_timeline(text) RENAME TO create_incident_timeline_0006;
ALTER FUNCTION projection.create_alert_correlation(text) RENAME TO create_alert_correlation_0006;

CREATE FUNCTION projection.create_incident_timeline(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projection.create_incident_timeline_0006(schema_name);
    PERFORM projection.add_search_to_incident_timeline(schema_name);
END $$;

CREATE FUNCTION projection.create_alert_correlation(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projection.create_alert_correlation_0006(schema_name);
    PERFORM projection.add_search_to_alert_correlation(schema_name);
END $$;

SELECT projection.add_search_to_incident_timeline('incident_timeline');
SELECT projection.add_search_to_alert_correlation('alert_correlation');
