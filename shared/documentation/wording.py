"""Sentences that several texts share."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from shared.diagnosis.hypothesis import FaultKind, Hypothesis
from shared.documentation.story import TriageStory
from shared.domain.postmortem.values import RootCauseCategory
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.outcome import EffectStatus

_CATEGORIES: Final[Mapping[FaultKind, RootCauseCategory]] = MappingProxyType(
    {
        FaultKind.CRASH_LOOP: RootCauseCategory.CODE,
        FaultKind.IMAGE_PULL: RootCauseCategory.DEPLOYMENT,
        FaultKind.OUT_OF_MEMORY: RootCauseCategory.CAPACITY,
        FaultKind.PENDING: RootCauseCategory.CAPACITY,
        FaultKind.VOLUME: RootCauseCategory.INFRASTRUCTURE,
        FaultKind.PROBE: RootCauseCategory.CONFIGURATION,
        FaultKind.CONFIG_MISSING: RootCauseCategory.CONFIGURATION,
        FaultKind.NODE: RootCauseCategory.INFRASTRUCTURE,
        FaultKind.DNS: RootCauseCategory.NETWORK,
        FaultKind.CERTIFICATE: RootCauseCategory.NETWORK,
        FaultKind.QUOTA: RootCauseCategory.CAPACITY,
        FaultKind.SYNC_FAILED: RootCauseCategory.DEPLOYMENT,
        FaultKind.HPA_AT_MAXIMUM: RootCauseCategory.CAPACITY,
        FaultKind.ROLLOUT_STUCK: RootCauseCategory.DEPLOYMENT,
        FaultKind.JOB_FAILED: RootCauseCategory.CODE,
    }
)


def category_of(fault: FaultKind) -> RootCauseCategory:
    """What a reviewer would file it under at first sight, and may change."""
    return _CATEGORIES[fault]


def resource_named(resource: ResourceRef) -> str:
    where = f"{resource.namespace}/" if resource.namespace else ""
    return f"{resource.kind} {where}{resource.name}"


def symptom(story: TriageStory) -> str:
    """One line: what was said outside begins no line, so that none of its words is read as a label or a heading."""
    incident = story.incident
    alerts = f"Alerts: {', '.join(incident.alerts)}." if incident.alerts else ""
    return " ".join(f"Seen: {incident.title.rstrip('.')}. {incident.description} {alerts}".split())


def root_cause(cause: Hypothesis) -> str:
    why = " ".join(sentence.rstrip(".") + "." for sentence in cause.why)
    return " ".join(f"{cause.title.rstrip('.')}. {why}".split())


def fix_lines(story: TriageStory) -> Iterator[str]:
    """What was done, with where it can be seen; what was done by hand, as far as it was seen."""
    for action in () if story.outcome is None else story.outcome.actions:
        if action.status is EffectStatus.SKIPPED:
            continue
        said = "" if action.status is EffectStatus.SUCCEEDED else f" ({action.status.value})"
        seen = f" {' '.join(action.references)}" if action.references else ""
        yield f"{action.action}{said}: {action.detail}{seen}"
    if story.by_hand is not None:
        said = f": {story.by_hand.said}" if story.by_hand.said else "."
        yield f"Mended by hand, and not by a plan of ours; resolved by {story.by_hand.resolved_by}{said}"
        for change in story.by_hand.changes:
            yield f"Seen to have changed since it began: {change}"


def verification_lines(story: TriageStory) -> Iterator[str]:
    reading = story.reading if story.by_hand is None else story.by_hand.reading
    for check in () if reading is None else reading.checks:
        holds = {True: "yes", False: "no", None: "could not be read"}[check.holds]
        yield f"{check.what.rstrip('.')}: {holds}. {check.seen}"


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {' '.join(line.split())}" for line in lines)
