"""Killed at every external call, one after the other, the system loses nothing, repeats nothing and keeps its order."""

import json
import os
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from shared.bootstrap.rebuild import compare
from shared.ports.failpoint import install_failpoint
from tests.support.checker import Sent, check
from tests.support.kill_points import passes_of
from tests.support.world import World, a_world

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(2400),
    # Whoever spreads the tests has threads that only carry reports; the child ends without them.
    pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning"),
]

_KILLED = 137
#: The cores of a machine take one each.
_SHARES = 2
_STARTS_AT = "2026-03-01T12:00:00Z"

_COPY = (
    "INSERT INTO domain.fact (tenant_id, aggregate_type, aggregate_id, version, fact_id, type, lane, event, hash)"
    " SELECT tenant_id, aggregate_type, {id}, {version}, fact_id, type, lane, {event}, hash FROM domain.fact"
    " WHERE aggregate_type = '{type}' LIMIT 1"
)
_OTHER_FINGERPRINT = 'replace(event, \'"fingerprint":"\', \'"fingerprint":"other\')'
_SWAP_VERSIONS = (
    "UPDATE domain.fact SET version = 103 - version WHERE aggregate_type = 'incident' AND version < 3;"
    " UPDATE domain.fact SET version = version - 100 WHERE version > 100"
)

#: What is planted, by the finding that must name it.
_FAULTS = {
    "lost": "DELETE FROM domain.fact WHERE position = (SELECT min(position) FROM domain.fact)",
    "duplicated": _COPY.format(id="aggregate_id", version=99, event="event", type="alert"),
    "reordered": _SWAP_VERSIONS,
    "broken_chain": "UPDATE domain.fact SET event = replace(event, 'warning', 'info') WHERE aggregate_type = 'alert'",
    "wrong_view": "UPDATE alert_groups.alert SET status = 'resolved'",
    "behind": "DELETE FROM incident_timeline.progress",
    "unexpected": _COPY.format(id="gen_random_uuid()", version=1, event=_OTHER_FINGERPRINT, type="alert"),
    "double_incidents": _COPY.format(id="gen_random_uuid()", version=1, event="event", type="incident"),
    "stuck": "INSERT INTO domain.outbox (position, lane, tenant_id)"
    " SELECT position, lane, tenant_id FROM domain.fact LIMIT 1",
}


@pytest.mark.parametrize("share", range(_SHARES))
def test_killed_at_every_failpoint_nothing_is_lost_repeated_or_reordered(database_url: str, tmp_path: Path, share: int):
    """Each process ends what the one before it began, and is killed one share of the failpoints later."""
    ledger = _Ledger(tmp_path / "ledger")
    with a_world(database_url, tmp_path) as world:
        tenants = [world.tenant("acme")]
        assert _in_child(lambda: _work(world, tenants, 0, ledger, passed=_Passed(tmp_path))) == 0
        passed = Counter(_Passed(tmp_path).names())
        kills = _kills(passed)[share::_SHARES]
        for turn, (name, time) in enumerate(kills, start=1):
            code = _in_child(
                partial(_end_and_begin, world, tenants, turn, ledger, passed=_Passed(tmp_path, name, time))
            )
            # Only the first has yet to look up who is sending, and the clock finds less to do when it is called again.
            assert code == _KILLED or (code == 0 and time > 1), f"killed at {name} ({time}) it ended with {code}"
        assert _in_child(partial(_work, world, tenants, len(kills), ledger)) == 0
    components = {name.partition(".")[0] for name in passed}
    assert components >= {"writer", "relay", "projector", "process", "transport", "ingest"}
    findings = check(database_url, ledger.acknowledged())
    assert findings.named() == {}
    for projection in ("incident_timeline", "alert_groups"):
        assert compare(database_url, projection).equal


def _kills(passed: Mapping[str, int]) -> list[tuple[str, int]]:
    """Gives each failpoint and the time, counted from 1, that a process passes it and is killed."""
    return [(name, time) for name, times in passed.items() for time in passes_of(times)]


