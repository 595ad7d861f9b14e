"""Paths that the documents for developers name lead somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    *(ROOT / name for name in ("ARCHITECTURE.md", "CONTRIBUTING.md", "README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "functions").rglob("README.md")),
    ROOT / "local" / "README.md",
]
_PATH = re.compile(r"`((?:shared|functions|tests|bench|docs|local|cli|infra)/[\w./-]*)`")
_SHARED = re.compile(r"`((?:adapters|app|bootstrap|domain|kernel|ports|processes|projections)/[\w./-]*)`")


def dead(document: Path) -> list[str]:
    text = document.read_text("utf-8")
    named = [ROOT / path for path in _PATH.findall(text)]
    named += [ROOT / "shared" / path for path in _SHARED.findall(text)]
    return [str(path.relative_to(ROOT)) for path in named if not (path.exists() or path.with_suffix(".py").exists())]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_what_a_document_names_is_there(document: Path):
    assert dead(document) == []


def test_a_document_that_names_what_is_gone_is_found(tmp_path: Path):
    document = tmp_path / "notes.md"
    document.write_text("see `shared/nowhere.py` and `app/nothing`, not `shared/app`")
    assert dead(document) == ["shared/nowhere.py", "shared/app/nothing"]
