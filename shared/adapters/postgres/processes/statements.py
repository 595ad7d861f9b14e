"""The statements of a turn: four reads and one write, whatever the batch."""

TURN = "SELECT pg_advisory_xact_lock(hashtextextended(%(tenant)s::text || '/' || %(type)s, 526003))"

# LATERAL with a LIMIT (or OFFSET 0) looks every key up in the primary key, whatever the statistics say of a table that
# was empty a minute ago; a plain join may read all of the tenant's rows for each of them.
PROGRESS = """
SELECT k.aggregate_type, k.aggregate_id, p.version
FROM unnest(%(types)s::text[], %(ids)s::text[]) AS k (aggregate_type, aggregate_id)
CROSS JOIN LATERAL (
    SELECT version FROM process.progress
    WHERE tenant_id = %(tenant)s AND workflow_type = %(type)s
      AND aggregate_type = k.aggregate_type AND aggregate_id = k.aggregate_id
    LIMIT 1
) AS p
"""

LOAD = """
SELECT i.state
FROM (
    SELECT a.workflow_id
    FROM unnest(%(keys)s::text[]) AS k (key)
    CROSS JOIN LATERAL (
        SELECT workflow_id FROM process.association
        WHERE tenant_id = %(tenant)s AND workflow_type = %(type)s AND key = k.key
        OFFSET 0
    ) AS a
    UNION SELECT unnest(%(workflow_ids)s::text[])
) AS w
CROSS JOIN LATERAL (
    SELECT state FROM process.instance
    WHERE tenant_id = %(tenant)s AND workflow_type = %(type)s AND workflow_id = w.workflow_id
    LIMIT 1
) AS i
"""

DUE = """
SELECT t.workflow_id, t.name, t.due_at, t.cause, clock_timestamp()
FROM process.timer t
WHERE t.tenant_id = %(tenant)s AND t.workflow_type = %(type)s AND t.due_at <= clock_timestamp()
ORDER BY t.due_at, t.workflow_id, t.name
LIMIT %(limit)s
"""

# From one tenant that has a due timer to the next, by index, however many each has.
TENANTS_DUE = """
WITH RECURSIVE tenants AS (
    (SELECT tenant_id FROM process.timer
     WHERE workflow_type = %(type)s AND due_at <= now() ORDER BY tenant_id LIMIT 1)
    UNION ALL
    SELECT later.tenant_id
    FROM tenants t CROSS JOIN LATERAL (
        SELECT n.tenant_id FROM process.timer n
        WHERE n.workflow_type = %(type)s AND n.tenant_id > t.tenant_id AND n.due_at <= now()
        ORDER BY n.tenant_id LIMIT 1
    ) later
)
SELECT tenant_id FROM tenants WHERE tenant_id <> ALL (%(without)s::uuid[]) LIMIT %(limit)s
"""

# Of these types: most of the time none, which is one question then and not one for each.
TYPES_DUE = """
SELECT named.type FROM unnest(%(types)s::text[]) AS named (type)
WHERE EXISTS (SELECT FROM process.timer t WHERE t.workflow_type = named.type AND t.due_at <= now())
"""

