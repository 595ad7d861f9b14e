"""What is said of a function so that it can be deployed: a row, and an entry point of it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Trigger(StrEnum):
    HTTP = "http"
    PUSH = "push"
    SCHEDULE = "schedule"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPoint:
    """An entry point in a function's ``main.py``: a service of its own.

    Where a number is None, its function's says it.
    """

    name: str
    trigger: Trigger = Trigger.PUSH
    #: Unix cron, in UTC; of what the clock calls.
    schedule: str = ""
    #: Functions whose service accounts may call it.
    called_by: tuple[str, ...] = ()
    #: Anybody reaches it through the load balancer, and it finds out itself who that is.
    public: bool = False
    min_instances: int = 0
    max_instances: int | None = None
    memory_mib: int | None = None
    timeout_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployable:
    """One folder below ``functions/``: one service account, and one service for each of its targets."""

    function: str
    targets: tuple[EntryPoint, ...]
    #: Which roles of the database its login may act as.
    database_roles: tuple[str, ...]
    #: Names of what it finds in its environment.
    environment: tuple[str, ...]
    #: Secret by the variable that holds its value. One without a version is left out.
    secrets: dict[str, str] = field(default_factory=dict)
    #: Secret by the variable that holds the path of the file that it is found in.
    secret_files: dict[str, str] = field(default_factory=dict)
    #: Topics that it publishes to.
    publishes: tuple[str, ...] = ()
    memory_mib: int = 512
    cpu: int = 1
    #: Requests that one instance takes at a time.
    concurrency: int = 8
    max_instances: int = 3
    #: Seconds, 300 at most: half of a push's acknowledgement deadline.
    timeout_s: int = 60
    #: It computes only while it answers; False where a thread of it works on in between.
    cpu_idle: bool = True
    #: Pools of connections in one instance, each of ``SRE_DATABASE_POOL``.
    pools: int = 1
    #: Optional dependencies (``pyproject.toml``) that it imports.
    extras: tuple[str, ...] = ("pubsub", "telemetry")
