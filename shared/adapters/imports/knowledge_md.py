"""Written knowledge as Markdown: guides, backlog items, and the notes of incidents that stand in them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.adapters.imports.incident_labels import CONTEXT
from shared.adapters.imports.incident_notes import Note, notes_of
from shared.adapters.imports.knowledge_slugs import slug_of_file, slug_of_note, slug_of_part, told_apart
from shared.adapters.imports.long_documents import parts_of
from shared.adapters.imports.markdown import LONGEST, plain
from shared.adapters.imports.markdown_outline import Outline, outline_of
from shared.adapters.imports.reading import Unusable, flag, is_url, listed, made, tags, text
from shared.adapters.imports.written_dates import dated, zone_or_utc
from shared.domain.knowledge_document.values import DocumentKind, KnowledgeContent
from shared.ports.imports import Document, Draft, Parsed, Setting, Trouble

#: Of a file, which becomes as many documents as it takes.
LONGEST_FILE = 1_000_000
_LONGEST_TITLE, _LONGEST_TAG, _MOST_TAGS = 500, 100, 50
_BACKLOG_FOLDERS = frozenset({"backlog", "tickets", "stories"})
_BACKLOG_HEADINGS = re.compile(r"acceptance criteria|user stor(?:y|ies)|definition of done", re.IGNORECASE)
#: Fields that a part of a document does not repeat.
_SAID_ONCE = frozenset({"symptom", "root_cause", "fix", "verification"})
_SEEN = re.compile(r"(?:yes|verified|confirmed|done|✅|✔)", re.IGNORECASE)
_KEYS = {
    "environment": ("environment", "env"),
    "application": ("application", "app", "service", "services", "component"),
    "resource": ("resource",),
    "symptom": ("symptom", "symptoms"),
    "root_cause": ("root_cause", "rootcause"),
    "fix": ("fix", "resolution"),
    "verification": ("verification",),
    "status": ("status",),
}


def parse(documents: Sequence[Document], setting: Setting) -> Parsed:
    drafts: dict[str, Draft] = {}
    troubles: list[Trouble] = []
    for document in documents:
        try:
            found = _File(document, setting).drafts()
        except Unusable as unusable:
            troubles.append(unusable.trouble(document.path))
            continue
        if not found:
            troubles.append(Trouble(path=document.path, code="knowledge.empty", why="it says nothing", read=True))
        for draft in found:
            first = drafts.setdefault(draft.slug, draft)
            if first is not draft:
                troubles.append(_twice(draft, first))
    contested = {trouble.slug for trouble in troubles if trouble.conflict}
    return Parsed(drafts=[draft for slug, draft in drafts.items() if slug not in contested], troubles=troubles)


def _twice(draft: Draft, first: Draft) -> Trouble:
    why = f"{first.path} has the slug {draft.slug} already; rename one of them, or give it a slug in its front matter"
    return Trouble(
        path=draft.path, line=draft.line, code="knowledge.slug_twice", why=why, conflict=True, slug=draft.slug
    )


class _File:
    """Raises Unusable: then nothing of it is imported."""

    def __init__(self, document: Document, setting: Setting) -> None:
        self._path = document.path
        self._outline: Outline = outline_of(document.text, longest=LONGEST_FILE)
        self._front: Mapping[str, Any] = self._outline.front
        self._notes: list[str] = []
        self._kind = self._said_kind()
        self._zone = zone_or_utc(text(self._front.get("timezone")))
        said = text(self._front.get("slug"))
        self._slug = told_apart(said) if said else slug_of_file(self._path, setting.source)
        self._title = self._title_of_file()
        self._shared = self._said_above()

    def _said_kind(self) -> DocumentKind | None:
        """Of another tool's word (``runbook``, ``essay``) is made what a file without one is, and that is said."""
        said = re.sub(r"[\s-]+", "_", text(self._front.get("kind")).lower())
        if said and said not in set(DocumentKind):
            self._notes.append(
                f"kind {said[:40]!r} is not one of {', '.join(DocumentKind)}: taken for what it looks like"
            )
            return None
        return DocumentKind(said) if said else None

    def drafts(self) -> list[Draft]:
        noted = self._noted()
        lines = range(len(self._outline.lines))
        if len(noted) == 1 and not self._speaks(set(lines) - set(noted[0].lines)):
            if self._kind is DocumentKind.GUIDE:
                return [*self._rest(lines, beside_notes=False)]
            return [*self._drafts(self._slug, self._of_note(noted[0], whole=True), noted[0].body, 0)]
        taken = {line for note in noted for line in note.lines}
        rest = [line for line in lines if line not in taken]
        slugs: Counter[str] = Counter()
        found = list[Draft]()
        for note in noted:
            slug = slug_of_note(self._slug, _day(note), note.title, slugs)
            found += self._drafts(slug, self._of_note(note, whole=False), note.body, note.start)
        return [*self._rest(rest, beside_notes=bool(noted)), *found]

    def _noted(self) -> list[Note]:
        if self._kind is DocumentKind.BACKLOG_ITEM:
            return []
        about = self._kind is None and any(self._shared.get(key) for key in CONTEXT)
        certain = about or self._kind is DocumentKind.INCIDENT_NOTE
        return notes_of(self._outline, self._zone, certain=certain, told=f"{self._path} {self._title}")

    def _rest(self, lines: Sequence[int], *, beside_notes: bool) -> Iterator[Draft]:
        if not self._speaks(lines):
            return
        kind = DocumentKind.GUIDE if beside_notes else self._kind or self._guessed()
        yield from self._drafts(self._slug, self._shared | {"kind": kind, "title": self._title}, lines, 0)

    def _of_note(self, note: Note, *, whole: bool) -> dict[str, Any]:
        """All but its body."""
        values = dict(note.values)
        verified = _SEEN.match(values.pop("verified", "")) is not None or _SEEN.match(values.get("verification", ""))
        written = values.pop("occurred_at", "")
        above = {key: value for key, value in self._shared.items() if whole or key != "verified"}
        content = above | values | {"kind": DocumentKind.INCIDENT_NOTE}
        content["verified"] = bool(verified) or bool(above.get("verified"))
        content["occurred_at"] = note.when.at if note.when else above.get("occurred_at") if whole else None
        if written and note.when is None:
            self._notes.append(f"{written[:40]!r} is no day that could be read")
        front = text(self._front.get("title")) if whole else ""
        content["title"] = front or note.title or " ".join((self._title, _day(note))).strip()
        return content

    def _said_above(self) -> dict[str, Any]:
        """What the front matter says of everything in the file."""
        front = self._front
        values: dict[str, Any] = {
            key: said for key, names in _KEYS.items() if (said := next(iter(_said(front, names)), ""))
        }
        services = listed(front.get("services") or front.get("service"))
        labels = listed(front.get("tags")) or listed(front.get("labels"))
        values["tags"] = self._tags([*labels, *(f"service:{name}" for name in services[1:])])
        url = text(front.get("url"))
        if url and not is_url(url):
            self._notes.append(f"{url[:100]!r} is no web address and was left out")
        values["url"] = url if is_url(url) else None
        values["verified"] = flag(front.get("verified"))
        values["occurred_at"] = self._occurred_at()
        return values

    def _occurred_at(self) -> datetime | None:
        said = text(self._front.get("occurred_at") or self._front.get("date"))
        found = dated(said, self._zone)
        if said and found is None:
            self._notes.append(f"{said[:40]!r} is no day that could be read")
        return found.at if found else None

    def _tags(self, wanted: Sequence[str]) -> tuple[str, ...]:
        short = [tag for tag in tags(wanted) if len(tag) <= _LONGEST_TAG]
        if len(short) < len(tags(wanted)) or len(short) > _MOST_TAGS:
            self._notes.append(f"tags beyond {_MOST_TAGS}, or longer than {_LONGEST_TAG} characters, were left out")
        return tuple(short[:_MOST_TAGS])

    def _title_of_file(self) -> str:
        name = re.sub(r"\.\w+$", "", self._path.rsplit("/", 1)[-1])
        return text(self._front.get("title")) or self._outline.title or re.sub(r"[-_]+", " ", name).strip() or name

    def _guessed(self) -> DocumentKind:
        folders = set(self._path.lower().split("/")[:-1])
        headings = any(_BACKLOG_HEADINGS.fullmatch(plain(part.title)) for part in self._outline.whole.all())
        return DocumentKind.BACKLOG_ITEM if headings or folders & _BACKLOG_FOLDERS else DocumentKind.GUIDE

    def _speaks(self, lines: Sequence[int] | set[int]) -> bool:
        """More than headings and rules stands there."""
        headings = {line for part in self._outline.whole.all() for line in range(part.start, part.body)}
        said = (self._outline.lines[line] for line in lines if line not in headings)
        return any(re.search(r"\w", line) for line in said)

    def _drafts(self, slug: str, values: Mapping[str, Any], body: Sequence[int], line: int) -> Iterator[Draft]:
        """One document; of a long body several, and then what has a field of its own is said in the first."""
        parts = parts_of(self._outline, body, LONGEST)
        title = plain(values["title"])[:_LONGEST_TITLE]
        if len(parts) > 1:
            self._notes.append(f"{title[:100]} is longer than {LONGEST:,} characters and became {len(parts)} documents")
        for number, part in enumerate(parts, start=1):
            said = values if number == 1 else {key: value for key, value in values.items() if key not in _SAID_ONCE}
            name = title if number == 1 else f"{title[: _LONGEST_TITLE - 20]} (part {number})"
            yield Draft(
                aggregate_type="knowledge_document",
                slug=slug_of_part(slug, number),
                definition=made(KnowledgeContent, **{**said, "title": name, "body": part.text}),
                path=self._path,
                line=self._line(line if number == 1 else part.line),
                notes=tuple(dict.fromkeys(self._notes)),
            )

    def _line(self, line: int) -> int:
        return self._outline.of_file(line) if line else 1


def _said(front: Mapping[str, Any], names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from listed(front.get(name)) if name == "services" else filter(None, [text(front.get(name))])


def _day(note: Note) -> str:
    return note.when.day.isoformat() if note.when else ""