@pytest.mark.parametrize(("finding", "fault"), list(_FAULTS.items()))
def test_the_checker_sees_a_planted_fault(database_url: str, tmp_path: Path, finding: str, fault: str):
    ledger = _Ledger(tmp_path / "ledger")
    with a_world(database_url, tmp_path) as world:
        _work(world, [world.tenant("acme")], 1, ledger)
    assert check(database_url, ledger.acknowledged()).named() == {}
    with psycopg.connect(database_url, autocommit=True) as connection:
        for statement in fault.split("; "):
            connection.execute(statement)
    assert finding in check(database_url, ledger.acknowledged()).named()


class _Ledger:
    """What a sender knows: on disk before it counts."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, sent: list[Sent]) -> None:
        with self.path.open("a") as file:
            for each in sent:
                file.write(json.dumps(vars(each)) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def acknowledged(self) -> list[Sent]:
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        return [Sent(**json.loads(line)) for line in lines]


class _Passed:
    """The failpoints that a process passes, on disk; at one of them, when it is passed that often, it dies."""

    def __init__(self, directory: Path, name: str = "", time: int = 0) -> None:
        self._path = directory / "passed"
        self._dies_at = (name, time)
        self._times: Counter[str] = Counter()

    def names(self) -> list[str]:
        return self._path.read_text().splitlines()

    def install(self) -> None:
        self._path.unlink(missing_ok=True)
        install_failpoint(self._pass)

    def _pass(self, name: str) -> None:
        self._times[name] += 1
        with self._path.open("a") as file:
            file.write(f"{name}\n")
        if (name, self._times[name]) == self._dies_at:
            os._exit(_KILLED)


def _end_and_begin(world: World, tenants: list[Any], turn: int, ledger: _Ledger, *, passed: _Passed) -> None:
    _work(world, tenants, turn - 1, ledger)
    _work(world, tenants, turn, ledger, passed=passed)


def _work(world: World, tenants: list[Any], turn: int, ledger: _Ledger, *, passed: _Passed | None = None) -> None:
    """One webhook per tenant with two alerts, sent again until acknowledged, and everything that follows from it."""
    if passed is not None:
        passed.install()
    for tenant in tenants:
        fingerprints = [f"{turn + 1:012x}{n:04x}" for n in (1, 2)]
        sent = [Sent(str(tenant.id), each, _STARTS_AT, "firing") for each in fingerprints]
        if sent[0] not in ledger.acknowledged():
            answer = world.post(tenant, _body(turn, fingerprints))
            assert answer.status_code == 202, answer.text
            ledger.write(sent)
    world.settle()
    world.call("/tick/")
    world.settle()


def _body(turn: int, fingerprints: list[str]) -> dict[str, Any]:
    # Nobody looks into what is no graver: the steps of a triage are killed in `test_triage_stopped`.
    labels = {"alertname": "Errors", "service": f"s{turn}", "severity": "warning"}
    return {
        "version": "4",
        "groupKey": f"{{}}:{{k={turn}}}",
        "status": "firing",
        "receiver": "sre",
        "truncatedAlerts": 0,
        "groupLabels": {},
        "commonLabels": labels,
        "commonAnnotations": {},
        "externalURL": "http://am",
        "alerts": [
            {
                "status": "firing",
                "labels": labels | {"pod": f"p{n}"},
                "annotations": {"summary": "it fails"},
                "startsAt": _STARTS_AT,
                "endsAt": "0001-01-01T00:00:00Z",
                "generatorURL": "http://prometheus/graph",
                "fingerprint": fingerprint,
            }
            for n, fingerprint in enumerate(fingerprints)
        ],
    }


def _in_child(work: Callable[[], None]) -> int:
    """The work in a forked process; its exit code. Connections are made after the fork."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
            code = 0
        except Exception:  # noqa: BLE001 - the child's exit code tells
            traceback.print_exc()
            code = 1
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
