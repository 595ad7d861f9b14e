"""Inventories: hundreds of rows of which a few were remarked upon by somebody."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, zip_longest

from bench.retrieval.document import Document

Row = Mapping[str, str]
_ZONES = ("a", "b", "c")
_TITLES = {
    "hosts": "All machines",
    "topics": "All Kafka topics",
    "jobs": "All scheduled jobs",
    "certificates": "All certificates",
    "flags": "All feature flags",
    "buckets": "All buckets",
    "networks": "All networks",
}
_PER_SECTION = 25


def lists(remarked: Sequence[Row], services: Sequence[Row], depots: Sequence[Row]) -> Iterator[Document]:
    for name, mine in groupby(remarked, lambda row: row["list"]):
        plain = _PLAIN[name](services, depots)
        lines = list(_spread([f"| {row['item']} | {row['remark']} |" for row in mine], plain))
        title = _TITLES[name]
        yield Document(f"list-{name}", "guide", title, ("inventory", name), _table(title, lines))


def _spread(remarked: Sequence[str], plain: Sequence[str]) -> Iterator[str]:
    """One that somebody remarked upon after every few of the others."""
    step = max(1, len(plain) // len(remarked))
    groups = [plain[start : start + step] for start in range(0, len(plain), step)]
    for line, others in zip_longest(remarked, groups):
        yield from others or ()
        if line:
            yield line


def _table(title: str, lines: Sequence[str]) -> str:
    parts = [f"# {title}\n\nMade each night from what is there; remarks are kept.\n"]
    for start in range(0, len(lines), _PER_SECTION):
        told = "\n".join(lines[start : start + _PER_SECTION])
        part = start // _PER_SECTION + 1
        parts.append(f"## Part {part}\n\n| item | remark |\n|---|---|\n{told}\n")
    return "\n".join(parts)


def _hosts(_services: Sequence[Row], depots: Sequence[Row]) -> list[str]:
    workers = [f"| gp-{n:02} | Worker, pool general, zone {_ZONES[n % 3]}, {16 * (1 + n % 3)} GB |" for n in range(80)]
    edges = [f"| edge-{n} | Worker, pool edge, zone {_ZONES[n % 3]}, 8 GB |" for n in range(12)]
    servers = [
        f"| srv-{n:02} | Depot server in {row['city']}, foreman {row['foreman']} |" for n, row in enumerate(depots)
    ]
    return [*workers, *edges, *servers]


def _topics(services: Sequence[Row], _depots: Sequence[Row]) -> list[str]:
    return [f"| {row['name']}.changes | Compacted, 6 partitions, owner {row['team']} |" for row in services]


def _jobs(services: Sequence[Row], _depots: Sequence[Row]) -> list[str]:
    return [
        f"| {row['name']}-cleanup | Daily {n % 5 + 1:02}:{n * 7 % 60:02}, owner {row['team']} |"
        for n, row in enumerate(services)
    ]


def _certificates(services: Sequence[Row], _depots: Sequence[Row]) -> list[str]:
    return [f"| {row['name']}.live-west.svc | Internal authority, 30 days, by the mesh |" for row in services]


def _flags(services: Sequence[Row], _depots: Sequence[Row]) -> list[str]:
    return [
        f"| {row['name']}.read-only | Stops writes of {row['name']}, owner {row['team']} |" for row in services[::2]
    ]


def _buckets(services: Sequence[Row], _depots: Sequence[Row]) -> list[str]:
    return [f"| pl-backup-{row['name']} | Backups, 35 days, owner {row['team']} |" for row in services[::3]]


def _networks(_services: Sequence[Row], depots: Sequence[Row]) -> list[str]:
    return [
        f"| 10.64.{number * 4}.0/22 | Depot {row['depot']}, {row['city']} |"
        for number, row in enumerate(depots, start=1)
    ]


_PLAIN: Mapping[str, Callable[[Sequence[Row], Sequence[Row]], list[str]]] = {
    "hosts": _hosts,
    "topics": _topics,
    "jobs": _jobs,
    "certificates": _certificates,
    "flags": _flags,
    "buckets": _buckets,
    "networks": _networks,
}
