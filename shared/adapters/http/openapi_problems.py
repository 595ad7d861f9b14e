"""How an operation can be refused, as the OpenAPI document says it."""

from collections.abc import Mapping
from typing import Any

from shared.adapters.http.problem import MEDIA_TYPE

#: Status → what it means, a code that is answered with it, and that code's title.
_REFUSALS: Mapping[int, tuple[str, str, str]] = {
    400: ("The request cannot be read", "query.repeated", "A parameter is given twice"),
    401: ("No valid bearer token", "identity.unknown", "A valid bearer token is needed"),
    403: (
        "The caller's role may not do this",
        "operation.forbidden",
        "The role viewer may not use CreateIncident",
    ),
    404: ("There is no such thing here", "not_found", "There is no such thing here"),
    409: (
        "Refused in the present state, or the idempotency key was used for another request",
        "incident.closed",
        "incident: closed",
    ),
    412: ("The version is not the one in If-Match", "version.conflict", "Somebody else was faster"),
    413: ("The body is too large", "body.too-large", "The body may have at most 1048576 bytes"),
    415: ("The body is not JSON", "body.media-type", "The body must be application/json"),
    422: (
        "The request is not what this operation takes",
        "request.invalid",
        "The request is not what this operation takes",
    ),
    503: ("Nothing is known to be done; try again", "database.unavailable", "The database cannot be reached"),
}
_OF_QUERIES = (400, 401, 403, 404, 422, 503)
_OF_COMMANDS = (400, 401, 403, 404, 409, 412, 413, 415, 422, 503)
_OF_PROCEDURES = (400, 401, 403, 404, 409, 413, 415, 422, 503)
_BY_KIND = {"command": _OF_COMMANDS, "query": _OF_QUERIES, "procedure": _OF_PROCEDURES}

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457; `code` is stable, extension members depend on it.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "`urn:ameide:sre:problem:` and the code."},
        "title": {"type": "string", "description": "What is wrong, in a sentence for people; may change."},
        "status": {"type": "integer", "description": "The HTTP status, as in the response's first line."},
        "code": {"type": "string", "description": "What is wrong, for programs; never changes."},
        "detail": {"type": "string", "description": "What exactly is wrong in this case."},
        "trace_id": {"type": "string", "description": "Of a failure: what the log tells of it has the same."},
        "message_id": {
            "type": "string",
            "format": "uuid",
            "description": "Of a command, whose outcome is kept.",
        },
        "allowed_transitions": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Statuses that may follow the present one.",
        },
        "errors": {
            "type": "array",
            "description": "Of a request that was not understood: each thing that is wrong with it.",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "Where it is, as a JSON pointer into the request."},
                    "detail": {"type": "string", "description": "What is wrong with it."},
                },
            },
        },
    },
}


def refusals_of(kind: str) -> dict[str, Any]:
    """Gives references to the shared responses with which an operation of this kind refuses."""
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in _BY_KIND[kind]}


def shared_responses() -> dict[str, Any]:
    return {str(status): _response(status) for status in _REFUSALS}


def _response(status: int) -> dict[str, Any]:
    text, code, title = _REFUSALS[status]
    example: dict[str, Any] = {
        "type": f"urn:ameide:sre:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
    }
    if status == 422:  # noqa: PLR2004
        example["errors"] = [{"pointer": "/title", "detail": "Field required"}]
    return {
        "description": text,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }
