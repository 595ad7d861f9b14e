"""Every operation of the table as a command, made from its row: ``sre GROUP VERB``."""

import inspect
import json
import sys
from collections.abc import Callable, Collection, Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from pydantic import TypeAdapter, ValidationError

from cli.answering import fail
from cli.installation import Installation, remote_or_local
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from cli.services import service_id_of
from cli.showing import show_answer
from shared.adapters.contracts.command_line import asked_for, example_line
from shared.adapters.contracts.command_names import ALL_GROUPS, GROUPS, HELP, verb_of
from shared.app.operations.catalogue import OPERATIONS
from shared.ports.operation import Operation

_USAGE = 2
#: A service is named by its id, its slug or its name.
_SHORTER = {"service_id": "--service", "service_ids": "--service"}
_Parameter = inspect.Parameter
Schema = Mapping[str, Any]


def attach(app: typer.Typer, existing: Mapping[str, typer.Typer], needed: Collection[str] = ALL_GROUPS) -> None:
    """Adds a command for each operation that answers once to its group, which is made where none is there."""
    groups = dict(existing)
    for operation in OPERATIONS:
        if operation.streams:
            continue
        name = GROUPS[operation.service]
        if name not in needed:
            continue
        if name not in groups:
            groups[name] = typer.Typer(no_args_is_help=True, help=HELP[name])
            app.add_typer(groups[name], name=name)
        groups[name].command(verb_of(name, operation.name), help=_help(operation))(_command(operation))


def _help(operation: Operation) -> str:
    roles = ", ".join(sorted(operation.roles))
    return f"{operation.summary}.\n\nFor: {roles}.\n\nExample: {example_line(operation)}"


def _command(operation: Operation) -> Callable[..., None]:
    schema = TypeAdapter(operation.request).json_schema()
    fields = {name: _resolved(of, schema) for name, of in schema.get("properties", {}).items()}

    def run(**given: Any) -> None:
        data_dir, as_json, url, token = (given.pop(name) for name in ("data_dir", "as_json", "url", "token"))
        arguments = _arguments(operation, fields, given)
        installation = remote_or_local(data_dir, url, token)
        path = operation.path
        for name in operation.path_parameters:
            path = path.replace(f"{{{name}}}", _id(installation, name, str(given[name])))
        said = {"If-Match": _quoted(given.get("if_match")), "Idempotency-Key": given.get("idempotency_key")}
        headers = {header: value for header, value in said.items() if value}
        answer = installation.ask(operation.method, path, arguments, headers)
        show_answer(operation, answer, as_json=as_json)

    alone = asked_for(operation)
    options = {name: of for name, of in fields.items() if name not in alone}
    parameters = [
        *(_argument(name, str) for name in operation.path_parameters),
        *(_argument(name, list[str] if _is_list_of_text(fields[name]) else str) for name in alone),
        *_options(operation, options),
        *_common(),
    ]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _quoted(version: str | None) -> str | None:
    """As a header has it, whether or not the quotes were typed."""
    return f'"{version.strip(chr(34))}"' if version else None


def _argument(name: str, kind: Any) -> inspect.Parameter:
    return _Parameter(name, _Parameter.KEYWORD_ONLY, annotation=Annotated[kind, typer.Argument(metavar=name.upper())])


def _options(operation: Operation, fields: Mapping[str, Schema]) -> list[inspect.Parameter]:
    options = [_option(name, _type_of(name, of), _hint(of)) for name, of in fields.items()]
    if operation.kind != "query" and operation.method != "DELETE":
        options.append(_option("body", str, "All of it: a file of JSON or YAML, - reads standard input."))
    if operation.kind == "command":
        options.append(_option("if_match", str, "The version that you have read; another one is refused."))
        options.append(_option("idempotency_key", str, "Asked twice under one key, done once."))
    return options


def _common() -> list[inspect.Parameter]:
    return [
        _Parameter("data_dir", _Parameter.KEYWORD_ONLY, annotation=DataDir, default=DEFAULT_DATA_DIR),
        _Parameter("as_json", _Parameter.KEYWORD_ONLY, annotation=AsJson, default=False),
        _option("url", str, "An installation elsewhere.", envvar="SRE_URL"),
        _option("token", str, "Its key.", envvar="SRE_TOKEN"),
    ]


