"""``python -m shared.bootstrap.contracts [--check]``: everything generated in docs/contracts, from the code."""

import json
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from shared.adapters.contracts import asyncapi
from shared.adapters.contracts.compatibility import Side, breaking
from shared.adapters.contracts.json_schema import file_name, schema_of, text_of
from shared.adapters.contracts.shape import shape
from shared.bootstrap.openapi import generated_text
from shared.domain.published import FACTS, INTENTS
from shared.kernel.message import Intent, Message
from shared.processes.published import PROCESS_FACTS

TARGET = Path(__file__).parents[2] / "docs" / "contracts"
MESSAGES: tuple[type[Message], ...] = (*INTENTS, *FACTS, *PROCESS_FACTS)


@cache
def generated() -> Mapping[str, str]:
    """Text by file below docs/contracts."""
    files = {f"json-schema/{file_name(each)}": text_of(schema_of(each)) for each in MESSAGES}
    files["asyncapi.json"] = text_of(asyncapi.document(MESSAGES, version=version("ameide-sre")))
    files["openapi.json"] = generated_text().decode()
    return files


def complaints(kept: Path = TARGET) -> list[str]:
    """Stale files, rewritten versions, and minor versions that break the one before."""
    found: list[str] = []
    for name, text in generated().items():
        file = kept / name
        if file.exists() and file.read_text("utf-8") == text:
            continue
        if file.exists() and not _may_be_written(file, name, text):
            found.append(f"{name} is published and would change: raise schema_version of its message")
        else:
            found.append(f"{name} is stale: run python -m shared.bootstrap.contracts")
    return found + [told for each in MESSAGES for told in _broken(each, kept)]


def _may_be_written(file: Path, name: str, text: str) -> bool:
    """A schema that was published keeps its shape; what is said of it may be said better."""
    if not (file.exists() and name.startswith("json-schema/")):
        return True
    return shape(json.loads(file.read_text("utf-8"))) == shape(json.loads(text))


def _broken(message: type[Message], kept: Path) -> list[str]:
    """Against every kept version of the same major."""
    name = Path(file_name(message))
    stem = name.name.removesuffix(f".{message.schema_version}.json")
    major = message.schema_version.split(".")[0]
    side: Side = "intent" if issubclass(message, Intent) else "fact"
    return [
        f"{stem} {message.schema_version} breaks {file.name}: {told}"
        for file in sorted((kept / "json-schema" / name.parent).glob(f"{stem}.{major}.*.json"))
        for told in breaking(json.loads(file.read_text("utf-8")), schema_of(message), side)
    ]


def main(arguments: list[str]) -> int:
    """With ``--check`` nothing is written; 1 means that something is stale or breaks."""
    if "--check" not in arguments:
        for name, text in generated().items():
            file = TARGET / name
            if _may_be_written(file, name, text):
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8")
    found = complaints()
    sys.stderr.write("".join(f"{told}\n" for told in found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
