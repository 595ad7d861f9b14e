"""An operation's example as somebody types it: with ``curl``, and with ``sre``."""

import json
import shlex
from typing import Any
from urllib.parse import urlencode

from shared.adapters.contracts.command_names import GROUPS, verb_of
from shared.ports.operation import Operation


def example_line(operation: Operation) -> str:
    """For an operation that answers once."""
    group = GROUPS[operation.service]
    words = ["sre", group, verb_of(group, operation.name)]
    alone = [*operation.path_parameters, *asked_for(operation)]
    for value in (operation.example[name] for name in alone):
        words += map(str, value) if isinstance(value, list) else [str(value)]
    for name, value in operation.example.items():
        if name not in alone:
            words += _spelled(name, value)
    return shlex.join(words)


def asked_for(operation: Operation) -> list[str]:
    """What a query cannot do without stands by itself: ``sre patterns search "checkout answers 502"``."""
    if operation.kind != "query":
        return []
    return [name for name, field in operation.request.model_fields.items() if field.is_required()]


def _spelled(name: str, value: Any) -> list[str]:
    option = "--" + name.replace("_", "-")
    if isinstance(value, bool):
        return [option if value else "--no" + option[1:]]
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return [word for part in value for word in (option, part)]
    return [option, value if isinstance(value, str) else json.dumps(value)]


def arguments_of(operation: Operation) -> dict[str, Any]:
    """The example without what stands in the path: a body, or query parameters."""
    return {name: value for name, value in operation.example.items() if name not in operation.path_parameters}


def curl_line(operation: Operation) -> str:
    """Where the installation is and the key stay variables of the shell, as ``sre`` reads them."""
    arguments, has_body = arguments_of(operation), operation.kind != "query" and operation.method != "DELETE"
    address = operation.path.format(**operation.example)
    if arguments and not has_body:
        plain = {name: str(value).lower() if isinstance(value, bool) else value for name, value in arguments.items()}
        address += "?" + urlencode(plain, doseq=True)
    lines = [f'curl "$SRE_URL{address}"', '-H "Authorization: Bearer $SRE_TOKEN"']
    lines += [f"-X {operation.method}"] if operation.method != "GET" else []
    if has_body:
        lines += ["-H 'Content-Type: application/json'", f"-d {shlex.quote(json.dumps(arguments, ensure_ascii=False))}"]
    return " \\\n  ".join(lines)
