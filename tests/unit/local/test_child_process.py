"""A part that dies is started again, later each time; one that does not stop is made to."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local.child_process import ChildProcess, Watching
from local.lifeline import Lifeline, following
from local.limits import Limits
from tests.support.patience import PATIENCE_S, wait_until


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def start(tmp_path: Path, said: list[str]) -> Iterator[Callable[[str], ChildProcess]]:
    started: list[ChildProcess] = []
    lifeline = Lifeline()
    watching = Watching(said.append, Limits(silence_s=1.5, loop_silence_s=1.5), lifeline)

    def make(code: str) -> ChildProcess:
        (tmp_path / "part.py").write_text(code)
        environment = {"PYTHONPATH": f"{tmp_path}:{Path.cwd()}", "PATH": "/usr/bin:/bin"}
        child = ChildProcess(
            "part", "part", descriptors=(), environment=environment, log=tmp_path / "part.log", watching=watching
        )
        child.start()
        started.append(child)
        return child

    yield make
    for child in started:
        child.stop(0)
    lifeline.close()


def test_what_dies_is_started_again_after_a_growing_delay(start, said):
    child = start("print('hello', flush=True); raise SystemExit(3)")
    wait_until(lambda: child.watch() or len(said) >= 3)
    assert [line.partition(";")[0] for line in said[:3]] == ["part ended (exit code 3)"] * 3
    assert [line.partition(" again in ")[2][:5] for line in said[:3]] == ["0.2 s", "0.4 s", "0.8 s"]
    assert "hello" in child.last_words()


def test_what_somebody_killed_is_started_again_at_once_however_often(start, said):
    child = start("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    wait_until(lambda: child.watch() or len(said) >= 3)
    assert [line.partition(" again in ")[2][:5] for line in said[:3]] == ["0.2 s"] * 3


def test_a_signal_is_called_by_its_name(start, said):
    child = start("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    wait_until(lambda: child.watch() or said)
    assert said[0].startswith("part ended (SIGKILL)")


def test_it_stops_when_asked(start, said, tmp_path):
    child = start(f"import time; open({str(tmp_path / 'up')!r}, 'w'); time.sleep(600)")
    wait_until((tmp_path / "up").exists)
    child.stop(10)
    assert child.exit_code() == -signal.SIGTERM
    assert said == []


def test_it_is_killed_when_it_does_not_stop(start, said, tmp_path):
    child = start(
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"open({str(tmp_path / 'up')!r}, 'w'); time.sleep(600)"
    )
    wait_until((tmp_path / "up").exists)
    child.stop(0.2)
    assert child.exit_code() == -signal.SIGKILL
    assert said[0].startswith("part does not stop within 0.2 s and is killed")


def test_the_terminals_ctrl_c_does_not_reach_it(start, tmp_path):
    start(f"import os; open({str(tmp_path / 'group')!r}, 'w').write(str(os.getpgid(0)))")
    wait_until(lambda: (tmp_path / "group").exists() and (tmp_path / "group").read_text())
    assert int((tmp_path / "group").read_text()) != os.getpgid(0)


_PULSING = """
import sys, threading, time
from pathlib import Path
from local.supervised import attach
supervised = attach()
beats, here = supervised.beats, Path(__file__).parent
def pulse():
    while True:
        supervised.pulse()
        time.sleep(0.05)
