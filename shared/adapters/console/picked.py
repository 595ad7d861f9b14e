"""Several things that were ticked: one command for each of them, and for each what became of it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from werkzeug.wrappers import Request

from shared.adapters.console.asking import Question
from shared.adapters.console.form import arguments_of
from shared.adapters.console.problems import refuse
from shared.adapters.console.visit import Visit
from shared.ports.operation import Declined, Operation
from shared.ports.outcome import WriterUnavailable

#: ``/each/Acknowledge``. Every ticked box sends ``_picked`` as ``ID EPISODE NAME``, the episode being 0 for what has
#: none; ids that are the same for all of them come as ``_id.incident_id``.
EACH = "/each/"
MOST_PICKED = 100
_PICKED, _KEY, _ID = "_picked", "_key", "_id."
_LONGEST_KEY, _LONGEST_NAME = 120, 200
#: What has not begun by then is not tried: the browser waits for the whole.
_WITHIN_S = 12.0


@dataclass(frozen=True, slots=True)
class PickedThing:
    """One ticked row, by its id, with the name that stood beside it."""

    id: UUID
    episode: int
    name: str


@dataclass(frozen=True, slots=True)
class PickedOutcome:
    """``refused`` None: it was done, and ``position`` is its newest fact."""

    name: str
    refused: str | None = None
    position: int | None = None


Asked = tuple[Mapping[str, UUID], Mapping[str, Any]]
#: Commands that are done for several things at once: what of each thing goes where.
FOR_EACH: Mapping[str, Callable[[PickedThing], Asked]] = {
    "AcknowledgeIncident": lambda thing: ({"incident_id": thing.id}, {}),
    "Acknowledge": lambda thing: ({"alert_id": thing.id}, {}),
    "CorrelateToIncident": lambda thing: ({}, {"alerts": [{"alert_id": thing.id, "episode": thing.episode}]}),
}


class EachPicked:
    """Does a command for each thing, one after the other; what is refused does not keep the others from it."""

    def __init__(self, operations: Mapping[str, Operation]) -> None:
        self._operations = operations

    def do(self, request: Request, visit: Visit) -> list[PickedOutcome]:
        """Gives what became of each, in the order of the page. Raises Declined and PageRefused."""
        name = request.path.removeprefix(EACH)
        if name not in FOR_EACH:
            raise refuse(404, "There is no such command for several things")
        if not visit.may(name):
            raise refuse(403, f"The role {visit.session.credential.role} may not use {name}")
        things = _things(request)
        same, shared = _same_ids(request, self._operations[name]), arguments_of(request.form, visit.reader.zone)
        key, until = request.form.get(_KEY, "")[:_LONGEST_KEY], time.monotonic() + _WITHIN_S
        outcomes: list[PickedOutcome] = []
        for thing in things:
            ids, arguments = FOR_EACH[name](thing)
            asked = Question(name, {**same, **ids}, {**shared, **arguments})
            late = time.monotonic() > until
            outcomes.append(_too_late(thing) if late else _outcome(visit, thing, asked, f"{key}:{thing.id}"))
        return outcomes


def _outcome(visit: Visit, thing: PickedThing, asked: Question, key: str) -> PickedOutcome:
    try:
        answer = visit.asking.answer(asked, key=key)
    except Declined as declined:
        problem = declined.problem
        return PickedOutcome(thing.name, f"{problem.title}{f': {problem.detail}' if problem.detail else ''}")
    except WriterUnavailable:
        return PickedOutcome(thing.name, "What decides could not be reached; nothing is known to be written")
    return PickedOutcome(thing.name, position=getattr(answer.content, "position", None))


def _too_late(thing: PickedThing) -> PickedOutcome:
    return PickedOutcome(thing.name, f"It was not tried within {_WITHIN_S:g} s; send it again")


def _things(request: Request) -> list[PickedThing]:
    given = list(dict.fromkeys(request.form.getlist(_PICKED)))
    if not given:
        raise refuse(422, "Nothing was ticked")
    if len(given) > MOST_PICKED:
        raise refuse(422, f"At most {MOST_PICKED} can be done at once, and {len(given)} were ticked")
    return [_thing(text) for text in given]


def _thing(text: str) -> PickedThing:
    identity, _, rest = text.partition(" ")
    episode, _, name = rest.partition(" ")
    try:
        return PickedThing(UUID(identity), int(episode), name[:_LONGEST_NAME])
    except ValueError as unreadable:
        raise refuse(404, "A ticked row names nothing that is here") from unreadable


def _same_ids(request: Request, operation: Operation) -> Mapping[str, UUID]:
    """Ids of the operation's path that the form names once for all."""
    given = {name: request.form.get(f"{_ID}{name}") for name in operation.path_parameters}
    try:
        return {name: UUID(text) for name, text in given.items() if text}
    except ValueError as unreadable:
        raise refuse(404, "The form names nothing that is here") from unreadable
