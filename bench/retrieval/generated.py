"""The bulk of the corpus: pages that a company makes from lists, one for each row of ``tables``.

What a row says was written by hand and differs; what surrounds it is the same on every page of its sort, as in life.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path

from bench.retrieval.document import Document
from bench.retrieval.long_lists import lists

TABLES = Path(__file__).parent / "tables"
Row = Mapping[str, str]


def generated() -> Iterator[Document]:
    yield from (_service(row) for row in rows("services"))
    yield from (_alert(row) for row in rows("alerts"))
    yield from (_depot(number, row) for number, row in enumerate(rows("depots"), start=1))
    yield from (_database(row) for row in rows("databases"))
    yield from (_partner(row) for row in rows("partners"))
    yield from _weeks(rows("log"))
    yield from lists(rows("inventory"), rows("services"), rows("depots"))


def rows(table: str) -> list[Row]:
    """The first line names the columns, each further line is a row; a bar stands between cells."""
    first, *lines = (TABLES / f"{table}.txt").read_text("utf-8").splitlines()
    columns = first.removeprefix("# ").split(" | ")
    return [dict(zip(columns, line.split(" | "), strict=True)) for line in lines if line]


def _service(row: Row) -> Document:
    name = row["name"]
    body = f"""# {name}

Owner: {row["team"]}. Port: {row["port"]}. State: {row["keeps its state in"]}. It {row["what it does"]}.

## Deploying and rolling back

Argo CD application `{name}` in live-west; the pipeline builds what a commit touched. Roll back with
`kubectl pl rollback {name}` and tell #{_slug(row["team"])}. Two replicas at least, one in each of two zones.

## Dashboards

`grafana/d/{name}` has requests, errors and latency; logs are found by `app={name}`. Restarts, memory and
throttling are on the second row.

## When it pages

{row["when it pages"]}

## Worth knowing

{row["worth knowing"]}
"""
    return Document(f"svc-{name}", "guide", name, ("service", _slug(row["team"])), body, application=name)


def _alert(row: Row) -> Document:
    name = row["alert"]
    body = f"""# {name}

It fires when {row["fires when"]}. Severity and route are those of every alert about a {row["resource"]}.

## Why

Usually: {row["usual reason"]}. The dashboard that the alert links to shows since when.

## What to do

1. Say in the channel that you have it.
2. First {row["first step"]}.
3. Watch the alert resolve; if it has not after half an hour, call the second line.

Do not {row["never"]}.
"""
    return Document(f"alert-{name}", "runbook", name, ("alert", row["resource"]), body)


def _depot(number: int, row: Row) -> Document:
    name = row["depot"]
    body = f"""# Depot {name}

Number {number}, {row["city"]}. Foreman: {row["foreman"]}. Line: {row["lines"]}. {row["vans"]} vans; the gate opens at
{row["gate"]}. Addresses: 10.{64 + number // 64}.{number % 64 * 4}.0/22.

Everyday matters go to the foreman, matters of the network to #platform, of goods to #supply. The list of telephone
numbers hangs beside the switch cabinet.

## What is different here

{row["worth knowing"]}
"""
    return Document(f"depot-{_slug(name)}", "guide", f"Depot {name}", ("depot",), body)


def _database(row: Row) -> Document:
    name = row["cluster"]
    body = f"""# {name}

{row["engine"]}, members: {row["members"]}, leader at home in {row["leader's home"]}, {row["size"]}. Owner:
{row["owner"]}. Backup: {row["backup"]}.

Connections, replication and disk are on the dashboard `data/{name}`. Restoring is described in the guide to restoring
to a point in time; a switchover in the runbook of that name.

## What is different here

{row["worth knowing"]}
"""
    return Document(f"db-{name}", "guide", name, ("database", _slug(row["owner"])), body, resource=f"cluster/{name}")


def _partner(row: Row) -> Document:
    name = row["partner"]
    body = f"""# {name}

For: {row["what for"]}. Spoken to by {row["how"]}. Hotline: {row["hotline"]}. Limits: {row["their limits"]}.

Contracts are with purchasing, secrets in Vault under partners/{_slug(name)}. When they are away: say so on the health
page only if customers notice.

## What is different here

{row["worth knowing"]}
"""
    return Document(f"partner-{_slug(name)}", "guide", name, ("partner",), body)


def _weeks(notes: Iterable[Row]) -> Iterator[Document]:
    def week(row: Row) -> tuple[int, int]:
        year, number, _ = date.fromisoformat(row["date"]).isocalendar()
        return year, number

    for (year, number), entries in groupby(notes, week):
        told = "\n\n".join(_entry(row) for row in entries)
        title = f"On-call log, week {number} of {year}"
        yield Document(f"log-{year}-w{number:02}", "incident_note", title, ("on-call", "log"), f"# {title}\n\n{told}\n")


def _entry(row: Row) -> str:
    day = date.fromisoformat(row["date"])
    return f"## {day:%A}, {day.day} {day:%B %Y}\n\n{row['who']}: {row['note']}"


def _slug(name: str) -> str:
    plain = name.lower()
    for letter, instead in (("ü", "ue"), ("ö", "oe"), ("ä", "ae"), ("ß", "ss"), (" ", "-"), (".", "")):
        plain = plain.replace(letter, instead)
    return plain
