"""Every question of a page is answered by index, and reads rows in proportion to what it shows.

The views are filled as after years: one large tenant beside small ones. Each question is asked as the program asks it,
often enough that its statement is kept prepared, and the plan that PostgreSQL took is looked at each time.
`bench/queries.py` measures the same at 1,000,000 alerts.

A new question is a line in CASES; a new view also needs rows in `bench/many_rows.py`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from bench.many_rows import LARGE, fill
from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections.queries_alerts import PostgresAlertQueries
from shared.adapters.postgres.projections.queries_incidents import PostgresIncidentQueries
from shared.kernel.ids import IncidentId, TenantId
from shared.kernel.vocabulary import AlertStatus, IncidentStatus, Severity
from shared.projections.alert_correlation.queries import ActiveAlerts, AlertGroupsQuery, AlertSearch
from shared.projections.incident_timeline.queries import IncidentSearch, MetricsQuery, TimelineQuery
from tests.support import postgres
from tests.support.plans import Plans, explained

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

#: A tenth of what the bench has: this is to be waited for.
ALERTS, INCIDENTS = 100_000, 10_000
PAGE = 50
#: A statement is prepared after five times, and PostgreSQL thinks about a plan for all parameters five times later.
TIMES = 12


@dataclass
class Asking:
    incidents: PostgresIncidentQueries
    alerts: PostgresAlertQueries
    tenant: TenantId = LARGE


@dataclass(frozen=True)
class Case:
    """``most``: how many rows it may read, over all tables, for a page of fifty."""

    name: str
    ask: Callable[[Asking], Any]
    most: int


def incidents(**asked: Any) -> Callable[[Asking], Any]:
    return lambda a: a.incidents.search_incidents(a.tenant, IncidentSearch(limit=PAGE, **asked))


def alerts(**asked: Any) -> Callable[[Asking], Any]:
    return lambda a: a.alerts.search_alerts(a.tenant, AlertSearch(limit=PAGE, **asked))


def later(ask: Callable[..., Any], **asked: Any) -> Callable[[Asking], Any]:
    """The fourth page; what it costs to get there does not count."""

    def go_on(a: Asking) -> Any:
        page = ask(**asked)(a)
        for _ in range(2):
            page = ask(cursor=page.next_cursor, **asked)(a)
        PLANS_OF[a.incidents].clear()
        return ask(cursor=page.next_cursor, **asked)(a)

    return go_on


PLANS_OF: dict[Any, Plans] = {}
NOW = datetime.now(UTC)
OPEN = frozenset({IncidentStatus.OPEN, IncidentStatus.ACKNOWLEDGED, IncidentStatus.MITIGATING})
CRITICAL = frozenset({Severity.CRITICAL})
SERVICE = UUID("4afcbb20-be4d-cb09-b9bb-3f4d1ed1c1ea")
INCIDENT = IncidentId(UUID(int=0))
METRICS = MetricsQuery(declared_from=NOW - timedelta(days=20), declared_to=NOW - timedelta(days=13))

CASES = (
    Case("the newest incidents", incidents(), 200),
    Case("the fourth page of incidents", later(incidents), 200),
    Case("incidents that changed last", incidents(sort="recently_changed"), 200),
    Case("the fourth page of those that changed", later(incidents, sort="recently_changed"), 200),
    Case("the gravest incidents", incidents(sort="severity"), 200),
    Case("open incidents", incidents(statuses=OPEN), 300),
    Case("closed incidents", incidents(statuses=frozenset({IncidentStatus.CLOSED})), 250),
    Case("critical incidents", incidents(severities=CRITICAL), 1_000),
    Case("incidents of a service", incidents(service_id=SERVICE), 1_500),
    Case(
        "incidents of a day", incidents(declared_from=NOW - timedelta(days=9), declared_to=NOW - timedelta(days=8)), 500
    ),
    Case("an incident by its number", incidents(text="INC-4711"), 10),
    Case("incidents by a rare word", incidents(text="ticket3f2"), 700),
    Case("incidents by a word that most have", incidents(text="restarted"), 2_500),
    Case("incidents by a name and a word", incidents(text="checkout memory"), 3_500),
    Case("the fourth page of a search", later(incidents, text="gateway slowly"), 4_500),
    Case("incidents by what only an alert is called", incidents(text="HighErrorRate"), 7_500),
    Case("open incidents by a word", incidents(text="ledger", statuses=OPEN), 6_000),
    Case("incidents by a word that nobody used", incidents(text="nothingofthekind"), 7_500),
    Case("incidents by a misspelt name", incidents(text="chekcout"), 9_000),
    Case("a timeline", lambda a: a.incidents.get_incident_timeline(a.tenant, TimelineQuery(incident_id=INCIDENT)), 100),
    Case("times to resolve of a week", lambda a: a.incidents.get_mttr_metrics(a.tenant, METRICS), 3_000),
    Case("what fires", lambda a: a.alerts.list_active_alerts(a.tenant, ActiveAlerts(limit=PAGE)), 400),
    Case(
        "what fires and is critical",
        lambda a: a.alerts.list_active_alerts(a.tenant, ActiveAlerts(limit=PAGE, severities=CRITICAL)),
        600,
    ),
    Case("the newest alerts", alerts(), 400),
    Case("the fourth page of alerts", later(alerts), 400),
    Case("stale alerts", alerts(statuses=frozenset({AlertStatus.STALE})), 6_000),
    Case("critical alerts", alerts(severities=CRITICAL), 3_000),
    Case("alerts of a service", alerts(labels={"service": "checkout-3"}), 2_500),
    Case("alerts of a pod", alerts(labels={"pod": "pod9e3779b1"}), 10),
    Case("alerts by a rare word", alerts(text="pod9e3779b1"), 10),
    Case("alerts by a word that all have", alerts(text="while"), 400),
    Case("alerts by a name and a service", alerts(text="HighError checkout"), 4_000),
    Case("the fourth page of alerts by a word", later(alerts, text="ledger"), 1_500),
    Case(
        "alerts of an hour",
        alerts(started_from=NOW - timedelta(days=8, hours=1), started_to=NOW - timedelta(days=8)),
        400,
    ),
    Case("alerts by a misspelt name", alerts(text="HighErorRate"), 9_000),
    Case("groups under way", lambda a: a.alerts.list_alert_groups(a.tenant, AlertGroupsQuery(limit=PAGE)), 700),
    Case(
        "all groups of a key",
        lambda a: a.alerts.list_alert_groups(
            a.tenant, AlertGroupsQuery(open_only=False, correlation_key="service=checkout100", limit=PAGE)
        ),
        700,
    ),
)


@pytest.fixture(scope="module")
def pool(postgres_server: str) -> Iterator[tuple[Pool, Plans]]:
    with postgres.fresh_database(postgres_server) as url:
        fill(url, alerts=ALERTS, incidents=INCIDENTS)
        with explained(url, role="sre_query") as found:
            yield found


@pytest.fixture
def asking(pool: tuple[Pool, Plans]) -> Asking:
    connections, plans = pool
    asked = Asking(PostgresIncidentQueries(connections), PostgresAlertQueries(connections))
    PLANS_OF[asked.incidents] = plans
    plans.clear()
    return asked


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_question_is_answered_by_index_from_few_rows(case: Case, pool: tuple[Pool, Plans], asking: Asking):
    _connections, plans = pool
    for _ in range(TIMES):
        plans.clear()
        case.ask(asking)
        assert plans.found, "no plan was heard of"
        assert plans.read_whole == [], plans.told()
        assert plans.rows_read <= case.most, f"{plans.rows_read}\n{plans.told()}"
