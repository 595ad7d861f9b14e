"""The published language as docs/contracts/language.md tells it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_DOCUMENT = Path(__file__).parents[2] / "docs" / "contracts" / "language.md"


def _sections(title: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Heading and rows of each table below ``## title``."""
    part = re.split(r"^## ", _DOCUMENT.read_text("utf-8"), flags=re.MULTILINE)
    (chosen,) = (text for text in part if text.startswith(title))
    for section in chosen.split("\n### ")[1:]:
        lines = [line for line in section.splitlines() if line.startswith("|")]
        yield section.splitlines()[0], [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def messages() -> Mapping[str, tuple[set[str], set[str]]]:
    """Aggregate → (intents, facts)."""
    return {
        name: ({row[0] for row in rows[2:]}, {fact for row in rows[2:] for fact in row[1].split(", ")})
        for name, rows in _sections("Intents and facts")
    }


def process_facts() -> Mapping[str, set[str]]:
    """Workflow → process facts."""
    return {name: {row[0] for row in rows[2:]} for name, rows in _sections("Process facts")}


def operations() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Service → operation → roles."""
    return {
        service: {
            row[0]: [role for role, mark in zip(rows[0][1:], row[1:], strict=True) if mark == "x"] for row in rows[2:]
        }
        for service, rows in _sections("Operations")
    }
