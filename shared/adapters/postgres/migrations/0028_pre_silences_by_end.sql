-- Silences that nobody has ended, those that last longest first: which of them hold now is asked for every page of
-- incidents and alerts. One that recurs, or has no end, stands before all that end.

CREATE FUNCTION domain.silence_end(state jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN state #> '{definition,recurrence}' = 'null'::jsonb THEN coalesce(state #>> '{definition,ends_at}', '~')
        ELSE '~' END COLLATE "C"
$$;
GRANT EXECUTE ON FUNCTION domain.silence_end(jsonb) TO sre_query, sre_writer;

CREATE INDEX aggregate_silence_by_end ON domain.aggregate (tenant_id, (domain.silence_end(state)) DESC, aggregate_id)
    WHERE aggregate_type = 'silence' AND state ->> 'expired_at' IS NULL;
