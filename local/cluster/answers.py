"""Answers in the form of the Kubernetes API: objects, lists, and the statuses with which it refuses."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = b""
    pieces: Iterable[bytes] | None = None
    """A body that is sent piece by piece, in place of ``body``."""
    kind: str = "application/json"


class Refused(Exception):  # noqa: N818 - names the condition
    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def found(body: Any) -> Answer:
    return Answer(HTTPStatus.OK, json.dumps(body).encode())


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
    return Refused(Answer(status, json.dumps(body).encode()))


def unauthorized() -> Refused:
    return refused(HTTPStatus.UNAUTHORIZED, "Unauthorized", "Unauthorized")


def forbidden(user: str, verb: str, group: str, plural: str, namespace: str) -> Refused:
    where = f' in the namespace "{namespace}"' if namespace else " at the cluster scope"
    message = f'{plural} is forbidden: User "{user}" cannot {verb} resource "{plural}" in API group "{group}"{where}'
    return refused(HTTPStatus.FORBIDDEN, "Forbidden", message, kind=plural)


def not_found(group: str, plural: str, name: str) -> Refused:
    kind = f"{plural}.{group}" if group else plural
    return refused(HTTPStatus.NOT_FOUND, "NotFound", f'{kind} "{name}" not found', name=name, kind=plural)


def not_served() -> Refused:
    """There is no such path: the kind is not installed."""
    return Refused(Answer(HTTPStatus.NOT_FOUND, b"404 page not found\n", kind="text/plain; charset=utf-8"))


def bad_request(message: str) -> Refused:
    return refused(HTTPStatus.BAD_REQUEST, "BadRequest", message)


def expired() -> Refused:
    message = (
        "The provided continue parameter is too old to display a consistent list result. You can start a new list "
        "without the continue parameter, or use the continue token in this response to retrieve the remainder of the "
        "results."
    )
    return refused(HTTPStatus.GONE, "Expired", message)
