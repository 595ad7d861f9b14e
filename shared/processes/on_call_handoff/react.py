"""Being on call was handed over: each incident that it names says so, and is whoever's takes over. Pure.

Nothing is kept of it: what is asked for follows from the fact alone, and has an id that follows from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from pydantic import TypeAdapter

from shared.domain.incident.intents import AddIncidentTimelineEntry, AssignIncident
from shared.domain.incident.values import EntryKind, TimelineEntry
from shared.domain.on_call_schedule.facts import OnCallHandedOff
from shared.domain.on_call_schedule.values import Handoff
from shared.kernel.ids import IncidentId, derive
from shared.processes.process import ActivityResult, Ask, Event, Known, Process, Reaction, Timer, TimerFired
from shared.processes.process_batch import at_of
from shared.processes.wording import one_line

WORKFLOW_TYPE: Final = "on_call_handoff"
#: Who took over then has handed over since.
_LONG_AGO: Final = timedelta(days=1)
_LONGEST_TEXT: Final = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A hand-off as the workflow that tells of it."""

    workflow_id: str


def lookups(_event: Event, _known: Known[Handover]) -> Iterator[str]:
    yield from ()


def react(event: Event, known: Known[Handover]) -> Reaction[Handover]:
    if isinstance(event, TimerFired | ActivityResult) or not isinstance(event.data, OnCallHandedOff):
        return Reaction()
    if known.now - at_of(event) > _LONG_AGO:
        return Reaction()
    handoff = event.data.handoff
    incidents = dict.fromkeys(handoff.incident_ids)
    return Reaction(asks=[ask for incident_id in incidents for ask in _asks(handoff, incident_id)])


def _asks(handoff: Handoff, incident_id: IncidentId) -> Iterator[Ask]:
    workflow_id = f"handoff/{handoff.handoff_id}"
    entry = TimelineEntry(
        entry_id=derive("handoff", handoff.handoff_id, incident_id),
        kind=EntryKind.ACTION,
        text="\n".join(_lines(handoff))[:_LONGEST_TEXT],
        occurred_at=handoff.handed_off_at,
    )
    yield Ask(workflow_id, AddIncidentTimelineEntry(incident_id=incident_id, entry=entry))
    yield Ask(workflow_id, AssignIncident(incident_id=incident_id, assignee=handoff.to_person))


def _lines(handoff: Handoff) -> Iterator[str]:
    giver = "nobody" if handoff.from_person is None else one_line(handoff.from_person)
    yield f"Handed over with being on call: from {giver} to {one_line(handoff.to_person)}."
    if handoff.note:
        yield handoff.note


def _no_timers(_state: Handover) -> Mapping[str, Timer]:
    return {}


on_call_handoff: Process[Handover] = Process(
    workflow_type=WORKFLOW_TYPE,
    handles=frozenset({OnCallHandedOff}),
    states=TypeAdapter(Handover),
    lookups=lookups,
    react=react,
    associations=lambda _state: frozenset(),
    timers=_no_timers,
    leads_on=frozenset(),
)
