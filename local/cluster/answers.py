"""Answers in the form of the Kubernetes API: objects, lists, and the statuses with which it refuses."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from local.world.requests import WorldAnswer


class Refused(Exception):  # noqa: N818 - names the condition
    def __init__(self, answer: WorldAnswer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class FieldFault(NamedTuple):
    """What is wrong with one field. ``reason`` is FieldValueInvalid or FieldValueRequired."""

    field: str
    reason: str
    message: str


def refused(status: int, reason: str, message: str, **details: Any) -> Refused:
    """Makes a refusal with a Status object, as the server words it."""
    body: dict[str, Any] = {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": message,
        "reason": reason,
        "code": status,
    }
    if details:
        body["details"] = details
    return Refused(WorldAnswer(status, json.dumps(body).encode()))


def success(details: dict[str, Any] | None = None) -> dict[str, Any]:
    """Makes the Status object of what has no object to show."""
    found = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success"}
    return {**found, "details": details} if details else found


def unauthorized() -> Refused:
    return refused(HTTPStatus.UNAUTHORIZED, "Unauthorized", "Unauthorized")


def forbidden(user: str, verb: str, group: str, plural: str, namespace: str) -> Refused:
    where = f' in the namespace "{namespace}"' if namespace else " at the cluster scope"
    message = f'{plural} is forbidden: User "{user}" cannot {verb} resource "{plural}" in API group "{group}"{where}'
    return refused(HTTPStatus.FORBIDDEN, "Forbidden", message, kind=plural)


def not_found(group: str, plural: str, name: str) -> Refused:
    message = f'{_called(group, plural)} "{name}" not found'
    return refused(HTTPStatus.NOT_FOUND, "NotFound", message, name=name, **_of(group), kind=plural)


def not_served() -> Refused:
    """There is no such path: the kind is not installed."""
    return Refused(WorldAnswer(HTTPStatus.NOT_FOUND, b"404 page not found\n", kind="text/plain; charset=utf-8"))


def bad_request(message: str) -> Refused:
    return refused(HTTPStatus.BAD_REQUEST, "BadRequest", message)


def expired() -> Refused:
    message = (
        "The provided continue parameter is too old to display a consistent list result. You can start a new list "
        "without the continue parameter, or use the continue token in this response to retrieve the remainder of the "
        "results."
    )
    return refused(HTTPStatus.GONE, "Expired", message)


def already_exists(group: str, plural: str, name: str) -> Refused:
    message = f'{_called(group, plural)} "{name}" already exists'
    return refused(HTTPStatus.CONFLICT, "AlreadyExists", message, name=name, **_of(group), kind=plural)


def conflict(group: str, plural: str, name: str) -> Refused:
    message = (
        f'Operation cannot be fulfilled on {_called(group, plural)} "{name}": the object has been modified; please '
        "apply your changes to the latest version and try again"
    )
    return refused(HTTPStatus.CONFLICT, "Conflict", message, name=name, **_of(group), kind=plural)


def invalid(group: str, kind: str, name: str, faults: Sequence[FieldFault]) -> Refused:
    told = [f"{fault.field}: {fault.message}" for fault in faults]
    shown = told[0] if len(told) == 1 else f"[{', '.join(told)}]"
    causes = [{"reason": fault.reason, "message": fault.message, "field": fault.field} for fault in faults]
    message = f'{_called(group, kind)} "{name}" is invalid: {shown}'
    return refused(
        HTTPStatus.UNPROCESSABLE_ENTITY, "Invalid", message, name=name, **_of(group), kind=kind, causes=causes
    )


def unsupported_media_type(kind: str) -> Refused:
    message = f"the body of the request was in an unknown format - accepted media types include: not {kind}"
    return refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", message)


def not_allowed() -> Refused:
    message = "the server does not allow this method on the requested resource"
    return refused(HTTPStatus.METHOD_NOT_ALLOWED, "MethodNotAllowed", message)


def _called(group: str, plural: str) -> str:
    return f"{plural}.{group}" if group else plural


def _of(group: str) -> dict[str, str]:
    return {"group": group} if group else {}
