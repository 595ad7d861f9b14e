"""A resource's health: transitions are facts, samples are not."""

from datetime import timedelta
from uuid import UUID

import pytest

from shared.domain.health_check.aggregate import sighting_of_resource
from shared.domain.health_check.decide import health_check
from shared.domain.health_check.facts import HealthCheckRecorded
from shared.domain.health_check.intents import RecordHealthCheck
from shared.domain.health_check.values import Condition, Deployment
from shared.kernel.aggregate import Sighting
from shared.kernel.ids import HealthCheckId
from shared.kernel.vocabulary import HealthStatus, ResourceRef
from tests.support.given import NOON, Given, after

RESOURCE = ResourceRef(kind="Application", name="checkout", namespace="argocd")
HEALTHY, DEGRADED = HealthStatus.HEALTHY, HealthStatus.DEGRADED
UNHEALTHY, UNKNOWN = HealthStatus.UNHEALTHY, HealthStatus.UNKNOWN
SYNCED = Condition(type="Synced", status="True")
DRIFTED = Condition(type="Synced", status="False", reason="OutOfSync")
given = Given(health_check)


def look(status=HEALTHY, minutes=0.0, **more):
    return RecordHealthCheck(
        **{
            "health_check_id": HealthCheckId(UUID(int=51)),
            "resource": RESOURCE,
            "status": status,
            "source_name": "argocd",
            "checked_at": after(minutes),
            "received_at": after(minutes),
            **more,
        }
    )


def seen(status=HEALTHY, previous=None, minutes=0.0, **more):
    return HealthCheckRecorded(
        **{
            "health_check_id": HealthCheckId(UUID(int=51)),
            "resource": RESOURCE,
            "previous": previous,
            "status": status,
            "since": after(minutes),
            "progressing_since": None,
            "conditions": (),
            "deployment": None,
            "message": "",
            "source_name": "argocd",
            "checked_at": after(minutes),
            **more,
        }
    )


def test_the_first_look_and_each_change_are_facts_and_the_same_again_is_not():
    past = given.when(look()).then(seen())
    past.when(look(minutes=1)).then_nothing()
    past.when(look(UNHEALTHY, 2, message="crash loop")).then(seen(UNHEALTHY, HEALTHY, 2, message="crash loop")).when(
        look(UNHEALTHY, 3, message="crash loop, again")
    ).then_nothing()


def test_another_condition_is_a_change_that_leaves_the_status_since_when_it_was():
    past = given.facts(seen(conditions=(SYNCED,)))
    past.when(look(minutes=1, conditions=(SYNCED.model_copy(update={"message": "words"}),))).then_nothing()
    past.when(look(minutes=2, conditions=(DRIFTED,))).then(seen(HEALTHY, HEALTHY, 2, since=NOON, conditions=(DRIFTED,)))


def test_another_revision_is_a_change():
    deployment = Deployment(application="checkout", revision="abc")
    given.facts(seen()).when(look(minutes=1, deployment=deployment)).then(
        seen(HEALTHY, HEALTHY, 1, since=NOON, deployment=deployment)
    )


def test_an_older_look_than_the_last_is_not_believed_even_when_the_last_changed_nothing():
    given.facts(seen(minutes=5)).when(look(UNHEALTHY, 4)).then_ignored("stale")
    given.facts(seen()).when(look(UNHEALTHY, 4), sighted_at=after(5)).then_ignored("stale")


def test_on_its_way_it_is_what_it_was_until_it_takes_too_long():
    rolling = {"progressing": True, "progress_deadline_s": 600}
    past = (
        given.facts(seen())
        .when(look(HEALTHY, 1, **rolling))
        .then(seen(HEALTHY, HEALTHY, 1, since=NOON, progressing_since=after(1)))
    )
    past.when(look(HEALTHY, 11, **rolling)).then_nothing()
    late = past.when(look(HEALTHY, 11.1, **rolling)).then(seen(DEGRADED, HEALTHY, 11.1, progressing_since=after(1)))
    late.when(look(HEALTHY, 12, **rolling)).then_nothing()
    late.when(look(HEALTHY, 13)).then(seen(HEALTHY, DEGRADED, 13))


def test_what_is_first_seen_on_its_way_is_unknown():
    given.when(look(HEALTHY, progressing=True)).then(seen(UNKNOWN, progressing_since=NOON))


def test_an_id_is_one_resource():
    other = ResourceRef(kind="Application", name="search")
    given.facts(seen()).when(look(minutes=1, resource=other)).then_rejected("health_check.identity_mismatch")


def test_every_look_is_a_sighting_and_none_is_waited_for():
    assert sighting_of_resource(look(minutes=3)) == Sighting(after(3), None)


@pytest.mark.parametrize("status", list(HealthStatus))
def test_each_status_can_follow_each(status):
    for before in HealthStatus:
        past = given.facts(seen(before))
        followed = past.when(look(status, 1)).followed
        assert [fact.status for fact in followed] == ([] if status is before else [status])
        assert all(fact.checked_at - NOON == timedelta(minutes=1) for fact in followed)
