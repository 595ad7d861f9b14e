"""``make soak NAME=upgrade``: a version replaces the one before while alerts arrive; nobody may notice.

The code before a migration (``--before 0016``; of itself the newest) runs with its database; this version's migrations
are applied beside it, and beside a backup, then this version runs beside it, then alone, and read models whose tables
changed are made anew. Both take webhooks, deliver and answer all the time. Prints one JSON line: the longest time
between two webhooks that were accepted, in each phase; what failed, by kind; lost, doubled and the rest of what the
checker looks for. Exit code 1 when the promise was broken, 2 when this copy of the repository has no history.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import Timer
from typing import Any

import psycopg
from psycopg.sql import SQL, Composed, Identifier

from local.embedded_postgres import running
from shared.adapters.postgres.migrate import migrate, shipped
from shared.bootstrap.rebuild import compare, rebuild, states
from shared.projections.registry import PROJECTIONS
from tests.soak.earlier import NoHistory, code_before, environment_of, migrations_in
from tests.soak.sender import STARTS_AT
from tests.support.checker import Sent, check
from tests.support.postgres import with_database

_ROOT = Path(__file__).parents[2]
#: Reliability R9.
_LONGEST_STALL_S = 2.0
_TABLES = """
    SELECT schemaname, tablename FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND schemaname <> 'public'
"""
_ROWS = """
    INSERT INTO domain.aggregate (tenant_id, aggregate_type, aggregate_id, version, state, hash)
    SELECT '00000000-0000-4000-8000-0000000000ff', 'silence', gen_random_uuid(), 1,
        jsonb_build_object('definition', jsonb_build_object('kind', 'silence', 'reason', repeat('x', 400))), ''
    FROM generate_series(1, %s)
