"""Threads that carry facts stand back behind other processes; those of the same process that embed do not."""

import os
import sys
import threading

import pytest

from local.back import standing_back

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a niceness for each thread")


def test_only_the_thread_that_carries_facts_is_nice():
    seen = dict[str, int]()

    def look(name: str) -> None:
        seen[name] = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before = os.getpriority(os.PRIO_PROCESS, 0)
    for name, run in (("carries", standing_back(5, look)), ("embeds", look)):
        thread = threading.Thread(target=run, args=(name,))
        thread.start()
        thread.join()
    assert seen == {"carries": before + 5, "embeds": before}
    assert os.getpriority(os.PRIO_PROCESS, 0) == before