threading.Thread(target=pulse, daemon=True).start()
"""


def test_a_part_that_is_halted_is_ended_started_again_and_nothing_it_had_in_hand_is_suspected(start, said, tmp_path):
    child = start(
        f"{_PULSING}\nbeats.holding('line', ['7'])\n"
        "(here / 'suspects').write_text(repr(beats.suspects('line')))\n"
        "(here / str(__import__('os').getpid())).touch(); time.sleep(600)"
    )
    pid = _started_pid(tmp_path)
    os.kill(pid, signal.SIGSTOP)
    wait_until(lambda: child.watch() or len(said) >= 1)
    assert "part has been stopped by a signal and was killed; it starts again" in said[0]
    assert len(said) == 1
    (tmp_path / str(pid)).unlink()
    wait_until(lambda: child.watch() or _pids(tmp_path))
    assert (tmp_path / "suspects").read_text() == "{}"


def test_a_loop_that_hangs_ends_the_part_and_the_next_start_is_told_what_was_in_hand(start, said, tmp_path):
    child = start(
        f"{_PULSING}\n(here / 'suspects').open('a').write(repr(beats.suspects('line')) + chr(10))\n"
        "beats.holding('innocent', ['1']); beats.holding('innocent', ())\n"
        "beats.holding('line', ['7', '8']); threading.Event().wait()"
    )

    def told() -> list[str]:
        return (tmp_path / "suspects").read_text().splitlines() if (tmp_path / "suspects").exists() else []

    wait_until(lambda: child.watch() or len(told()) >= 3)
    assert said[0].startswith("part hangs in line for ")
    assert "with 2 messages in hand, the first 7 and was killed" in said[0]
    assert told()[:3] == ["{}", "{'7': 1, '8': 1}", "{'7': 2, '8': 2}"]


def test_a_part_is_at_rest_from_its_first_answer_to_its_end(start, tmp_path):
    waiting = f"import os\nwhile not os.path.exists({str(tmp_path / 'go')!r}): pass"
    child = start(f"{waiting}\n{_PULSING}\ntime.sleep(600)")
    assert not child.at_rest
    (tmp_path / "go").touch()
    wait_until(lambda: child.at_rest)
    assert child.pid
    os.kill(child.pid, signal.SIGKILL)
    wait_until(lambda: not child.at_rest)
    child.watch()
    assert not child.at_rest


def test_a_loop_that_computes_without_end_is_told_apart_from_one_that_only_takes_long(start, said):
    child = start(f"{_PULSING}\nbeats.holding('line', ['7'])\nwhile True: pass")
    wait_until(lambda: child.watch() or said)
    assert said[0].startswith("part computes without end in line with 1 messages in hand, the first 7 and was killed")


def test_work_that_only_happened_to_be_in_hand_when_somebody_killed_the_part_is_not_suspected(start, said, tmp_path):
    child = start(
        f"{_PULSING}\n(here / 'suspects').write_text(repr(beats.suspects('line')))\n"
        "beats.holding('line', ['7']); __import__('os').kill(__import__('os').getpid(), 9)"
    )
    wait_until(lambda: child.watch() or len(said) >= 2)
    assert {line.partition(";")[0] for line in said[:2]} == {"part ended (SIGKILL)"}
    assert (tmp_path / "suspects").read_text() == "{}"


def test_it_ends_with_the_process_that_started_it_also_when_that_is_killed(tmp_path):
    pid_file = tmp_path / "pid"
    part = f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    (tmp_path / "part.py").write_text(f"from local.supervised import attach; attach()\n{part}")
    parent = (
        "import os, sys, time; from local.child_process import *; from local.lifeline import *\n"
        "watching = Watching(print, Limits(), Lifeline())\n"
        "child = ChildProcess('part', 'part', descriptors=(), environment=os.environ, log=None, watching=watching)\n"
        "child.start(); time.sleep(600)"
    )
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}:{Path.cwd()}"}
    process = subprocess.Popen([sys.executable, "-c", parent], env=environment)
    wait_until(lambda: pid_file.exists() and pid_file.read_text())
    process.kill()
    process.wait(PATIENCE_S)
    wait_until(lambda: not _alive(int(pid_file.read_text())))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked before the program is loaded")
def test_a_parent_that_died_before_the_child_could_ask_is_noticed(monkeypatch):
    monkeypatch.setattr(os, "getpid", lambda: 999_999_999)
    follow = following()
    monkeypatch.undo()
    process = subprocess.Popen([sys.executable, "-c", "print('ran')"], stdout=subprocess.PIPE, preexec_fn=follow)  # noqa: PLW1509 - two C functions
    assert process.communicate(timeout=30)[0] == b""
    assert process.returncode == 1


def _pids(directory: Path) -> list[int]:
    return [int(path.name) for path in directory.iterdir() if path.name.isdigit()]


def _started_pid(directory: Path) -> int:
    wait_until(lambda: _pids(directory))
    return _pids(directory)[0]


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
