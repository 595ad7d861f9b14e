"""A forked part is in everything what an executed one is; whatever is killed meanwhile, nothing runs unknown."""

import ctypes
import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.forking.adopted import fork_adopted
from local.forking.forked_process import ForkedProcess
from local.forking.subreaper import Orphans, become_subreaper
from local.lifeline import Lifeline
from local.program import NEVER_BEGAN
from local.silence import Since
from tests.support.forking_world import SLEEPING, ForkingWorld, children, left, living, status, zombies
from tests.support.patience import PATIENCE_S, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has orphans adopted")

_PR_SET_CHILD_SUBREAPER = 36
#: A module that can be executed and not be read by a fork server.
_SPOILT = f"import sys\nif 'local.forking.server' in sys.orig_argv:\n    %s\n{SLEEPING}"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[ForkingWorld]:
    lifeline = Lifeline()
    assert become_subreaper()
    world = ForkingWorld(tmp_path, lifeline)
    yield world
    _ended(world, lifeline)


def _ended(world: ForkingWorld, lifeline: Lifeline) -> None:
    world.server.stop()
    for process in world.started:
        process.kill()
        process.wait(PATIENCE_S)
    Orphans(lambda: ()).bury()
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
    lifeline.close()


def test_it_is_our_child_with_its_own_name_session_and_descriptors(world):
    _, pid = world.reads().running("one", "two")
    assert (world.directory / f"ran-{pid}").read_text() == "['one', 'two']"
    assert status(pid)["PPid"] == str(os.getpid())
    assert os.getsid(pid) == os.getpgid(pid) == pid
    assert Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[1:6] == [b"-P", b"-m", b"part", b"one", b"two"]
    log = str(world.directory / "part.log")
    assert {int(each.name): str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()} == {
        0: "/dev/null",
        1: log,
        2: log,
    }
    assert world.server.pid not in {0, None, pid}


def test_its_exit_code_and_its_words_arrive(world):
    world.reads("import sys\ndef main(arguments):\n    print('its words', flush=True)\n    return 3")
    process = world.start()
    world.until(lambda: process.poll() is not None)
    assert process.poll() == 3
    assert "its words" in (world.directory / "part.log").read_text()


def test_no_two_forks_draw_the_same_numbers(world):
    world.reads(
        "import random, uuid\nfrom pathlib import Path\nrandom.seed(1)\n"
        "def main(arguments):\n    print(random.random(), uuid.uuid4(), flush=True)\n    return 0"
    )
    processes = [world.start() for _ in range(3)]
    world.until(lambda: [process.poll() for process in processes] == [0, 0, 0])
    drawn = (world.directory / "part.log").read_text().split()
    assert len(set(drawn)) == len(drawn) == 6


def test_parts_outlive_the_fork_server_and_the_next_one_forks_what_was_asked_meanwhile(world):
    part, pid = world.reads().running()
    os.kill(world.server.pid, signal.SIGKILL)
    world.until(lambda: not world.server.at_rest)
    _, another = world.running()
    assert world.server.at_rest
    assert (part.poll(), part.pid) == (None, pid)
    assert status(another)["PPid"] == str(os.getpid())
    assert any(line.startswith("fork server ended (SIGKILL)") for line in world.said)


def test_killed_again_and_again_while_it_forks_every_part_is_known_or_never_was(world):
    world.reads().read()
    before = children() - {world.server.pid}
    for _ in range(3):
        _kill_while_it_forks(world)
    world.until(lambda: left() <= before | {world.server.pid})


def _kill_while_it_forks(world: ForkingWorld) -> None:
    processes, server = [world.start() for _ in range(3)], world.server.pid
    assert server
    wait_until(lambda: any(process.pid is not None for process in processes))
    os.kill(server, signal.SIGKILL)
    world.until(lambda: all(process.pid or process.poll() for process in processes))
    for process in processes:
        process.kill()
        assert process.wait(PATIENCE_S) in {-signal.SIGKILL, NEVER_BEGAN}
    world.until(lambda: world.server.pid not in {server, 0})


def test_an_urgent_part_is_executed_while_the_next_fork_server_reads(tmp_path):
    lifeline = Lifeline()
    assert become_subreaper()
    world = ForkingWorld(tmp_path, lifeline, urgent=("part",))
    try:
        world.reads()
        early = world.start()
        assert isinstance(early, subprocess.Popen)
        world.until(lambda: isinstance(world.start(), ForkedProcess))
        server = world.server.pid
        assert server
        os.kill(server, signal.SIGSTOP)
        asked = world.start()
        os.kill(server, signal.SIGKILL)
        world.until(lambda: asked.poll() == NEVER_BEGAN)
        assert isinstance(world.start(), subprocess.Popen)
    finally:
        _ended(world, lifeline)


