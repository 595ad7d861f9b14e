"""FleetHealthQueryService over projected facts: what is worst, since when, and whether that is still believed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import psycopg
import pytest

from shared.adapters.postgres.projections.fleet_health.queries import PostgresFleetHealthQueries
from shared.domain.fleet_state.values import ApplicationRow
from shared.domain.health_check.values import Deployment
from shared.projections.fleet_health.answers import ApplicationHealth, FleetHealth, StatusCounts
from shared.projections.fleet_health.projection import fleet_health
from shared.projections.fleet_health.queries import ApplicationHealthQuery, EnvironmentsQuery, FleetHealthQuery
from shared.projections.page import InvalidQuery
from tests.support.facts import OTHER_TENANT, T0, TENANT, minutes
from tests.support.history_health import check_id, checked, fleet_id, out_of_reach, picture, pictured
from tests.support.projected import Projected, projected

pytestmark = pytest.mark.postgres
NOW = minutes(4)


@dataclass
class World:
    projected: Projected
    queries: PostgresFleetHealthQueries

    def fleet(self, *, now: datetime = NOW, environment: str | None = None) -> FleetHealth:
        return self.queries.get_fleet_health(TENANT, FleetHealthQuery(environment=environment), now)

    def application(self, name: str, *, now: datetime = NOW, **more) -> ApplicationHealth:
        query = ApplicationHealthQuery(**{"application": name, "environment": "production"} | more)
        return self.queries.get_application_health(TENANT, query, now)

    def environments(self, **asked) -> tuple[list[str | None], str | None]:
        page = self.queries.list_environment_health(TENANT, EnvironmentsQuery(**asked), NOW)
        return [each.environment for each in page.items], page.next_cursor

    def was_seen_again(self, kind: str, aggregate_id, at: datetime) -> None:
        """As the writer notes a look that says nothing new."""
        with psycopg.connect(self.projected.url) as connection:
            connection.execute(
                "INSERT INTO domain.aggregate"
                " (tenant_id, aggregate_type, aggregate_id, version, state, hash, seen_at)"
                " VALUES (%s, %s, %s, 1, '{}', '', %s)",
                (TENANT, kind, aggregate_id, at),
            )


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with projected(database_url, fleet_health) as projected_:
        yield World(projected_, PostgresFleetHealthQueries(projected_.reading, wait_s=0.1))


def test_the_worst_comes_out_of_clusters_and_resources_with_since_when_and_how_new(world: World) -> None:
    world.projected.happened(
        picture("eu", shop="Healthy", mail="Progressing"),
        picture("us", shop="Degraded", at=minutes(1)),
        picture("eu-2", environment="staging", shop="Healthy"),
        checked("api", "degraded", message="1 of 3 ready"),
        checked("job", "healthy", environment=None),
    )

    fleet = world.fleet()

    assert fleet.status == "unhealthy"
    assert fleet.worst is not None
    assert (fleet.worst.kind, fleet.worst.name, fleet.worst.cluster) == ("Application", "shop", "us")
    assert (fleet.worst.since, fleet.worst.message) == (minutes(1), "Degraded")
    assert [(each.environment, each.status) for each in fleet.environments] == [
        ("production", "unhealthy"),
        (None, "healthy"),
        ("staging", "healthy"),
    ]
    assert fleet.environment_counts == StatusCounts(total=3, unhealthy=1, healthy=2)
    assert fleet.applications == StatusCounts(total=4, unhealthy=1, healthy=3)
    assert fleet.resources == StatusCounts(total=2, degraded=1, healthy=1)
    assert (fleet.progressing, fleet.freshness.clusters_age_s) == (1, 240)
    assert (fleet.as_of.position, fleet.answered_at) == (5, NOW)


def test_one_environment_alone(world: World) -> None:
    world.projected.happened(
        picture("eu", shop="Degraded"), picture("eu-2", environment="staging", shop="Healthy"), checked("api")
    )

    fleet = world.fleet(environment="staging")
    assert (fleet.status, [each.environment for each in fleet.environments]) == ("healthy", ["staging"])
    assert world.fleet(environment="unheard").environments == ()
    with pytest.raises(InvalidQuery):
        world.fleet(environment="a\x00")


def test_a_picture_that_nobody_renews_is_no_longer_believed_until_somebody_looks_again(world: World) -> None:
    world.projected.happened(picture("eu", shop="Healthy"))

    late = world.fleet(now=minutes(9))
    assert (late.status, late.applications) == ("unknown", StatusCounts(total=1, unknown=1))
    assert [(each.cluster, each.stale_at) for each in late.freshness.stale] == [("eu", minutes(5))]

    world.was_seen_again("fleet_state", fleet_id("eu"), minutes(8))
    seen = world.fleet(now=minutes(9))
    assert (seen.status, seen.freshness.stale_clusters) == ("healthy", 0)
    assert seen.freshness.clusters_last_seen_at == minutes(8)


def test_a_cluster_out_of_reach_is_unknown_with_what_was_in_it(world: World) -> None:
    world.projected.happened(picture("eu", a="Healthy", b="Degraded"), out_of_reach("eu", at=minutes(2)))

    fleet = world.fleet()
    assert (fleet.status, fleet.applications) == ("unknown", StatusCounts(total=2, unknown=2))
    assert fleet.worst is not None
    assert (fleet.worst.kind, fleet.worst.message, fleet.worst.since) == ("Cluster", "cannot be reached", minutes(2))


def test_environments_come_by_name_in_pages_each_once(world: World) -> None:
    names = ["a", "a-b", "b", "ä"]
    world.projected.happened(
        *(picture(name, environment=name) for name in names),
        checked("one", environment=None),
        checked("two", environment="a"),
        checked("three", environment="only resources"),
    )

    found: list[str | None] = []
    cursor, pages = None, 0
    while True:
        page, cursor = world.environments(limit=2, cursor=cursor)
        found, pages = found + page, pages + 1
        if cursor is None:
            break

    assert (found, pages) == ([None, "a", "a-b", "b", "only resources", "ä"], 3)
    with pytest.raises(InvalidQuery):
        world.environments(cursor="made up")


def test_an_application_is_what_its_clusters_and_resources_say_worst_first(world: World) -> None:
    world.projected.happened(
        picture("eu", shop="Healthy", mail="Degraded"),
        picture("us", shop="Suspended"),
        checked(
            "web",
            "unhealthy",
            since=minutes(-3),
            progressing_since=minutes(-5),
            deployment=Deployment(application="shop", sync="OutOfSync", operation_phase="Running", revision="abc"),
            message="0 of 3 ready",
        ),
        checked("stranger", "unhealthy", deployment=Deployment(application="mail")),
    )

    shop = world.application("shop")

    assert (shop.status, shop.since) == ("unhealthy", minutes(-3))
    assert shop.counts == StatusCounts(total=3, unhealthy=1, degraded=1, healthy=1)
    assert [(each.kind, each.name, each.cluster, each.status.value) for each in shop.resources] == [
        ("Deployment", "web", "eu", "unhealthy"),
        ("Application", "shop", "us", "degraded"),
        ("Application", "shop", "eu", "healthy"),
    ]
    web = shop.resources[0]
    assert (web.sync, web.operation_phase, web.revision, web.message) == ("OutOfSync", "Running", "abc", "0 of 3 ready")
    assert (web.health_check_id, web.progressing_since) == (check_id("web"), minutes(-5))
    assert (web.last_seen_at, web.stale_after_s, web.stale) == (T0, None, False)


def test_several_applications_of_one_name_are_told_apart_by_namespace_and_cluster(world: World) -> None:
    rows = [ApplicationRow(name="web", namespace=each, health=health) for each, health in (("a", "Missing"), ("b", ""))]
    world.projected.happened(
        pictured("eu", applications=rows, at=T0, environment="production", stale_after_s=300),
        picture("us", web="Healthy"),
    )

    assert world.application("web").counts == StatusCounts(total=3, unhealthy=1, unknown=1, healthy=1)
    assert world.application("web", namespace="a").status == "unhealthy"
    assert world.application("web", namespace="b").status == "unknown"
    assert world.application("web", cluster="us").status == "healthy"


def test_an_applications_old_picture_is_not_believed_and_what_it_was_is_said(world: World) -> None:
    world.projected.happened(picture("eu", shop="Healthy"))

    (shop,) = world.application("shop", now=minutes(30)).resources
    assert (shop.status, shop.last_known, shop.stale, shop.since) == ("unknown", "healthy", True, minutes(5))


def test_an_application_that_nobody_told_of_is_unknown(world: World) -> None:
    nothing = world.application("shop", environment="")
    assert (nothing.status, nothing.since, nothing.resources, nothing.counts) == ("unknown", None, (), StatusCounts())


def test_another_tenants_fleet_is_not_there(world: World) -> None:
    world.projected.happened(picture("eu", shop="Degraded"), checked("api", "unhealthy"), tenant=OTHER_TENANT)

    assert world.fleet().environments == ()
    assert world.environments() == ([], None)
    assert world.application("shop").resources == ()
