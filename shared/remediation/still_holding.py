"""Whether what a plan rests on still holds, by a world that was read anew. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from shared.diagnosis.hypothesis import Confidence, Diagnosis
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.actions import ArgoSync
from shared.remediation.case import World
from shared.remediation.gitops import Application
from shared.remediation.manifests import called
from shared.remediation.preconditions import preconditions
from shared.remediation.proposal import Precondition, RemediationPlan

_SURE: Final = frozenset({Confidence.CERTAIN, Confidence.LIKELY})
_CALLED = re.compile(r"(?P<kind>[A-Za-z]+) (?:(?P<namespace>[^/\s]+)/)?(?P<name>[^/\s]+)")
#: What is said of what is not known now begins so.
UNREAD: Final = "it could not be read"
_LONGEST: Final = 500


class NotHolding(NamedTuple):
    precondition: Precondition
    seen: str
    """What is there now, or why that is not known."""


def resources_of(plan: RemediationPlan, clusters: Sequence[str] = ()) -> tuple[ResourceRef, ...]:
    """What has to be read for it: the targets of its actions, their applications, and what has the fault.

    A precondition names no cluster: its subject is looked for where the targets are, else in all of ``clusters``.
    """
    found = [target for action in plan.actions for target in targets_of(action)]
    told = {called(each) for each in found}
    named = dict.fromkeys(each.cluster for each in found if each.cluster)
    for precondition in plan.preconditions:
        subject = _CALLED.fullmatch(precondition.subject)
        if subject is None or precondition.subject in told or precondition.what == "runbook_version":
            continue
        ref = ResourceRef(kind=subject["kind"], name=subject["name"], namespace=subject["namespace"])
        places = (None,) if ref.kind == "Application" else (*named,) or (*clusters,) or (None,)
        found += [ref.model_copy(update={"cluster": cluster}) for cluster in places]
        told.add(precondition.subject)
    return tuple(dict.fromkeys(found))


def not_holding(plan: RemediationPlan, world: World, diagnosis: Diagnosis) -> tuple[NotHolding, ...]:
    """Those preconditions of a plan that the world does not show, in their order."""
    now = {(each.what, each.subject): each.expected for each in preconditions(world, (), plan.actions)}
    found: list[NotHolding] = []
    for each in plan.preconditions:
        match each.what:
            case "condition":
                seen = _fault(each, plan, diagnosis)
            case "sync_window":
                seen = _window(each, world)
            case "runbook_version":
                seen = "runbooks are not read here"
            case _:
                there = now.get((each.what, each.subject), f"{UNREAD}{_gaps(world)}")
                seen = None if there == each.expected else there
        if seen is not None:
            found.append(NotHolding(each, seen[:_LONGEST]))
    return tuple(found)


def _fault(precondition: Precondition, plan: RemediationPlan, diagnosis: Diagnosis) -> str | None:
    """None: it is there still, as sure as it was. A hypothesis' id tells things of one name in two clusters apart."""
    about = [
        each
        for each in diagnosis.hypotheses
        if called(each.subject)[:300] == precondition.subject
        and (not plan.hypothesis_ids or each.hypothesis_id in plan.hypothesis_ids)
    ]
    forms = [f"{each.fault}: {each.variant or 'any form'}" for each in about if each.confidence in _SURE]
    if precondition.expected in forms:
        return None
    if forms:
        return ", ".join(forms)
    missing = f"; not read: {', '.join(diagnosis.missing[:3])}" if diagnosis.missing else ""
    return f"nothing of it was found{missing}"


def _window(precondition: Precondition, world: World) -> str | None:
    app = next((app for app in _applications(precondition, world) if app.called[:300] == precondition.subject), None)
    if app is None:
        return f"{UNREAD}{_gaps(world)}"
    gates = world.gates_of(app)
    if precondition.expected == "open for auto-sync":
        return gates.applied_by_itself()
    return None if gates.window.manual else gates.window.why


def _applications(precondition: Precondition, world: World) -> Iterator[Application]:
    subject = _CALLED.fullmatch(precondition.subject)
    app = world.owners.named(subject["name"]) if subject else None
    if app is not None:
        yield app


def _gaps(world: World) -> str:
    told = [f"{gap.wanted} ({gap.problem})" for gap in world.snapshot.gaps[:3]]
    return f": {', '.join(told)}" if told else ""


def targets_of(action: object) -> Iterator[ResourceRef]:
    """Gives the objects that an action names."""
    if isinstance(action, ArgoSync):
        yield from action.resources
    target = getattr(action, "target", None)
    if isinstance(target, ResourceRef):
        yield target
