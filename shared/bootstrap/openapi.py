"""``python -m shared.bootstrap.openapi [--check]``: the document as it is served, into docs/contracts/openapi.json."""

import sys
from pathlib import Path

from shared.bootstrap.api import openapi_text

TARGET = Path(__file__).parents[2] / "docs" / "contracts" / "openapi.json"


def main(arguments: list[str]) -> int:
    """With ``--check`` nothing is written; 1 means that the kept document is stale."""
    served = openapi_text()
    if "--check" in arguments:
        stale = not TARGET.exists() or TARGET.read_bytes() != served
        if stale:
            sys.stderr.write(f"{TARGET.name} is stale: run python -m shared.bootstrap.openapi\n")
        return int(stale)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(served)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
