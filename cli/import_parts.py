"""More files than one request takes go in several, each with all of the source from one path up to another."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from shared.kernel.batches import batched_by_size
from shared.ports.imports import ImportKind

MOST_DOCUMENTS = 200
#: A request has 30 seconds, also on a machine that is busy with other things.
MOST_BYTES = 1_250_000
#: Of one request, where files refer to each other.
MOST_TOGETHER, MOST_BYTES_TOGETHER = 2_000, 7_000_000
#: Files of these kinds refer to each other: they are only understood together.
TOGETHER = frozenset({ImportKind.BACKSTAGE, ImportKind.OPENSLO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """``after`` and ``until``: paths between which it holds all files, the second one included; None: no bound."""

    documents: Sequence[Mapping[str, str]]
    after: str | None = None
    until: str | None = None


def size_of(document: Mapping[str, str]) -> int:
    """How many bytes it takes in a request."""
    return len(json.dumps(document, ensure_ascii=False).encode())


def parts_of(documents: Iterable[Mapping[str, str]]) -> list[Part]:
    """In the order of the paths; together they leave out no path."""
    ordered = sorted(documents, key=lambda document: document["path"])
    batches = batched_by_size(ordered, most=MOST_DOCUMENTS, most_bytes=MOST_BYTES, size_of=size_of)
    return list(_bounded([Part(documents=batch, until=batch[-1]["path"]) for batch in batches]))


def _bounded(parts: Sequence[Part]) -> Iterator[Part]:
    after = None
    for number, part in enumerate(parts, start=1):
        yield replace(part, after=after, until=None if number == len(parts) else part.until)
        after = part.until


def joined(reports: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One report of all parts: what is counted is added up, lines stand in the order of the parts."""
    first = reports[0]
    counts = {action: sum(report["counts"][action] for report in reports) for action in first["counts"]}
    return {
        **first,
        "dry_run": all(report["dry_run"] for report in reports),
        "counts": counts,
        "lines": list(chain.from_iterable(report["lines"] for report in reports)),
        "lines_left_out": sum(report["lines_left_out"] for report in reports),
        "elsewhere": sum(report["elsewhere"] for report in reports),
    }


def differs(report: Mapping[str, Any]) -> bool:
    """Something would be done."""
    return any(report["counts"][action] for action in ("create", "change", "remove"))
