"""How a fleet's rows follow from its facts, and how environments and all of them are summed."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.domain.fleet_state.values import ApplicationRow
from shared.domain.health_check.values import Deployment
from shared.kernel.vocabulary import HealthStatus
from shared.projections.fleet_health.answers import StatusCounts, WorstThing
from shared.projections.fleet_health.fleets import fleets
from shared.projections.fleet_health.projection import fleet_health
from shared.projections.fleet_health.resources import resources
from shared.projections.fleet_health.summing import Cluster, Resources, environment_health, fleet_of
from shared.projections.page import AsOf
from tests.support.facts import T0, minutes
from tests.support.given_projection import GivenProjection
from tests.support.history_health import checked, out_of_reach, picture, pictured

given = GivenProjection(fleet_health)
NOW = minutes(4)
AS_OF = AsOf(position=1, at=T0, stale=False)


def applications(facts: GivenProjection) -> dict[str, tuple[str, datetime]]:
    (row,) = facts.rows(fleets)
    (part,) = fleets.parts
    return {each.name: (each.status, each.since) for each in part.of(row)}


def test_words_of_the_controller_become_one_status_and_counts() -> None:
    facts = given.facts(picture(a="Healthy", b="Progressing", c="Suspended", d="Missing", e="Degraded", f="Odd"))

    facts.then_row(
        fleets,
        status="unhealthy",
        total=6,
        healthy=2,
        degraded=1,
        unhealthy=2,
        unknown=1,
        progressing=1,
        reachable=True,
    )
    assert {name: status for name, (status, _) in applications(facts).items()} == {
        "a": "healthy",
        "b": "healthy",
        "c": "degraded",
        "d": "unhealthy",
        "e": "unhealthy",
        "f": "unknown",
    }


def test_since_when_is_kept_while_the_status_is_the_same() -> None:
    facts = given.facts(picture(a="Healthy", b="Healthy"), picture(at=minutes(1), a="Progressing", b="Degraded"))

    assert applications(facts) == {"a": ("healthy", T0), "b": ("unhealthy", minutes(1))}
    facts.then_row(fleets, status="unhealthy", since=minutes(1))
    facts.facts(picture(at=minutes(2), a="Missing", b="Degraded")).then_row(fleets, since=minutes(1))


def test_an_application_that_is_no_longer_told_of_is_gone() -> None:
    facts = given.facts(picture(a="Healthy", b="Degraded"), picture(at=minutes(1), a="Healthy"))

    assert applications(facts) == {"a": ("healthy", T0)}
    facts.then_row(fleets, status="healthy", since=minutes(1), total=1)


def test_out_of_reach_everything_that_was_there_is_unknown_and_not_gone() -> None:
    facts = given.facts(picture(a="Healthy", b="Degraded"), out_of_reach(at=minutes(1)), out_of_reach(at=minutes(2)))

    facts.then_row(fleets, status="unknown", since=minutes(1), reachable=False, total=2, unknown=2, unhealthy=0)
    assert applications(facts) == {"a": ("unknown", minutes(1)), "b": ("unknown", minutes(1))}
    back = facts.facts(picture(at=minutes(3), a="Healthy"))
    assert applications(back) == {"a": ("healthy", minutes(3))}


def test_of_a_cluster_without_applications_nothing_is_known() -> None:
    given.facts(picture()).then_row(fleets, status="unknown", total=0)


def test_two_applications_of_one_name_are_two_by_namespace() -> None:
    rows = [ApplicationRow(name="a", namespace=each, sync="OutOfSync") for each in ("one", "two")]
    facts = given.facts(pictured("eu", applications=rows, at=T0, environment="p", stale_after_s=60))

    (row,) = facts.rows(fleets)
    assert [(each["namespace"], each["name"], each["since"]) for each in row.applications] == [
        ("one", "a", T0.isoformat()),
        ("two", "a", T0.isoformat()),
    ]
    assert row.out_of_sync == 2


@pytest.mark.parametrize(
    ("more", "application"),
    [
        ({}, ""),
        ({"kind": "Application"}, "api"),
        ({"kind": "application", "deployment": Deployment(sync="Synced")}, "api"),
        ({"deployment": Deployment(application="shop")}, "shop"),
    ],
)
def test_a_resource_belongs_to_what_it_is_deployed_with_and_an_application_to_itself(more, application) -> None:
    given.facts(checked("api", **more)).then_row(resources, application=application)


def test_a_resource_that_names_no_place_has_empty_ones() -> None:
    facts = given.facts(checked("api", "degraded", namespace=None, cluster=None, environment=None))
    facts.then_row(resources, namespace="", cluster="", environment="", status="degraded", rank=2)


def cluster(name: str = "eu", status: str = "healthy", *, environment: str = "production", **more) -> Cluster:
    told: dict[str, Any] = {
        "reachable": True,
        "since": T0,
        "applications": StatusCounts(total=1, **{status: 1}),
        "progressing": 0,
        "out_of_sync": 0,
        "last_seen_at": T0,
        "stale_after_s": 300,
        "worst": None,
    }
    return Cluster(environment=environment, cluster=name, last_known=HealthStatus(status), **told | more)


def thing(name: str, status: str, since: datetime = T0) -> WorstThing:
    return WorstThing(
        kind="Application",
        name=name,
        namespace="shop",
        cluster="eu",
        environment="production",
        status=HealthStatus(status),
        since=since,
        message="",
    )


def test_an_environment_is_as_its_worst_cluster_and_counts_add_up() -> None:
    found = environment_health(
        "production",
        [cluster("eu", progressing=1), cluster("us", "degraded", out_of_sync=1, worst=thing("mail", "degraded"))],
        None,
        NOW,
    )

    assert found.status is HealthStatus.DEGRADED
    assert found.worst == thing("mail", "degraded")
    assert found.clusters == StatusCounts(total=2, healthy=1, degraded=1)
    assert found.applications == StatusCounts(total=2, healthy=1, degraded=1)
    assert (found.progressing, found.out_of_sync) == (1, 1)
    assert (found.freshness.clusters_last_seen_at, found.freshness.clusters_age_s) == (T0, 240)
    assert (found.freshness.stale, found.freshness.stale_clusters) == ((), 0)


def test_a_picture_is_believed_to_the_second_it_promised_and_not_after() -> None:
    picture = cluster("eu", "unhealthy", progressing=1, out_of_sync=1, worst=thing("mail", "unhealthy"))

    kept = environment_health("production", [picture], None, minutes(5))
    broken = environment_health("production", [picture], None, minutes(5) + timedelta(microseconds=1))

    assert (kept.status, kept.worst) == (HealthStatus.UNHEALTHY, thing("mail", "unhealthy"))
    assert broken.status is HealthStatus.UNKNOWN
    assert broken.applications == StatusCounts(total=1, unknown=1)
    assert (broken.progressing, broken.out_of_sync) == (0, 0)
    assert broken.worst is not None
    assert (broken.worst.kind, broken.worst.name, broken.worst.since) == ("Cluster", "eu", minutes(5))
    (stale,) = broken.freshness.stale
    assert (stale.stale_at, stale.last_known, stale.last_seen_at) == (minutes(5), HealthStatus.UNHEALTHY, T0)


def test_what_was_unknown_before_it_grew_stale_is_unknown_since_then() -> None:
    gone = cluster("eu", "unknown", reachable=False, since=minutes(-9), worst=thing("mail", "unknown"))
    found = environment_health("production", [gone], None, minutes(60)).worst

    assert found is not None
    assert (found.kind, found.since, found.message) == ("Cluster", minutes(-9), "cannot be reached")


def test_of_equally_bad_things_the_one_that_is_so_the_longest_is_the_worst() -> None:
    told = Resources(
        environment="production",
        counts=StatusCounts(total=1, unhealthy=1),
        last_seen_at=minutes(1),
        worst=thing("older", "unhealthy", minutes(-1)),
    )
    found = environment_health("production", [cluster("eu", "unhealthy", worst=thing("mail", "unhealthy"))], told, NOW)

    assert found.worst == thing("older", "unhealthy", minutes(-1))
    assert found.freshness.resources_age_s == 180


def test_the_fleet_is_as_its_worst_environment_which_comes_first() -> None:
    nowhere = Resources(
        environment="", counts=StatusCounts(total=2, healthy=2), last_seen_at=T0, worst=thing("job", "healthy")
    )
    found = fleet_of(
        [cluster(environment="a"), cluster("us", "unhealthy", environment="z", last_seen_at=minutes(-10))],
        [nowhere],
        NOW,
        AS_OF,
    )

    assert found.status is HealthStatus.UNKNOWN
    assert [(each.environment, each.status.value) for each in found.environments] == [
        ("z", "unknown"),
        (None, "healthy"),
        ("a", "healthy"),
    ]
    assert found.environment_counts == StatusCounts(total=3, unknown=1, healthy=2)
    assert found.clusters == StatusCounts(total=2, unknown=1, healthy=1)
    assert found.resources == StatusCounts(total=2, healthy=2)
    assert found.freshness.stale_clusters == 1


def test_of_nothing_nothing_is_known() -> None:
    found = fleet_of([], [], NOW, AS_OF)

    assert (found.status, found.worst, found.environments) == (HealthStatus.UNKNOWN, None, ())
    assert (found.freshness.clusters_last_seen_at, found.freshness.clusters_age_s) == (None, None)


def test_of_very_many_environments_the_worst_are_shown_and_all_are_counted() -> None:
    many = [cluster(environment=f"e{number:04}") for number in range(250)]
    found = fleet_of([*many, cluster("us", "unhealthy", environment="last")], [], NOW, AS_OF)

    assert (len(found.environments), found.environments[0].environment) == (200, "last")
    assert found.environment_counts == StatusCounts(total=251, healthy=250, unhealthy=1)
