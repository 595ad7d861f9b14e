"""A name that is selected as text is not ordered by: a bare one in ORDER BY is what is selected, and 1000 < 999."""

import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_SOURCES = sorted(
    path
    for folder in ("shared", "local", "cli")
    for path in (_ROOT / folder).rglob("*")
    if path.suffix in {".py", ".sql"}
)
#: A statement ends where its text does.
_TEXTS = re.compile(r'"""(.*?)"""|"([^"\n]*)"', re.DOTALL)
#: ``tx::text`` and ``f.tx::text`` are both called ``tx``, where nothing else is said.
_AS_TEXT = re.compile(r"\b(?:\w+\.)?(\w+)::text(?!\[)(?!\s+AS\b)", re.IGNORECASE)
_ORDER = re.compile(r"\bORDER BY ([^()\n]*)", re.IGNORECASE)
#: Their texts are in the order of the values.
_ALIKE = re.compile(r"_id$|^id$|^name$")


def wrongly_ordered(statement: str) -> set[str]:
    as_text = {name for name in _AS_TEXT.findall(statement) if not _ALIKE.search(name)}
    bare = {each.split()[0] for order in _ORDER.findall(statement) for each in order.split(",") if each.strip()}
    return as_text & bare


def test_none_is():
    found = {
        f"{path.relative_to(_ROOT)}: {name}"
        for path in _SOURCES
        for texts in _TEXTS.findall(path.read_text("utf-8"))
        for name in wrongly_ordered("".join(texts))
    }
    assert found == set()


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("SELECT tx::text, position FROM fact ORDER BY tx DESC, position LIMIT 1", {"tx"}),
        ("SELECT f.tx::text FROM fact f ORDER BY position, tx", {"tx"}),
        ("SELECT f.tx::text, f.position FROM fact f ORDER BY f.tx, f.position", set()),
        ("SELECT tx::text AS said FROM fact ORDER BY tx", set()),
        ("SELECT alert_id::text FROM alert ORDER BY alert_id", set()),
    ],
)
def test_a_bare_name_is_seen(statement: str, wrong: set[str]):
    assert wrongly_ordered(statement) == wrong
