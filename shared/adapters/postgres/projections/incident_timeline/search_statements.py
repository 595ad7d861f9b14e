"""SQL of SearchIncidents: one statement for each order, so that an index gives it.

What is looked for by words or by service is read through ``own_`` views (ADR 0009).
"""

# ruff: noqa: S608 - what is put in are our own texts and numbers

from collections.abc import Mapping
from typing import Final

from shared.adapters.postgres.projections.incident_timeline.statements import INCIDENT, INCIDENT_WITHOUT_ALERTS
from shared.adapters.postgres.projections.searching import FEW, NEWEST
from shared.projections.incident_timeline.queries import IncidentSort

_NEWEST_INCIDENTS = 2_000
#: Of the alerts that match, so many say which incidents are found: the newest.
_MOST_BY_ALERT = 1_000

# By these an index gives the order, or few are left.
_STANDING = """
    i.tenant_id = %(tenant)s
    AND (%(number)s::bigint IS NULL OR i.number = %(number)s)
    AND (%(statuses)s::text[] IS NULL OR i.status = ANY (%(statuses)s))
    AND (%(ranks)s::bigint[] IS NULL OR i.severity_rank = ANY (%(ranks)s))
    AND (%(from)s::timestamptz IS NULL OR i.declared_at >= %(from)s)
    AND (%(to)s::timestamptz IS NULL OR i.declared_at < %(to)s)
"""

_OF_SERVICE = "(%(service)s::uuid IS NULL OR i.service_ids @> ARRAY[%(service)s::uuid])"

_WANTED = f"{_STANDING} AND {_OF_SERVICE}"

_MATCHING = f"(%(words)s::tsquery IS NULL OR i.lexemes @@ %(words)s::tsquery) AND {_OF_SERVICE}"

_LISTED = """
    WITH page AS MATERIALIZED (
        SELECT i.incident_id, i.number, {key} AS sort_key, true AS own FROM {{incident_timeline.incident}} i
        WHERE {wanted} AND {beyond}
        ORDER BY {order}
        LIMIT %(limit)s
    )
"""

_STILL_HELD = """
    NOT EXISTS (
        SELECT FROM {{alert_groups.uncorrelation}} u
        WHERE u.tenant_id = %(tenant)s AND u.alert_id = m.alert_id AND u.episode = m.episode
            AND u.incident_id = m.incident_id
    )
"""

# The first of the order are gone through before the index of words is asked, as for alerts: so many, or until about so
# many alerts have been looked at. One that is found by its own words is not looked for among its alerts.
_NEAR = f"""
    WITH walked AS MATERIALIZED (
        SELECT i.incident_id, i.number, i.severity_rank, i.updated_at, i.updated_in, {{matching}} AS own,
            %(words)s::tsquery IS NOT NULL AND {_OF_SERVICE} AS by_alert,
            sum(i.alert_count) OVER (ORDER BY {{order}} ROWS UNBOUNDED PRECEDING) AS alerts
        FROM {{{{incident_timeline.incident}}}} i
        WHERE {{standing}} AND {{beyond}}
        ORDER BY {{order}}
        LIMIT {_NEWEST_INCIDENTS}
    ), near AS MATERIALIZED (
        SELECT i.incident_id, i.number, {{key}} AS sort_key, i.own FROM walked i
        WHERE i.alerts <= {NEWEST} AND (i.own OR i.by_alert AND EXISTS (
            SELECT FROM {{{{incident_timeline.member}}}} m
            JOIN {{{{alert_groups.alert}}}} a ON a.tenant_id = %(tenant)s AND a.alert_id = m.alert_id
            WHERE m.tenant_id = %(tenant)s AND m.incident_id = i.incident_id AND a.lexemes @@ %(words)s::tsquery
                AND {_STILL_HELD}
        ))
        ORDER BY {{order}}
        LIMIT %(limit)s
    ), further AS MATERIALIZED (
        SELECT (SELECT count(*) FROM near) < %(limit)s AND (
            SELECT count(*) = {_NEWEST_INCIDENTS} OR max(alerts) > {NEWEST} FROM walked
        ) AS wanted
    )
"""

