"""SQL of the ServiceCatalogQueryService. What is looked for by words or tags is read through a view (ADR 0009)."""

# ruff: noqa: S608 - what is put in are our own texts

from typing import Final

from shared.adapters.postgres.projections.lexical import ASKED, score_of

#: Other read models that the statements of this folder read: none.
READS_BESIDE: Final[frozenset[str]] = frozenset()

BROWSE = """
    SELECT *, 0 AS score FROM {service_catalog.own_service}
    WHERE tenant_id = %(tenant)s AND NOT deleted
        AND (%(after_slug)s::text IS NULL OR slug > %(after_slug)s)
        AND (%(tiers)s::text[] IS NULL OR tier = ANY (%(tiers)s))
        AND (%(tags)s::text[] IS NULL OR tags @> %(tags)s)
        AND (%(lifecycle)s::text IS NULL OR lifecycle = %(lifecycle)s)
    ORDER BY slug
    LIMIT %(limit)s
"""

# The slug itself, then whole words and beginnings, then what only looks like it; within each by BM25 and likeness.
SEARCH = f"""
    WITH {ASKED}, matching AS MATERIALIZED (
        SELECT owner_id AS service_id FROM {{service_catalog.own_unit}}
        WHERE tenant_id = %(tenant)s AND terms @@ %(words)s::tsquery
        UNION
        SELECT service_id FROM {{service_catalog.own_service}}
        WHERE tenant_id = %(tenant)s AND %(typed)s OPERATOR(public.<%%) names
    ), found AS (
        SELECT s.*, CASE WHEN slug = %(text)s THEN 4000 WHEN u.terms @@ %(words)s::tsquery THEN 2000 ELSE 0 END
            + (1000 * {score_of("u")})::bigint + (1000 * public.word_similarity(%(typed)s, names))::bigint AS score
        FROM matching
        JOIN {{service_catalog.own_service}} s ON s.tenant_id = %(tenant)s AND s.service_id = matching.service_id
        JOIN {{service_catalog.own_unit}} u ON u.tenant_id = %(tenant)s AND u.owner_id = s.service_id
        WHERE NOT deleted
            AND (%(tiers)s::text[] IS NULL OR tier = ANY (%(tiers)s))
            AND (%(tags)s::text[] IS NULL OR tags @> %(tags)s)
            AND (%(lifecycle)s::text IS NULL OR lifecycle = %(lifecycle)s)
    )
    SELECT * FROM found
    WHERE %(after_score)s::bigint IS NULL OR score < %(after_score)s
        OR (score = %(after_score)s AND slug > %(after_slug)s)
    ORDER BY score DESC, slug
    LIMIT %(limit)s
"""

BY_OWNER = """
    SELECT * FROM {service_catalog.service}
    WHERE tenant_id = %(tenant)s AND NOT deleted AND owner_key = %(owner)s
        AND (%(after_slug)s::text IS NULL OR slug > %(after_slug)s)
    ORDER BY owner_key, slug
    LIMIT %(limit)s
"""

BY_OWNERS = """
    SELECT * FROM {service_catalog.service}
    WHERE tenant_id = %(tenant)s AND NOT deleted AND owner_key >= %(owner)s AND owner_key < %(beyond)s
        AND (%(after_slug)s::text IS NULL OR (owner_key, slug) > (%(after_owner)s, %(after_slug)s))
    ORDER BY owner_key, slug
    LIMIT %(limit)s
"""

FOR_RUNBOOK = """
    WITH page AS MATERIALIZED (
        SELECT service_id FROM {service_catalog.runbook_link}
        WHERE tenant_id = %(tenant)s AND runbook_id = %(runbook)s
            AND (%(after_slug)s::text IS NULL OR slug > %(after_slug)s)
        ORDER BY slug
        LIMIT %(limit)s
    )
    SELECT s.* FROM page JOIN {service_catalog.service} s USING (service_id)
    WHERE s.tenant_id = %(tenant)s
    ORDER BY s.slug
"""

