"""One function in a process of its own, served as in its image: its address, its processor time and its memory."""

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

_ANSWER_S: Final = 120
_NS_PER_MS: Final = 1e6


@dataclass
class ServedFunction:
    """``headers`` go with every request."""

    pid: int
    port: int
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_ANSWER_S)

    def get(self, path: str) -> tuple[int, bytes]:
        """The status, and the body as it came over the line."""
        self._connection.request("GET", path, headers=dict(self.headers))
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def processor_ms(self) -> float:
        """What all of its threads have computed so far; waiting for the database is not in it."""
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / _NS_PER_MS


@contextmanager
def a_function(source: Path, environment: Mapping[str, str]) -> Iterator[ServedFunction]:
    """Serves the file's function on a port that the system chooses; ends it afterwards."""
    settings = {"PORT": "0", "HOST": "127.0.0.1", "FUNCTION_SOURCE": str(source), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "shared.bootstrap.serve"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **settings, **environment},
    )
    try:
        yield ServedFunction(process.pid, _port(process))
    finally:
        process.terminate()
        process.wait(30)


def _port(process: subprocess.Popen[str]) -> int:
    for line in process.stdout or ():
        if line.startswith("serving"):
            return urlsplit(line.split()[-1]).port or 0
    raise RuntimeError("the function does not serve")
