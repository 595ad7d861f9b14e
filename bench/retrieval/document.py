"""A document of the corpus, and the words that its writers set apart from what they say: front matter, code."""

from dataclasses import dataclass
from pathlib import Path

KEYS = ("title", "kind", "tags", "environment", "application", "resource")


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    kind: str
    title: str
    tags: tuple[str, ...]
    body: str
    environment: str = ""
    application: str = ""
    resource: str = ""

    @property
    def text(self) -> str:
        """Everything that somebody may find it by."""
        head = (self.title, self.kind, " ".join(self.tags), self.environment, self.application, self.resource)
        return "\n".join((*head, self.body))


def written(folder: Path) -> list[Document]:
    """The Markdown files of a folder, by name."""
    return [_read(path) for path in sorted(folder.glob("*.md"))]


def _read(path: Path) -> Document:
    """Front matter is ``key: value`` and ``key: [a, b]``; that is all this corpus needs. Raises ValueError."""
    opening, matter, body = path.read_text(encoding="utf-8").split("---\n", 2)
    if opening:
        raise ValueError(f"{path.stem} does not begin with front matter")
    told: dict[str, str] = {}
    for line in matter.splitlines():
        key, colon, value = line.partition(": ")
        if not colon or key not in KEYS:
            raise ValueError(f"{path.stem}: no front matter: {line!r}")
        told[key] = value.strip()
    tags = tuple(tag.strip() for tag in told.pop("tags", "").strip("[]").split(","))
    return Document(name=path.stem, tags=tags, body=body, **told)
