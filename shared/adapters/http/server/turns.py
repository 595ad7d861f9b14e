"""Who is next: callers take turns, so that one who asks a great deal keeps nobody else waiting."""

from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock

from shared.kernel.company import Company

#: The turn of everybody who is not known yet.
STRANGERS = ""
_REMEMBERED = 4096
#: Who called so recently is expected to call again.
_RECENT_S = 10.0


@dataclass(slots=True, eq=False)
class Job:
    """``give_up`` is called, once, by whoever watches the lanes: it waited or worked for too long."""

    name: str
    work: Callable[[], None]
    give_up: Callable[[], None]
    #: Whose turn it takes.
    tenant: str = STRANGERS
    #: Waits since, and then: is worked on since. The lane that takes it sets the clock.
    since: float = field(default=0.0)


class Turns:
    """Jobs that wait: first in, first out for each tenant, and the tenants one after the other."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[Job]] = OrderedDict()
        self._length = 0
        self._company = Company(_RECENT_S)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Job]:
        return (job for jobs in self._waiting.values() for job in jobs)

    def add(self, job: Job) -> None:
        """A tenant who had nothing here comes after those who wait already."""
        self._waiting.setdefault(job.tenant, deque()).append(job)
        self._length += 1
        self._company.saw((job.tenant,), job.since)

    @property
    def shared(self) -> bool:
        """Have several called of late?"""
        return self._company.several

    def next(self, working: Counter[str], at_most: int) -> Job | None:
        """Takes the first job of the first tenant with fewer than ``at_most`` jobs at work; None: there is none."""
        tenant = next((waiting for waiting in self._waiting if working[waiting] < at_most), None)
        if tenant is None:
            return None
        job = self._waiting[tenant][0]
        self.remove(job)
        if tenant in self._waiting:
            self._waiting.move_to_end(tenant)
        return job

    def remove(self, job: Job) -> None:
        jobs = self._waiting[job.tenant]
        jobs.remove(job)
        self._length -= 1
        if not jobs:
            del self._waiting[job.tenant]

    def give_way(self, tenant: str) -> Job | None:
        """Takes out the newest job of whoever has most, when ``tenant`` has fewer; None: nobody has more."""
        most = max(self._waiting.values(), key=len, default=deque())
        if len(most) <= len(self._waiting.get(tenant, ())) + 1:
            return None
        job = most[-1]
        self.remove(job)
        return job


class Acquaintances:
    """Which tenant a credential was last found to belong to. It says whose turn it is and opens nothing."""

    def __init__(self) -> None:
        self._tenants: OrderedDict[bytes, str] = OrderedDict()
        self._lock = Lock()

    def tenant(self, authorization: str | None) -> str:
        """Gives the tenant as it is known here, or `STRANGERS`."""
        return self._tenants.get(_key(authorization), STRANGERS) if authorization else STRANGERS

    def learn(self, authorization: str, tenant: str) -> None:
        """Is told of those only who are known, so that a stranger pushes nobody out."""
        key = _key(authorization)
        with self._lock:
            self._tenants[key] = tenant
            self._tenants.move_to_end(key)
            if len(self._tenants) > _REMEMBERED:
                self._tenants.popitem(last=False)


def _key(authorization: str) -> bytes:
    return sha256(authorization.encode("latin-1", "replace")).digest()
