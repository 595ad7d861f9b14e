"""AlertQueryService over projected facts: active, search, groups, successors."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.projections.alert_groups.queries import PostgresAlertQueries
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.domain.alert.facts import Change
from shared.domain.incident.facts import IncidentResolved, IncidentsMerged
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import AlertStatus, IncidentStatus, Severity
from shared.projections.alert_groups.fired import FiredQuery
from shared.projections.alert_groups.firing_periods import AlertEpisodesQuery
from shared.projections.alert_groups.projection import alert_groups
from shared.projections.alert_groups.queries import ActiveAlerts, AlertGroupsQuery, AlertSearch
from shared.projections.page import InvalidQuery
from tests.support import facts as make
from tests.support.facts import OTHER_TENANT, READER, RULE, TENANT, Log, commit, minutes, named

pytestmark = pytest.mark.postgres


@dataclass
class World:
    log: Log
    projector: Projector
    queries: PostgresAlertQueries
    url: str

    def happened(self, *facts: Any, tenant=TENANT) -> None:
        added = [self.log.add(fact, tenant=tenant) for fact in facts]
        commit(self.url, added)
        self.projector.project(added)

    def found(self, **asked: Any) -> list[str]:
        return [alert.fingerprint for alert in self.queries.search_alerts(TENANT, AlertSearch(**asked)).items]


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with (
        connect_pool(database_url, role="sre_projector", application="test") as writing,
        connect_pool(database_url, role="sre_query", application="test") as reading,
    ):
        yield World(
            Log(),
            Projector(alert_groups, PostgresProjectionStore(writing, alert_groups, READER)),
            PostgresAlertQueries(reading, wait_s=0.2),
            database_url,
        )


def test_active_is_firing_and_neither_resolved_nor_stale(world: World) -> None:
    world.happened(
        make.ingested("firing", starts_at=minutes(1)),
        make.ingested("seen", starts_at=minutes(2)),
        make.acknowledged("seen"),
        make.ingested("stale"),
        make.went_stale("stale"),
        make.ingested("resolved", change=Change.RESOLVED, status="resolved"),
    )

    active = world.queries.list_active_alerts(TENANT, ActiveAlerts()).items

    assert [(alert.fingerprint, alert.acknowledged_by) for alert in active] == [("seen", "human:ana"), ("firing", None)]
    assert world.found(statuses=frozenset({AlertStatus.STALE})) == ["stale"]
    assert world.found(statuses=frozenset({AlertStatus.ACKNOWLEDGED})) == ["seen"]
    assert world.found(statuses=frozenset({AlertStatus.SILENCED})) == []


def test_search_matches_words_of_name_and_label_values_and_whole_labels(world: World) -> None:
    world.happened(
        make.ingested("a", starts_at=minutes(2), labels={"service": "checkout", "cluster": "prod-eu-1"}),
        make.ingested("b", starts_at=minutes(1), name="DiskFull", severity=Severity.LOW, labels={"service": "db"}),
    )

    assert world.found(text="error") == ["a"]
    assert world.found(text="HighErrorRate") == ["a"]
    assert world.found(text="disk db") == ["b"]
    assert world.found(text="prod eu") == ["a"]
    assert world.found(text="service") == []
    assert world.found(labels={"service": "checkout"}) == ["a"]
    assert world.found(labels={"service": "check"}) == []
    assert world.found(severities=frozenset({Severity.LOW})) == ["b"]
    assert world.found(without_labels=("service=checkout",)) == ["b"]
    assert world.found(without_labels=("service=checkout", "service=db")) == []
    assert world.found(without_labels=("service=check",), text="error") == ["a"]
    assert world.found(without_labels=("cluster=prod-eu-1",), text="error") == []
    assert world.found(starts_from=minutes(2)) == ["a"]
    assert world.found(starts_to=minutes(2)) == ["b"]


def test_episodes_of_some_alerts_are_listed_with_those_before(world: World) -> None:
    world.happened(
        make.ingested("a", starts_at=minutes(1)),
        make.ingested("a", change=Change.RESOLVED, status="resolved", starts_at=minutes(1), ends_at=minutes(5)),
        make.ingested("a", change=Change.REFIRED, episode=2, starts_at=minutes(60)),
        make.ingested("b", starts_at=minutes(2)),
        make.ingested("c", starts_at=minutes(3)),
    )

    def listed(since: int, until: int) -> list[tuple[str, int]]:
        asked = AlertEpisodesQuery(
            alert_ids=frozenset({named("a"), named("b"), named("nobody's")}),
            ends_from=minutes(since),
            starts_to=minutes(until),
        )
        found = world.queries.list_alert_episodes(TENANT, asked)
        names = {named("a"): "a", named("b"): "b"}
        return [(names[each.alert_id], each.episode) for each in found.items]

    assert listed(0, 90) == [("a", 2), ("b", 1), ("a", 1)]
    assert listed(6, 90) == [("a", 2), ("b", 1)]
    assert listed(0, 60) == [("b", 1), ("a", 1)]


def test_what_fired_in_a_stretch_of_time_is_found_by_labels_and_without(world: World) -> None:
    a_day = 24 * 60
    world.happened(
        make.ingested("old", starts_at=minutes(0), labels={"service": "checkout"}),
        make.ingested("short", starts_at=minutes(2 * a_day), labels={"service": "checkout"}),
        make.ingested(
            "short",
            change=Change.RESOLVED,
            status="resolved",
            starts_at=minutes(2 * a_day),
            ends_at=minutes(2 * a_day + 5),
            labels={"service": "checkout"},
        ),
        make.ingested("other", starts_at=minutes(2 * a_day + 1), labels={"service": "db"}),
    )

    def fired(since: int, until: int, **labels: str) -> list[str]:
        asked = FiredQuery(since=minutes(since), until=minutes(until), labels=labels)
        names = {named(name): name for name in ("old", "short", "other")}
        return [names[each.alert_id] for each in world.queries.list_fired(TENANT, asked).items]

    assert fired(2 * a_day, 3 * a_day) == ["other", "short", "old"]
    assert fired(2 * a_day, 3 * a_day, service="checkout") == ["short", "old"]
    assert fired(2 * a_day + 6, 3 * a_day) == ["other", "old"]
    assert fired(0, 1) == ["old"]
    assert fired(0, 1, service="db") == []


def test_episodes_are_asked_for_few_alerts(world: World) -> None:
    many = frozenset(named(str(number)) for number in range(201))
    for asked in (frozenset[UUID](), many):
        query = AlertEpisodesQuery(alert_ids=asked, ends_from=minutes(0), starts_to=minutes(1))
        with pytest.raises(InvalidQuery):
            world.queries.list_alert_episodes(TENANT, query)


def test_pages_hold_every_alert_once(world: World) -> None:
    world.happened(*(make.ingested(name) for name in "abcde"))

    seen, cursor = [], None
    for _ in range(3):
        page = world.queries.list_active_alerts(TENANT, ActiveAlerts(limit=2, cursor=cursor))
        seen += [alert.fingerprint for alert in page.items]
        cursor = page.next_cursor

    assert (sorted(seen), cursor) == (["a", "b", "c", "d", "e"], None)


def test_a_new_episode_starts_unacknowledged_and_outside_the_old_incident(world: World) -> None:
    world.happened(make.ingested(), make.acknowledged(), make.created(), make.correlated())
    before = world.queries.list_active_alerts(TENANT, ActiveAlerts()).items[0]
    world.happened(make.ingested(change=Change.REFIRED, episode=2, starts_at=minutes(60)))
    after = world.queries.list_active_alerts(TENANT, ActiveAlerts()).items[0]

    assert (before.acknowledged_by, before.incident_id, before.episode) == ("human:ana", named("i"), 1)
    assert (after.acknowledged_by, after.incident_id, after.episode) == (None, None, 2)


def test_an_alert_taken_out_of_an_incident_is_in_none(world: World) -> None:
    world.happened(make.ingested(), make.created(), make.correlated(), make.uncorrelated())

    (alert,) = world.queries.list_active_alerts(TENANT, ActiveAlerts()).items
    (group,) = world.queries.list_alert_groups(TENANT, AlertGroupsQuery()).items

    assert (alert.incident_id, group.firing, group.alert_ids) == (None, 0, ())


def test_an_alert_belongs_to_the_incident_that_its_own_was_merged_into(world: World) -> None:
    world.happened(
        make.ingested(),
        make.created("i", 1),
        make.created("j", 2),
        make.created("k", 3),
        make.correlated("i"),
        IncidentsMerged(
            incident_id=IncidentId(named("j")), merged_ids=(IncidentId(named("i")),), reason="r", merged_by="human:ana"
        ),
        IncidentsMerged(
            incident_id=IncidentId(named("k")), merged_ids=(IncidentId(named("j")),), reason="r", merged_by="human:ana"
        ),
    )

    (alert,) = world.queries.list_active_alerts(TENANT, ActiveAlerts()).items

    assert alert.incident_id == named("k")


def test_a_group_shows_its_rule_and_counts_its_alerts(world: World) -> None:
    world.happened(
        make.ingested("a"),
        make.ingested("b", change=Change.RESOLVED, status="resolved"),
        make.ingested("c"),
        make.went_stale("c"),
        make.ingested("d"),
        make.created("i", 1),
        make.correlated("i", ["a", "b", "c", "d"]),
        make.ingested("d", change=Change.REFIRED, episode=2),
        make.created("by hand", 2),
    )

    (group,) = world.queries.list_alert_groups(TENANT, AlertGroupsQuery()).items

    assert (group.number, group.correlation_key, group.rule_id, group.rule_version) == (1, "service=checkout", RULE, 3)
    assert group.matched == {"service": "checkout"}
    assert (group.firing, group.resolved, group.stale) == (1, 2, 1)
    assert set(group.alert_ids) == {named("a"), named("b"), named("c"), named("d")}


def test_groups_are_found_by_key_and_closed_ones_only_when_asked_for(world: World) -> None:
    world.happened(
        make.ingested(),
        make.created(),
        make.correlated(),
        IncidentResolved(
            incident_id=IncidentId(named("i")),
            previous=IncidentStatus.OPEN,
            summary="s",
            resolved_by="human:ana",
            resolved_at=minutes(5),
            approval_id=None,
        ),
    )

    def groups(**asked: Any) -> int:
        return len(world.queries.list_alert_groups(TENANT, AlertGroupsQuery(**asked)).items)

    assert (groups(), groups(open_only=False)) == (0, 1)
    assert groups(open_only=False, correlation_key="service=checkout") == 1
    assert groups(open_only=False, correlation_key="service=other") == 0


def test_a_stale_alert_names_the_one_that_seems_to_live_on_under_more_labels(world: World) -> None:
    old = {"alertname": "HighErrorRate", "service": "checkout"}
    world.happened(
        make.ingested("old", labels=old),
        make.went_stale("old", last_seen_at=minutes(10)),
        make.ingested("too early", labels=old | {"team": "x"}, starts_at=minutes(9)),
        make.ingested("other labels", labels={"alertname": "HighErrorRate"}, starts_at=minutes(11)),
        make.ingested("other name", name="Other", labels=old | {"team": "x"}, starts_at=minutes(11)),
        make.ingested("other source", source_name="dev", labels=old | {"team": "x"}, starts_at=minutes(11)),
        make.ingested("successor", labels=old | {"team": "x"}, starts_at=minutes(12)),
    )
    world.happened(make.ingested("theirs", labels=old | {"team": "x"}, starts_at=minutes(11)), tenant=OTHER_TENANT)

    (stale,) = world.queries.search_alerts(TENANT, AlertSearch(statuses=frozenset({AlertStatus.STALE}))).items

    assert stale.suggested_successor == named("successor")


def test_a_sight_heals_a_stale_alert(world: World) -> None:
    world.happened(make.ingested(), make.went_stale(), make.ingested(change=Change.HEALED, received_at=minutes(600)))

    (alert,) = world.queries.list_active_alerts(TENANT, ActiveAlerts()).items

    assert (alert.status, alert.stale_at, alert.last_seen_at) == (AlertStatus.FIRING, None, minutes(600))
