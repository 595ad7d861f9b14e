"""A function served by the command of its own, as a container would run it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.support.patience import PATIENCE_S
from tests.support.wire import Wire, ask, head, post

_FUNCTION = """
import flask, functions_framework

@functions_framework.http
def says(request: flask.Request):
    return f"{request.method} {request.path} {len(request.get_data())}"
"""


def test_a_function_is_served_within_its_bounds_and_ends_when_told(tmp_path: Path):
    (tmp_path / "main.py").write_text(_FUNCTION)
    environment = os.environ | {
        "FUNCTION_TARGET": "says",
        "HOST": "127.0.0.1",
        "PORT": "0",
        "SRE_HTTP_HEADER_S": "1",
        "SRE_HTTP_UNFINISHED_PER_PEER": "5",
    }
    command = [sys.executable, "-m", "shared.bootstrap.serve", str(tmp_path)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = process.stdout.readline()
            port = int(told.rpartition(":")[2])
            silent = [Wire(port) for _ in range(20)]
            assert ask(port, post("/a", b"abc")).body == b"POST /a 3"
            assert ask(port, head("GET", "/livez")).body == b'{"status":"alive"}'
            assert silent[0].answer().problem == "header.too-slow"
            assert silent[-1].answer().problem == "header.too-slow"
        finally:
            process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, said) == (0, "")
    assert told == f"serving   says of {tmp_path}/main.py on http://127.0.0.1:{port}\n"


def test_what_is_not_there_is_said_before_anything_is_served(tmp_path: Path):
    command = [sys.executable, "-m", "shared.bootstrap.serve", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 2
    assert "main.py is not there" in ended.stderr
