"""One event's worth of an execution: what it says, what it asks for, and where it stands afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from shared.domain.incident.intents import AddIncidentTimelineEntry
from shared.domain.incident.values import EntryKind, TimelineEntry
from shared.kernel.ids import derive_from
from shared.kernel.message import Intent
from shared.processes.process import Ask, Event, Known, Reaction
from shared.processes.process_batch import at_of, cause_of
from shared.processes.runbook_execution.facts import RunbookExecutionFact
from shared.processes.runbook_execution.state import RunbookRun, Waits

_LONGEST_ENTRY: Final = 8_000


@dataclass(slots=True)
class Course:
    """Mutable while one event is worked off; it never does I/O."""

    event: Event
    known: Known[RunbookRun]
    run: RunbookRun
    _facts: list[RunbookExecutionFact] = field(default_factory=list)
    _asks: list[Ask] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        return at_of(self.event)

    @property
    def by_itself(self) -> str:
        return f"process:{self.run.workflow_id}"

    def say(self, fact: type[RunbookExecutionFact], **said: Any) -> None:
        run = self.run
        about = {"workflow_id": run.workflow_id, "execution_id": run.execution_id, "incident_id": run.incident_id}
        self._facts.append(fact(**about, **said))
        self.run = run.said()

    def ask(self, intent: Intent) -> None:
        self._asks.append(Ask(self.run.workflow_id, intent))

    def tell(self, kind: EntryKind, *lines: str) -> None:
        """Asks for an entry in the incident's timeline, if there is one; an entry that comes again is the same."""
        if self.run.incident_id is None:
            return
        entry = TimelineEntry(
            entry_id=derive_from(self.event.message_id, f"{self.run.workflow_id}/{len(self._asks)}"),
            kind=kind,
            text="\n".join(lines)[:_LONGEST_ENTRY],
            occurred_at=self.at,
        )
        self.ask(AddIncidentTimelineEntry(incident_id=self.run.incident_id, entry=entry))

    def change(self, **fields: Any) -> None:
        self.run = replace(self.run, **fields)

    def wait(self, waits: Waits, within: timedelta, **fields: Any) -> None:
        """For what the fact that was said last has asked for."""
        late_at = self.from_now(within)
        asked = self.run.facts if waits in (Waits.STEPS_PLANNED, Waits.DRY_RUN, Waits.EFFECT) else 0
        self.change(waits=waits, asked=asked, late_at=late_at, look_at=None, cause=cause_of(self.event), **fields)

    def from_now(self, within: timedelta) -> datetime:
        """A backlog is not mistaken for slowness."""
        return max(self.known.now, self.at) + within

    def reaction(self) -> Reaction[RunbookRun]:
        return Reaction((self.run,), tuple(self._asks), tuple(self._facts))


def lines_of(title: str, items: Iterable[str]) -> tuple[str, ...]:
    """A title above its items, or nothing."""
    listed = tuple(f"- {item}" for item in items)
    return (title, *listed) if listed else ()
