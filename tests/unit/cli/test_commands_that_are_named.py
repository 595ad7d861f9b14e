"""Whoever is told to type something can type it: in messages, on pages, in documents, in what commands say."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command_line import is_command

ROOT = Path(__file__).parents[3]
PLACES = ("shared", "functions", "cli", "local", "docs", "infra")
ENDINGS = frozenset({".py", ".md", ".html", ".yaml", ".yml", ".tf", ".service", ".sh", ".json"})
#: Code in prose, in a page, and lines of a shell; not what merely speaks of `sre`.
NAMED = (
    re.compile(r"`(?:\.venv/bin/)?sre ([^`\n]+)`"),
    re.compile(r"<code>sre ([^<\n]+)</code>"),
    re.compile(r"^\s*(?:\$ |Example: )(?:\.venv/bin/)?sre ([^|>\n]+)", re.MULTILINE),
)


def files() -> Iterator[Path]:
    yield from ROOT.glob("*.md")
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*")):
            if path.suffix in ENDINGS and path.is_file() and "__pycache__" not in path.parts:
                yield path


def named_in(text: str) -> Iterator[str]:
    for pattern in NAMED:
        yield from (line.replace("\\|", "|") for line in pattern.findall(text))


def alternatives(line: str) -> list[str]:
    """``sources add|rotate`` names two."""
    words = line.split(" ")
    for index, word in enumerate(words[:2]):
        if "|" in word:
            return [" ".join([*words[:index], each, *words[index + 1 :]]) for each in word.split("|")]
    return [line]


def unknown(text: str) -> list[str]:
    return [line for line in named_in(text) if not all(is_command(each) for each in alternatives(line))]


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=str(path.relative_to(ROOT))) for path in files() if any(named_in(path.read_text("utf-8")))],
)
def test_every_command_that_is_named_is_there(path: Path):
    assert unknown(path.read_text("utf-8")) == []


def test_one_that_is_not_there_is_found():
    assert unknown("first `sre slo create-slo --slug a`, then `sre slos create --slut a` and `sre status`") == [
        "slo create-slo --slug a",
        "slos create --slut a",
    ]
