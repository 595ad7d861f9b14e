"""On which streams a question about alerts of the past may rest: alerts with an episode of then, and who held them.

A source's clock, and the time that its word takes, differ from ours by less than a day; words and labels are those of
now.
"""

# ruff: noqa: S608 - what is put in are our own texts

from shared.adapters.postgres.projections.alert_groups.statements import MATCHING

_EPISODE_OF_THEN = """
    e.tenant_id = %(tenant)s AND e.starts_at <= %(as_of)s::timestamptz + interval '1 day'
    AND (%(from)s::timestamptz IS NULL OR e.starts_at >= %(from)s::timestamptz - interval '1 day')
    AND (%(to)s::timestamptz IS NULL OR e.starts_at < %(to)s::timestamptz + interval '1 day')
"""

_STILL_FIRING = """
    (NOT %(firing_only)s OR e.status = 'firing'
        OR coalesce(e.ends_at, e.stale_at) >= %(as_of)s::timestamptz - interval '1 day')
"""

_CHOSEN_AND_HOLDERS = """
    WITH RECURSIVE {chosen}, holder AS (
        SELECT m.incident_id FROM chosen JOIN {{alert_groups.member}} m ON m.alert_id = chosen.alert_id
        WHERE m.tenant_id = %(tenant)s
        UNION
        SELECT g.incident_id FROM {{alert_groups.merge}} g JOIN holder ON g.merged_id = holder.incident_id
        WHERE g.tenant_id = %(tenant)s
    )
    SELECT 'alert' AS aggregate_type, alert_id AS aggregate_id FROM chosen
    UNION
    SELECT 'incident', incident_id FROM holder
    LIMIT %(most)s
"""

# What matches is found alone: beside a table of the tenant's no index of words would be asked.
MATCHED = _CHOSEN_AND_HOLDERS.format(
    chosen=f"""
    hit AS MATERIALIZED (
        SELECT alert_id FROM {{alert_groups.own_alert}}
        WHERE tenant_id = %(tenant)s AND {MATCHING.format(lexemes="lexemes")}
    ), chosen AS MATERIALIZED (
        SELECT hit.alert_id FROM hit WHERE EXISTS (
            SELECT FROM {{alert_groups.episode}} e
            WHERE e.alert_id = hit.alert_id AND {_EPISODE_OF_THEN} AND {_STILL_FIRING}
        )
        LIMIT %(most)s
    )
"""
)

# Since some time: all of that time, by when they began. Otherwise soon too many, whichever comes first.
LISTED = _CHOSEN_AND_HOLDERS.format(
    chosen=f"""
    since AS MATERIALIZED (
        SELECT e.alert_id FROM {{alert_groups.episode}} e
        WHERE %(from)s::timestamptz IS NOT NULL AND {_EPISODE_OF_THEN}
    ), chosen AS MATERIALIZED (
        (SELECT DISTINCT alert_id FROM since LIMIT %(most)s)
        UNION ALL
        (
            SELECT DISTINCT e.alert_id FROM {{alert_groups.episode}} e
            WHERE %(from)s::timestamptz IS NULL AND {_EPISODE_OF_THEN}
            LIMIT %(most)s
        )
    )
"""
)

# Of those that began long before only what lasts, or lasted for long, can have fired then.
FIRING = _CHOSEN_AND_HOLDERS.format(
    chosen=f"""
    chosen AS MATERIALIZED (
        SELECT alert_id FROM (
            SELECT e.alert_id FROM {{alert_groups.episode}} e
            WHERE {_EPISODE_OF_THEN} AND e.starts_at >= %(as_of)s::timestamptz - interval '2 days' AND {_STILL_FIRING}
            UNION
            SELECT e.alert_id FROM {{alert_groups.episode}} e
            WHERE {_EPISODE_OF_THEN} AND e.status = 'firing'
            UNION
            SELECT e.alert_id FROM {{alert_groups.episode}} e
            WHERE {_EPISODE_OF_THEN} AND coalesce(e.ends_at, e.stale_at) - e.starts_at > interval '1 day'
                AND {_STILL_FIRING}
        ) AS firing
        LIMIT %(most)s
    )
"""
)