# Of the alerts that match, the newest.
_BY_ALERT = f"""
    , alert_matching AS MATERIALIZED (
        SELECT a.alert_id, a.starts_at FROM {{{{alert_groups.own_alert}}}} a
        WHERE (SELECT wanted FROM further) AND a.tenant_id = %(tenant)s AND a.lexemes @@ %(words)s::tsquery
        LIMIT {FEW} + 1
    ), few_alerts AS MATERIALIZED (SELECT count(*) <= {FEW} AS all_found FROM alert_matching),
    alert_hit AS MATERIALIZED (
        (
            SELECT alert_id FROM alert_matching WHERE (SELECT all_found FROM few_alerts)
            ORDER BY starts_at DESC, alert_id DESC LIMIT {_MOST_BY_ALERT}
        )
        UNION ALL
        (
            SELECT a.alert_id FROM {{{{alert_groups.alert}}}} a
            WHERE NOT (SELECT all_found FROM few_alerts) AND a.tenant_id = %(tenant)s
                AND a.lexemes @@ %(words)s::tsquery
            ORDER BY a.starts_at DESC, a.alert_id DESC LIMIT {_MOST_BY_ALERT}
        )
    ), held AS MATERIALIZED (
        SELECT DISTINCT m.incident_id
        FROM alert_hit JOIN {{{{incident_timeline.member}}}} m
            ON m.tenant_id = %(tenant)s AND m.alert_id = alert_hit.alert_id
        WHERE {_STILL_HELD}
    )
"""

# Few are put in order and many are gone through in order. Each part gives its first; the first of all together are
# among them.
_HITS = """
    , matching AS MATERIALIZED (
        SELECT i.tenant_id, i.incident_id, i.number, i.status, i.severity_rank, i.service_ids, i.declared_at,
            i.updated_at, i.updated_in
        FROM {{incident_timeline.own_incident}} i
        WHERE (SELECT wanted FROM further) AND i.tenant_id = %(tenant)s AND {matching}
        LIMIT {few} + 1
    ), few AS MATERIALIZED (SELECT count(*) <= {few} AS all_found FROM matching),
    hit AS (
        SELECT incident_id, number, sort_key, own FROM near
        UNION ALL
        (
            SELECT i.incident_id, i.number, {key} AS sort_key, true AS own FROM matching i
            WHERE (SELECT all_found FROM few) AND {wanted} AND {beyond}
            ORDER BY {order}
            LIMIT %(limit)s
        )
        UNION ALL
        (
            SELECT i.incident_id, i.number, {key} AS sort_key, true AS own FROM {{incident_timeline.incident}} i
            WHERE NOT (SELECT all_found FROM few) AND {wanted} AND {beyond} AND {matching}
            ORDER BY {order}
            LIMIT %(limit)s
        )
        UNION ALL
        (
            SELECT i.incident_id, i.number, {key} AS sort_key, false AS own
            FROM held JOIN {{incident_timeline.incident}} i ON i.incident_id = held.incident_id
            WHERE {wanted} AND {beyond}
            ORDER BY {order}
            LIMIT %(limit)s
        )
    ), page AS MATERIALIZED (
        SELECT incident_id, number, sort_key, bool_or(own) AS own
        FROM hit GROUP BY incident_id, number, sort_key
        ORDER BY sort_key DESC, number DESC
        LIMIT %(limit)s
    )
"""

# Of rows that stand in the statement themselves; see `past`.
_PAST_HITS = """
    WITH page AS MATERIALIZED (
        SELECT i.incident_id, i.number, {key} AS sort_key, true AS own
        FROM {{incident_timeline.incident}} i
        WHERE {wanted} AND {beyond}
            AND (%(words)s::tsquery IS NULL OR to_tsvector('pg_catalog.simple', i.words) @@ %(words)s::tsquery)
        ORDER BY {order}
        LIMIT %(limit)s
    )
"""

