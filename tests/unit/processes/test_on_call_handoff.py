"""A hand-off of on-call is in the timeline of each incident that it names, and they are whoever's takes over."""

from uuid import UUID

from shared.domain.incident.intents import AddIncidentTimelineEntry, AssignIncident
from shared.domain.on_call_schedule.facts import OnCallHandedOff
from shared.domain.on_call_schedule.values import Handoff
from shared.kernel.ids import IncidentId, ScheduleId
from shared.processes.on_call_handoff.react import on_call_handoff
from tests.support.facts import T0, named
from tests.support.given_process import given_process

ONE, OTHER = IncidentId(named("i")), IncidentId(named("j"))


def handed_off(*incidents: IncidentId, note: str = "", from_person: str | None = "ana") -> OnCallHandedOff:
    handoff = Handoff(
        handoff_id=UUID(int=7),
        from_person=from_person,
        to_person="ben",
        incident_ids=incidents,
        note=note,
        handed_off_at=T0,
    )
    return OnCallHandedOff(schedule_id=ScheduleId(named("s")), handoff=handoff, handed_off_by="human:ana")


def asked(fact: OnCallHandedOff, at: float = 0):
    return [envelope.data for envelope in given_process(on_call_handoff).when(fact, at=at).asked]


def test_each_incident_says_so_and_is_whoevers_takes_over():
    told = asked(handed_off(ONE, OTHER, note="The DBAs look at it until 9."))
    entries = [each for each in told if isinstance(each, AddIncidentTimelineEntry)]
    assert [each.incident_id for each in entries] == [ONE, OTHER]
    assert entries[0].entry.text == "Handed over with being on call: from ana to ben.\nThe DBAs look at it until 9."
    assert len({each.entry.entry_id for each in entries}) == 2
    assert [(each.incident_id, each.assignee) for each in told if isinstance(each, AssignIncident)] == [
        (ONE, "ben"),
        (OTHER, "ben"),
    ]


def test_an_incident_named_twice_is_told_once_and_nobody_may_have_had_it():
    told = asked(handed_off(ONE, ONE, from_person=None))
    assert len(told) == 2
    assert told[0].entry.text == "Handed over with being on call: from nobody to ben."


def test_one_that_names_none_and_one_of_long_ago_ask_for_nothing():
    assert asked(handed_off()) == []
    assert asked(handed_off(ONE), at=-24 * 60 - 1) == []
