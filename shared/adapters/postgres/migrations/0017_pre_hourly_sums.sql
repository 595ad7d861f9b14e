-- Sums of what was measured of objectives by the hour in which a window begins, and by the revision that judges it: what
-- reads many days reads a twelfth of the rows, or a sixtieth. Unlike the running totals they know what was excluded and
-- how much was recorded, and go on when something else is counted. A trigger keeps them: what a window said before is
-- taken off and what it says now is added, so they are right in whatever order windows come.

CREATE FUNCTION projection.keep_hourly_sums(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TABLE %I.sli_hour (
        tenant_id uuid NOT NULL, slo_id uuid NOT NULL, hour timestamptz NOT NULL, revision bigint NOT NULL,
        window_end timestamptz NOT NULL, good numeric NOT NULL, total numeric NOT NULL, recorded_s numeric NOT NULL,
        excluded bigint NOT NULL, counted bigint NOT NULL,
        PRIMARY KEY (tenant_id, slo_id, hour, revision)) WITH (fillfactor = 50)', schema_name);
    EXECUTE format('CREATE TRIGGER hour_added AFTER INSERT ON %I.sli_window REFERENCING NEW TABLE AS told
        FOR EACH STATEMENT EXECUTE FUNCTION projection.sum_hours()', schema_name);
    EXECUTE format('CREATE TRIGGER hour_changed AFTER UPDATE ON %I.sli_window REFERENCING OLD TABLE AS known NEW TABLE AS told
        FOR EACH STATEMENT EXECUTE FUNCTION projection.sum_hours()', schema_name);
END $$;

-- A window counts as shared/domain/slo/windows.py says: not at all when excluded; events that were expected and did not
-- come are good; a slice is good or bad as a whole. `window_end` is the latest end: no window is ever taken away.
CREATE FUNCTION projection.sum_hours() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changes text := CASE TG_OP
    WHEN 'INSERT' THEN 'SELECT 1 AS sign, told.* FROM told'
    ELSE 'SELECT 1 AS sign, told.* FROM told UNION ALL SELECT -1, known.* FROM known' END;
BEGIN
    IF NOT EXISTS (SELECT FROM told) THEN
        RETURN NULL;
    END IF;
    EXECUTE format('
        INSERT INTO %1$I.sli_hour AS h
            (tenant_id, slo_id, hour, revision, window_end, good, total, recorded_s, excluded, counted)
        SELECT w.tenant_id, w.slo_id, date_bin(''1 hour'', w.window_start, ''epoch''), w.revision, max(w.window_end),
            coalesce(sum(w.sign * u.good) FILTER (WHERE NOT w.excluded), 0),
            coalesce(sum(w.sign * u.total) FILTER (WHERE NOT w.excluded), 0),
            coalesce(sum(w.sign * extract(epoch FROM w.window_end - w.window_start)) FILTER (WHERE NOT w.excluded), 0),
            coalesce(sum(w.sign) FILTER (WHERE w.excluded), 0), coalesce(sum(w.sign) FILTER (WHERE NOT w.excluded), 0)
        FROM (
            SELECT c.*, c.good + greatest(c.expected_events - c.total, 0) AS well,
                greatest(c.total, c.expected_events) AS events
            FROM (%2$s) c
        ) w
        JOIN %1$I.revision r ON r.tenant_id = w.tenant_id AND r.slo_id = w.slo_id AND r.revision = w.revision
        CROSS JOIN LATERAL (
            SELECT CASE WHEN r.good_share IS NULL THEN w.events ELSE 1 END::numeric AS total,
                CASE WHEN r.good_share IS NULL THEN w.well
                     ELSE (w.well * 100000000::numeric >= w.events * r.good_share::numeric)::int END::numeric AS good
        ) u
        GROUP BY 1, 2, 3, 4
        ON CONFLICT (tenant_id, slo_id, hour, revision) DO UPDATE
            SET window_end = greatest(h.window_end, EXCLUDED.window_end), good = h.good + EXCLUDED.good,
                total = h.total + EXCLUDED.total, recorded_s = h.recorded_s + EXCLUDED.recorded_s,
                excluded = h.excluded + EXCLUDED.excluded, counted = h.counted + EXCLUDED.counted',
        TG_TABLE_SCHEMA, changes);
    RETURN NULL;
END $$;
