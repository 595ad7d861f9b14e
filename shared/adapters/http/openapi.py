"""The OpenAPI document, made from the catalogue of operations: nothing in it is written twice."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from shared.adapters.contracts.command_line import arguments_of, curl_line, example_line
from shared.adapters.contracts.schema_generator import DescribedJsonSchema
from shared.adapters.http.event_stream import STREAM_TYPE
from shared.adapters.http.openapi_examples import answer_example
from shared.adapters.http.openapi_problems import PROBLEM, refusals_of, shared_responses
from shared.ports.operation import Operation

_REF = "#/components/schemas/{model}"
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
    ("Idempotency-Key", "Asked twice under one key, done once.", {"type": "string", "minLength": 1, "maxLength": 200}),
    ("If-Match", 'The version that the decision was made on, as in ETag: "7".', {"type": "string"}),
)
_STREAM_HEADERS = (
    (
        "Last-Event-ID",
        "The id told last; stands above `after`.",
        {"type": "string", "pattern": "^[0-9]{1,18}$"},
    ),
)


class _Schemas:
    """Request (``validation``) and response (``serialization``) of every operation; shared parts are named once."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        wanted: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = []
        for operation in operations:
            wanted.append((operation.name, "validation", TypeAdapter(operation.request)))
            wanted.append((operation.name, "serialization", TypeAdapter(operation.response)))
        self._by_operation, definitions = TypeAdapter.json_schemas(
            wanted, ref_template=_REF, schema_generator=DescribedJsonSchema
        )
        self.named: Mapping[str, Any] = definitions.get("$defs", {})
        self._written_out = {operation.request.__name__ for operation in operations if not _has_body(operation)}

    def referred_to(self) -> dict[str, Any]:
        """Without those that appear as single parameters instead."""
        return {name: schema for name, schema in self.named.items() if name not in self._written_out}

    def __getitem__(self, key: tuple[str, JsonSchemaMode]) -> dict[str, Any]:
        return self._by_operation[key]


def document(operations: Sequence[Operation], *, version: str) -> dict[str, Any]:
    """Builds the OpenAPI 3.1 document as plain data."""
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
            "schemas": {"Problem": PROBLEM, **schemas.referred_to()},
            "responses": shared_responses(),
        },
    }


def text_of(described: Mapping[str, Any]) -> str:
    """Writes the document as it is served and as it is kept in the repository."""
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


def _described(operation: Operation, schemas: _Schemas) -> dict[str, Any]:
    request = schemas[operation.name, "validation"]
    described: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.service],
        "summary": operation.summary,
        "x-roles": sorted(operation.roles),
        "parameters": [_id_in_path(name, operation.example) for name in operation.path_parameters]
        + [_header(*header) for header in _STREAM_HEADERS if operation.streams],
        "responses": _responses(operation, schemas),
    }
    if operation.kind == "command":
        described["parameters"] += [_header(*header) for header in _COMMAND_HEADERS]
    if _has_body(operation):
        described["requestBody"] = {
            "required": bool(_resolved(request, schemas).get("required")),
            "content": {"application/json": {"schema": request, "example": arguments_of(operation)}},
        }
    elif operation.kind == "query":
        described["parameters"] += _query_parameters(_resolved(request, schemas), operation.example)
    return described | {"x-codeSamples": _typed(operation)}


def _typed(operation: Operation) -> list[dict[str, str]]:
    samples = [{"lang": "Shell", "label": "curl", "source": curl_line(operation)}]
    if not operation.streams:
        samples.append({"lang": "Shell", "label": "sre", "source": example_line(operation)})
    return samples


def _has_body(operation: Operation) -> bool:
    return operation.kind != "query" and operation.method != "DELETE"


def _responses(operation: Operation, schemas: _Schemas) -> dict[str, Any]:
    answer = schemas[operation.name, "serialization"]
    example = answer_example(operation)
    good = {
        "description": "Done" if operation.kind != "query" else "The answer",
        "content": {STREAM_TYPE: {"schema": _event(operation, answer), "example": _event_example(operation, example)}}
        if operation.streams
        else {"application/json": {"schema": answer, "example": example}},
    }
    # A command that creates answers 200 when it was done before or changed nothing.
    expected = {str(status): good for status in sorted({200, operation.success})}
    return expected | refusals_of(operation.kind)


def _event(operation: Operation, data: Mapping[str, Any]) -> dict[str, Any]:
    """Each event of a stream, by its fields."""
    fields = {
        "id": {"type": "string", "description": "Where the stream is now; goes back as `Last-Event-ID`."},
        "event": {
            "enum": list(operation.events),
            "description": " ".join(f"`{name}`: {says}." for name, says in operation.events.items()),
        },
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": data,
            "description": "What is told, as JSON in one line.",
        },
    }
    return {"type": "object", "required": list(fields), "properties": fields}


def _event_example(operation: Operation, data: Any) -> dict[str, str]:
    return {"id": "4711", "event": next(iter(operation.events)), "data": json.dumps(data, separators=(",", ":"))}


def _query_parameters(schema: Mapping[str, Any], example: Mapping[str, Any]) -> list[dict[str, Any]]:
    required = schema.get("required", ())
    return [
        _parameter(name, _plain(property_), example, required=name in required)
        for name, property_ in schema.get("properties", {}).items()
    ]


def _parameter(name: str, schema: dict[str, Any], example: Mapping[str, Any], *, required: bool) -> dict[str, Any]:
    described = {"description": schema.pop("description")} if "description" in schema else {}
    shown = {"example": example[name]} if name in example else {}
    return {"name": name, "in": "query", "required": required, **described, "schema": schema, **shown}


def _plain(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter that is absent is absent: null cannot be written in a query string."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    rest = {key: value for key, value in schema.items() if key != "anyOf" and not (key == "default" and value is None)}
    return rest | choices[0] if len(choices) == 1 else dict(schema)


def _resolved(schema: Mapping[str, Any], schemas: _Schemas) -> Mapping[str, Any]:
    return schemas.named[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema


def _id_in_path(name: str, example: Mapping[str, Any]) -> dict[str, Any]:
    noun = name.removesuffix("_id").replace("_", " ")
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": f"The id of the {noun}.",
        "schema": {"type": "string", "format": "uuid"},
        "example": example[name],
    }


def _header(name: str, description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, "description": description, "schema": schema}
