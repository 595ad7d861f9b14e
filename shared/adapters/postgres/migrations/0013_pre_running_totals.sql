-- Running totals of what was measured of objectives: all that was told up to each end of a window. The sums of any
-- stretch of time are the difference of two of them, so that nobody reads the windows in between. A trigger keeps them,
-- so they are right whoever writes windows, in whatever order: a window that comes late or is corrected has those after
-- it summed again, at most the two days in which a window may be corrected.

CREATE FUNCTION projection.keep_running_totals(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TABLE %I.running_total (
        tenant_id uuid NOT NULL, slo_id uuid NOT NULL, counted_from bigint NOT NULL, window_end timestamptz NOT NULL,
        window_start timestamptz NOT NULL, bad numeric NOT NULL, total numeric NOT NULL, allowed numeric NOT NULL,
        PRIMARY KEY (tenant_id, slo_id, counted_from, window_end))', schema_name);
    EXECUTE format('CREATE TRIGGER sum_added AFTER INSERT ON %I.sli_window REFERENCING NEW TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION projection.sum_windows()', schema_name);
    EXECUTE format('CREATE TRIGGER sum_changed AFTER UPDATE ON %I.sli_window REFERENCING NEW TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION projection.sum_windows()', schema_name);
END $$;

-- From the first window of each objective that has changed on. A window counts as shared/domain/slo/windows.py says:
-- not at all when excluded; events that were expected and did not come are good; a slice is good or bad as a whole.
CREATE FUNCTION projection.sum_windows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM changed) THEN
        RETURN NULL;
    END IF;
    EXECUTE format('
        INSERT INTO %1$I.running_total AS known
            (tenant_id, slo_id, counted_from, window_end, window_start, bad, total, allowed)
        SELECT f.tenant_id, f.slo_id, f.counted_from, w.window_end, w.window_start,
            coalesce(b.bad, 0) + sum(w.bad) OVER up_to,
            coalesce(b.total, 0) + sum(w.total) OVER up_to,
            coalesce(b.allowed, 0) + sum(w.allowed) OVER up_to
        FROM (
            SELECT o.tenant_id, o.slo_id, o.counted_from, min(c.window_end) AS window_end
            FROM changed c JOIN %1$I.objective o ON o.tenant_id = c.tenant_id AND o.slo_id = c.slo_id
            WHERE c.revision >= o.counted_from
            GROUP BY o.tenant_id, o.slo_id, o.counted_from
        ) f
        LEFT JOIN LATERAL (
            SELECT t.bad, t.total, t.allowed FROM %1$I.running_total t
            WHERE t.tenant_id = f.tenant_id AND t.slo_id = f.slo_id AND t.counted_from = f.counted_from
                AND t.window_end < f.window_end
            ORDER BY t.window_end DESC LIMIT 1
        ) b ON true
        CROSS JOIN LATERAL (
            SELECT e.window_end, min(e.window_start) AS window_start,
                sum(u.bad) AS bad, sum(u.total) AS total, sum(u.total * r.allowed) AS allowed
            FROM (
                SELECT s.*, s.good + greatest(s.expected_events - s.total, 0) AS well,
                    greatest(s.total, s.expected_events) AS counted
                FROM %1$I.sli_window s
                WHERE s.tenant_id = f.tenant_id AND s.slo_id = f.slo_id AND s.window_end >= f.window_end
                    AND s.revision >= f.counted_from
            ) e
            JOIN %1$I.revision r ON r.tenant_id = e.tenant_id AND r.slo_id = e.slo_id AND r.revision = e.revision
            CROSS JOIN LATERAL (
                SELECT CASE WHEN e.excluded THEN 0 WHEN r.good_share IS NULL THEN e.counted ELSE 1 END::numeric AS total,
                    CASE WHEN e.excluded THEN 0 WHEN r.good_share IS NULL THEN e.counted - e.well
                         ELSE (e.well * 100000000::numeric < e.counted * r.good_share::numeric)::int END::numeric AS bad
            ) u
            GROUP BY e.window_end
        ) w
        WINDOW up_to AS (PARTITION BY f.tenant_id, f.slo_id ORDER BY w.window_end)
        ORDER BY f.tenant_id, f.slo_id, w.window_end
        ON CONFLICT (tenant_id, slo_id, counted_from, window_end) DO UPDATE
            SET window_start = EXCLUDED.window_start, bad = EXCLUDED.bad, total = EXCLUDED.total,
                allowed = EXCLUDED.allowed', TG_TABLE_SCHEMA);
    RETURN NULL;
END $$;