"""


class Version:
    """A process of one version's code over the database; see `tests.soak.live`."""

    def __init__(self, name: str, tree: Path, directory: Path, given: dict[str, Any]) -> None:
        self._errors = directory / f"{name}.err"
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(Path(__file__).with_name("live.py"))],
            env=environment_of(tree),
            cwd=tree,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors.open("wb"),
            text=True,
        )
        (directory / name).mkdir()
        self._tell(given | {"name": name, "directory": str(directory / name)})
        self.tenant = self._heard()["tenant"]

    def stop(self, *, at_rest: bool = False) -> dict[str, Any]:
        """What it met; the errors that it told of are among what failed."""
        said, _nothing = self._process.communicate(json.dumps({"rest": True}) if at_rest else "")
        if self._process.returncode:
            raise AssertionError(self._errors.read_text()[-3000:])
        found: dict[str, Any] = json.loads(said)
        found["failed"] = dict(Counter(found["failed"]) + self._told())
        return found

    def _told(self) -> Counter[str]:
        lines = [json.loads(line) for line in self._errors.read_text().splitlines() if line.startswith("{")]
        errors = [line for line in lines if line.get("severity") == "ERROR"]
        return Counter(f"{each['operation']}: {each.get('error')}: {each.get('detail', '')[:120]}" for each in errors)

    def _tell(self, what: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def _heard(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError(self._errors.read_text()[-3000:])
        heard: dict[str, Any] = json.loads(line)
        return heard


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What both versions met, and when each phase began."""

    met: dict[str, dict[str, Any]]
    phases: list[tuple[str, float]]

    def stalls(self) -> dict[str, float]:
        """Phase → the longest time in it, in seconds, in which a version that took webhooks accepted none."""
        longest = {name: 0.0 for name, _began in self.phases}
        for each in self.met.values():
            for one, next_ in pairwise(accepted for _fingerprints, _begun, accepted in each["accepted"]):
                for name in self._phases_between(one, next_):
                    longest[name] = max(longest[name], round(next_ - one, 2))
        return longest

    def _phases_between(self, began: float, ended: float) -> list[str]:
        ends = [*(at for _name, at in self.phases[1:]), float("inf")]
        return [name for (name, at), end in zip(self.phases, ends, strict=True) if at <= ended and began <= end]

    def acknowledged(self, tenant: str) -> list[Sent]:
        return [
            Sent(tenant, fingerprint, STARTS_AT, "firing")
            for each in self.met.values()
            for fingerprints, _begun, _accepted in each["accepted"]
            for fingerprint in fingerprints
        ]

    def unanswered(self, tenant: str) -> list[Sent]:
        left = [fingerprint for each in self.met.values() for fingerprint in each["unanswered"]]
        return [Sent(tenant, fingerprint, STARTS_AT, "firing") for fingerprint in left]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="upgrade", description=__doc__)
    parser.add_argument("--before", default=shipped()[-1][0][:4], help="number of the first migration to be applied")
    parser.add_argument("--seconds", type=float, default=15.0, help="how long each phase lasts at least")
    parser.add_argument("--webhooks", type=float, default=5.0, help="of each version, a second")
    parser.add_argument("--alerts", type=int, default=5, help="in each webhook")
    parser.add_argument("--backup", type=float, default=5.0, help="seconds of a backup that migrations come upon")
    parser.add_argument("--rows", type=int, default=100_000, help="of aggregates that are there before")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="sre-upgrade-", dir="/tmp", ignore_cleanup_errors=True) as name:
        directory = Path(name)
        directory.chmod(0o755)  # the server may run as another user
        try:
            commit = code_before(given.before, directory / "earlier")
        except NoHistory as missing:
            sys.stderr.write(f"{missing}\n")
            return 2
        with running(directory / "postgres") as server:
            found = _run(server.url, directory, given)
    print(json.dumps({"from": commit[:12], **found}))
    return 0 if found["broken"] == {} else 1


def _run(server: str, directory: Path, given: argparse.Namespace) -> dict[str, Any]:
    url = with_database(server, "upgraded")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE upgraded")
    earlier = directory / "earlier"
    _migrate_as(earlier, url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_ROWS, (given.rows,))
    upgraded, tenant, names = _upgrade(url, earlier, directory, given)
    stalls = upgraded.stalls()
    broken = check(url, upgraded.acknowledged(tenant), upgraded.unanswered(tenant)).named()
    broken |= {name: [found] for name, found in _differing(url).items()}
    failed = {name: each["failed"] for name, each in upgraded.met.items() if each["failed"]}
    if failed:
        broken["failed"] = [failed]
    if max(stalls.values()) > _LONGEST_STALL_S:
        broken["stalled"] = [stalls]
    return {
        "migrations": [migrations_in(earlier)[-1][:4], names],
        "alerts": len(upgraded.acknowledged(tenant)),
        "longest stall of writes": stalls,
        "reads": {name: each["reads"] for name, each in upgraded.met.items()},
        "slowest read": {name: round(each["slowest_read_s"], 2) for name, each in upgraded.met.items()},
        "broken": {name: [str(each) for each in found[:5]] for name, found in broken.items()},
    }


def _upgrade(
    url: str, earlier: Path, directory: Path, given: argparse.Namespace
) -> tuple[Upgraded, str, dict[str, float]]:
    load = {"url": url, "webhooks": given.webhooks, "alerts": given.alerts}
    phases: list[tuple[str, float]] = []
    old = Version("old", earlier, directory, load | {"tenant": None})
    _phase(phases, "before", given.seconds)
    _phase(phases, "migrations", 0)
    with _backup(url, given.backup):
        names = migrate(url, _told)
    took = round(time.monotonic() - phases[-1][1], 2)
    _phase(phases, "old code, new schema", given.seconds)
    new = Version("new", _ROOT, directory, load | {"tenant": old.tenant})
    _phase(phases, "both", given.seconds)
    met = {"old": old.stop()}
    _phase(phases, "new alone", given.seconds)
    _phase(phases, "read models made anew", 0)
    for state in states(url):
        if state.database_version != state.code_version:
            _told(state.name)
            rebuild(url, state.name)
    met["new"] = new.stop(at_rest=True)
    return Upgraded(met, phases), old.tenant[0], {"applied": len(names), "seconds": took}


def _phase(phases: list[tuple[str, float]], name: str, seconds: float) -> None:
    print(f"  {name}", flush=True)
    phases.append((name, time.monotonic()))
    time.sleep(seconds)


@contextmanager
def _backup(url: str, seconds: float) -> Iterator[None]:
    """Every table is held as ``pg_dump`` holds it, for so long after the block has begun."""
    with psycopg.connect(url) as connection:
        tables = connection.execute(_TABLES).fetchall()
        connection.execute(SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(_listed(tables)))
        released = Timer(seconds, connection.rollback)
        released.start()
        try:
            yield
        finally:
            released.join()


def _listed(tables: Sequence[tuple[str, str]]) -> Composed:
    return SQL(", ").join(Identifier(schema, name) for schema, name in tables)


def _differing(url: str) -> dict[str, dict[str, int]]:
    found = {each.name: compare(url, each.name) for each in PROJECTIONS}
    return {f"view {name}": dict(each.differing) for name, each in found.items() if not each.equal}


def _migrate_as(tree: Path, url: str) -> None:
    program = "import sys; from shared.adapters.postgres.migrate import migrate; migrate(sys.argv[1])"
    subprocess.run([sys.executable, "-P", "-c", program, url], env=environment_of(tree), cwd=tree, check=True)


def _told(name: str) -> None:
    print(f"    {name}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
