"""A class has a name of its own: who searches for it finds one thing."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("shared", "functions", "local", "cli")


def test_no_two_public_classes_have_one_name():
    assert {name: homes for name, homes in _homes().items() if len(homes) > 1} == {}


def _homes() -> dict[str, list[str]]:
    """Of each public class the files that define it."""
    homes: dict[str, list[str]] = defaultdict(list)
    for file in (file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py"))):
        for name in _public_classes(file):
            homes[name].append(str(file.relative_to(ROOT)))
    return homes


def _public_classes(file: Path) -> list[str]:
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    return [node.name for node in nodes if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
