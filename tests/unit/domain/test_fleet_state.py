"""A cluster's applications: a difference is a fact, a snapshot is not, and counts are what the rows say."""

from uuid import UUID

import pytest

from shared.domain.fleet_state.aggregate import sighting_of_fleet
from shared.domain.fleet_state.decide import fleet_state
from shared.domain.fleet_state.facts import FleetStateRecorded
from shared.domain.fleet_state.intents import RecordFleetState
from shared.domain.fleet_state.values import ApplicationRow, Counts
from shared.kernel.aggregate import Sighting
from shared.kernel.ids import FleetStateId
from tests.support.given import Given, after

FLEET = FleetStateId(UUID(int=61))
CHECKOUT = ApplicationRow(name="checkout", health="Healthy", sync="Synced")
SEARCH = ApplicationRow(name="search", health="Degraded", sync="OutOfSync")
BOTH = Counts(total=2, healthy=1, degraded=1, out_of_sync=1)
given = Given(fleet_state)


def look(*rows, counts=BOTH, minutes=0.0, **more):
    return RecordFleetState(
        **{
            "fleet_state_id": FLEET,
            "environment": "production",
            "cluster": "eu-1",
            "counts": counts,
            "applications": rows,
            "observed_at": after(minutes),
            **more,
        }
    )


def seen(*rows, counts=BOTH, minutes=0.0, **more):
    return FleetStateRecorded(
        **{
            "fleet_state_id": FLEET,
            "environment": "production",
            "cluster": "eu-1",
            "reachable": True,
            "counts": counts,
            "applications": rows,
            "observed_at": after(minutes),
            "stale_after_s": 300,
            **more,
        }
    )


def test_the_first_picture_and_each_difference_are_facts_whatever_the_order_of_rows():
    past = given.when(look(SEARCH, CHECKOUT)).then(seen(CHECKOUT, SEARCH))
    past.when(look(CHECKOUT, SEARCH, minutes=1)).then_nothing()
    well = SEARCH.model_copy(update={"health": "Healthy", "sync": "Synced"})
    past.when(look(CHECKOUT, well, counts=Counts(total=2, healthy=2), minutes=2)).then(
        seen(CHECKOUT, well, counts=Counts(total=2, healthy=2), minutes=2)
    )


def test_an_older_picture_is_not_believed():
    given.facts(seen(CHECKOUT, SEARCH, minutes=5)).when(look(CHECKOUT, SEARCH, minutes=4)).then_ignored("stale")
    given.facts(seen(CHECKOUT, SEARCH)).when(look(counts=BOTH, minutes=1), sighted_at=after(2)).then_ignored("stale")


def test_a_cluster_that_cannot_be_reached_is_unknown_as_a_whole():
    away = Counts(total=2, unknown=2)
    past = given.facts(seen(CHECKOUT, SEARCH))
    past.when(look(counts=away, minutes=1, reachable=False)).then(seen(counts=away, minutes=1, reachable=False))
    past.when(look(CHECKOUT, SEARCH, minutes=1, reachable=False)).then_rejected("fleet_state.unreachable")
    past.when(look(counts=BOTH, minutes=1, reachable=False)).then_rejected("fleet_state.unreachable")


@pytest.mark.parametrize(
    ("rows", "counts", "code", "saying"),
    [
        ((), Counts(total=3, healthy=1), "fleet_state.counts_disagree", "add up"),
        ((), Counts(total=1, healthy=1, out_of_sync=2), "fleet_state.counts_disagree", "add up"),
        (
            (CHECKOUT,),
            Counts(total=1, degraded=1),
            "fleet_state.counts_disagree",
            "healthy is 0, the rows say 1, degraded is 1, the rows say 0",
        ),
        ((SEARCH,), Counts(total=1, degraded=1), "fleet_state.counts_disagree", "out_of_sync is 0, the rows say 1"),
        ((CHECKOUT, CHECKOUT), Counts(total=2, healthy=2), "fleet_state.application_twice", "namespace"),
    ],
)
def test_counts_that_are_not_what_the_rows_say_are_refused(rows, counts, code, saying):
    given.when(look(*rows, counts=counts)).then_rejected(code, saying=saying)


def test_a_word_that_nobody_knows_counts_as_unknown():
    odd = ApplicationRow(name="odd", health="Wobbly", sync="Synced")
    given.when(look(odd, counts=Counts(total=1, unknown=1))).then(seen(odd, counts=Counts(total=1, unknown=1)))


def test_an_id_is_one_cluster():
    given.facts(seen(CHECKOUT, SEARCH)).when(look(CHECKOUT, SEARCH, cluster="eu-2")).then_rejected(
        "fleet_state.identity_mismatch"
    )


def test_every_picture_is_a_sighting():
    assert sighting_of_fleet(look(CHECKOUT, SEARCH, minutes=3)) == Sighting(after(3), None)
