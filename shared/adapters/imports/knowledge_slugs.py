"""Names of documents: of their place, and of a note within its file."""

import re
from collections import Counter
from hashlib import sha256

from shared.adapters.imports.reading import slug_from

_ENDING = re.compile(r"\.(?:md|markdown|mdx)$", re.IGNORECASE)
#: What stands for itself, or for the hyphen that it becomes; other letters leave too little behind to tell names apart.
_KEPT = re.compile(r"[a-z0-9._:/ -]*")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
#: With the day, some words and a count it stays below 200.
_LONGEST_FILE = 130
_LONGEST_WORDS = 48


def slug_of_file(path: str, source: str) -> str:
    """``github.com/acme/notes/dns`` of dns.md: paths in two sources are two places."""
    stem = _ENDING.sub("", path)
    return told_apart(f"{source}/{stem}" if source else stem)


def told_apart(name: str) -> str:
    """A slug; with a digest of the name where the slug alone has lost something of it."""
    slug = slug_from(name)
    if slug and len(name) <= _LONGEST_FILE and _KEPT.fullmatch(name.lower()):
        return slug
    return "-".join(part for part in (slug[: _LONGEST_FILE - 9].strip("-._:/"), _digest(name)) if part)


def slug_of_note(file: str, day: str, title: str, taken: Counter[str]) -> str:
    """``incidents:2026-03-14-checkout-5xx``; the second of the same name ends in -2."""
    words = _NOT_A_WORD.sub("-", title.lower()).strip("-")[:_LONGEST_WORDS].strip("-")
    name = "-".join(part for part in (day, words or (_digest(title) if title else "")) if part) or "note"
    taken[name] += 1
    return f"{file}:{name}" if taken[name] == 1 else f"{file}:{name}-{taken[name]}"


def slug_of_part(document: str, number: int) -> str:
    """``inventory::2``; the first part has the name of the document. No note's name begins with a colon."""
    return document if number == 1 else f"{document}::{number}"


def _digest(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:8]
