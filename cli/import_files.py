"""Files of one kind below a path, as an import takes them, and the name of the place that they come from."""

import configparser
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from shared.ports.imports import ImportKind

_YAML = frozenset({".yaml", ".yml"})
_MARKDOWN = frozenset({".md", ".markdown", ".mdx"})
_ENDINGS: Mapping[ImportKind, frozenset[str]] = {
    ImportKind.BACKSTAGE: _YAML,
    ImportKind.OPENSLO: _YAML,
    ImportKind.SLOTH: _YAML,
    ImportKind.PYRRA: _YAML,
    ImportKind.RUNBOOKS: _MARKDOWN,
    ImportKind.PROMETHEUS_RULES: _YAML,
    ImportKind.POSTMORTEMS: _MARKDOWN,
    ImportKind.ICAL: frozenset({".ics", ".ical"}),
    ImportKind.KNOWLEDGE: _MARKDOWN,
}
#: A directory of YAML holds much that is none of ours; a file that was named is taken as it is.
_TELLTALE: Mapping[ImportKind, str] = {
    ImportKind.BACKSTAGE: "backstage.io/",
    ImportKind.OPENSLO: "openslo/v",
    ImportKind.SLOTH: "slos:",
    ImportKind.PYRRA: "pyrra.dev/",
    ImportKind.PROMETHEUS_RULES: "groups:",
}
_LEFT_ALONE = frozenset({"node_modules", "__pycache__"})
_LONGEST = 1_000_000
_SSH = re.compile(r"(?:[^@/]+@)?([^:/]+):(?!//)(.+)")


@dataclass(slots=True)
class Gathered:
    documents: list[dict[str, str]] = field(default_factory=list)
    #: (path, why)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def gathered(kind: ImportKind, path: Path, read_one: Callable[[], None]) -> Gathered:
    """``read_one`` is called after each file."""
    found = Gathered()
    telltale = "" if path.is_file() else _TELLTALE.get(kind, "")
    top = path.parent if path.is_file() else path
    for file in candidates(kind, path):
        _take(found, file, file.relative_to(top).as_posix(), telltale)
        read_one()
    return found


def candidates(kind: ImportKind, path: Path) -> list[Path]:
    """In the order of their paths; what is hidden, and links that lead out of the directory, are none."""
    if path.is_file():
        return [path]
    top = path.resolve()
    return [
        file
        for file in sorted(path.rglob("*"))
        if file.suffix.lower() in _ENDINGS[kind]
        and not any(part.startswith(".") or part in _LEFT_ALONE for part in file.relative_to(path).parts)
        and file.is_file()
        and file.resolve().is_relative_to(top)
    ]


def kinds_of(kinds: Sequence[ImportKind], path: Path) -> list[ImportKind]:
    """Gives those of the kinds of which a file below the path says that it is one."""
    texts = [file.read_text("utf-8-sig", "replace")[:_LONGEST] for kind in kinds[:1] for file in candidates(kind, path)]
    return [kind for kind in kinds if any(_TELLTALE[kind] in text for text in texts)]


def source_of(path: Path) -> str:
    """``github.com/acme/catalog/teams`` for a directory in a checkout; empty elsewhere."""
    place = (path.parent if path.is_file() else path).resolve()
    for top in (place, *place.parents):
        if (top / ".git" / "config").is_file():
            remote = _remote(top / ".git" / "config")
            below = place.relative_to(top).as_posix()
            return "/".join(part for part in (remote, below if below != "." else "") if part) if remote else ""
    return ""


def _take(found: Gathered, file: Path, name: str, telltale: str) -> None:
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as unreadable:
        found.left_out.append((name, f"cannot be read: {unreadable}"))
        return
    if "\x00" in text:
        found.left_out.append((name, "it holds a NUL character and is no text"))
    elif len(text) > _LONGEST:
        found.left_out.append((name, f"more than {_LONGEST:,} characters"))
    elif telltale in text:
        found.documents.append({"path": name, "text": text})


def _remote(config: Path) -> str:
    """Host and path of origin, without who logs in."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, allow_no_value=True)
    try:
        parser.read_string(config.read_text("utf-8"))
        url = parser.get('remote "origin"', "url", fallback="") or ""
    except (OSError, UnicodeDecodeError, configparser.Error):
        return ""
    if (ssh := _SSH.fullmatch(url)) is not None and "://" not in url:
        host, path = ssh[1], ssh[2]
    else:
        parts = urlsplit(url)
        host, path = parts.hostname or "", parts.path
    place = f"{host}/{path.strip('/').removesuffix('.git')}".strip("/")
    return place if host else ""
