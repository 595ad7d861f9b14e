"""SystemService: what was put aside, to be looked at, driven again, or let go."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import ADMINS, Procedure, ProcedureContext, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments
from shared.app.operations.system.administration import administration_of
from shared.app.operations.view import View
from shared.app.redrive_put_aside import NotRedrivable
from shared.kernel.value import Reason
from shared.ports.operation import Answer, Declined, OperationRequest, not_found
from shared.ports.outcome import Problem
from shared.ports.put_aside import NotPutAside, PutAside, PutAsideKey, PutAsideKind
from shared.ports.transport import TransportUnavailable
from shared.projections.keyset import keyset_page
from shared.projections.page import DEFAULT_LIMIT, MAX_LIMIT

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MOST_AT_ONCE = 500


class DeadLetterParameters(Arguments):
    """A page of what was put aside is asked for."""

    kind: PutAsideKind | None = None
    """Only entries of this kind. Null: all."""
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    """At most so many entries."""
    cursor: Annotated[str, Field(pattern=r"^[0-9]{1,17}\.[a-z-]{1,20}\.[^\x00]{1,400}$")] | None = None
    """``next_cursor`` of the page before. Null: the first page."""


class DeadLetterPage(View):
    """A page of what was put aside has the newest entry first."""

    items: tuple[PutAside, ...]
    """The entries of this page."""
    next_cursor: str | None
    """Asks for the next page. Null: this is the last one."""


_Ids = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]+$")], ...],
    Field(min_length=1, max_length=_MOST_AT_ONCE),
]


class RedriveDeadLettersBody(Arguments):
    """It is said what is to be driven again."""

    kind: PutAsideKind
    """The kind of the entries."""
    entry_ids: _Ids
    """Their ids, at most 500. All of them must wait, or nothing is done."""


class DiscardDeadLettersBody(Arguments):
    """It is said what is let go, and why."""

    kind: Literal["dead-letter", "poison", "quarantine"]
    """The kind of the entries. What is parked or unread is history, and is not let go."""
    entry_ids: _Ids
    """Their ids, at most 500. All of them must wait, or nothing is done."""
    reason: Reason
    """Why it may be lost; it is kept in the audit."""


class RedriveReport(View):
    """It is said what became of a redrive or a discard."""

    kind: PutAsideKind
    """The kind of the entries."""
    settled: int
    """How many are on their way again, or are gone."""
    still_waiting: int
    """How many still cannot be understood or are not taken; ListDeadLetters says why."""

    @property
    def in_words(self) -> str:
        """The report as one tells it."""
        left = f" {self.still_waiting} still cannot be understood." if self.still_waiting else ""
        return f"{self.settled} settled.{left}"


def _list(queries: QueryServices, request: OperationRequest) -> Answer:
    wanted = DeadLetterParameters.model_validate(request.arguments)
    before = None if wanted.cursor is None else _place(wanted.cursor)
    page = keyset_page(
        lambda most: queries.put_aside.entries(request.caller.tenant_id, kind=wanted.kind, before=before, limit=most),
        wanted.limit,
    )
    return Answer(content=DeadLetterPage(items=page.items, next_cursor=page.next_cursor(_cursor)))


def _redrive(context: ProcedureContext, request: OperationRequest) -> Answer:
    body = RedriveDeadLettersBody.model_validate(request.arguments)
    caller = request.caller
    try:
        done = administration_of(context).redrive(caller.tenant_id, body.kind, body.entry_ids, by=caller.actor)
    except NotPutAside as unknown:
        raise not_found() from unknown
    except NotRedrivable as other:
        raise Declined("rejected", Problem(code="dead-letter.not-redrivable", title=str(other))) from other
    except TransportUnavailable as away:
        title = "The broker cannot be reached: nothing is known to be sent, and it can be asked again"
        raise Declined("busy", Problem(code="transport.unavailable", title=title)) from away
    return Answer(content=RedriveReport(kind=body.kind, settled=done.settled, still_waiting=done.still_waiting))


def _discard(context: ProcedureContext, request: OperationRequest) -> Answer:
    body = DiscardDeadLettersBody.model_validate(request.arguments)
    caller = request.caller
    try:
        gone = administration_of(context).put_aside.discard(
            caller.tenant_id, body.kind, list(dict.fromkeys(body.entry_ids)), by=caller.actor, reason=body.reason
        )
    except NotPutAside as unknown:
        raise not_found() from unknown
    return Answer(content=RedriveReport(kind=body.kind, settled=gone, still_waiting=0))


def _cursor(last: PutAside) -> str:
    return f"{(last.since - _EPOCH) // _MICROSECOND}.{last.kind}.{last.entry_id}"


def _place(cursor: str) -> PutAsideKey:
    microseconds, kind, entry_id = cursor.split(".", 2)
    return PutAsideKey(_EPOCH + int(microseconds) * _MICROSECOND, kind, entry_id)


_COMMON: Any = {"service": "SystemService", "roles": ADMINS}

DEAD_LETTER_QUERIES: tuple[Query, ...] = (
    Query(
        **_COMMON,
        name="ListDeadLetters",
        path="/v1/dead-letters",
        request=DeadLetterParameters,
        response=DeadLetterPage,
        summary="What was put aside and waits for a person, with the stage, the reason and its beginning",
        example={"limit": 20},
        answer=_list,
    ),
)
DEAD_LETTER_PROCEDURES: tuple[Procedure, ...] = (
    Procedure(
        **_COMMON,
        name="RedriveDeadLetters",
        path="/v1/dead-letters/redrive",
        request=RedriveDeadLettersBody,
        response=RedriveReport,
        summary="Drive again what was put aside, after its cause was mended",
        example={"kind": "dead-letter", "entry_ids": ["12", "13"]},
        answer=_redrive,
    ),
    Procedure(
        **_COMMON,
        name="DiscardDeadLetters",
        path="/v1/dead-letters/discard",
        request=DiscardDeadLettersBody,
        response=RedriveReport,
        summary="Let go for good what was put aside",
        example={
            "kind": "quarantine",
            "entry_ids": [EXAMPLE_ID],
            "reason": "A test of ours",
        },
        answer=_discard,
    ),
)
