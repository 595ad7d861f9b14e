"""Which runbook may be executed for the alerts of a snapshot, and why another one may not."""

import re
from collections.abc import Mapping, Sequence

from shared.diagnosis.snapshot import ObservedAlert, Snapshot
from shared.domain.runbook.values import AutomationLevel, StepKind
from shared.kernel.matchers import StepBudget, all_hold
from shared.kernel.vocabulary import RiskTier
from shared.remediation.consequences import highest
from shared.remediation.known import KnownPattern, KnownRunbook

_LABEL = re.compile(r"\{\{\s*labels\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")
_MOST_RUNBOOKS = 20


def runbook_for(
    snapshot: Snapshot, runbooks: Sequence[KnownRunbook], pattern: KnownPattern | None
) -> tuple[KnownRunbook | None, tuple[str, ...]]:
    """The first one that may be executed, those of the alert before that of the pattern; and what closed the others.

    A pattern is not believed by itself: its runbook must have helped more often than not, and must be for an alert
    that is firing now.
    """
    budget = StepBudget()
    told: list[str] = []
    for runbook in runbooks[:_MOST_RUNBOOKS]:
        closed = _closed(runbook, snapshot.alerts, budget)
        if closed is None:
            return runbook, tuple(told)
        told.append(f"runbook {runbook.slug} closed: {closed}")
    if pattern is None or pattern.runbook is None or pattern.runbook in runbooks:
        return None, tuple(told)
    closed = _closed(pattern.runbook, snapshot.alerts, budget) or _doubtful(pattern.runbook)
    if closed is None:
        return pattern.runbook, tuple(told)
    return None, (*told, f"runbook {pattern.runbook.slug} of {pattern.ref} closed: {closed}")


def risk_of_steps(runbook: KnownRunbook) -> RiskTier:
    return highest(tuple(step.risk for step in runbook.definition.steps))


def _closed(runbook: KnownRunbook, alerts: Sequence[ObservedAlert], budget: StepBudget) -> str | None:
    definition = runbook.definition
    if definition.automation_level is AutomationLevel.MANUAL:
        return "it is for people, by its automation level"
    if not definition.steps or any(step.kind is StepKind.MANUAL for step in definition.steps):
        return "it has steps that only a person can do"
    if not definition.trigger_conditions:
        return "it does not say on which alerts it helps"
    meant = [each.labels for each in alerts if all_hold(definition.trigger_conditions, _labels(each), budget)]
    if not meant:
        return "its trigger conditions hold for no alert that was read"
    wanted = {name for step in definition.steps for text in step.arguments.values() for name in _LABEL.findall(text)}
    lacking = min((sorted(wanted - labels.keys()) for labels in meant), key=len)
    return f"the alert has no label {lacking[0]}, which its steps need" if lacking else None


def _doubtful(runbook: KnownRunbook) -> str | None:
    if runbook.succeeded > runbook.failed:
        return None
    return f"it helped {runbook.succeeded} times and failed {runbook.failed} times"


def _labels(alert: ObservedAlert) -> Mapping[str, str]:
    return {"alertname": alert.name, **alert.labels}
