"""From an HTTP request to an operation's arguments; whatever cannot be one is answered, never guessed."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request

from shared.adapters.http.exactness import Inexact, inexact_in_body, inexact_in_query
from shared.adapters.http.problem import HttpProblem, Problematic, stop
from shared.adapters.http.strict_json import parse, storable
from shared.ports.operation import Operation

_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_VERSION = re.compile(r'"(\d{1,9})"')
_ID = re.compile(r"[0-9]{1,18}", re.ASCII)
_TRACESTATE = re.compile(r"[\x20-\x7e]{1,512}")
_SHOWN = 10


def request_of(operation: Operation, request: Request) -> BaseModel:
    """Builds the operation's request from path, query and body, and checks it. Raises Problematic."""
    if operation.kind == "query":
        arguments = _from_query_string(operation.request, request.args)
        _be_exact(inexact_in_query(operation.request, arguments))
        return _validated(operation.request.model_validate, arguments)
    if request.args:
        raise stop(422, "query.unexpected", "This operation takes no query parameters")
    body = _from_body(request)
    # As JSON, since that is what strictness is defined for: 1 is no boolean there, and a text can be an id.
    valid = _validated(lambda given: operation.request.model_validate_json(json.dumps(given), strict=True), body)
    _be_exact(inexact_in_body(operation.request, body))
    return valid


def idempotency_key(request: Request) -> str | None:
    """Gives the ``Idempotency-Key`` header, or None. Raises Problematic where it cannot be one."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        raise stop(400, "header.idempotency-key", "Idempotency-Key must be 1 to 200 printable ASCII characters")
    return key


def expected_version(request: Request) -> int | None:
    """Reads ``If-Match: "7"``; None for a star and where there is none. Raises Problematic."""
    condition = request.headers.get("If-Match")
    if condition is None or condition.strip() == "*":
        return None
    version = _VERSION.fullmatch(condition.strip())
    if version is None:
        raise stop(400, "header.if-match", 'If-Match must be one version in quotes, as in ETag: "7"')
    return int(version.group(1))


def last_id(request: Request) -> int | None:
    """Gives ``Last-Event-ID``, which a browser sends by itself when it comes back to a stream. Raises Problematic."""
    told = request.headers.get("Last-Event-ID", "").strip()
    if told and not _ID.fullmatch(told):
        raise stop(400, "header.last-event-id", "Last-Event-ID must be one that this stream has told")
    return int(told) if told else None


def tracestate(request: Request) -> str | None:
    """Gives the ``tracestate`` header where there is one that can be handed on."""
    state = request.headers.get("tracestate")
    return state if state and _TRACESTATE.fullmatch(state) else None


def _from_body(request: Request) -> Any:
    body = request.get_data(cache=True)
    if not body:
        return {}
    if request.mimetype != "application/json":
        raise stop(415, "body.media-type", "The body must be application/json")
    return parse(body)


def _from_query_string(model: type[BaseModel], given: MultiDict[str, str]) -> dict[str, Any]:
    """A parameter may be repeated where the field holds several values, and nowhere else."""
    arguments: dict[str, Any] = {}
    for name, values in given.lists():
        if not all(storable(text) for text in (name, *values)):
            raise stop(422, "query.unstorable-text", "A parameter holds what no text can hold")
        field = model.model_fields.get(name)
        several = field is not None and get_origin(field.annotation) in (tuple, frozenset)
        if len(values) > 1 and not several:
            raise stop(400, "query.repeated", "A parameter is given twice", detail=name[:120])
        arguments[name] = values if several else values[0]
    return arguments


def _validated(validate: Callable[[Any], BaseModel], arguments: Any) -> BaseModel:
    try:
        return validate(arguments)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_context=False, include_input=False)
        raise _invalid([(error["loc"], error["msg"]) for error in errors]) from invalid


def _be_exact(inexact: Iterator[Inexact]) -> None:
    found = list(islice(inexact, _SHOWN))
    if found:
        raise _invalid(found)


def _invalid(errors: Sequence[Inexact]) -> Problematic:
    shown = [
        {"pointer": "/" + "/".join(str(part)[:120] for part in where), "detail": wrong[:200]}
        for where, wrong in errors[:_SHOWN]
    ]
    return Problematic(
        HttpProblem(
            status=422,
            code="request.invalid",
            title="The request is not what this operation takes",
            more={"errors": shown},
        )
    )
