"""What a rule would have made of past alerts, over the API: progress, then a report, and nothing is changed."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.past_facts import PostgresPastFacts
from shared.app import replay_rules
from shared.domain.incident.facts import IncidentCreated
from shared.kernel.wire import wire_type
from shared.ports.clock import SystemClock
from shared.processes.alert_correlation.rules import DEFAULT_RULES
from shared.projections.projection import aggregate_of
from tests.support import facts as make
from tests.support.api import ADA, BOB, Api
from tests.support.facts import Log, commit, minutes, named

PATH = "/v1/correlation-rules/replay"
BY_NAME = {"definition": {"name": "by name", "group_by": ["@alertname"], "priority": 1}}


@pytest.fixture
def pool(database_url: str) -> Iterator[Pool]:
    with connect_pool(database_url, role="sre_query", application="replay-test", max_size=4) as pool:
        yield pool


@pytest.fixture
def api(database_url: str, pool: Pool) -> Api:
    return Api(database_url, pool)


@pytest.fixture
def history(database_url: str) -> Log:
    """Two incidents, of two services, whose alerts have one name."""
    log = Log()
    for number, service in enumerate(("checkout", "payments"), 1):
        log.add(make.ingested(service, labels={"service": service}), at=minutes(number), tenant=ADA)
        log.add(make.created(service, number, title=f"{service} fails"), at=minutes(number), tenant=ADA)
        log.add(make.correlated(service, (service,)), at=minutes(number), tenant=ADA)
    for fact in log.facts:
        commit(database_url, [fact])
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE domain.fact SET recorded_at = (event::json ->> 'time')::timestamptz")
    return log


def told(api: Api, body: dict[str, Any], tenant: Any = ADA) -> list[tuple[str, Any]]:
    period = {"since": minutes(-60).isoformat(), "until": minutes(60).isoformat()}
    response = api.ask("POST", PATH, key=api.key(tenant, "responder"), body=period | body)
    assert (response.status_code, response.content_type) == (200, "text/event-stream")
    blocks = [
        dict(line.split(": ", 1) for line in block.splitlines()) for block in response.text.split("\n\n") if block
    ]
    return [(block["event"], json.loads(block["data"])) for block in blocks if "event" in block]


def test_a_rule_that_groups_by_name_makes_one_incident_of_two(api: Api, history: Log):
    events = told(api, BY_NAME)
    assert [name for name, _ in events] == ["progress", "report"]
    report = events[-1][1]
    assert (report["complete"], report["alerts"]) == (True, 2)
    assert (report["incidents_before"], report["incidents_after"]) == (2, 1)
    assert (report["pages_before"], report["pages_after"]) == (2, 1)
    (change,) = report["changes"]
    assert change["kind"] == "merged"
    assert [(one["number"], one["title"]) for one in change["before"]] == [(1, "checkout fails"), (2, "payments fails")]
    assert [one["alerts"] for one in change["after"]] == [2]


def test_rules_as_they_are_make_what_was(api: Api, history: Log):
    off = {"definition": BY_NAME["definition"] | {"enabled": False}}
    report = told(api, off)[-1][1]
    assert (report["counts"]["same"], report["changes"]) == (2, [])


def test_only_the_period_is_gone_through(api: Api, history: Log):
    report = told(api, BY_NAME | {"since": minutes(1.5).isoformat()})[-1][1]
    assert (report["alerts"], report["incidents_before"]) == (1, 1)


def test_another_tenant_has_another_past(api: Api, history: Log):
    assert told(api, BY_NAME, BOB)[-1][1]["alerts"] == 0


def test_it_ends_at_the_bound_and_says_how_far_it_came(api: Api, history: Log, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(replay_rules, "MOST_REPLAYED", 1)
    monkeypatch.setattr(replay_rules, "_PAGE", 3)
    events = told(api, BY_NAME)
    report = events[-1][1]
    assert (report["complete"], report["alerts"]) == (False, 1)
    assert events[0][1]["share"] < 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"definition": BY_NAME["definition"] | {"matchers": ["team~x"]}}, "correlation_rule.invalid_matcher"),
        (BY_NAME | {"since": minutes(61).isoformat()}, "correlation_rule.replay_period"),
        (BY_NAME | {"rule_id": str(DEFAULT_RULES[0].rule_id)}, "correlation_rule.default"),
    ],
)
def test_what_cannot_be_replayed_is_refused(api: Api, body: dict[str, Any], code: str):
    period = {"since": minutes(-60).isoformat(), "until": minutes(60).isoformat()}
    answer = api.ask("POST", PATH, key=api.key(ADA, "admin"), body=period | body)
    assert answer.json is not None
    assert answer.json["code"] == code


def test_a_moment_is_found_in_the_log(pool: Pool, history: Log):
    past, types = PostgresPastFacts(pool), [wire_type(IncidentCreated)]
    place = past.place_at(ADA, minutes(1.5))
    page = past.page(ADA, types, place, 100)
    assert [aggregate_of(fact.data) for fact in page.facts] == [named("payments")]
    assert past.page(ADA, types, past.place_at(ADA, minutes(50)), 100).passed == 0
    assert past.page(ADA, types, past.place_at(ADA, minutes(0)), 100).passed == len(history.facts)
    assert past.page(BOB, types, past.place_at(BOB, minutes(0)), 100).passed == 0


def test_what_somebody_else_still_writes_hides_nothing_that_is_recorded(
    api: Api, history: Log, postgres_server: str, database_url: str
):
    """Another database of the same server is written to the whole time, as it is where servers are shared."""
    with psycopg.connect(postgres_server) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        log = Log()
        commit(database_url, [log.add(make.ingested("late", labels={"service": "ledger"}), at=minutes(3), tenant=ADA)])
        report = told(api, BY_NAME)[-1][1]
    assert (report["complete"], report["alerts"]) == (True, 3)


def test_until_now_is_whatever_is_recorded_whoevers_clock_is_ahead(api: Api, database_url: str):
    log = Log()
    ahead = SystemClock().now() + timedelta(seconds=30)
    commit(database_url, [log.add(make.ingested("checkout", labels={"service": "checkout"}), at=ahead, tenant=ADA)])
    report = told(api, BY_NAME | {"since": None, "until": None})[-1][1]
    assert (report["complete"], report["alerts"]) == (True, 1)
