"""What a plan rests on and is read again before it is carried out: nothing of it may have changed in between."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, assert_never

from shared.diagnosis.hypothesis import FaultKind
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.actions import (
    Action,
    AmendRunbook,
    ArgoSync,
    ArgoTerminate,
    Cordon,
    DeleteObject,
    Escalate,
    GitPatch,
    GitRevert,
    ResizeInPlace,
    ResourceAction,
    RunRunbook,
    Uncordon,
    WriteNote,
)
from shared.remediation.case import CauseInView, World
from shared.remediation.gitops import Application
from shared.remediation.manifests import called, key_of, name_at
from shared.remediation.proposal import Precondition, RemediationPlan

_MOST = 50
_CONDITION = "condition"


class AnsweredFault(NamedTuple):
    """A fault that a plan answers, and what has it; the namespace is empty for kinds without one."""

    fault: FaultKind
    kind: str
    namespace: str
    name: str

    @property
    def thing(self) -> tuple[str, str, str]:
        """Kind, namespace and name of what has it."""
        return self.kind, self.namespace, self.name

    @property
    def called(self) -> str:
        return f"{self.kind} {self.namespace}/{self.name}" if self.namespace else f"{self.kind} {self.name}"


def preconditions(world: World, cases: Iterable[CauseInView], actions: Iterable[Action]) -> tuple[Precondition, ...]:
    found = [_still_broken(case) for case in cases]
    for action in actions:
        found += _of(world, action)
    return tuple(dict.fromkeys(found))[:_MOST]


def _still_broken(case: CauseInView) -> Precondition:
    form = f"{case.cause.fault}: {case.cause.variant or 'any form'}"
    return Precondition(what=_CONDITION, subject=case.called[:300], expected=form)


def answered_by(plan: RemediationPlan) -> tuple[AnsweredFault, ...]:
    """Gives the faults that the plan answers, as its preconditions name them."""
    found = [_broken(each) for each in plan.preconditions if each.what == _CONDITION]
    return tuple(dict.fromkeys(found))


def _broken(precondition: Precondition) -> AnsweredFault:
    kind, _, called_name = precondition.subject.partition(" ")
    namespace, _, name = called_name.rpartition("/")
    return AnsweredFault(FaultKind(precondition.expected.partition(":")[0]), kind, namespace, name)


def _of(world: World, action: Action) -> Iterator[Precondition]:
    match action:
        case GitRevert() | ArgoSync() | ArgoTerminate():
            yield from _of_application(world, action.application, action)
        case GitPatch():
            yield from _of_object(world, action.target)
            if action.application:
                yield from _of_application(world, action.application, action)
        case ResourceAction() | ResizeInPlace() | Cordon() | Uncordon() | DeleteObject():
            yield from _of_object(world, action.target)
        case RunRunbook():
            version = str(action.runbook_version)
            yield Precondition(what="runbook_version", subject=f"runbook {action.slug}"[:300], expected=version)
        case WriteNote() | AmendRunbook() | Escalate():
            return
        case _:
            assert_never(action)


def _of_object(world: World, target: ResourceRef) -> Iterator[Precondition]:
    """The generation, where it counts the changes of what is wanted; elsewhere the resourceVersion."""
    place = world.index.find(key_of(target))
    metadata = place.at("metadata") if place else None
    if metadata is None:
        return
    generation, version = metadata.at("generation").number, name_at(metadata.at("resourceVersion"))
    if generation is not None:
        yield Precondition(what="generation", subject=called(target)[:300], expected=str(generation))
    elif version:
        yield Precondition(what="resource_version", subject=called(target)[:300], expected=version)


def _of_application(world: World, name: str, action: Action) -> Iterator[Precondition]:
    app = world.owners.named(name)
    if app is None:
        return
    if app.revisions:
        what = "application_revision" if isinstance(action, ArgoSync | ArgoTerminate) else "base_commit"
        yield Precondition(what=what, subject=app.called[:300], expected=",".join(app.revisions)[:500])
    yield from _of_window(world, app, action)


def _of_window(world: World, app: Application, action: Action) -> Iterator[Precondition]:
    if isinstance(action, ArgoSync):
        yield Precondition(what="sync_window", subject=app.called[:300], expected="open for a manual sync")
    elif isinstance(action, GitRevert | GitPatch) and world.gates_of(app).applied_by_itself() is None:
        yield Precondition(what="sync_window", subject=app.called[:300], expected="open for auto-sync")
