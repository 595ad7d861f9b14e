"""What a runbook did not say is proposed to be added where it is kept: one plan for each, after the incident's note."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from shared.domain.incident.values import EntryKind
from shared.domain.triage_policy.values import RunbookPlace
from shared.processes.incident_triage.endings import complete, joined
from shared.processes.incident_triage.propose import propose
from shared.processes.incident_triage.state import TriageRun, Triaging, policy_heard
from shared.processes.incident_triage.timeline import entry
from shared.processes.process import Event, Known, Reaction
from shared.processes.process_batch import at_of
from shared.processes.wording import one_line
from shared.remediation.actions import AmendRunbook
from shared.remediation.canonical import plan_hash_of
from shared.remediation.consequences import risk_of
from shared.remediation.proposal import RemediationPlan

#: How long a change of a runbook can be approved.
_GOOD: Final = timedelta(days=1)
_KIND: Final = "runbooks:"
_LONGEST_PATH: Final = 300
_MOST: Final = 5
_WHY: Final = "An incident went otherwise than its runbook says; the next one who follows it should know."


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookChange:
    """``came_from``: where its file was imported from, ``runbooks:<source>/<path>``; None: people keep it here."""

    slug: str
    came_from: str | None
    text: str


def amend_plans(event: Event, known: Known[Triaging], changes: Sequence[RunbookChange]) -> Iterator[RemediationPlan]:
    """Leaves out what comes from nowhere that the policy names: there it stands in the note.

    For how long one is good is decided when it is proposed.
    """
    places = policy_heard(known).definition.runbook_places
    for change in changes[:_MOST]:
        action = _action(places, change)
        if action is not None:
            yield RemediationPlan(
                hypothesis_ids=(),
                actions=(action,),
                summary=f"Say in runbook {one_line(change.slug)} where an incident went otherwise",
                risk=risk_of(action),
                expires_at=at_of(event) + _GOOD,
                plan_hash="",
            )


def noted(event: Event, known: Known[Triaging], run: TriageRun, summary: str) -> Reaction[TriageRun]:
    """What was written last is on its way, or will not be: the next is proposed, or nothing is left to do."""
    if not run.further or policy_heard(known).is_paused:
        return complete(event, run, summary)
    first, *rest = run.further
    told = entry(event, run, "noted", EntryKind.NOTE, (one_line(summary),))
    going_on = replace(run, remedy=None, further=tuple(rest))
    plan = first.model_copy(update={"expires_at": at_of(event) + _GOOD})
    plan = plan.model_copy(update={"plan_hash": plan_hash_of(plan)})
    return joined(Reaction((going_on,), (told,)), propose(event, known, going_on, plan, reason=_WHY))


def _action(places: Sequence[RunbookPlace], change: RunbookChange) -> AmendRunbook | None:
    """By the longest source that its origin begins with."""
    came_from = (change.came_from or "").removeprefix(_KIND)
    if change.came_from is None or not change.came_from.startswith(_KIND):
        return None
    for place in sorted(places, key=lambda each: len(each.source), reverse=True):
        begins = f"{place.source}/" if place.source else ""
        path = "/".join(part for part in (place.folder.strip("/"), came_from.removeprefix(begins)) if part)
        if came_from.startswith(begins) and len(path) <= _LONGEST_PATH:
            return AmendRunbook(repository=place.repository, path=path, slug=one_line(change.slug), text=change.text)
    return None
