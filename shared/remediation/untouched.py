"""What a plan still rests on when some of its actions are done: all that none of those was meant to change. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

from shared.remediation.actions import Action, GitPatch, GitRevert
from shared.remediation.manifests import called
from shared.remediation.proposal import Precondition, RemediationPlan
from shared.remediation.still_holding import targets_of

_COMMITTED: Final = frozenset({"base_commit", "application_revision"})
_OF_OBJECTS: Final = frozenset({"generation", "resource_version"})
#: They come and go with what makes them.
_MADE_BY_OTHERS: Final = frozenset({"Pod", "ReplicaSet", "Job"})


def untouched(plan: RemediationPlan, done: Iterable[int]) -> tuple[Precondition, ...]:
    """Gives the preconditions that hold also after the actions at these places; with none done it is all of them."""
    before = [plan.actions[place] for place in done]
    if not before:
        return plan.preconditions
    return tuple(each for each in plan.preconditions if not _touches(each, before, plan.actions))


def _touches(precondition: Precondition, done: Sequence[Action], actions: Sequence[Action]) -> bool:
    if precondition.what == "condition":
        return True
    if precondition.what in _COMMITTED:
        # One repository may hold several applications, and a plan does not say which.
        committed = any(isinstance(action, GitRevert | GitPatch) for action in done)
        return committed or precondition.subject.rpartition("/")[2] in _applications(done)
    return precondition.what in _OF_OBJECTS and _touches_object(precondition.subject, done, actions)


def _touches_object(subject: str, done: Sequence[Action], actions: Sequence[Action]) -> bool:
    if any(called(each)[:300] == subject for action in done for each in targets_of(action)):
        return True
    about = [action for action in actions if any(called(each)[:300] == subject for each in targets_of(action))]
    if _applications(about) & _applications(done):
        return True
    kind, _, name = subject.partition(" ")
    namespaces = {each.namespace for action in done for each in targets_of(action)}
    return kind in _MADE_BY_OTHERS and name.partition("/")[0] in namespaces


def _applications(actions: Iterable[Action]) -> set[str]:
    names = (getattr(action, "application", None) for action in actions)
    return {name for name in names if name is not None}
