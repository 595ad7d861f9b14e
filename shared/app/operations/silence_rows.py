"""SilenceService: what nobody is told of, and when."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import TypeAdapter

from shared.app.operations.derived import NoArguments, body_of, given
from shared.app.operations.incident_view import View
from shared.app.operations.listing import Listed, ListParameters, page_of, shown
from shared.app.operations.rows import READERS, RESPONDERS, Command, Draft, Query, Reads, straight
from shared.domain.silence.intents import CreateSilence, ExpireSilence, UpdateSilence
from shared.domain.silence.values import SilenceDefinition
from shared.domain.silence.windows import next_window, silence_problem, window_at
from shared.kernel.ids import SilenceId, derive_from
from shared.kernel.matchers import matcher_problem
from shared.ports.current_state import Reference, Stored
from shared.ports.operation import Answer, Asked, Operation, not_found

_SERVICE = "SilenceService"
_ALL = "/v1/silences"
_ONE = f"{_ALL}/{{silence_id}}"
_DEFINITION: TypeAdapter[SilenceDefinition] = TypeAdapter(SilenceDefinition)
_EXAMPLE = {
    "definition": {
        "kind": "maintenance",
        "matchers": ['namespace="payments"', 'severity=~"warning|critical"'],
        "starts_at": "2030-03-03T01:00:00Z",
        "recurrence": {"rrule": "FREQ=WEEKLY;BYDAY=SU", "zone": "Europe/Berlin", "duration_s": 7200},
        "reason": "Weekly database upgrade",
    }
}
_ID = {"silence_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"}

State = Literal["active", "pending", "expired"]


class SilenceView(View):
    silence_id: UUID
    version: int
    definition: SilenceDefinition
    #: active: somebody is not told of something now; pending: later, or again; expired: never again.
    state: State
    #: The present window's end, or the next one's start.
    active_until: datetime | None
    next_starts_at: datetime | None
    created_by: str
    updated_by: str | None
    expired_by: str | None
    expired_at: datetime | None
    expire_reason: str | None
    #: Why it is never active although it should be: its rule was written when others held. Update it.
    problem: str | None
    updated_at: datetime


class SilencesParameters(ListParameters):
    #: With this, a page may hold fewer than ``limit`` and still not be the last.
    state: State | None = None


def silence_view(stored: Stored, now: datetime) -> SilenceView:
    definition = _DEFINITION.validate_python(stored.state["definition"])
    problem = silence_problem(definition) or matcher_problem(definition.matchers)
    ended = stored.state["expired_at"] is not None or problem is not None
    window = None if ended else window_at(definition, now)
    following = None if ended else next_window(definition, now)
    computed = {
        "state": "active" if window else "pending" if following else "expired",
        "active_until": window.ends_at if window else None,
        "next_starts_at": following.starts_at if following else None,
        "problem": problem,
    }
    return SilenceView.model_validate({**shown(stored, "silence_id"), **computed})


def _create(draft: Draft) -> CreateSilence:
    asked = given(draft.request)
    asked["silence_id"] = asked["silence_id"] or SilenceId(derive_from(draft.message_id, "silence"))
    return CreateSilence.model_validate(asked)


def _one(reads: Reads, asked: Asked) -> Answer:
    stored = reads.state.get(asked.caller.tenant_id, Reference("silence", asked.ids["silence_id"]))
    if stored is None:
        raise not_found()
    return Answer(content=silence_view(stored, reads.clock.now()), version=stored.version)


def _list(reads: Reads, asked: Asked) -> Answer:
    state, now = SilencesParameters.model_validate(asked.request).state, reads.clock.now()
    holding = {} if state in (None, "expired") else {"expired_at": None}
    page = page_of(reads, asked, "silence", Listed[SilenceView], lambda stored: silence_view(stored, now), holding)
    items = tuple(view for view in page.items if state in (None, view.state))
    return Answer(content=Listed[SilenceView](items=items, next_cursor=page.next_cursor))


SILENCE_OPERATIONS: tuple[Operation, ...] = (
    Command(
        name="CreateSilence",
        service=_SERVICE,
        path=_ALL,
        roles=RESPONDERS,
        request=body_of(CreateSilence, silence_id=(UUID | None, None)),
        summary="Tell nobody of matching alerts for a while, once or again and again; they are recorded all the same",
        example=_EXAMPLE,
        intent=_create,
        creates=True,
        location=_ONE,
        success=201,
    ),
    Command(
        name="UpdateSilence",
        service=_SERVICE,
        method="PUT",
        path=_ONE,
        roles=RESPONDERS,
        request=body_of(UpdateSilence),
        summary="Change what is silenced, or when",
        example=_ID | _EXAMPLE,
        intent=straight(UpdateSilence),
    ),
    Command(
        name="ExpireSilence",
        service=_SERVICE,
        path=f"{_ONE}/expire",
        roles=RESPONDERS,
        request=body_of(ExpireSilence),
        summary="End it now and for good",
        example=_ID | {"reason": "The upgrade is done"},
        intent=straight(ExpireSilence),
    ),
    Query(
        name="GetSilence",
        service=_SERVICE,
        path=_ONE,
        roles=READERS,
        request=NoArguments,
        response=SilenceView,
        summary="One silence, whether it is active now, and when next",
        example=_ID,
        answer=_one,
    ),
    Query(
        name="ListSilences",
        service=_SERVICE,
        path=_ALL,
        roles=READERS,
        request=SilencesParameters,
        response=Listed[SilenceView],
        summary="Silences and maintenance windows: active, pending or expired",
        example={"state": "active"},
        answer=_list,
    ),
)
