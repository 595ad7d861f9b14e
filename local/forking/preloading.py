"""What the parts are made of, and may be read once before any of them is there."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from local.hosting import FUNCTIONS

#: By part: the functions that it serves from its first moment on.
_FUNCTIONS_OF = {
    "local.front": ("ingest_alert", "api"),
    "local.back": ("domain_writer", "ingest_backlog", "outbox_relay", "projectors", "triage_steps", "slo_checks"),
}


def preload(module: str) -> None:
    """Imports the part's own module and what the entry points of its functions name at their head, but runs none."""
    import_module(module)
    for function in _FUNCTIONS_OF.get(module, ()):
        for name in _imported_by(FUNCTIONS / function / "main.py"):
            import_module(name)


def _imported_by(source: Path) -> Iterator[str]:
    for statement in ast.parse(source.read_text("utf-8")).body:
        if isinstance(statement, ast.ImportFrom) and statement.module:
            yield statement.module
        elif isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
