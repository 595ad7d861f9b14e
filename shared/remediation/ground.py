"""What a plan rests on, then and now, and what has been deployed since: for whoever is about to say yes. Pure."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Annotated, Final

from pydantic import Field

from shared.diagnosis.hypothesis import Diagnosis, Sentence
from shared.diagnosis.manifest_value import ManifestValue
from shared.kernel.value import Value
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.case import World
from shared.remediation.gitops import Application
from shared.remediation.manifests import called, key_of, name_at
from shared.remediation.proposal import RemediationPlan
from shared.remediation.still_holding import not_holding, targets_of

_MOST: Final = 50


class ComparedPrecondition(Value):
    """Something that the plan rests on, as it was and as it is."""

    what: Annotated[str, Field(max_length=100)]
    """Its kind, such as `generation`, `base_commit`, `application_revision`, `sync_window` or `condition`."""
    subject: Annotated[str, Field(max_length=300)]
    """Of what: `Deployment shop/web`."""
    expected: Annotated[str, Field(max_length=500)]
    """The value when the plan was made."""
    seen: Annotated[str, Field(max_length=500)]
    """The value now, or why it could not be read."""
    holds: bool
    """Whether it is as it was; what could not be read is not."""


class PresentState(Value):
    """One thing that is true of a target now."""

    subject: Annotated[str, Field(max_length=300)]
    """Of what: `Deployment shop/web`, `Application argocd/shop`."""
    what: Annotated[str, Field(max_length=320)]
    """Which: `revision`, `sync`, `health`, `generation`, `replicas`, `ready`, `image of <container>`, `cordoned`."""
    value: Annotated[str, Field(max_length=500)]
    """Its value, as it was read."""


class DeployedSince(Value):
    """A deployment that came after the question."""

    application: Annotated[str, Field(max_length=300)]
    """The Argo CD application."""
    revisions: Annotated[str, Field(max_length=500)]
    """The revisions that were deployed, one per source, with commas between them."""
    occurred_at: datetime
    """When, by Argo CD's clock, in UTC."""


class PlanGround(Value):
    """What a plan rests on, read now."""

    preconditions: Annotated[tuple[ComparedPrecondition, ...], Field(max_length=_MOST)] = ()
    """All that the plan rests on, in its order."""
    present: Annotated[tuple[PresentState, ...], Field(max_length=_MOST)] = ()
    """What is true of its targets and applications now, the first fifty."""
    deployed_since: Annotated[tuple[DeployedSince, ...], Field(max_length=_MOST)] = ()
    """Deployments of its applications since the question was asked, the newest last."""


class PlanComparison(Value):
    """A plan that was asked about, beside the world as it is now."""

    ground: PlanGround
    """What it rests on, and its targets."""
    dry_run: Annotated[str, Field(max_length=100_000)] | None = None
    """What a dry run says now; null when it could not be made."""
    problems: Annotated[tuple[Sentence, ...], Field(max_length=100)] = ()
    """What stands in its way now, one sentence each."""
    unread: Sentence | None = None
    """Why there is no dry run; null when there is one."""


def ground_of(plan: RemediationPlan, world: World, diagnosis: Diagnosis, since: datetime) -> PlanGround:
    """Compares all that the plan rests on with a world that was read anew."""
    changed = {each.precondition: each.seen for each in not_holding(plan, world, diagnosis)}
    compared = (
        ComparedPrecondition(
            what=each.what,
            subject=each.subject,
            expected=each.expected,
            seen=changed.get(each, each.expected),
            holds=each not in changed,
        )
        for each in plan.preconditions
    )
    return PlanGround(
        preconditions=tuple(compared),
        present=tuple(islice(_present(plan, world), _MOST)),
        deployed_since=tuple(_deployed(plan, world, since))[-_MOST:],
    )


def _present(plan: RemediationPlan, world: World) -> Iterator[PresentState]:
    for app in _applications(plan, world):
        yield from _said(app.called, "revision", ",".join(app.revisions))
        yield from _said(app.called, "sync", name_at(app.manifest.at("status", "sync", "status")))
        yield from _said(app.called, "health", name_at(app.manifest.at("status", "health", "status")))
    targets = (target for action in plan.actions for target in targets_of(action))
    for target in dict.fromkeys(targets):
        place = world.index.find(key_of(target))
        if place is not None:
            yield from _of_object(target, place)


def _of_object(target: ResourceRef, place: ManifestValue) -> Iterator[PresentState]:
    name, spec = called(target), place.at("spec")
    yield from _said(name, "generation", _number(place.at("metadata", "generation")))
    yield from _said(name, "replicas", _number(spec.at("replicas")))
    if spec.at("replicas"):
        yield from _said(name, "ready", str(place.at("status", "readyReplicas").number or 0))
    pods = spec if target.kind == "Pod" else spec.at("template", "spec")
    for container in pods.at("containers").each():
        yield from _said(name, f"image of {name_at(container.at('name'))}", name_at(container.at("image")))
    if target.kind == "Node":
        yield from _said(name, "cordoned", "yes" if spec.at("unschedulable").truth else "no")


def _number(place: ManifestValue) -> str:
    return "" if place.number is None else str(place.number)


def _said(subject: str, what: str, value: str) -> Iterator[PresentState]:
    if value:
        yield PresentState(subject=subject[:300], what=what, value=value[:500])


def _deployed(plan: RemediationPlan, world: World, since: datetime) -> Iterator[DeployedSince]:
    for app in _applications(plan, world):
        for entry in app.history:
            if entry.at is not None and entry.at > since:
                yield DeployedSince(
                    application=app.name, revisions=",".join(entry.revisions)[:500], occurred_at=entry.at
                )


def _applications(plan: RemediationPlan, world: World) -> Iterator[Application]:
    names = (getattr(action, "application", None) for action in plan.actions)
    for name in dict.fromkeys(name for name in names if name):
        app = world.owners.named(name)
        if app is not None:
            yield app
