"""``python -m shared.bootstrap.openapi [--check]``: the table of operations as docs/contracts/openapi.json."""

import sys
from importlib.metadata import version
from pathlib import Path

from shared.adapters.http.openapi import document, text_of
from shared.app.operations.catalogue import OPERATIONS

TARGET = Path(__file__).parents[2] / "docs" / "contracts" / "openapi.json"


def generated_text() -> bytes:
    """Made from the code and its docstrings. The API serves what is kept, and does not make it."""
    return text_of(document(OPERATIONS, version=version("ameide-sre"))).encode()


def main(arguments: list[str]) -> int:
    """With ``--check`` nothing is written; 1 means that the kept document is stale."""
    made = generated_text()
    if "--check" in arguments:
        stale = not TARGET.exists() or TARGET.read_bytes() != made
        if stale:
            sys.stderr.write(f"{TARGET.name} is stale: run python -m shared.bootstrap.openapi\n")
        return int(stale)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