# The walk goes step by step, so the first visits are the nearest; a service is visited once per distance at most.
# With %(visits)s above (most steps + 1) times the most services, a cut walk has found more services than are shown.
GRAPH = """
    WITH RECURSIVE up (service_id, distance) AS (
        SELECT %(service)s::uuid, 0
        UNION
        SELECT d.depends_on, up.distance + 1
        FROM up JOIN {service_catalog.dependency} d ON d.tenant_id = %(tenant)s AND d.service_id = up.service_id
        WHERE up.distance < %(up_depth)s
    ), down (service_id, distance) AS (
        SELECT %(service)s::uuid, 0
        UNION
        SELECT d.service_id, down.distance + 1
        FROM down JOIN {service_catalog.dependency} d ON d.tenant_id = %(tenant)s AND d.depends_on = down.service_id
        WHERE down.distance < %(down_depth)s
    ), reached AS (
        SELECT service_id, min(up) AS upstream_distance, min(down) AS downstream_distance
        FROM (
            (SELECT service_id, distance AS up, NULL AS down FROM up LIMIT %(visits)s)
            UNION ALL
            (SELECT service_id, NULL AS up, distance AS down FROM down LIMIT %(visits)s)
        ) visit
        GROUP BY service_id
    )
    SELECT reached.*, least(upstream_distance, downstream_distance) AS distance,
        CASE WHEN s.service_id IS NULL THEN 'unknown' WHEN s.deleted THEN 'deleted' ELSE 'present' END AS state,
        s.slug, s.name, s.kind, s.tier, s.lifecycle, s.owner_team
    FROM reached LEFT JOIN {service_catalog.service} s
        ON s.tenant_id = %(tenant)s AND s.service_id = reached.service_id
    ORDER BY distance, s.slug, reached.service_id
    LIMIT %(nodes)s
"""

EDGES = """
    SELECT d.service_id, d.depends_on
    FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY one (service_id, place)
    JOIN {service_catalog.dependency} d ON d.tenant_id = %(tenant)s AND d.service_id = one.service_id
    JOIN unnest(%(ids)s::uuid[]) WITH ORDINALITY other (service_id, place) ON other.service_id = d.depends_on
    ORDER BY one.place, other.place
    LIMIT %(edges)s
"""

CLAIMS = """
    SELECT c.ordinal, c.selector, s.service_id, s.slug, s.name, s.tier, s.owner_team, s.on_call
    FROM {service_catalog.selector} c JOIN {service_catalog.service} s USING (tenant_id, service_id)
    WHERE c.tenant_id = %(tenant)s AND c.anchor = ANY (%(anchors)s)
    ORDER BY s.slug, c.ordinal
    LIMIT %(limit)s
"""

# By an index of slugs and one of names; the latter is asked through the view, since to lower a text is not leak-proof.
NAMED = """
    SELECT found.service_id, found.slug, found.name
    FROM unnest(%(keys)s::text[]) AS wanted (key)
    CROSS JOIN LATERAL (
        (
            SELECT s.service_id, s.slug, s.name FROM {service_catalog.service} s
            WHERE s.tenant_id = %(tenant)s AND s.slug = wanted.key COLLATE "C" AND NOT s.deleted
        )
        UNION
        (
            SELECT s.service_id, s.slug, s.name FROM {service_catalog.own_service} s
            WHERE s.tenant_id = %(tenant)s AND lower(s.name) = wanted.key AND NOT s.deleted
            ORDER BY s.slug LIMIT %(most)s
        )
    ) found
"""

# More is forgiven than in a search: it is only said what there is.
VERY_TOLERANT = "SELECT set_config('pg_trgm.word_similarity_threshold', '0.2', true)"
NAMES_LIKE = """
    SELECT service_id, slug, name FROM {service_catalog.own_service}
    WHERE tenant_id = %(tenant)s AND NOT deleted AND %(typed)s OPERATOR(public.<%%) names
    ORDER BY public.word_similarity(%(typed)s, names) DESC, slug
    LIMIT %(most)s
"""
