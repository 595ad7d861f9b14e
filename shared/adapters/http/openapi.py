"""The OpenAPI document, made from the catalogue of operations: nothing in it is written twice."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from shared.adapters.http.event_stream import STREAM_TYPE
from shared.adapters.http.problem import MEDIA_TYPE
from shared.ports.operation import Operation

_REF = "#/components/schemas/{model}"
_STATUS_TEXT = {
    400: "The request cannot be read",
    401: "No valid bearer token",
    403: "The caller's role may not do this",
    404: "There is no such thing here",
    409: "Refused in the present state, or the idempotency key was used for another request",
    412: "The version is not the one in If-Match",
    413: "The body is too large",
    415: "The body is not JSON",
    422: "The request is not what this operation takes",
    503: "Nothing is known to be done; try again",
}
_OF_QUERIES = (400, 401, 403, 404, 422, 503)
_OF_COMMANDS = (400, 401, 403, 404, 409, 412, 413, 415, 422, 503)
_OF_PROCEDURES = (400, 401, 403, 413, 415, 422, 503)
_REFUSED = {"command": _OF_COMMANDS, "query": _OF_QUERIES, "procedure": _OF_PROCEDURES}
_PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457; `code` is stable, extension members depend on it.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "trace_id": {"type": "string", "description": "Of a failure: what the log tells of it has the same"},
        "message_id": {"type": "string", "format": "uuid"},
        "allowed_transitions": {"type": "array", "items": {"type": "string"}},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_SECURITY_SCHEMES = {
    "key": {"type": "http", "scheme": "bearer", "description": "An API key, `sre_…`"},
    "oidc": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A token of the installation's OpenID Connect provider, where one is set up",
    },
}
_COMMAND_HEADERS = (
    ("Idempotency-Key", "Asked twice under one key, done once", {"type": "string", "minLength": 1, "maxLength": 200}),
    ("If-Match", 'The version that the decision was made on, as in ETag: "7"', {"type": "string"}),
)
_STREAM_HEADERS = (
    ("Last-Event-ID", "The id that was told last; above `after`", {"type": "string", "pattern": "^[0-9]{1,18}$"}),
)


class _Schemas:
    """Request (``validation``) and response (``serialization``) of every operation; shared parts are named once."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        wanted: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = []
        for operation in operations:
            wanted.append((operation.name, "validation", TypeAdapter(operation.request)))
            wanted.append((operation.name, "serialization", TypeAdapter(operation.response)))
        self._by_operation, definitions = TypeAdapter.json_schemas(wanted, ref_template=_REF)
        self.named: Mapping[str, Any] = definitions.get("$defs", {})
        self._written_out = {operation.request.__name__ for operation in operations if not _has_body(operation)}

    def referred_to(self) -> dict[str, Any]:
        """Without those that appear as single parameters instead."""
        return {name: schema for name, schema in self.named.items() if name not in self._written_out}

    def __getitem__(self, key: tuple[str, JsonSchemaMode]) -> dict[str, Any]:
        return self._by_operation[key]


def document(operations: Sequence[Operation], *, version: str) -> dict[str, Any]:
    """OpenAPI 3.1 as plain data."""
    schemas = _Schemas(operations)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ameide SRE",
            "version": version,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}, {"oidc": []}],
        "tags": [{"name": service} for service in sorted({operation.service for operation in operations})],
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": _SECURITY_SCHEMES,
            "schemas": {"Problem": _PROBLEM, **schemas.referred_to()},
            "responses": {str(status): _problem_response(text) for status, text in _STATUS_TEXT.items()},
        },
    }


def text_of(described: Mapping[str, Any]) -> str:
    """As it is served and as it is kept in the repository."""
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


def _described(operation: Operation, schemas: _Schemas) -> dict[str, Any]:
    request = schemas[operation.name, "validation"]
    described: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.service],
        "summary": operation.summary,
        "x-roles": sorted(operation.roles),
        "parameters": [_id_in_path(name) for name in operation.path_parameters]
        + [_header(*header) for header in _STREAM_HEADERS if operation.streams],
        "responses": _responses(operation, schemas),
    }
    if operation.kind == "command":
        described["parameters"] += [_header(*header) for header in _COMMAND_HEADERS]
    if _has_body(operation):
        described["requestBody"] = {
            "required": bool(_resolved(request, schemas).get("required")),
            "content": {"application/json": {"schema": request}},
        }
    elif operation.kind == "query":
        described["parameters"] += _query_parameters(_resolved(request, schemas))
    return described


def _has_body(operation: Operation) -> bool:
    return operation.kind != "query" and operation.method != "DELETE"


def _responses(operation: Operation, schemas: _Schemas) -> dict[str, Any]:
    answer = schemas[operation.name, "serialization"]
    good = {
        "description": "Done" if operation.kind != "query" else "The answer",
        "content": {STREAM_TYPE: {"schema": _event(answer)}}
        if operation.streams
        else {"application/json": {"schema": answer}},
    }
    # A command that creates answers 200 when it was done before or changed nothing.
    expected = {str(status): good for status in sorted({200, operation.success})}
    refused = _REFUSED[operation.kind]
    return expected | {str(status): {"$ref": f"#/components/responses/{status}"} for status in refused}


def _event(data: Mapping[str, Any]) -> dict[str, Any]:
    """Each event of a stream, by its fields."""
    content = {"type": "string", "contentMediaType": "application/json", "contentSchema": data}
    fields = {"id": {"type": "string"}, "event": {"enum": ["change", "reset"]}, "data": content}
    return {"type": "object", "required": list(fields), "properties": fields}


def _query_parameters(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    required = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _plain(property_)}
        for name, property_ in schema.get("properties", {}).items()
    ]


def _plain(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter that is absent is absent: null cannot be written in a query string."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    rest = {key: value for key, value in schema.items() if key != "anyOf" and not (key == "default" and value is None)}
    return rest | choices[0] if len(choices) == 1 else dict(schema)


def _resolved(schema: Mapping[str, Any], schemas: _Schemas) -> Mapping[str, Any]:
    return schemas.named[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema


def _id_in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}


def _header(name: str, description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, "description": description, "schema": schema}


def _problem_response(text: str) -> dict[str, Any]:
    return {"description": text, "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}}}
