"""``python -m tests.support.golden``: one kept event for each fact and schema version that has none yet."""

import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

from shared.adapters.cloudevents.codec import Codec
from shared.domain.published import FACTS
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact
from shared.kernel.wire import kebab
from shared.processes.published import PROCESS_FACTS
from tests.support.given import NOON

FOLDER = Path(__file__).parents[1] / "payloads" / "golden"
#: What is written once and read for ever.
KEPT: tuple[type[Fact], ...] = (*FACTS, *PROCESS_FACTS)
_WORDS = (
    "text",
    "https://example.com/a",
    "09:00",
    "17:00",
    "FREQ=DAILY",
    "/spec",
    'team="payments"',
    "labels.severity",
)


def file_of(fact: type[Fact]) -> Path:
    return FOLDER / f"{kebab(fact.__name__)}.{fact.schema_version}.json"


def example_of(fact: type[Fact]) -> dict[str, Any]:
    """A payload with every field in it; the same one every time."""
    schema = fact.model_json_schema()
    found: dict[str, Any] = _value(schema, schema, 0)
    return found


def _value(schema: Any, root: Any, depth: int) -> Any:
    if "$ref" in schema:
        return _value(root["$defs"][schema["$ref"].split("/")[-1]], root, depth + 1)
    choices = schema.get("oneOf") or schema.get("anyOf")
    if choices:
        return _value(choices[0], root, depth)
    if "const" in schema or "enum" in schema:
        return schema.get("const") or schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        rest = {"a": schema.get("additionalProperties", {"type": "string"})}
        return {name: _value(of, root, depth) for name, of in schema.get("properties", rest).items()}
    if kind in ("array", "string"):
        return _text(schema) if kind == "string" else [_value(schema["items"], root, depth)]
    return kind == "boolean" or max(1, schema.get("minimum", 1))


def _text(schema: Any) -> str:
    known = {"uuid": str(UUID(int=7)), "date-time": "2026-03-01T12:00:00Z", "date": "2026-03-01"}
    if schema.get("format") in known:
        return known[schema["format"]]
    return next(word for word in _WORDS if re.search(schema.get("pattern", ""), word))


def main() -> None:
    codec = Codec(KEPT)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for fact in KEPT:
        file = file_of(fact)
        if file.exists():
            continue
        envelope = Envelope(
            message_id=UUID(int=1),
            tenant_id=TenantId(UUID(int=2)),
            data=fact.model_validate_json(json.dumps(example_of(fact))),
            occurred_at=NOON,
            producer="/sre/domain_writer",
            actor="human:ana",
            correlation_id=UUID(int=3),
            aggregate_version=1,
        )
        event = json.loads(codec.encode(envelope))
        kept = {"event": event, "reads_as": event["data"]}
        file.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
