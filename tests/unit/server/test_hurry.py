"""Who waits is worked on by as many as there are, also where all come before anybody has woken."""

import sys
import threading

from shared.adapters.http.server.lanes import Lane
from shared.adapters.http.server.limits import LaneLimits
from shared.adapters.http.server.turns import Job
from tests.support.patience import PATIENCE_S
from tests.support.wire import until

THREADS = 4


def test_jobs_that_come_before_an_idle_worker_has_woken_are_worked_on_at_once():
    lane = Lane(LaneLimits(name="all", prefix="", threads=THREADS))
    assert lane.submit(_job(lambda: None))
    until(lambda: lane.busy == 0)
    together, met = threading.Barrier(THREADS), threading.Semaphore(0)

    def meet() -> None:
        together.wait(PATIENCE_S)
        met.release()

    usual = sys.getswitchinterval()
    sys.setswitchinterval(PATIENCE_S)  # nobody runs until this thread waits for something
    try:
        for _ in range(THREADS):
            assert lane.submit(_job(meet))
    finally:
        sys.setswitchinterval(usual)
    try:
        assert all(met.acquire(timeout=PATIENCE_S) for _ in range(THREADS))
    finally:
        together.abort()
        lane.end()


def _job(work) -> Job:
    return Job("a job", work, lambda: None)
