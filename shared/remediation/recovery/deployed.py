"""Whether what was committed is what runs: Synced at that revision, operation Succeeded, Healthy, nothing missing."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from shared.diagnosis.manifest_value import ManifestValue
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.actions import Escalate
from shared.remediation.gitops import Application, Deployed
from shared.remediation.manifests import called
from shared.remediation.outcome import ActionOutcome, EffectStatus, RemediationOutcome, VerificationCheck
from shared.remediation.proposal import RemediationPlan
from shared.remediation.recovery.check_result import CheckResult, all_of, met, named, unmet, unread
from shared.remediation.recovery.look import Look
from shared.remediation.recovery.workloads import observed

_SHORT: Final = 12


def deployed(look: Look, plan: RemediationPlan, outcome: RemediationOutcome) -> Iterator[VerificationCheck]:
    """Gives a check for each action that is not through, each application that has to follow, each other target."""
    yield from _carried_out(outcome.actions)
    for application, revision in _wanted(outcome.actions):
        at = f" at {revision[:_SHORT]}" if revision else ""
        what = f"Application {application} is Synced{at}, its operation Succeeded, and it is Healthy"
        yield application_at(look, application, revision).of(what)
    for target in _unmanaged(plan, outcome):
        places = look.places(target.kind, target.namespace or "", target.name)
        results = [observed(place) for _, place in places]
        result = all_of(results) if results else look.not_there(target.kind, target.namespace or "", target.name)
        yield result.of(f"The controller of {called(target)} has seen its present specification")


def _carried_out(actions: Sequence[ActionOutcome]) -> Iterator[VerificationCheck]:
    for each in actions:
        if each.status is EffectStatus.SUCCEEDED or each.action == Escalate.model_fields["action"].default:
            continue
        said = f"{each.status}: {each.detail}"
        result = unread(said) if each.status is EffectStatus.UNKNOWN else unmet(said)
        yield result.of(f"Action {each.index + 1}, {each.action}, was carried out")


def _wanted(actions: Sequence[ActionOutcome]) -> list[tuple[str, str | None]]:
    """Applications with the revisions that they have to have; None for one of which no revision is named."""
    named_ones = {(each.application, each.revision) for each in actions if each.application}
    exact = {application for application, revision in named_ones if revision}
    wanted = [(name, revision) for name, revision in named_ones if name and (revision or name not in exact)]
    return sorted(wanted, key=lambda each: (each[0], each[1] or ""))


def _unmanaged(plan: RemediationPlan, outcome: RemediationOutcome) -> list[ResourceRef]:
    managed = {each.index for each in outcome.actions if each.application}
    targets = [getattr(action, "target", None) for place, action in enumerate(plan.actions) if place not in managed]
    return list(dict.fromkeys(target for target in targets if target is not None and target.kind != "Node"))


def application_at(look: Look, name: str, revision: str | None) -> CheckResult:
    """Whether an application is as its repository says at this revision, or a later one; None: at any."""
    app = look.owners.named(name)
    if app is None:
        return look.not_there("Application", "", name)
    return all_of([_synced(app), _through(app), _healthy(app), *_at(app, revision, look.done_at)])


def _synced(app: Application) -> CheckResult:
    status = app.manifest.at("status", "sync", "status").text or "not compared"
    seen = f"{status} at {_cut(app.revisions)}"
    return met(seen) if status == "Synced" else unmet(seen)


def _through(app: Application) -> CheckResult:
    phase = app.operation.phase or "none"
    seen = f"operation {phase} at {_cut(app.operation.revisions)}"
    return met(seen) if phase == "Succeeded" else unmet(seen)


def _healthy(app: Application) -> CheckResult:
    """Its own word is believed only where no part of it is missing or differs from git."""
    health = app.manifest.at("status", "health", "status").text or "of unknown health"
    if health != "Healthy":
        return unmet(health)
    lacking = [_part(each) for each in app.manifest.at("status", "resources").each() if _is_lacking(each)]
    return unmet(f"Healthy, but not so: {named(lacking)}") if lacking else met("Healthy with all its parts")


def _is_lacking(part: ManifestValue) -> bool:
    return part.at("status").text == "OutOfSync" or part.at("health", "status").text in {"Missing", "Degraded"}


def _part(part: ManifestValue) -> str:
    states = filter(None, (part.at("status").text, part.at("health", "status").text))
    return f"{part.at('kind').text} {part.at('name').text} ({', '.join(states)})"


def _at(app: Application, revision: str | None, made_at: datetime | None) -> Iterator[CheckResult]:
    if revision:
        yield _contains(app, revision, made_at, app.operation.revisions, "the operation's revision")
        yield _contains(app, revision, made_at, app.revisions, "the revision compared with")


def _contains(
    app: Application, wanted: str, made_at: datetime | None, present: Sequence[str], called_so: str
) -> CheckResult:
    """It is the commit itself, or one that was deployed after it and never before it: a branch only goes forward."""
    if wanted in present:
        return met(f"{called_so} is {wanted[:_SHORT]}")
    first = next((number for number, entry in enumerate(app.history) if wanted in entry.revisions), None)
    earlier = [entry for entry in app.history[:first] if first is not None or _is_before(entry, made_at)]
    if not present or any(set(present) & set(entry.revisions) for entry in earlier):
        return unmet(f"{called_so} is {_cut(present)}, from before {wanted[:_SHORT]}")
    if first is None:
        return unread(f"whether {called_so}, {_cut(present)}, contains {wanted[:_SHORT]} is not told by its history")
    return met(f"{called_so} is {_cut(present)}, taken up after {wanted[:_SHORT]}")


def _is_before(entry: Deployed, made_at: datetime | None) -> bool:
    return entry.at is None or made_at is None or entry.at <= made_at


def _cut(revisions: Sequence[str]) -> str:
    return ", ".join(each[:_SHORT] for each in revisions) or "no revision"
