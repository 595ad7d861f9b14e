"""SystemService: keys for the API, whose secrets are told once."""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import ADMINS, Procedure, ProcedureContext, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments, NoArguments
from shared.app.operations.system.administration import administration_of
from shared.app.operations.system.sources import RegisteredName
from shared.app.operations.view import View
from shared.kernel.ids import derive
from shared.ports.credentials import Role
from shared.ports.operation import Answer, Declined, OperationRequest, not_found
from shared.ports.outcome import Problem
from shared.ports.registrations import AlreadyRegistered, ApiKeyRegistration, NotRegistered

_MOST = 1_000
_PREFIX = "sre_"


class ApiKeyList(View):
    """The keys of a tenant."""

    items: tuple[ApiKeyRegistration, ...]
    """The newest is first; at most 1,000."""


class IssueApiKeyBody(Arguments):
    """A key is asked for."""

    name: RegisteredName
    """Who or what will use it; facts will name it so."""
    role: Role
    """What it may do."""
    expires_in_days: Annotated[int, Field(ge=1, le=3_650)] | None = None
    """After how many days it ends by itself. Null: when it is revoked."""


class IssuedApiKey(View):
    """A key is told this once; it is stored as a hash only."""

    key_id: UUID
    """The id of the key, by which it is revoked."""
    secret: str
    """The secret that callers send."""
    expires_at: datetime | None
    """When it ends by itself, in UTC. Null: when it is revoked."""


class ApiKeyRevoked(View):
    """A key has ended. It may be believed for ten seconds more."""

    key_id: UUID
    """The key."""


def _list(queries: QueryServices, request: OperationRequest) -> Answer:
    found = queries.registrations.api_keys(request.caller.tenant_id, limit=_MOST)
    return Answer(content=ApiKeyList(items=tuple(found)))


def _issue(context: ProcedureContext, request: OperationRequest) -> Answer:
    body, caller = IssueApiKeyBody.model_validate(request.arguments), request.caller
    administration, repeated = administration_of(context), request.idempotency_key
    key_id = (
        administration.new_id() if repeated is None else derive(caller.tenant_id, "api_key", caller.key_id, repeated)
    )
    token = f"{_PREFIX}{administration.new_token()}"
    days = body.expires_in_days
    try:
        expires_at = administration.registrations.issue_api_key(
            caller.tenant_id,
            key_id,
            name=body.name,
            role=body.role,
            token_hash=administration.hash_of(token),
            valid_for=None if days is None else timedelta(days=days),
            by=caller.actor,
        )
    except AlreadyRegistered as twice:
        title = "This key was made before, and its secret is told once: revoke it and make another if it is lost"
        raise Declined("conflict", Problem(code="key.issued-before", title=title)) from twice
    return Answer(content=IssuedApiKey(key_id=key_id, secret=token, expires_at=expires_at))


def _revoke(context: ProcedureContext, request: OperationRequest) -> Answer:
    caller, key_id = request.caller, request.ids["key_id"]
    if key_id == caller.key_id:
        raise Declined("rejected", Problem(code="key.own", title="Nobody ends the key that they ask with"))
    try:
        administration_of(context).registrations.revoke_api_key(caller.tenant_id, key_id, by=caller.actor)
    except NotRegistered as unknown:
        raise not_found() from unknown
    return Answer(content=ApiKeyRevoked(key_id=key_id))


_COMMON: Any = {"service": "SystemService", "roles": ADMINS}

API_KEY_QUERIES: tuple[Query, ...] = (
    Query(
        **_COMMON,
        name="ListApiKeys",
        path="/v1/api-keys",
        request=NoArguments,
        response=ApiKeyList,
        summary="Keys for the API: who uses them, what they may do, until when",
        answer=_list,
    ),
)
API_KEY_PROCEDURES: tuple[Procedure, ...] = (
    Procedure(
        **_COMMON,
        name="IssueApiKey",
        path="/v1/api-keys",
        request=IssueApiKeyBody,
        response=IssuedApiKey,
        summary="Make a key for the API; its secret is told once",
        example={"name": "dashboard", "role": "viewer", "expires_in_days": 90},
        answer=_issue,
    ),
    Procedure(
        **_COMMON,
        name="RevokeApiKey",
        method="DELETE",
        path="/v1/api-keys/{key_id}",
        request=NoArguments,
        response=ApiKeyRevoked,
        summary="End a key for good",
        example={"key_id": EXAMPLE_ID},
        answer=_revoke,
    ),
)
