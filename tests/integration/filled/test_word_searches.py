"""A search by words gives what one plain statement over all rows gives, whichever way the hits were found: among the
newest, by the index of words, or further on in the order.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import psycopg
import pytest

from bench.filled import LARGE, id_of
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.projections.alert_groups.queries import PostgresAlertQueries
from shared.adapters.postgres.projections.incident_timeline.queries import PostgresIncidentQueries
from shared.kernel.vocabulary import AlertStatus, IncidentStatus, Severity
from shared.projections.alert_groups.queries import AlertSearch
from shared.projections.incident_timeline.queries import IncidentSearch, IncidentSort
from shared.projections.tokens import sought_by

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

#: So many pages of such a size are compared with the first rows of all.
_PAGES, _LIMIT = 3, 40
_ELSEWHERE: Final = tuple(f"service=ledger-{number}" for number in range(11))
_OPEN: Final = frozenset({IncidentStatus.OPEN, IncidentStatus.MITIGATING})

_ALERTS: Final = """
    SELECT alert_id FROM alert_groups.alert
    WHERE tenant_id = %(tenant)s AND lexemes @@ %(words)s::tsquery AND status = ANY (%(statuses)s)
        AND severity = ANY (%(severities)s) AND labels ->> 'service' <> ALL (%(without)s)
    ORDER BY starts_at DESC, alert_id DESC LIMIT %(most)s
"""
_INCIDENTS: Final = """
    SELECT number FROM incident_timeline.incident i
    WHERE tenant_id = %(tenant)s AND status = ANY (%(statuses)s)
        AND (%(service)s::uuid IS NULL OR %(service)s::uuid = ANY (service_ids))
        AND (lexemes @@ %(words)s::tsquery OR incident_id IN (
            SELECT m.incident_id FROM alert_groups.alert a JOIN incident_timeline.member m USING (tenant_id, alert_id)
            WHERE tenant_id = %(tenant)s AND a.lexemes @@ %(words)s::tsquery AND NOT EXISTS (
                SELECT FROM alert_groups.uncorrelation u
                WHERE u.tenant_id = m.tenant_id AND u.alert_id = m.alert_id AND u.episode = m.episode
                    AND u.incident_id = m.incident_id)))
    ORDER BY {order} number DESC LIMIT %(most)s
"""
_ORDERS: Final[Mapping[IncidentSort, str]] = {
    "newest": "",
    "severity": "severity_rank DESC,",
    "recently_updated": "updated_at DESC,",
}


@pytest.fixture(scope="module")
def reading(filled: str) -> Iterator[Pool]:
    with connect_pool(filled, role="sre_query", application="test", max_size=1) as pool:
        yield pool


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        pytest.param("ledger", {}, id="a name that many have"),
        pytest.param("LowErrorRate", {}, id="a name that few have"),
        pytest.param("pod9e3779b1", {}, id="a word that one has"),
        pytest.param("while ledger pod9e3", {}, id="words that all, many and few have"),
        pytest.param("since", {"statuses": frozenset({AlertStatus.FIRING})}, id="firing"),
        pytest.param("ledger", {"severities": frozenset({Severity.CRITICAL})}, id="critical"),
        pytest.param("ledger", {"without_labels": _ELSEWHERE}, id="many have it, few are left of them"),
    ],
)
def test_alerts_are_found_newest_first(filled: str, reading: Pool, text: str, filters: Mapping[str, Any]) -> None:
    queries = PostgresAlertQueries(reading)
    found, cursor = [], None
    for _ in range(_PAGES):
        page = queries.search_alerts(LARGE, AlertSearch(text=text, limit=_LIMIT, cursor=cursor, **filters))
        found += [alert.alert_id for alert in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    parameters = {
        "statuses": sorted(filters.get("statuses", ("firing", "stale", "resolved"))),
        "severities": sorted(filters.get("severities", Severity)),
        "without": [label.removeprefix("service=") for label in filters.get("without_labels", ())],
    }
    assert found == _all(filled, _ALERTS, text, parameters)
    assert found


@pytest.mark.parametrize("sort", _ORDERS)
@pytest.mark.parametrize(
    ("text", "filters"),
    [
        pytest.param("gateway loses", {}, id="two words that many have"),
        pytest.param("restarted", {}, id="a word that all have"),
        pytest.param("ticket9e3779b1", {}, id="a word that one has"),
        pytest.param("restarted ticket9e3", {}, id="words that all and few have"),
        pytest.param("LowErrorRate eu 2", {}, id="what only alerts are called"),
        pytest.param("ledger", {"statuses": _OPEN}, id="open"),
        pytest.param("slowly", {"service_id": id_of("service", 3)}, id="of a service"),
    ],
)
def test_incidents_are_found_by_their_words_and_by_those_of_their_alerts(
    filled: str, reading: Pool, text: str, filters: Mapping[str, Any], sort: IncidentSort
) -> None:
    queries = PostgresIncidentQueries(reading)
    found, cursor = [], None
    for _ in range(_PAGES):
        page = queries.search_incidents(
            LARGE, IncidentSearch(text=text, limit=_LIMIT, cursor=cursor, sort=sort, **filters)
        )
        found += [incident.number for incident in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    parameters = {"statuses": sorted(filters.get("statuses", IncidentStatus)), "service": filters.get("service_id")}
    assert found == _all(filled, _INCIDENTS.format(order=_ORDERS[sort]), text, parameters)
    assert found


def _all(url: str, statement: str, text: str, parameters: Mapping[str, Any]) -> list[Any]:
    """What the statement finds as one who sees every row."""
    sought = sought_by(text)
    assert sought is not None
    asked = {"tenant": LARGE, "words": sought.query, "most": _PAGES * _LIMIT, **parameters}
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute(statement.encode(), asked).fetchall()]
