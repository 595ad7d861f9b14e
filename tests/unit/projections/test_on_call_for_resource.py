"""Who is told about a resource: who is on call for its service, the schedule's fallback, the team, or nobody."""

from datetime import datetime
from typing import Any

import pytest

from shared.kernel.vocabulary import ServiceTier
from shared.projections.service_catalog.on_call import Schedule, resolve
from shared.projections.service_catalog.on_call_answer import OnCallContact, OnCallForResource
from shared.projections.service_catalog.selector_resolution import Claim
from tests.support.claims import AS_OF, OWN, SCHEDULE, chosen, claim
from tests.support.history_services import service_id
from tests.support.schedules import layer, office_hours, override, schedule
from tests.support.silences import utc

WEDNESDAY = utc(2026, 3, 4)
WEEKLY = schedule(layer("ana", "ben"))


def answer(*claims: Claim, at: datetime = WEDNESDAY, plan=WEEKLY, overrides=()) -> OnCallForResource:
    known = (
        None if plan is None else Schedule(schedule_id=SCHEDULE, slug="payments", definition=plan, overrides=overrides)
    )
    return resolve(chosen(*claims), at, known)


def texts(found: OnCallForResource) -> list[tuple[str, str]]:
    return [(step.step, step.text) for step in found.trail]


def test_the_person_until_when_and_who_is_next_with_the_way_to_it():
    found = answer(
        claim("shop", namespace="shop"),
        claim("checkout", name="checkout-*", on_call=OWN, owner_team="payments", tier=ServiceTier.CRITICAL),
    )

    assert found.told == OnCallContact(kind="on_call", who="ana")
    assert (found.person, found.by, found.until) == ("ana", "primary", utc(2026, 3, 9, 8))
    assert (found.next_person, found.next_starts_at) == ("ben", utc(2026, 3, 9, 8))
    assert found.service is not None
    assert found.schedule is not None
    assert (found.service.slug, found.service.owner_team) == ("checkout", "payments")
    assert (found.schedule.reference, found.schedule.zone) == ("payments", "Europe/Berlin")
    assert texts(found) == [
        ("selectors", "2 selectors of 2 services match."),
        ("service", "checkout and not shop: its selector is more specific in name."),
        ("schedule", "checkout is on call by the schedule payments, in the time of Europe/Berlin."),
        (
            "on_call",
            (
                "At 2026-03-04T01:00+01:00 ana is on call by primary, until 2026-03-09T09:00+01:00;"
                " next is ben, from 2026-03-09T09:00+01:00."
            ),
        ),
    ]
    assert [(each.slug, each.ordinal, each.selector) for each in found.trail[0].matched] == [
        ("checkout", 0, {"name": "checkout-*"}),
        ("shop", 0, {"namespace": "shop"}),
    ]
    assert [(step.service_id, step.schedule_id) for step in found.trail] == [
        (None, None),
        (service_id("checkout"), None),
        (service_id("checkout"), SCHEDULE),
        (None, SCHEDULE),
    ]
    assert found.as_of == AS_OF


@pytest.mark.parametrize(
    ("at", "person", "until"),
    [
        (utc(2026, 3, 30, 6, 59), "ben", "2026-03-30T09:00+02:00"),
        (utc(2026, 3, 30, 7), "ana", "2026-04-06T09:00+02:00"),
        (utc(2026, 10, 26, 7, 59), "ben", "2026-10-26T09:00+01:00"),
        (utc(2026, 10, 26, 8), "ana", "2026-11-02T09:00+01:00"),
    ],
)
def test_the_handoff_is_at_nine_on_the_wall_on_both_sides_of_a_change_of_clocks(at: datetime, person: str, until: str):
    """Monday morning after the Sunday on which Berlin's clocks change: 09:00 is 07:00 UTC in summer, else 08:00."""
    found = answer(claim("checkout", namespace="shop", on_call=OWN), at=at)

    assert (found.told, found.until) == (OnCallContact(kind="on_call", who=person), datetime.fromisoformat(until))
    assert f"until {until}" in found.trail[-1].text


def test_somebody_who_took_the_shift_is_told():
    taken = override("cora", utc(2026, 3, 4), utc(2026, 3, 5))

    found = answer(claim("checkout", namespace="shop", on_call=OWN), at=utc(2026, 3, 4, 12), overrides=(taken,))

    assert (found.told.who, found.by, found.until) == ("cora", "override", utc(2026, 3, 5))
    assert (found.next_person, found.next_starts_at) == ("ana", utc(2026, 3, 5))


def test_in_a_gap_the_schedules_fallback_is_told_and_who_comes_next_is_known():
    office = schedule(layer("ana", hours=office_hours()), fallback="lead")

    found = answer(
        claim("checkout", namespace="shop", on_call=OWN, owner_team="payments"), at=utc(2026, 3, 7, 12), plan=office
    )

    assert found.told == OnCallContact(kind="fallback", who="lead")
    assert (found.person, found.by, found.until, found.next_person) == (None, "", utc(2026, 3, 9, 8), "ana")
    assert texts(found)[-2:] == [
        (
            "on_call",
            (
                "At 2026-03-07T13:00+01:00 nobody is on call, until 2026-03-09T09:00+01:00;"
                " next is ana, from 2026-03-09T09:00+01:00."
            ),
        ),
        ("fallback", "The schedule's fallback is told: lead."),
    ]


@pytest.mark.parametrize(
    ("said", "plan", "told", "schedule_text"),
    [
        (
            {"on_call": OWN, "owner_team": "payments"},
            schedule(layer("ana", hours=office_hours())),
            OnCallContact(kind="owner_team", who="payments"),
            "checkout is on call by the schedule payments, in the time of Europe/Berlin.",
        ),
        (
            {"on_call": OWN, "owner_team": "payments"},
            None,
            OnCallContact(kind="owner_team", who="payments"),
            "checkout names a schedule that is not there.",
        ),
        (
            {"owner_team": "payments"},
            None,
            OnCallContact(kind="owner_team", who="payments"),
            "checkout names no schedule.",
        ),
        ({}, None, OnCallContact(kind="nobody", who=None), "checkout names no schedule."),
        (
            {"on_call": {"provider": "pagerduty", "reference": "PABC123"}, "owner_team": "payments"},
            None,
            OnCallContact(kind="elsewhere", who="pagerduty PABC123"),
            "checkout is on call by PABC123 of pagerduty: who that is, is known there only.",
        ),
    ],
)
def test_without_a_person_the_team_is_told_or_it_is_said_that_nobody_is(
    said: dict[str, Any], plan: Any, told: OnCallContact, schedule_text: str
):
    found = answer(claim("checkout", namespace="shop", **said), at=utc(2026, 3, 7, 12), plan=plan)

    assert (found.told, found.person) == (told, None)
    assert ("schedule", schedule_text) in texts(found)


def test_nobody_is_an_answer_when_nothing_matches():
    found = resolve(chosen(claim("ledger", namespace="books"), truncated=True), utc(2026, 3, 4), None)

    assert (found.told, found.service, found.schedule) == (OnCallContact(kind="nobody", who=None), None, None)
    assert texts(found) == [
        ("selectors", "No selector of any service matches. There are more that might match than were tried."),
        ("fallback", "There is nobody to tell."),
    ]
