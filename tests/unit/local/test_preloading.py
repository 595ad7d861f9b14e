"""What is read before a fork leaves nothing that two processes must not share."""

import json
import subprocess
import sys

import pytest

from local.children import FORKED

#: It looks at itself as the fork server does before its first fork, and says what it finds.
_LOOKS = """
import gc, json, os, sys
from pathlib import Path
from local.forking.preloading import preload
opened = set(os.listdir("/proc/self/fd"))
settings = dict(os.environ)
gc.disable()
for module in sys.argv[1:]:
    preload(module)
import itertools, random, threading, uuid
def drawn(value):
    return isinstance(value, (random.Random, itertools.count, threading.Thread))
ours = [(name, module) for name, module in sys.modules.items() if name.partition(".")[0] in {"shared", "local"}]
from shared.adapters.metrics.tally import TALLY
found = {
    "counted": len(TALLY.points()),
    "threads": len(os.listdir("/proc/self/task")),
    "opened": [os.readlink(f"/proc/self/fd/{each}") for each in set(os.listdir("/proc/self/fd")) - opened],
    "settings": settings == dict(os.environ),
    "modules": [name for name in sys.modules if "." not in name],
    "functions": [name for name in sys.modules if name == "main" or name.startswith("functions.")],
    "kept": [f"{name}.{each}" for name, module in ours for each, value in vars(module).items() if drawn(value)],
    "pools": [type(each).__name__ for each in gc.get_objects() if type(each).__name__ in
              {"ConnectionPool", "Connection", "socket", "SSLSocket", "TracerProvider", "MeterProvider"}],
}
print(json.dumps(found))
"""
#: With threads of their own, or a state that a fork would break or repeat.
_NEVER = {"grpc", "numpy", "opentelemetry", "boto3", "kubernetes", "gevent", "model2vec"}


@pytest.fixture(scope="module")
def found() -> dict[str, object]:
    done = subprocess.run([sys.executable, "-P", "-c", _LOOKS, *FORKED], capture_output=True, text=True, check=True)
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


@pytest.mark.skipif(sys.platform != "linux", reason="only there anything is forked")
def test_reading_starts_no_thread_opens_nothing_and_keeps_nothing_that_is_one_processs_own(found):
    assert found["threads"] == 1
    assert found["opened"] == []
    assert found["counted"] == 0
    assert found["pools"] == []
    assert found["kept"] == []
    assert found["functions"] == []
    assert found["settings"] is True
    assert not _NEVER & set(found["modules"])
    # It has read what it is for.
    assert {"psycopg", "flask"} <= set(found["modules"])
