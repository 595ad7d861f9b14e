"""Search by text over both projections: where a hit was found, what shows it, and what was meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.projections.alert_groups.queries import PostgresAlertQueries
from shared.adapters.postgres.projections.incident_timeline.queries import PostgresIncidentQueries
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.kernel.vocabulary import Severity
from shared.projections.alert_groups.projection import alert_groups
from shared.projections.alert_groups.queries import AlertSearch, AlertSummary
from shared.projections.incident_timeline.projection import incident_timeline
from shared.projections.incident_timeline.queries import IncidentSearch, IncidentSummary
from tests.support import facts as make
from tests.support.facts import OTHER_TENANT, READER, TENANT, Log, commit, minutes
from tests.support.projected_incidents import note, resolved

pytestmark = pytest.mark.postgres


@dataclass
class World:
    url: str
    log: Log
    projectors: tuple[Projector, ...]
    incidents: PostgresIncidentQueries
    alerts: PostgresAlertQueries

    def happened(self, *facts: Any, tenant=TENANT) -> None:
        added = [self.log.add(fact, tenant=tenant) for fact in facts]
        commit(self.url, added)
        for projector in self.projectors:
            projector.project(added)

    def found(self, text: str, **more: Any) -> list[tuple[int, str | None, str]]:
        page = self.incidents.search_incidents(TENANT, IncidentSearch(text=text, **more))
        return [(each.number, each.matched_in, shown(each)) for each in page.items]

    def alerts_found(self, text: str, **more: Any) -> list[tuple[str, str | None, str]]:
        page = self.alerts.search_alerts(TENANT, AlertSearch(text=text, **more))
        return [(each.fingerprint, each.matched_in, shown(each)) for each in page.items]


def shown(hit: IncidentSummary | AlertSummary) -> str:
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in hit.snippet)


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with (
        connect_pool(database_url, role="sre_projector", application="test") as writing,
        connect_pool(database_url, role="sre_query", application="test") as reading,
    ):
        yield World(
            database_url,
            Log(),
            tuple(
                Projector(each, PostgresProjectionStore(writing, each, READER))
                for each in (incident_timeline, alert_groups)
            ),
            PostgresIncidentQueries(reading, wait_s=0.2),
            PostgresAlertQueries(reading, wait_s=0.2),
        )


def test_an_incident_is_found_by_what_it_is_called_what_was_written_and_what_fired(world: World):
    labels = {"alertname": "DiskWillFill", "service": "ledger", "pod": "ledger-7d9f"}
    world.happened(
        make.created("i", 7, title="Ledger stands still", description="since the migration of invoices"),
        make.ingested("a", name="DiskWillFill", labels=labels, annotations={"summary": "volume nearly exhausted"}),
        make.correlated("i", ["a"]),
        note("the replica was promoted by hand", 4),
        resolved(9),
        make.created("j", 8, title="something else"),
    )

    assert world.found("stands led") == [(7, "title", "[Ledger] [stands] still")]
    assert world.found("invoice") == [(7, "description", "since the migration of [invoices]")]
    assert world.found("replica promoted") == [(7, "timeline", "the [replica] was [promoted] by hand")]
    assert world.found("rolled") == [(7, "resolution", "[rolled] back")]
    assert world.found("INC-7 ledger") == [(7, "number", "[INC]-[7]")]
    assert world.found("7d9f") == [
        (7, "alert", "DiskWillFill ledger-[7d9f] ledger DiskWillFill volume nearly exhausted")
    ]
    assert [hit[:2] for hit in world.found("diskwill exhausted")] == [(7, "alert")]
    assert world.found("replica else") == []
    assert world.found("INC-7") == [(7, None, "")]
    assert world.found("") == [(8, None, ""), (7, None, "")]


def test_words_may_stand_in_different_places_of_one_incident(world: World):
    world.happened(make.created("i", 1, title="ledger stands still"), note("promoted by hand", 4))

    assert world.found("ledger promoted") == [(1, "title", "[ledger] stands still")]


def test_an_alert_that_was_taken_out_no_longer_finds_the_incident(world: World):
    world.happened(
        make.created("i", 1, correlation_key=None),
        make.ingested("a", name="DiskWillFill"),
        make.correlated("i", ["a"]),
        make.uncorrelated("a", "i"),
    )

    assert world.found("diskwillfill") == []


def test_filters_hold_for_what_is_found_by_an_alert_too(world: World):
    world.happened(
        make.created("i", 1, severity=Severity.LOW),
        make.created("j", 2, severity=Severity.HIGH),
        make.ingested("a", name="DiskWillFill"),
        make.correlated("i", ["a"]),
        make.correlated("j", ["a"]),
    )

    assert [number for number, *_ in world.found("diskwillfill")] == [2, 1]
    assert [number for number, *_ in world.found("diskwillfill", severities=frozenset({Severity.LOW}))] == [1]


@pytest.mark.parametrize("sort", ["newest", "recently_updated", "severity"])
@pytest.mark.parametrize("text", ["disk", "diskk"])
def test_pages_of_hits_hold_every_incident_once_however_it_was_found(world: World, sort: Any, text: str):
    world.happened(
        make.ingested("a", name="DiskWillFill"),
        *(make.created(f"i{number}", number, title=f"disk {number}") for number in range(1, 4)),
        *(make.created(f"i{number}", number, title=f"other {number}") for number in range(4, 8)),
        *(make.correlated(f"i{number}", ["a"]) for number in range(2, 7)),
    )

    seen, cursor = [], None
    for _ in range(3):
        page = world.incidents.search_incidents(TENANT, IncidentSearch(text=text, sort=sort, limit=2, cursor=cursor))
        seen += [hit.number for hit in page.items]
        cursor = page.next_cursor

    assert (seen, cursor) == ([6, 5, 4, 3, 2, 1], None)


def test_an_alert_is_found_by_name_labels_and_annotations(world: World):
    labels = {"alertname": "HighErrorRate", "service": "checkout", "pod": "checkout-7d9f"}
    world.happened(
        make.ingested("a", labels=labels, annotations={"summary": "5xx above the limit", "owner": "ana"}),
        make.ingested("b", name="DiskFull", labels={"service": "db"}, starts_at=minutes(1)),
    )

    assert world.alerts_found("error") == [("a", "name", "[HighErrorRate]")]
    assert world.alerts_found("7d9f") == [("a", "label", "pod=checkout-[7d9f]")]
    assert world.alerts_found("above limit") == [("a", "annotation", "5xx [above] the [limit]")]
    assert world.alerts_found("error checkout") == [("a", "name", "[HighErrorRate]")]
    assert world.alerts_found("disk error") == []
    assert world.alerts_found("") == [("b", None, ""), ("a", None, "")]


@pytest.mark.parametrize("typed", ["HihgErrorRate", "higherorrate", "chekcout", "chekout error"])
def test_a_name_with_a_letter_too_many_is_found_where_nothing_is_called_so(world: World, typed: str):
    world.happened(
        make.ingested("a", labels={"service": "checkout"}),
        make.ingested("b", name="DiskFull", labels={"service": "db"}),
        make.created("i", 1, title="checkout fails with HighErrorRate"),
    )

    assert [fingerprint for fingerprint, *_ in world.alerts_found(typed)] == ["a"]
    assert [number for number, *_ in world.found(typed)] == [1]


def test_what_is_found_as_typed_is_not_read_otherwise(world: World):
    world.happened(
        make.ingested("a", name="DiskFull", labels={}),
        make.ingested("b", name="DiskFuel", labels={}),
    )

    assert [fingerprint for fingerprint, *_ in world.alerts_found("DiskFull")] == ["a"]
    assert world.alerts_found("networking") == []


@pytest.mark.parametrize("text", ["'", "a & | !", "%", "🙂", "<->", "a:*", "\\", "x" * 500, "$1 %(tenant)s"])
def test_whatever_is_typed_is_only_words(world: World, text: str):
    world.happened(make.ingested(), make.created())

    assert world.found(text) is not None
    assert world.alerts_found(text) is not None


@pytest.mark.parametrize("view", ["alert_groups.own_alert", "incident_timeline.own_incident"])
def test_the_views_that_search_show_the_own_tenant_and_without_one_nothing(world: World, view: str):
    for tenant in (TENANT, OTHER_TENANT):
        world.happened(make.ingested(), make.created(), tenant=tenant)
    seen: dict[str, list[Any]] = {}
    with psycopg.connect(world.url) as connection:
        connection.execute("SET ROLE sre_query")
        for own in (str(TENANT), ""):
            connection.execute("SELECT set_config('app.tenant_id', %s, true)", (own,))
            seen[own] = [row[0] for row in connection.execute(f"SELECT tenant_id FROM {view}")]

    assert seen == {str(TENANT): [TENANT], "": []}


def test_nobody_finds_what_is_anothers(world: World):
    labels = {"service": "checkout"}
    world.happened(make.ingested(labels=labels), make.created(), make.correlated(), tenant=OTHER_TENANT)

    assert (world.found("checkout"), world.found("chekout")) == ([], [])
    assert (world.alerts_found("checkout"), world.alerts_found("chekout")) == ([], [])


def test_an_answer_is_as_old_as_the_older_of_both_projections(world: World):
    incident, alert = world.log.add(make.created(title="disk")), world.log.add(make.ingested(name="DiskFull"))
    commit(world.url, [incident, alert])
    world.projectors[0].project([incident, alert])
    world.projectors[1].project([incident])

    page = world.incidents.search_incidents(TENANT, IncidentSearch(text="disk", min_position=2))
    without_text = world.incidents.search_incidents(TENANT, IncidentSearch(min_position=2))

    assert (page.as_of.position, page.as_of.stale) == (1, True)
    assert (without_text.as_of.position, without_text.as_of.stale) == (2, False)
