"""A fork server of this process, which stands for the supervisor, and who is whose child."""

from collections.abc import Callable, Collection
from pathlib import Path

from local.child_process import ChildProcess, Watching
from local.forking.fork_server import ForkServer
from local.forking.subreaper import Orphans
from local.lifeline import Lifeline
from local.limits import Limits
from local.program import PartProcess, PartProgram
from local.silence import Since
from tests.support.patience import PATIENCE_S, wait_until

#: The module of a part that says that it has begun.
SLEEPING = """
import os, time
from pathlib import Path
def main(arguments):
    Path(__file__).with_name(f"ran-{os.getpid()}").write_text(repr(arguments))
    time.sleep(600)
if __name__ == "__main__":
    main(__import__("sys").argv[1:])
"""


class ForkingWorld:
    """A fork server of this process that has read one module, ``part``."""

    def __init__(self, directory: Path, lifeline: Lifeline, *, urgent: Collection[str] = ()) -> None:
        self.directory = directory
        self.said: list[str] = []
        self.environment = {"PYTHONPATH": f"{directory}:{Path.cwd()}", "PATH": "/usr/bin:/bin"}
        self._watching = Watching(self.said.append, Limits(), lifeline)
        self.server = ForkServer(
            self._made, modules=("part",), urgent=urgent, environment=self.environment, say=self.said.append
        )
        self.started: list[PartProcess] = []

    def _made(self, descriptor: int) -> ChildProcess:
        return ChildProcess(
            "fork server",
            "local.forking.server",
            arguments=("here", "part"),
            descriptors=(descriptor,),
            environment=self.environment,
            log=self.directory / "server.log",
            watching=self._watching,
        )

    def reads(self, code: str = SLEEPING) -> "ForkingWorld":
        (self.directory / "part.py").write_text(code)
        self.server.begin()
        return self

    def start(self, *arguments: str, **environment: str) -> PartProcess:
        program = PartProgram("part", arguments, (), self.environment | environment)
        with (self.directory / "part.log").open("ab") as log:
            self.started.append(self.server.start(program, stdout=log.fileno(), stderr=log.fileno()))
        return self.started[-1]

    def running(self, *arguments: str) -> tuple[PartProcess, int]:
        """One that has begun its work, and its pid."""
        process = self.start(*arguments)
        self.until(lambda: process.pid is not None and (self.directory / f"ran-{process.pid}").exists())
        assert process.pid is not None
        return process, process.pid

    def until(self, condition: Callable[[], object]) -> None:
        def watched() -> object:
            self.server.watch(Since())
            return condition()

        wait_until(watched, lambda: "\n".join([*self.said, *(log.read_text() for log in self.directory.glob("*.log"))]))

    def read(self) -> "ForkingWorld":
        """Waits until the fork server has read what it forks."""
        process, _ = self.running()
        process.kill()
        process.wait(PATIENCE_S)
        return self


def left() -> set[int]:
    """Our children, after we have taken leave of those that have ended and that nobody waits for."""
    Orphans(lambda: ()).bury()
    return children()


def children() -> set[int]:
    return {int(pid) for pid in Path("/proc/thread-self/children").read_text().split()}


def zombies() -> list[int]:
    return [pid for pid in children() if status(pid).get("State", "").startswith("Z")]


def living(pids: list[int]) -> list[int]:
    return [pid for pid in pids if status(pid).get("State", "Z")[0] != "Z"]


def status(pid: int) -> dict[str, str]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
