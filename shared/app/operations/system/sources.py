"""SystemService: senders of webhooks and their tokens, which are told once."""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import ADMINS, Procedure, ProcedureContext, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments, NoArguments
from shared.app.operations.system.administration import administration_of
from shared.app.operations.view import View
from shared.ports.operation import Answer, Declined, OperationRequest, not_found
from shared.ports.outcome import Problem
from shared.ports.registrations import (
    AlreadyRegistered,
    NotRegistered,
    SourceRegistration,
    TwoTokensLive,
    WhichToken,
)

_MOST = 1_000
RegisteredName = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]


class SourceList(View):
    """The senders of webhooks of a tenant."""

    items: tuple[SourceRegistration, ...]
    """They are in the order of their names, at most 1,000."""
    kinds: tuple[str, ...]
    """The kinds of senders that are understood."""


class RegisterSourceBody(Arguments):
    """A sender is registered."""

    name: RegisteredName
    """What people call it, once in the tenant."""
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    """What it is, as ``alertmanager``."""
    environment_id: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """The environment that it watches. Null: what it sends says so."""


class RotateSourceTokenBody(Arguments):
    """It is said how long the old token still works."""

    overlap_hours: Annotated[int, Field(ge=0, le=720)] = 24
    """Hours for which both tokens work, so that nothing is refused while the sender is changed."""


class RevokeSourceTokenBody(Arguments):
    """It is said which token ends."""

    which: WhichToken
    """``previous``: the one before the newest, whose sender was changed. ``all``: the source may send no more."""


class IssuedSourceToken(View):
    """A token is told this once; it is stored as a hash only."""

    source_id: UUID
    """The source."""
    secret: str
    """The secret by which the source is known from now on."""
    previous_token_until: datetime | None
    """Until when the token before works too, in UTC. Null: there was none."""
    setup: str
    """What has to be set at the sender."""


class TokenRevoked(View):
    """A token has ended. It may be believed for thirty seconds more."""

    source_id: UUID
    """The source."""
    which: WhichToken
    """Which token has ended."""


def _list(queries: QueryServices, request: OperationRequest) -> Answer:
    found = queries.registrations.sources(request.caller.tenant_id, limit=_MOST)
    return Answer(content=SourceList(items=tuple(found), kinds=queries.source_kinds))


def _register(context: ProcedureContext, request: OperationRequest) -> Answer:
    body, caller = RegisterSourceBody.model_validate(request.arguments), request.caller
    administration = administration_of(context)
    setup = administration.setups.get(body.kind)
    if setup is None:
        known = ", ".join(sorted(administration.setups))
        raise Declined("invalid", Problem(code="source.kind-unknown", title="No such kind", detail=f"one of {known}"))
    token = administration.new_token()
    try:
        source_id = administration.registrations.register_source(
            caller.tenant_id, **dict(body), token_hash=administration.hash_of(token), by=caller.actor
        )
    except AlreadyRegistered as twice:
        title = "There is a source of this name: rotate its token if it is lost"
        raise Declined("conflict", Problem(code="source.name-taken", title=title)) from twice
    return Answer(content=IssuedSourceToken(source_id=source_id, secret=token, previous_token_until=None, setup=setup))


def _rotate(context: ProcedureContext, request: OperationRequest) -> Answer:
    body, caller = RotateSourceTokenBody.model_validate(request.arguments), request.caller
    administration, source_id = administration_of(context), request.ids["source_id"]
    token = administration.new_token()
    try:
        until = administration.registrations.rotate_source(
            caller.tenant_id,
            source_id,
            token_hash=administration.hash_of(token),
            overlap=timedelta(hours=body.overlap_hours),
            by=caller.actor,
        )
    except NotRegistered as unknown:
        raise not_found() from unknown
    except TwoTokensLive as live:
        title = "Two tokens work already: end the older one first, when its sender was changed"
        raise Declined("rejected", Problem(code="source.rotation-under-way", title=title)) from live
    setup = "Put the new token where the old one stands, then end the old one."
    return Answer(content=IssuedSourceToken(source_id=source_id, secret=token, previous_token_until=until, setup=setup))


def _revoke(context: ProcedureContext, request: OperationRequest) -> Answer:
    body, caller = RevokeSourceTokenBody.model_validate(request.arguments), request.caller
    source_id = request.ids["source_id"]
    try:
        administration_of(context).registrations.revoke_source_token(
            caller.tenant_id, source_id, which=body.which, by=caller.actor
        )
    except NotRegistered as unknown:
        raise not_found() from unknown
    return Answer(content=TokenRevoked(source_id=source_id, which=body.which))


_COMMON: Any = {"service": "SystemService", "roles": ADMINS}

SOURCE_QUERIES: tuple[Query, ...] = (
    Query(
        **_COMMON,
        name="ListSources",
        path="/v1/sources",
        request=NoArguments,
        response=SourceList,
        summary="Senders of webhooks: when each was last heard, what was understood, how old its token is",
        answer=_list,
    ),
)
SOURCE_PROCEDURES: tuple[Procedure, ...] = (
    Procedure(
        **_COMMON,
        name="RegisterSource",
        path="/v1/sources",
        request=RegisterSourceBody,
        response=IssuedSourceToken,
        summary="Register a sender of webhooks; its token is told once",
        example={"name": "production", "kind": "alertmanager", "environment_id": "production"},
        answer=_register,
    ),
    Procedure(
        **_COMMON,
        name="RotateSourceToken",
        path="/v1/sources/{source_id}/rotate-token",
        request=RotateSourceTokenBody,
        response=IssuedSourceToken,
        summary="Give a sender a new token, told once; the old one works a while longer",
        example={"source_id": EXAMPLE_ID, "overlap_hours": 24},
        answer=_rotate,
    ),
    Procedure(
        **_COMMON,
        name="RevokeSourceToken",
        path="/v1/sources/{source_id}/revoke-token",
        request=RevokeSourceTokenBody,
        response=TokenRevoked,
        summary="End the token that a rotation has replaced, or all of a sender's",
        example={"source_id": EXAMPLE_ID, "which": "previous"},
        answer=_revoke,
    ),
)
