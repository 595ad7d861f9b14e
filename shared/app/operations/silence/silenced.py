"""What a silence has held back so far, over the whole of its life."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, TypeAdapter

from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments
from shared.app.operations.view import View
from shared.domain.silence.values import SilenceDefinition
from shared.domain.silence.windows import next_window, window_at
from shared.kernel.matchers import StepBudget, all_hold, equality_of, matcher_problem
from shared.ports.current_state import Reference, Stored
from shared.ports.operation import Answer, OperationRequest, not_found
from shared.projections.alert_groups.fired import FiredEpisode, FiredEpisodes, FiredQuery
from shared.projections.page import MAX_LIMIT, AsOf

_DEFINITION: TypeAdapter[SilenceDefinition] = TypeAdapter(SilenceDefinition)
_MOMENT: TypeAdapter[datetime | None] = TypeAdapter(datetime | None)
_SHOWN = 20


class SilencedParameters(Arguments):
    """It is said how many are shown."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = _SHOWN
    """At most so many episodes are shown; all that match are counted."""


class SilencedAlerts(View):
    """It is said what a silence has held back, by its matchers and times of now; what fired is told by the alerts."""

    silence_id: UUID
    """The silence."""
    since: datetime
    """When it first could hold something back, in UTC."""
    until: datetime
    """Until when it could so far, in UTC: now, or its end."""
    alerts: int
    """How many alerts it has held back."""
    episodes: int
    """How many of their firing periods it has held back: each began or went on while it was active."""
    items: tuple[FiredEpisode, ...]
    """These periods, the newest first, at most ``limit``."""
    compared: int
    """How many firing periods of its time were looked at: the newest, at most two thousand."""
    all_compared: bool
    """False when there were more; what was held back longer ago is not counted then."""
    as_of: AsOf
    """How new the view was from which they were read."""


def silenced_alerts(queries: QueryServices, request: OperationRequest) -> Answer:
    """Raises Declined where the tenant has no such silence."""
    limit, tenant_id = SilencedParameters.model_validate(request.arguments).limit, request.caller.tenant_id
    stored = queries.state.get(tenant_id, Reference("silence", request.ids["silence_id"]))
    if stored is None:
        raise not_found()
    definition = _DEFINITION.validate_python(stored.state["definition"])
    until = _end_of_life(stored, definition, queries.clock.now())
    labels = _labels_asked_for(definition.matchers)
    fired = queries.alerts.list_fired(tenant_id, FiredQuery(since=definition.starts_at, until=until, labels=labels))
    held = held_back(definition, until, fired)
    content = SilencedAlerts(
        silence_id=stored.aggregate_id,
        since=definition.starts_at,
        until=max(until, definition.starts_at),
        alerts=len({each.alert_id for each in held}),
        episodes=len(held),
        items=tuple(held[:limit]),
        compared=len(fired.items),
        all_compared=fired.all_given,
        as_of=fired.as_of,
    )
    return Answer(content=content)


def _end_of_life(stored: Stored, definition: SilenceDefinition, now: datetime) -> datetime:
    ended = _MOMENT.validate_python(stored.state["expired_at"])
    return min(each for each in (now, ended, definition.ends_at) if each is not None)


def _labels_asked_for(matchers: Sequence[str]) -> Mapping[str, str]:
    """An empty value asks for an alert without the label, which no index knows."""
    asked = (pair for matcher in matchers if (pair := equality_of(matcher)) is not None)
    return {name: value for name, value in asked if value}


def held_back(definition: SilenceDefinition, until: datetime, fired: FiredEpisodes) -> list[FiredEpisode]:
    """Returns those that its matchers match and that began or went on in one of its windows before ``until``."""
    if matcher_problem(definition.matchers) is not None:
        return []
    steps = StepBudget()
    return [
        each
        for each in fired.items
        if all_hold(definition.matchers, each.labels, steps) and _meets_a_window(definition, each, until)
    ]


def _meets_a_window(definition: SilenceDefinition, fired: FiredEpisode, until: datetime) -> bool:
    if window_at(definition, fired.starts_at) is not None:
        return True
    following = next_window(definition, fired.starts_at)
    return following is not None and following.starts_at < min(fired.ends_at or fired.stale_at or until, until)
