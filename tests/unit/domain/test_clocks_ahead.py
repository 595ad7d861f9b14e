"""A clock that was ahead once blocks nothing that comes after: of pictures of a fleet, looks at health, texts."""

from datetime import timedelta

import pytest

from shared.domain.fleet_state.values import Counts
from shared.domain.knowledge_document.values import Revision
from tests.support.given import NOON, after
from tests.unit.domain import test_fleet_state as fleet
from tests.unit.domain import test_health_check as health
from tests.unit.domain import test_knowledge_document as document

MONTHS = timedelta(days=150)


def test_a_picture_by_a_clock_ahead_is_taken_at_when_it_was_heard_and_the_next_one_is_believed():
    ahead = fleet.look(fleet.CHECKOUT, fleet.SEARCH, observed_at=NOON + MONTHS)
    past = fleet.given.when(ahead).then(fleet.seen(fleet.CHECKOUT, fleet.SEARCH))
    well = Counts(total=2, healthy=2)
    past.when(fleet.look(counts=well, minutes=1), at=after(1)).then(fleet.seen(counts=well, minutes=1))


def test_a_picture_of_a_time_to_come_that_was_kept_makes_no_later_one_old():
    kept = fleet.seen(fleet.CHECKOUT, fleet.SEARCH, observed_at=NOON + MONTHS)
    well = Counts(total=2, healthy=2)
    asked = fleet.given.facts(kept).when(fleet.look(counts=well), sighted_at=NOON + MONTHS)
    asked.then(fleet.seen(counts=well))


def test_a_look_by_a_clock_ahead_is_taken_at_when_it_was_heard_and_the_next_one_is_believed():
    ahead = health.look(checked_at=NOON + MONTHS)
    past = health.given.when(ahead).then(health.seen())
    past.when(health.look(health.DEGRADED, minutes=1)).then(
        health.seen(health.DEGRADED, previous=health.HEALTHY, minutes=1)
    )


def test_a_look_of_a_time_to_come_that_was_kept_makes_no_later_one_old():
    kept = health.seen(checked_at=NOON + MONTHS)
    asked = health.given.facts(kept).when(health.look(health.DEGRADED, minutes=1), sighted_at=NOON + MONTHS)
    asked.then(health.seen(health.DEGRADED, previous=health.HEALTHY, minutes=1))


@pytest.mark.parametrize("number", [None, 4], ids=["by time", "by number on one side"])
def test_a_text_of_a_time_to_come_makes_no_later_one_old(number: int | None):
    first = document.put(document.SEEN, revision=Revision(at=NOON + MONTHS, number=number))
    past = document.given.facts(*document.given.when(first).followed)
    newer = document.SEEN.model_copy(update={"title": "set right"})
    asked = past.when(document.put(newer, revision=Revision(at=after(1))))
    assert [fact.content.title for fact in asked.followed] == ["set right"]
    again = Revision(at=NOON + MONTHS + timedelta(hours=1))
    assert past.when(document.put(newer, revision=again)).followed != ()
    assert past.when(document.put(newer, revision=Revision(at=NOON + MONTHS - timedelta(hours=1)))).followed == ()


def test_numbers_order_texts_whatever_the_clocks_say():
    first = document.put(document.SEEN, revision=Revision(at=NOON + MONTHS, number=4))
    past = document.given.facts(*document.given.when(first).followed)
    older = document.SEEN.model_copy(update={"title": "older"})
    past.when(document.put(older, revision=Revision(at=after(1), number=3))).then_ignored("stale")
