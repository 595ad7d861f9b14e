"""Programs that are started while this process speaks gRPC: git, dot, java, the server of the tests."""

import subprocess
import sys

import pytest

from tests.support.patience import PATIENCE_S

_FORKED_BESIDE_CALLS = """
import os
import shared.adapters.pubsub.topology
import grpc

channel = grpc.insecure_channel("127.0.0.1:1")
try:
    channel.unary_unary("/any/call")(b"", timeout=1)
except grpc.RpcError:
    pass
child = os.fork()
if child == 0:
    os._exit(len(os.listdir("/proc/self/task")))
print(len(os.listdir("/proc/self/task")), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
os._exit(0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted where Linux lists them")
def test_a_child_has_none_of_the_threads_that_could_abort_it_before_it_is_another_program():
    done = subprocess.run(
        [sys.executable, "-c", _FORKED_BESIDE_CALLS], capture_output=True, text=True, check=False, timeout=PATIENCE_S
    )
    here, in_the_child = map(int, done.stdout.split())
    assert here > 1, "gRPC has threads of its own"
    assert in_the_child == 1
