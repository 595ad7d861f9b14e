"""SQL of the PostmortemQueryService."""

from typing import Final

from shared.adapters.postgres.projections.lexical import ASKED, score_of
from shared.adapters.postgres.projections.searching import FEW

#: Other read models that the statements of this folder read: none.
READS_BESIDE: Final[frozenset[str]] = frozenset()

_AFTER = """
    (%(after_at)s::timestamptz IS NULL OR (occurred_at, postmortem_id) < (%(after_at)s, %(after_id)s::uuid))
"""
_NEWEST_FIRST = "ORDER BY occurred_at DESC, postmortem_id DESC"

_OF_KIND = """
    tenant_id = %(tenant)s
    AND (%(statuses)s::text[] IS NULL OR status = ANY (%(statuses)s))
    AND (%(causes)s::text[] IS NULL OR root_cause = ANY (%(causes)s))
    AND (%(from)s::timestamptz IS NULL OR occurred_at >= %(from)s)
    AND (%(to)s::timestamptz IS NULL OR occurred_at < %(to)s)
"""
_WANTED = f"{_OF_KIND} AND {_AFTER}"

_LABELLED = """
    (%(tags)s::text[] IS NULL OR tags @> %(tags)s)
    AND (%(service)s::uuid IS NULL OR service_ids @> ARRAY[%(service)s::uuid])
"""

LISTED = f"""
    SELECT * FROM {{postmortem_search.postmortem}} WHERE {_WANTED} {_NEWEST_FIRST} LIMIT %(limit)s
"""  # noqa: S608 - what is put in are our own texts

# Of what has the words, or a title that looks like them, the newest are scored: more than somebody reads.
_SAID = f"""
    CASE WHEN u.terms @@ %(words)s::tsquery THEN 2000 ELSE 0 END
    + (1000 * {score_of("u")})::bigint + (1000 * public.word_similarity(%(typed)s, p.names))::bigint
"""
BY_WORDS = f"""
    WITH {ASKED}, matching AS MATERIALIZED (
        SELECT postmortem_id, occurred_at, names
        FROM (
            SELECT owner_id AS postmortem_id FROM {{postmortem_search.own_unit}}
            WHERE tenant_id = %(tenant)s AND terms @@ %(words)s::tsquery
        ) AS said JOIN {{postmortem_search.own_postmortem}} USING (postmortem_id)
        WHERE {_OF_KIND} AND {_LABELLED}
        UNION
        SELECT postmortem_id, occurred_at, names FROM {{postmortem_search.own_postmortem}}
        WHERE %(typed)s OPERATOR(public.<%%) names AND {_OF_KIND} AND {_LABELLED}
        ORDER BY occurred_at DESC, postmortem_id DESC LIMIT {FEW}
    ), scored AS (
        SELECT p.postmortem_id, p.occurred_at, {_SAID} AS score
        FROM matching p
        JOIN {{postmortem_search.own_unit}} u ON u.tenant_id = %(tenant)s AND u.owner_id = p.postmortem_id
    ), page AS MATERIALIZED (
        SELECT * FROM scored
        WHERE %(after_score)s::bigint IS NULL
            OR (score, occurred_at, postmortem_id) < (%(after_score)s, %(after_at)s, %(after_id)s::uuid)
        ORDER BY score DESC, occurred_at DESC, postmortem_id DESC
        LIMIT %(limit)s
    )
    SELECT p.*, page.score
    FROM page JOIN {{postmortem_search.postmortem}} p USING (postmortem_id) WHERE p.tenant_id = %(tenant)s
    ORDER BY page.score DESC, p.occurred_at DESC, p.postmortem_id DESC
"""  # noqa: S608 - as above

# As for alerts, few are put in order and many are gone through in order.
SEARCH = f"""
    WITH hit AS MATERIALIZED (
        SELECT tenant_id, postmortem_id, status, root_cause, occurred_at FROM {{postmortem_search.own_postmortem}}
        WHERE tenant_id = %(tenant)s AND {_LABELLED}
        LIMIT {FEW} + 1
    ), few AS MATERIALIZED (SELECT count(*) <= {FEW} AS all_found FROM hit),
    page AS MATERIALIZED (
        (
            SELECT postmortem_id FROM hit WHERE (SELECT all_found FROM few) AND {_WANTED}
            {_NEWEST_FIRST} LIMIT %(limit)s
        )
        UNION ALL
        (
            SELECT postmortem_id FROM {{postmortem_search.postmortem}}
            WHERE NOT (SELECT all_found FROM few) AND {_WANTED} AND {_LABELLED}
            {_NEWEST_FIRST} LIMIT %(limit)s
        )
    )
    SELECT p.*
    FROM page JOIN {{postmortem_search.postmortem}} p USING (postmortem_id) WHERE p.tenant_id = %(tenant)s
    {_NEWEST_FIRST}
"""  # noqa: S608 - as above

COUNTS = """
    SELECT root_cause, count(*) AS postmortems FROM {postmortem_search.postmortem}
    WHERE tenant_id = %(tenant)s AND status = 'published' AND root_cause IS NOT NULL
    GROUP BY root_cause
"""

OF_CAUSE = f"""
    SELECT * FROM {{postmortem_search.postmortem}}
    WHERE tenant_id = %(tenant)s AND status = 'published' AND root_cause = %(cause)s AND {_AFTER}
    {_NEWEST_FIRST}
    LIMIT %(limit)s
"""  # noqa: S608 - as above

OF_SERVICE = f"""
    SELECT * FROM {{postmortem_search.own_postmortem}}
    WHERE tenant_id = %(tenant)s AND service_ids @> ARRAY[%(service)s::uuid] AND {_AFTER}
    {_NEWEST_FIRST}
    LIMIT %(limit)s
"""  # noqa: S608 - as above

ACTION_ITEMS = """
    SELECT i.*, p.title AS postmortem_title, p.status AS postmortem_status
    FROM {postmortem_search.action_item} i JOIN {postmortem_search.postmortem} p USING (tenant_id, postmortem_id)
    WHERE i.tenant_id = %(tenant)s
        AND i.status = ANY (%(statuses)s)
        AND (%(owner)s::text IS NULL OR i.owner = %(owner)s)
        AND (NOT %(overdue)s OR (i.due < %(today)s AND i.status IN ('open', 'in_progress')))
        AND (%(service)s::uuid IS NULL OR %(service)s = ANY (p.service_ids))
        AND (%(after_due)s::text IS NULL
            OR (i.due, i.postmortem_id, i.ordinal) > (%(after_due)s, %(after_id)s::uuid, %(after_ordinal)s::bigint))
    ORDER BY i.due, i.postmortem_id, i.ordinal
    LIMIT %(limit)s
"""