# The turn is ours alone (TURN), so the rows found by ctid are the rows deleted.
WRITE = """
WITH instances AS (
    INSERT INTO process.instance AS i (tenant_id, workflow_type, workflow_id, state)
    SELECT %(tenant)s, %(type)s, r.workflow_id, r.state
    FROM json_to_recordset(%(instances)s::json) AS r (workflow_id text, state jsonb)
    ON CONFLICT (tenant_id, workflow_type, workflow_id)
    DO UPDATE SET state = excluded.state, updated_at = clock_timestamp()
),
associated AS (
    INSERT INTO process.association (tenant_id, workflow_type, key, workflow_id)
    SELECT %(tenant)s, %(type)s, r.key, r.workflow_id
    FROM json_to_recordset(%(associated)s::json) AS r (key text, workflow_id text)
    ON CONFLICT DO NOTHING
),
dissociated AS (
    DELETE FROM process.association WHERE ctid = ANY(ARRAY(
        SELECT a.ctid
        FROM json_to_recordset(%(dissociated)s::json) AS r (key text, workflow_id text)
        CROSS JOIN LATERAL (
            SELECT ctid FROM process.association
            WHERE tenant_id = %(tenant)s AND workflow_type = %(type)s AND key = r.key AND workflow_id = r.workflow_id
            LIMIT 1
        ) AS a
    ))
),
timers_set AS (
    INSERT INTO process.timer (tenant_id, workflow_type, workflow_id, name, due_at, cause)
    SELECT %(tenant)s, %(type)s, r.workflow_id, r.name, r.due_at, r.cause
    FROM json_to_recordset(%(timers_set)s::json)
        AS r (workflow_id text, name text, due_at timestamptz, cause jsonb)
    ON CONFLICT (tenant_id, workflow_type, workflow_id, name)
    DO UPDATE SET due_at = excluded.due_at, cause = excluded.cause
),
timers_cleared AS (
    DELETE FROM process.timer WHERE ctid = ANY(ARRAY(
        SELECT t.ctid
        FROM json_to_recordset(%(timers_cleared)s::json) AS r (workflow_id text, name text)
        CROSS JOIN LATERAL (
            SELECT ctid FROM process.timer
            WHERE tenant_id = %(tenant)s AND workflow_type = %(type)s AND workflow_id = r.workflow_id AND name = r.name
            LIMIT 1
        ) AS t
    ))
),
progress AS (
    INSERT INTO process.progress (tenant_id, workflow_type, aggregate_type, aggregate_id, version)
    SELECT %(tenant)s, %(type)s, r.aggregate_type, r.aggregate_id, r.version
    FROM json_to_recordset(%(progress)s::json) AS r (aggregate_type text, aggregate_id text, version integer)
    ON CONFLICT (tenant_id, workflow_type, aggregate_type, aggregate_id) DO UPDATE SET version = excluded.version
),
said AS (
    INSERT INTO process.fact (tenant_id, workflow_type, workflow_id, version, message_id, incident_id, event)
    SELECT %(tenant)s, %(type)s, r.workflow_id, r.version, r.message_id, r.incident_id, r.event
    FROM json_to_recordset(%(said)s::json)
        AS r (workflow_id text, version integer, message_id uuid, incident_id uuid, event text)
),
evidence AS (
    INSERT INTO process.evidence (
        tenant_id, workflow_type, workflow_id, evidence_id, n, source, target, query, title, from_at, to_at, read_at,
        text, content_hash, size_bytes, problem, detail
    )
    SELECT %(tenant)s, %(type)s, r.workflow_id, r.evidence_id, r.n, r.source, r.target, r.query, r.title, r.from_at,
        r.to_at, r.read_at, r.text, r.content_hash, r.size_bytes, r.problem, r.detail
    FROM json_to_recordset(%(evidence)s::json) AS r (
        workflow_id text, evidence_id uuid, n integer, source text, target text, query text, title text,
        from_at timestamptz, to_at timestamptz, read_at timestamptz, text text, content_hash text, size_bytes bigint,
        problem text, detail text
    )
    ON CONFLICT DO NOTHING
)
INSERT INTO process.outbox (lane, tenant_id, topic, aggregate_type, aggregate_id, event)
SELECT r.lane, %(tenant)s, r.topic, r.aggregate_type, r.aggregate_id, r.event
FROM json_to_recordset(%(asks)s::json) AS r (
    n integer, lane smallint, topic text, aggregate_type text, aggregate_id text, event text
)
ORDER BY r.n
"""

KEEP_UNREADABLE = """
INSERT INTO process.unreadable (tenant_id, workflow_type, body, reason, body_hash)
SELECT p.tenant_id, %(type)s, p.body, p.reason, sha256(convert_to(p.body, 'UTF8'))
FROM unnest(%(tenants)s::uuid[], %(bodies)s::text[], %(reasons)s::text[]) AS p (tenant_id, body, reason)
ON CONFLICT DO NOTHING
"""
