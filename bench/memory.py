"""Resident memory of the whole local system: the proportional share (PSS) of every process it started."""

from collections.abc import Iterator
from pathlib import Path

from bench.load import Sender, webhook
from bench.measure import RUNS, Result, result
from bench.system import a_system


def run() -> Iterator[Result]:
    with a_system("memory") as system:
        sender = Sender(system.local["webhooks"]["alertmanager"])
        idle = _mebibytes(system.pid)
        used: list[float] = []
        for number in range(RUNS):
            sender.post_all(webhook(10, f"memory-{number}") for _ in range(100))
            used.append(_mebibytes(system.pid))
    yield result("memory: whole local system, idle", "MiB", [idle])
    yield result("memory: whole local system, after load", "MiB", used)


def _mebibytes(root: int) -> float:
    return sum(proportional_share(pid) for pid in family(root)) / 1024


def family(root: int) -> list[int]:
    """The process and everything below it, wherever in the tree it was started."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    family, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        family.append(pid)
        waiting += parents.get(pid, [])
    return family


def proportional_share(pid: int) -> int:
    """KiB."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
