"""What somebody may have meant: words that nothing is called by, as the names of alerts and services most like them."""

from collections.abc import Callable
from typing import Final, TypeVar

from shared.adapters.postgres.projections.cursors import is_of
from shared.adapters.postgres.projections.freshness import Reading
from shared.kernel.ids import TenantId
from shared.projections.page import Page
from shared.projections.tokens import Sought, searchable

T = TypeVar("T")

# From one name to the next along the index: as many steps as there are names, however many alerts have them.
_NAMES: Final = """
    WITH RECURSIVE called AS (
        (
            SELECT source_name, name, 1 AS nth FROM {alert_groups.alert}
            WHERE tenant_id = %(tenant)s ORDER BY source_name, name LIMIT 1
        )
        UNION ALL
        SELECT next.source_name, next.name, called.nth + 1
        FROM called CROSS JOIN LATERAL (
            SELECT a.source_name, a.name FROM {alert_groups.alert} a
            WHERE a.tenant_id = %(tenant)s AND (a.source_name, a.name) > (called.source_name, called.name)
            ORDER BY a.source_name, a.name LIMIT 1
        ) next
        WHERE called.nth < 2000
    ), service AS (
        (
            SELECT left(labels ->> 'service', 100) AS name, 1 AS nth FROM {alert_groups.own_alert}
            WHERE tenant_id = %(tenant)s AND labels ? 'service' ORDER BY left(labels ->> 'service', 100) LIMIT 1
        )
        UNION ALL
        SELECT next.name, service.nth + 1
        FROM service CROSS JOIN LATERAL (
            SELECT left(a.labels ->> 'service', 100) AS name FROM {alert_groups.own_alert} a
            WHERE a.tenant_id = %(tenant)s AND a.labels ? 'service' AND left(a.labels ->> 'service', 100) > service.name
            ORDER BY left(a.labels ->> 'service', 100) LIMIT 1
        ) next
        WHERE service.nth < 2000
    )
    SELECT name FROM called UNION SELECT name FROM service
"""

_LIKE: Final = """
    SELECT typed.word, likest.words
    FROM unnest(%(typed)s::text[]) AS typed(word) CROSS JOIN LATERAL (
        SELECT array_agg(near.known ORDER BY near.likeness DESC, near.known) AS words
        FROM (
            SELECT known, similarity(typed.word, known) AS likeness FROM unnest(%(known)s::text[]) AS names(known)
            WHERE similarity(typed.word, known) >= 0.3
            ORDER BY likeness DESC, known
            LIMIT 3
        ) near
    ) likest
    WHERE likest.words IS NOT NULL
"""


def corrected_if_nothing(
    reading: Reading,
    tenant_id: TenantId,
    typed: Sought | None,
    cursor: str | None,
    *,
    kind: str,
    page: Callable[[str, Sought | None], Page[T]],
) -> Page[T]:
    """The list as it was asked for; where it is empty from its beginning, the one of what may have been meant.

    A cursor says which of the two it is of, so that a list goes on as it began.
    """
    as_meant = f"{kind}, as meant"
    if not is_of(as_meant, cursor):
        found = page(kind, typed)
        if found.items or cursor is not None or typed is None:
            return found
    meant = None if typed is None else corrected(reading, tenant_id, typed)
    return page(as_meant, meant) if meant else Page(items=(), next_cursor=None, as_of=reading.as_of)


def corrected(reading: Reading, tenant_id: TenantId, sought: Sought) -> Sought | None:
    """The same names give the same answer, page after page; None: nothing is like what was typed."""
    names = [row["name"] for row in reading.rows(_NAMES, {"tenant": tenant_id})]
    known = sorted({word for name in names for word in searchable((name,)).split()})
    strange = [word for word in sought.words if not any(name.startswith(word) for name in known)]
    if not strange or not known:
        return None
    rows = reading.rows(_LIKE, {"typed": strange, "known": known})
    like = {row["word"]: tuple(row["words"]) for row in rows}
    choices = tuple(like.get(words[0], words) for words in sought.choices)
    return None if choices == sought.choices else Sought(choices)
