"""Workers in lanes: each kind of request has its own, a line of bounded length, and an end to its patience."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence

from shared.adapters.http.server.limits import LaneLimits
from shared.adapters.http.server.parser import Request
from shared.adapters.http.server.turns import Acquaintances, Job, Turns
from shared.adapters.observe import failed

#: Work that was ended needs a moment to come back; what does not is stuck, and its worker is replaced.
_COMING_BACK_S = 1.0


class Lane:
    """Tenants take turns, and none has every worker."""

    def __init__(self, limits: LaneLimits) -> None:
        self.limits = limits
        self._changed = threading.Condition()
        self._turns = Turns()
        self._at_work: dict[Job, None] = {}
        self._workers = 0
        #: Workers that wait and that nobody has called yet: who is called is not idle, also before it has woken.
        self._idle = 0
        self._stuck: set[Job] = set()
        self._ending = False

    def submit(self, job: Job) -> bool:
        """False: the line is full. Whoever has most in it gives way to a tenant who has less."""
        crowded_out = None
        with self._changed:
            if len(self._turns) >= self.limits.queue:
                crowded_out = self._turns.give_way(job.tenant)
                if crowded_out is None:
                    return False
            job.since = time.monotonic()
            self._turns.add(job)
            self._hurry()
        if crowded_out is not None:
            crowded_out.give_up()
        return True

    def overdue(self) -> list[Job]:
        """Whose patience is over; each is named once. Workers that never came back are replaced, as many again."""
        now = time.monotonic()
        with self._changed:
            waited = [job for job in self._turns if now - job.since > self.limits.wait_s]
            for job in waited:
                self._turns.remove(job)
            stuck = [job for job in self._at_work if job not in self._stuck and self._is_stuck(job, now)]
            self._stuck.update(stuck)
            for _ in stuck:
                self._hurry()
        return [*waited, *stuck]

    @property
    def busy(self) -> int:
        with self._changed:
            return len(self._turns) + len(self._at_work) - len(self._stuck)

    @property
    def dead(self) -> bool:
        """As many are stuck as may be replaced: nothing here can be worked on any more."""
        with self._changed:
            return len(self._stuck) >= 2 * self.limits.threads

    def end(self) -> None:
        with self._changed:
            self._ending = True
            self._idle = 0
            self._changed.notify_all()

    def _hurry(self) -> None:
        """Somebody for who waits: one that is idle, or a new one."""
        if self._idle:
            self._idle -= 1
            self._changed.notify()
        elif self._turns and self._workers < self._allowed:
            self._workers += 1
            threading.Thread(target=self._run, name=f"{self.limits.name}-{self._workers}", daemon=True).start()

    @property
    def _allowed(self) -> int:
        return self.limits.threads + min(len(self._stuck), self.limits.threads)

    def _is_stuck(self, job: Job, now: float) -> bool:
        return self.limits.work_s is not None and now - job.since > self.limits.work_s + _COMING_BACK_S

    def _run(self) -> None:
        while (job := self._next()) is not None:
            try:
                job.work()
            except BaseException as broken:  # noqa: BLE001 - a lane must not lose its worker; logged with its trace
                failed(job.name, broken)
            finally:
                with self._changed:
                    del self._at_work[job]
                    self._stuck.discard(job)

    def _next(self) -> Job | None:
        with self._changed:
            while (job := self._turn()) is None and not self._ending and self._workers <= self._allowed:
                self._idle += 1
                self._changed.wait()
            if job is None:
                self._workers -= 1
                return None
            job.since = time.monotonic()
            self._at_work[job] = None
            return job

    def _turn(self) -> Job | None:
        """Nothing for more workers than are allowed: then one that was replaced has come back after all."""
        if self._workers > self._allowed:
            return None
        working = Counter(job.tenant for job in self._at_work if job not in self._stuck)
        return self._turns.next(working, self.limits.at_most(shared=self._turns.shared))


class Lanes:
    """The first lane that takes a path has it; the last takes every path."""

    def __init__(self, limits: Sequence[LaneLimits]) -> None:
        if not limits or limits[-1].prefix:
            raise ValueError("the last lane must take every path")
        self._lanes = [Lane(of_lane) for of_lane in limits]
        self._acquaintances = Acquaintances()

    def submit(self, request: Request, work: Callable[[], None], give_up: Callable[[], None]) -> bool:
        """False: the lane of its path is full. ``give_up`` may be called from any thread."""
        tenant = self._acquaintances.tenant(request.authorization)
        return self.lane_of(request.path).submit(Job(request.name, work, give_up, tenant))

    def work_s(self, request: Request) -> float | None:
        """Gives the seconds that this request may be worked on; None: as long as it takes."""
        return self.lane_of(request.path).limits.work_s

    def learn(self, request: Request, tenant: str) -> None:
        """Requests with the credential of this one take this tenant's turn from now on."""
        if request.authorization is not None:
            self._acquaintances.learn(request.authorization, tenant)

    def lane_of(self, path: str) -> Lane:
        return next(lane for lane in self._lanes if lane.limits.takes(path))

    def overdue(self) -> list[Job]:
        return [job for lane in self._lanes for job in lane.overdue()]

    @property
    def busy(self) -> int:
        return sum(lane.busy for lane in self._lanes)

    @property
    def dead(self) -> bool:
        return any(lane.dead for lane in self._lanes)

    def end(self) -> None:
        for lane in self._lanes:
            lane.end()