def _option(name: str, kind: Any, text: str, **more: Any) -> inspect.Parameter:
    flag = "--" + name.replace("_", "-")
    declared = f"{flag}/--no{flag[1:]}" if kind is bool else flag
    flags = (declared, _SHORTER[name]) if name in _SHORTER else (declared,)
    annotation = Annotated[kind | None, typer.Option(*flags, help=text, show_default=False, **more)]
    return _Parameter(name, _Parameter.KEYWORD_ONLY, annotation=annotation, default=None)


def _type_of(name: str, schema: Schema) -> Any:
    if "enum" in schema:
        return Enum(name, {str(value): str(value) for value in schema["enum"]}, type=str)
    if _is_list_of_text(schema):
        return list[str]
    return {"integer": int, "number": float, "boolean": bool}.get(schema.get("type", ""), str)


def _hint(schema: Schema) -> str:
    if schema.get("type") in ("object", "array") and not _is_list_of_text(schema):
        return f"{schema.get('title', '')} as JSON, or @FILE of JSON or YAML.".strip()
    return "May come several times." if _is_list_of_text(schema) else str(schema.get("description", ""))


def _is_list_of_text(schema: Schema) -> bool:
    items = schema.get("items", {})
    texts = all(choice.get("type") == "string" for choice in items.get("anyOf", [items]))
    return schema.get("type") == "array" and (texts or "enum" in items)


def _resolved(schema: Schema, root: Schema) -> Schema:
    """Without null and references, one level deep: enough to choose an option's type."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if choices and all(choice.get("type") == "string" and "enum" not in choice for choice in choices):
        return {**schema, "type": "string", "anyOf": ()}
    if len(choices) == 1:
        return _resolved({**schema, **choices[0], "anyOf": ()}, root)
    if "$ref" in schema:
        return _resolved({**root["$defs"][schema["$ref"].split("/")[-1]], "title": schema["$ref"].split("/")[-1]}, root)
    if "discriminator" in schema or choices:
        return {**schema, "type": "object"}
    if "$ref" in schema.get("items", {}):
        return {**schema, "items": root["$defs"][schema["items"]["$ref"].split("/")[-1]]}
    return schema


def _arguments(operation: Operation, fields: Mapping[str, Schema], given: Mapping[str, Any]) -> dict[str, Any]:
    arguments = _read(given["body"]) if given.get("body") else {}
    if not isinstance(arguments, dict):
        fail("the body is no object of fields")
    for name, schema in fields.items():
        if given[name] not in (None, [], ()):
            arguments[name] = _value(given[name], schema)
    try:
        operation.request.model_validate_json(json.dumps(arguments))
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False):
            where = "/".join(map(str, error["loc"])) or "body"
            print(f"error: {where}: {error['msg']}", file=sys.stderr)
        raise typer.Exit(_USAGE) from None
    return arguments


def _value(given: Any, schema: Schema) -> Any:
    if isinstance(given, Enum):
        return given.value
    if schema.get("type") in ("object", "array") and isinstance(given, str):
        return _read(given[1:]) if given.startswith("@") else _parsed(given, "a value")
    return given


def _read(file: str) -> Any:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as unreadable:
        fail(f"{file} cannot be read: {unreadable}")
    return _parsed(text, file)


def _parsed(text: str, what: str) -> Any:
    """JSON is YAML, nearly; times and dates are text in either."""
    try:
        found = json.loads(text) if text.lstrip().startswith(("{", "[")) else yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as invalid:
        fail(f"{what} is neither JSON nor YAML: {invalid}")
    return json.loads(json.dumps(found, default=lambda moment: moment.isoformat()))


def _id(installation: Installation, name: str, given: str) -> str:
    if name == "service_id":
        return service_id_of(installation, given)
    if name == "slo_id":
        from cli.slos import slo_id_of  # noqa: PLC0415 - objectives know their slugs

        return slo_id_of(installation, given)
    if name != "incident_id":
        return given
    from cli.incidents import id_of  # noqa: PLC0415 - incidents know their numbers

    return id_of(installation, given)
