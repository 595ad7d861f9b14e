"""A part that dies is started again, later each time; one that does not stop is made to."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from functions.local.child_process import ChildProcess


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def start(tmp_path: Path, said: list[str]) -> Iterator[Callable[[str], ChildProcess]]:
    started: list[ChildProcess] = []

    def make(code: str) -> ChildProcess:
        (tmp_path / "part.py").write_text(code)
        environment = {"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"}
        child = ChildProcess(
            "part", "part", descriptors=(), environment=environment, log=tmp_path / "part.log", say=said.append
        )
        child.start()
        started.append(child)
        return child

    yield make
    for child in started:
        child.stop(0)


def test_what_dies_is_started_again_after_a_growing_delay(start, said):
    child = start("print('hello', flush=True); raise SystemExit(3)")
    _until(lambda: child.watch() or len(said) >= 3)
    assert [line.partition(";")[0] for line in said[:3]] == ["part ended (exit code 3)"] * 3
    assert [line.partition(" again in ")[2][:5] for line in said[:3]] == ["0.2 s", "0.4 s", "0.8 s"]
    assert "hello" in child.last_words()


def test_a_signal_is_called_by_its_name(start, said):
    child = start("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    _until(lambda: child.watch() or said)
    assert said[0].startswith("part ended (SIGKILL)")


def test_it_stops_when_asked(start, said, tmp_path):
    child = start(f"import time; open({str(tmp_path / 'up')!r}, 'w'); time.sleep(600)")
    _until((tmp_path / "up").exists)
    child.stop(10)
    assert child.exit_code() == -signal.SIGTERM
    assert said == []


def test_it_is_killed_when_it_does_not_stop(start, said, tmp_path):
    child = start(
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"open({str(tmp_path / 'up')!r}, 'w'); time.sleep(600)"
    )
    _until((tmp_path / "up").exists)
    child.stop(0.2)
    assert child.exit_code() == -signal.SIGKILL
    assert said[0].startswith("part does not stop within 0.2 s and is killed")


def test_the_terminals_ctrl_c_does_not_reach_it(start, tmp_path):
    start(f"import os; open({str(tmp_path / 'group')!r}, 'w').write(str(os.getpgid(0)))")
    _until(lambda: (tmp_path / "group").exists() and (tmp_path / "group").read_text())
    assert int((tmp_path / "group").read_text()) != os.getpgid(0)


def _until(holds: Callable[[], object], timeout_s: float = 30) -> None:
    deadline = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < deadline, f"it did not come true in time ({sys.executable})"
        time.sleep(0.02)
