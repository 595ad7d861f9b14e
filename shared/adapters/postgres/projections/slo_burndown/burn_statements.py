"""SQL of the evaluation: sums of any stretch of time are the difference of two running totals, found in the index."""

from typing import Final

#: What was told up to a moment: one look into the key.
_UP_TO: Final = """(
        SELECT t.bad, t.total, t.allowed FROM {{slo_burndown.running_total}} t
        WHERE t.tenant_id = %(tenant)s AND t.slo_id = {of}.slo_id AND t.counted_from = {of}.counted_from
            AND t.window_end <= {moment}
        ORDER BY t.window_end DESC LIMIT 1
    )"""

_NEWEST = _UP_TO.format(of="o", moment="o.data_until")
_SHORT = _UP_TO.format(of="n", moment="n.data_until - c.short_s * interval '1 second'")
_LONG = _UP_TO.format(of="n", moment="n.data_until - c.long_s * interval '1 second'")
_ASKED = _UP_TO.format(of="k", moment="k.moment")

_IS_FAST = """(n.bad - coalesce({name}.bad, 0))::float8 * %(parts)s
            > c.least * (n.allowed - coalesce({name}.allowed, 0))::float8"""
_SHORT_IS_FAST = _IS_FAST.format(name="s")

#: Nearly: `least` is a little below the rate, so that none that holds is missed. The long look-back is looked up only
#: where the short one burns.
CANDIDATES: Final = f"""
    WITH newest AS MATERIALIZED (
        SELECT o.slo_id, o.counted_from, o.data_until, t.bad, t.allowed
        FROM {{slo_burndown.objective}} o CROSS JOIN LATERAL {_NEWEST} t
        WHERE o.tenant_id = %(tenant)s AND o.data_until >= %(told_since)s
    ), condition AS MATERIALIZED (
        SELECT slo_id, long_s, short_s, rate * (1 - 1e-9) AS least FROM {{slo_burndown.burn_condition}}
        WHERE tenant_id = %(tenant)s
    )
    SELECT DISTINCT n.slo_id
    FROM newest n
    JOIN condition c ON c.slo_id = n.slo_id
    LEFT JOIN LATERAL {_SHORT} s ON true
    LEFT JOIN LATERAL (SELECT l.bad, l.allowed FROM {_LONG} l WHERE {_SHORT_IS_FAST}) l ON true
    WHERE {_SHORT_IS_FAST} AND {_IS_FAST.format(name="l")}
    ORDER BY n.slo_id
"""  # noqa: S608 - what is put in are our own texts

#: Where the first window of the present counting begins is null when nothing was told.
OBJECTIVES: Final = """
    SELECT o.slo_id, o.slug, o.revision, o.definition, o.counted_from, o.counted_since, o.data_until, o.version,
        coalesce(s.slug, '') AS service, f.window_start AS known_since
    FROM {slo_burndown.objective} o
    LEFT JOIN {service_catalog.service} s
        ON s.tenant_id = %(tenant)s AND s.service_id = (o.definition ->> 'service_id')::uuid
    LEFT JOIN LATERAL (
        SELECT t.window_start FROM {slo_burndown.running_total} t
        WHERE t.tenant_id = %(tenant)s AND t.slo_id = o.slo_id AND t.counted_from = o.counted_from
        ORDER BY t.window_end LIMIT 1
    ) f ON true
    WHERE o.tenant_id = %(tenant)s AND o.slo_id = ANY (%(slos)s)
    ORDER BY o.slo_id
"""

#: In the order in which they are asked for, with the objective's version of that moment; null: nothing was told up to
#: then.
TOTALS: Final = f"""
    SELECT o.version, t.bad, t.total, t.allowed
    FROM unnest(%(slos)s::uuid[], %(counted_from)s::bigint[], %(moments)s::timestamptz[])
        WITH ORDINALITY AS k(slo_id, counted_from, moment, place)
    JOIN {{slo_burndown.objective}} o ON o.tenant_id = %(tenant)s AND o.slo_id = k.slo_id
    LEFT JOIN LATERAL {_ASKED} t ON true
    ORDER BY k.place
"""  # noqa: S608 - as above
