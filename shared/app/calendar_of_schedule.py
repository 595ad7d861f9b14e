"""What a calendar program reads at a secret address: a schedule's turns, a week back and a quarter on."""

from dataclasses import dataclass
from datetime import timedelta

from pydantic import TypeAdapter

from shared.domain.on_call_schedule.rota import LONGEST, plan
from shared.domain.on_call_schedule.values import Override, ScheduleDefinition
from shared.ports.calendar_feeds import CalendarFeedTokens, ScheduleCalendar
from shared.ports.clock import Clock
from shared.ports.current_state import CurrentState, Reference

_BACK = timedelta(days=7)
_DEFINITION: TypeAdapter[ScheduleDefinition] = TypeAdapter(ScheduleDefinition)
_OVERRIDES: TypeAdapter[tuple[Override, ...]] = TypeAdapter(tuple[Override, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadScheduleCalendar:
    """Answers whoever has the secret of an address."""

    tokens: CalendarFeedTokens
    state: CurrentState
    clock: Clock

    def __call__(self, token: str) -> ScheduleCalendar | None:
        """None: there is no such address, it was revoked, or its schedule is gone, alike."""
        found = self.tokens.find(token)
        if found is None:
            return None
        tenant_id, feed = found
        stored = self.state.get(tenant_id, Reference("on_call_schedule", feed.schedule_id))
        if stored is None:
            return None
        definition = _DEFINITION.validate_python(stored.state["definition"])
        now = self.clock.now()
        since = now - _BACK
        slots = plan(definition, _OVERRIDES.validate_python(stored.state["overrides"]), since, since + LONGEST)
        return ScheduleCalendar(
            slug=stored.state["slug"],
            name=definition.name,
            zone=definition.zone,
            slots=[slot for slot in slots if feed.person is None or slot.person == feed.person],
            read_at=now,
        )
