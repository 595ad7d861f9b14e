"""A class has a name of its own: who searches for it finds one thing."""

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("shared", "functions", "local", "cli")

#: Names that stand for several things still. This list only becomes shorter: a name that was mended leaves it.
STILL_SHARED = frozenset(
    {
        "Aggregate",
        "ApplicationRow",
        "Link",
        "MemberRow",
        "Outcome",
        "Part",
        "Phase",
        "Refusal",
        "Refused",
        "RunbookRow",
        "Step",
        "Subject",
        "Value",
        "View",
        "Waiting",
        "Window",
    }
)


def test_no_two_public_classes_have_one_name():
    assert _shared() - STILL_SHARED == set()


def test_what_was_mended_is_no_longer_excused():
    assert STILL_SHARED - _shared() == set()


def _shared() -> set[str]:
    files = (file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py"))
    names = Counter(name for file in files for name in _public_classes(file))
    return {name for name, times in names.items() if times > 1}


def _public_classes(file: Path) -> list[str]:
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    return [node.name for node in nodes if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