def test_a_part_that_is_killed_in_its_first_moment_ends_like_any_other(world):
    world.reads().read()
    processes = [world.start() for _ in range(8)]
    for process in processes:
        while process.pid is None:
            world.server.watch(Since())
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait(PATIENCE_S) == -signal.SIGKILL


def test_what_is_given_up_while_it_is_asked_for_never_runs(world):
    world.reads().read()
    ran = set(world.directory.glob("ran-*"))
    os.kill(world.server.pid, signal.SIGSTOP)
    process = world.start()
    process.kill()
    assert process.wait(PATIENCE_S) == NEVER_BEGAN
    os.kill(world.server.pid, signal.SIGCONT)
    _, pid = world.running()
    assert set(world.directory.glob("ran-*")) - ran == {world.directory / f"ran-{pid}"}


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param("sys.exit(1)", id="cannot be read"),
        pytest.param(
            "__import__('threading').Thread(target=__import__('threading').Event().wait, daemon=True).start()",
            id="thread",
        ),
        pytest.param("__import__('os').kill(__import__('os').getpid(), 9)", id="killed each time"),
    ],
)
def test_after_three_times_in_vain_parts_are_executed(world, spoilt):
    world.reads(_SPOILT % spoilt)
    process = world.start()
    world.until(lambda: process.poll() == NEVER_BEGAN)
    assert len([line for line in world.said if "fork server ended" in line]) == 3
    assert world.said[-1] == "fork-server is given up: from now on every part is started by itself"
    assert world.server.pid == 0
    world.running()


def test_who_was_told_other_settings_is_executed(world):
    world.reads()
    process = world.start(TZ="UTC")
    assert process.pid is not None
    assert isinstance(process, subprocess.Popen)


def test_it_has_the_limits_that_its_parent_has_now(world):
    world.reads().read()
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (4096, before[1]))
    _, pid = world.running()
    resource.setrlimit(resource.RLIMIT_CORE, before)
    assert resource.prlimit(pid, resource.RLIMIT_CORE)[0] == 4096


def test_nobody_stays_when_the_supervisor_is_killed(tmp_path):
    (tmp_path / "part.py").write_text(SLEEPING)
    code = (
        "import sys; from pathlib import Path; from local.lifeline import Lifeline\n"
        "from tests.support.forking_world import ForkingWorld; from local.forking.subreaper import become_subreaper\n"
        f"become_subreaper(); world = ForkingWorld(Path({str(tmp_path)!r}), Lifeline()).reads()\n"
        "print(world.running()[1], world.server.pid, flush=True)\n"
        "world.start(); world.start(); sys.stdin.read()"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    pids = [int(pid) for pid in process.stdout.readline().split()]
    process.kill()
    process.communicate(timeout=PATIENCE_S)
    assert len(pids) == 2
    wait_until(lambda: not [*living(pids), *(living(_ran(tmp_path)))])


def test_without_anybody_to_tell_a_fork_does_not_go_on(tmp_path):
    """Whoever asked has ended, or has given up."""
    assert become_subreaper()
    before = children()
    here, there = socket.socketpair()
    here.close()
    if fork_adopted(there.fileno(), by=os.getpid()):
        (tmp_path / "ran").touch()
        os._exit(0)
    wait_until(lambda: left() <= before)
    assert not (tmp_path / "ran").exists()
    there.close()
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def test_orphans_are_buried_and_nobody_elses_children():
    ours = subprocess.Popen(["true"])
    wait_until(lambda: ours.pid in zombies())
    Orphans(lambda: (ours.pid,)).bury()
    Orphans(lambda: (None,)).bury()
    assert ours.pid in zombies()
    assert ours.wait() == 0
    stray = os.posix_spawn("/bin/true", ["true"], {})
    wait_until(lambda: stray not in left())


def test_a_child_that_is_taken_leave_of_while_its_pid_is_told_is_not_buried_twice():
    ours = subprocess.Popen(["true"])
    wait_until(lambda: ours.pid in zombies())

    def told() -> list[int]:
        return [ours.pid] if ours.poll() is None else []

    Orphans(told).bury()
    assert ours.returncode == 0


def _ran(directory: Path) -> list[int]:
    return [int(path.name.partition("-")[2]) for path in directory.glob("ran-*")]
