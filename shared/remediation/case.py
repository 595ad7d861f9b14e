"""One cause, with all that the choice of actions for it may look at, and the two forms of an answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.diagnosis.hypothesis import Hypothesis
from shared.diagnosis.index import SnapshotIndex
from shared.diagnosis.manifest_value import ManifestValue
from shared.diagnosis.owners import ROOTS
from shared.diagnosis.snapshot import ObjectKey, Snapshot
from shared.remediation.actions import Action
from shared.remediation.gates import Gates
from shared.remediation.gitops import Application, Owners
from shared.remediation.manifests import ABSENT, called, key_of, root_key
from shared.remediation.suspects import began_at
from shared.remediation.sync_windows import window_gate

#: What runs pods, down to a pod that nothing controls.
_WORKLOADS = ROOTS | {"ReplicaSet", "Job", "Pod"}


class World:
    """A snapshot with the indexes over it, made once for all causes."""

    def __init__(self, snapshot: Snapshot, now: datetime) -> None:
        self.snapshot = snapshot
        self.index = SnapshotIndex(snapshot)
        self.owners = Owners(self.index)
        self.now = now

    def gates_of(self, app: Application) -> Gates:
        return Gates(app, window_gate(app, self.index, self.now))


@dataclass(frozen=True, slots=True)
class CauseInView:
    world: World
    cause: Hypothesis

    @property
    def subject(self) -> ObjectKey:
        return key_of(self.cause.subject)

    @property
    def manifest(self) -> ManifestValue:
        """The subject's manifest; an absent place where it was not read."""
        return self.world.index.find(self.subject) or ABSENT

    @property
    def root(self) -> ObjectKey:
        """What a person would change: the workload of the subject, else of what suffers, else the subject's root."""
        refs = (self.cause.subject, *self.cause.affected)
        roots = [root_key(self.world.index, key_of(ref)) for ref in refs]
        return next((each for each in roots if each.kind in _WORKLOADS), roots[0])

    @property
    def began(self) -> datetime:
        """When it broke, as far as is known."""
        refs = (self.cause.subject, *self.cause.affected)
        return began_at(self.world.index, (*map(key_of, refs), self.root))

    @property
    def app(self) -> Application | None:
        """The application that owns the subject, or its root."""
        return self.app_of(self.subject) or self.app_of(self.root)

    @property
    def application(self) -> str | None:
        """That application's name, as actions have it."""
        return self.app.name if self.app else None

    def app_of(self, key: ObjectKey) -> Application | None:
        return self.world.owners.of(key)

    @property
    def called(self) -> str:
        return called(self.cause.subject)


@dataclass(frozen=True, slots=True)
class Open:
    """A way that can be gone: what is done, why it helps, and what the gates said on the way."""

    actions: tuple[Action, ...]
    why: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """A way that cannot be gone, and by what; without words where it was never meant for such an object."""

    by: str
    told: tuple[str, ...] = ()


Way = Callable[[CauseInView], Open | Closed]