# What a page is shown with, once it is known to be small: the words tell which entry shows best why it is here.
_SHOWN = """
    , page.sort_key, told.text AS told, fired.text AS fired
    FROM page
    JOIN {incident_timeline.incident} i ON i.tenant_id = %(tenant)s AND i.incident_id = page.incident_id
    LEFT JOIN LATERAL (
        SELECT l.incident_id FROM {incident_timeline.link} l
        WHERE l.tenant_id = %(tenant)s AND l.linked_id = page.incident_id AND l.kind = 'merged'
        ORDER BY l.linked_at, l.incident_id LIMIT 1
    ) merge ON true
    LEFT JOIN LATERAL (
        SELECT newest.text FROM (
            SELECT e.text, e.version FROM {incident_timeline.entry} e
            WHERE page.own AND %(found)s::text[] IS NOT NULL AND e.tenant_id = %(tenant)s
                AND e.aggregate_id = page.incident_id AND e.aggregate_type = 'incident' AND e.kind <> 'created'
            ORDER BY e.version DESC
            LIMIT 500
        ) newest
        ORDER BY (
            SELECT count(*) FROM unnest(%(found)s::text[]) word WHERE strpos(lower(newest.text), word) > 0
        ) DESC, newest.version
        LIMIT 1
    ) told ON true
    LEFT JOIN LATERAL (
        SELECT concat_ws(' ', a.name, values_of.labels, values_of.annotations) AS text
        FROM {incident_timeline.member} m
        JOIN {alert_groups.alert} a ON a.tenant_id = %(tenant)s AND a.alert_id = m.alert_id
        CROSS JOIN LATERAL (
            SELECT (SELECT string_agg(value, ' ') FROM jsonb_each_text(a.labels)) AS labels,
                (SELECT string_agg(value, ' ') FROM jsonb_each_text(a.annotations)) AS annotations
        ) values_of
        WHERE NOT page.own AND m.tenant_id = %(tenant)s AND m.incident_id = page.incident_id
            AND a.lexemes @@ %(words)s::tsquery
        ORDER BY a.starts_at DESC, a.alert_id
        LIMIT 1
    ) fired ON true
    ORDER BY page.sort_key DESC, page.number DESC
"""


_KEYS: Final[dict[IncidentSort, tuple[str, str, str]]] = {
    "newest": (
        "i.number",
        "(%(after_number)s::bigint IS NULL OR i.number < %(after_number)s)",
        "i.number DESC",
    ),
    "severity": (
        "i.severity_rank",
        (
            "(%(after_key)s::bigint IS NULL"
            " OR (i.severity_rank, i.number) < (%(after_key)s::bigint, %(after_number)s::bigint))"
        ),
        "i.severity_rank DESC, i.number DESC",
    ),
    "recently_updated": (
        "i.updated_at",
        (
            "(%(after_key)s::timestamptz IS NULL OR i.updated_in <= %(after_key)s::timestamptz"
            " AND (i.updated_at, i.number) < (%(after_key)s::timestamptz, %(after_number)s::bigint))"
        ),
        "i.updated_in DESC, i.updated_at DESC, i.number DESC",
    ),
}
# Rows of the past have no columns that the tables make of others.
_PAST_KEYS: Final[dict[IncidentSort, tuple[str, str, str]]] = {
    sort: (key, beyond.replace("i.updated_in", "i.updated_at"), order.replace("i.updated_in DESC, ", ""))
    for sort, (key, beyond, order) in _KEYS.items()
}


def _statements(
    hits: str, incident: str = INCIDENT, keys: Mapping[IncidentSort, tuple[str, str, str]] = _KEYS
) -> dict[IncidentSort, str]:
    return {
        sort: hits.format(
            key=key, standing=_STANDING, wanted=_WANTED, matching=_MATCHING, beyond=beyond, order=order, few=FEW
        )
        + incident
        + _SHOWN
        for sort, (key, beyond, order) in keys.items()
    }


LISTED: Final = _statements(_LISTED)
SEARCH: Final = _statements(_NEAR + _BY_ALERT + _HITS)
SEARCH_PAST: Final = _statements(_PAST_HITS, INCIDENT_WITHOUT_ALERTS, _PAST_KEYS)
