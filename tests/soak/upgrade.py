"""``make soak NAME=upgrade``: a version replaces the one before while alerts arrive; nobody may notice.

The code before a migration (``--before 0016``; of itself the newest) runs with its database; this version's migrations
are applied beside it, and beside long reads, then this version runs beside it, then alone, and read models whose tables
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
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from local.embedded_postgres import running
from shared.adapters.postgres.migrate import migrate, shipped
from shared.bootstrap.rebuild import compare, rebuild, states
from shared.projections.registry import PROJECTIONS
from tests.soak.earlier import NoHistory, code_before, environment_of, migrations_in
from tests.soak.phases import Upgraded
from tests.support.checker import check
from tests.support.postgres import with_database

_ROOT = Path(__file__).parents[2]
#: Reliability R9.
_LONGEST_STALL_S = 2.0
#: In the order in which migrations come to them.
_READ_FOR_LONG = (("transport", "message"), ("domain", "fact"))
_RECORDED = "SELECT extract(epoch FROM recorded_at) FROM domain.fact WHERE tenant_id = %s ORDER BY recorded_at"
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


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="upgrade", description=__doc__)
    parser.add_argument("--before", default=shipped()[-1][0][:4], help="number of the first migration to be applied")
    parser.add_argument("--seconds", type=float, default=15.0, help="how long each phase lasts at least")
    parser.add_argument("--webhooks", type=float, default=5.0, help="of each version, a second")
    parser.add_argument("--alerts", type=int, default=5, help="in each webhook")
    parser.add_argument("--reads", type=float, default=4.0, help="seconds of each long read that migrations meet")
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
        "longest without a webhook accepted": stalls,
        "longest without a fact": upgraded.pauses(_recorded(url, tenant)),
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
    with _readers(url, given.reads):
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
def _readers(url: str, seconds: float) -> Iterator[None]:
    """Holds each table that writers need most as a long read does, one for so long, the next for twice as long."""
    with ExitStack() as stack:
        for number, table in enumerate(_READ_FOR_LONG, start=1):
            connection = stack.enter_context(psycopg.connect(url))
            connection.execute(SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(Identifier(*table)))
            released = Timer(number * seconds, connection.rollback)
            released.start()
            stack.callback(released.join)
        yield


def _recorded(url: str, tenant: str) -> list[float]:
    """When each fact of the tenant was recorded, by the clock of the phases."""
    ahead = time.time() - time.monotonic()
    with psycopg.connect(url) as connection:
        rows = connection.execute(_RECORDED, (tenant,)).fetchall()
    return [float(at) - ahead for (at,) in rows]


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
