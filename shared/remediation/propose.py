"""Chooses a plan for a diagnosis, or says why there is none: the same input gives the same plan, byte for byte."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from shared.diagnosis.hypothesis import Confidence, Diagnosis
from shared.diagnosis.snapshot import Snapshot
from shared.kernel.vocabulary import RiskTier
from shared.remediation.actions import Action, Escalate, RunRunbook
from shared.remediation.answers import AnswerRule, rule_of
from shared.remediation.canonical import plan_hash_of
from shared.remediation.case import CauseInView, Closed, Open, World
from shared.remediation.consequences import highest, risk_of, undoing
from shared.remediation.from_runbook import risk_of_steps, runbook_for
from shared.remediation.known import Dependent, KnownPattern, KnownRunbook
from shared.remediation.preconditions import preconditions
from shared.remediation.proposal import Proposal, RemediationPlan
from shared.remediation.verification import follows_git, mended

EXPIRES_AFTER = timedelta(minutes=60)
#: Causes that are answered at once; a person wants no longer plan, and the others are named.
MOST_CAUSES = 5
_MOST_ACTIONS = 20
_MOST_DEPENDENTS = 100
_LONGEST = 1_000
_SURE = frozenset({Confidence.CERTAIN, Confidence.LIKELY})


def propose(
    diagnosis: Diagnosis,
    snapshot: Snapshot,
    *,
    runbooks: Sequence[KnownRunbook] = (),
    pattern: KnownPattern | None = None,
    dependents: Sequence[Dependent] = (),
    now: datetime,
) -> Proposal:
    """A runbook that is for the alert comes first, then that of a known pattern, then what the fault table allows.

    ``runbooks``: best first. ``dependents``: services that need what is broken. ``now``: when the plan begins to age.
    """
    world = World(snapshot, now)
    causes = [CauseInView(world, cause) for cause in diagnosis.causes if cause.confidence in _SURE]
    runbook, told = runbook_for(snapshot, runbooks, pattern)
    if runbook is not None:
        return _by_runbook(world, causes, runbook, dependents, told)
    if not causes:
        return Proposal(reason=_unsure(diagnosis, pattern), gates=_sentences(told))
    return _by_faults(world, causes, pattern, dependents, told)


def _by_runbook(
    world: World,
    causes: Sequence[CauseInView],
    runbook: KnownRunbook,
    dependents: Sequence[Dependent],
    told: Iterable[str],
) -> Proposal:
    action = RunRunbook(runbook_id=str(runbook.runbook_id), runbook_version=runbook.version, slug=runbook.slug)
    helped = f"helped {runbook.succeeded} times, failed {runbook.failed} times"
    reason = f"Runbook {runbook.slug} is for this alert and may be executed ({helped})"
    risk = risk_of_steps(runbook)
    checks = [step.verify for step in runbook.definition.steps if step.verify]
    summary = f"Run runbook {runbook.slug}"
    plan = _plan(world, causes[:MOST_CAUSES], (action,), summary, dependents, checks=checks, runbook_risk=risk)
    return Proposal(plan=plan, reason=_short(reason), gates=_sentences(told))


def _by_faults(
    world: World,
    causes: Sequence[CauseInView],
    pattern: KnownPattern | None,
    dependents: Sequence[Dependent],
    told: Sequence[str],
) -> Proposal:
    answers = [(case, rule_of(case.cause.fault, case.cause.variant)) for case in causes[:MOST_CAUSES]]
    found = [(case, rule, *_answer(case, rule)) for case, rule in answers]
    gates = _sentences((*told, *(sentence for *_, closed in found for sentence in closed)))
    reasons = [_reason(case, rule, way) for case, rule, way, _ in found]
    if len(causes) > MOST_CAUSES:
        reasons.append(f"{len(causes) - MOST_CAUSES} further causes are left for the next plan")
    if pattern is not None:
        reasons.append(f"It was seen before: {pattern.ref}, {pattern.title}")
    reason = _short(". ".join(reasons))
    if not any(isinstance(way, Open) for _, _, way, _ in found):
        return Proposal(reason=reason, gates=gates)
    actions = _once(each for case, rule, way, _ in found for each in _actions(case, rule, way))
    summary = "; ".join(_summary(case, way) for case, _, way, _ in found)
    plan = _plan(world, [case for case, *_ in found], actions[:_MOST_ACTIONS], summary, dependents)
    return Proposal(plan=plan, reason=reason, gates=gates)


def _answer(case: CauseInView, rule: AnswerRule) -> tuple[Open | None, tuple[str, ...]]:
    """The first way that is open, and what was told on the way to it."""
    told: list[str] = []
    for way in rule.ways:
        match way(case):
            case Open() as found:
                return found, (*told, *found.told)
            case Closed(by=by, told=on_the_way):
                told += filter(None, (*on_the_way, by))
    return None, tuple(told)


def _actions(case: CauseInView, rule: AnswerRule, way: Open | None) -> tuple[Action, ...]:
    if way is None:
        return (Escalate(reason=_short(f"{case.cause.title}: {rule.otherwise}")),)
    if rule.afterwards:
        return (*way.actions, Escalate(reason=_short(f"{case.called}: {rule.afterwards}")))
    return way.actions


def _once(actions: Iterable[Action]) -> tuple[Action, ...]:
    """Each action at its first place: one revert may mend several things."""
    found: list[Action] = []
    for action in actions:
        if action not in found:
            found.append(action)
    return tuple(found)


def _reason(case: CauseInView, rule: AnswerRule, way: Open | None) -> str:
    return f"{case.called}: {way.why}" if way else f"Escalate {case.called}: {rule.otherwise}"


def _summary(case: CauseInView, way: Open | None) -> str:
    verbs = dict.fromkeys(action.action for action in way.actions) if way else {"escalate": None}
    return f"{', then '.join(verbs)} for {case.called}"


def _plan(
    world: World,
    cases: Sequence[CauseInView],
    actions: tuple[Action, ...],
    summary: str,
    dependents: Sequence[Dependent],
    *,
    checks: Sequence[str] = (),
    runbook_risk: RiskTier = RiskTier.HIGH,
) -> RemediationPlan:
    named = [world.owners.named(getattr(action, "application", None) or "") for action in actions]
    applications = [app.called for app in named if app]
    broken = [mended(case.cause.fault, case.called) for case in cases]
    return sealed(
        RemediationPlan(
            hypothesis_ids=tuple(case.cause.hypothesis_id for case in cases),
            actions=actions,
            summary=_short(summary),
            risk=highest(tuple(risk_of(action, runbook_risk) for action in actions)),
            blast_radius=_radius(dependents),
            rollback=_sentences(undoing(action) for action in actions),
            verify=_sentences((*checks, *broken, *map(follows_git, applications))),
            preconditions=preconditions(world, cases, actions),
            expires_at=world.now + EXPIRES_AFTER,
            plan_hash="",
        )
    )


def sealed(plan: RemediationPlan) -> RemediationPlan:
    """The plan with the hash of all the rest."""
    return plan.model_copy(update={"plan_hash": plan_hash_of(plan)})


def _unsure(diagnosis: Diagnosis, pattern: KnownPattern | None) -> str:
    seen = f" It looks like {pattern.ref}, {pattern.title}, which live evidence does not confirm." if pattern else ""
    if diagnosis.causes:
        first = diagnosis.causes[0]
        confirm = f" What would confirm it: {first.confirm[0]}." if first.confirm else ""
        return _short(f"Escalate: {first.title} is possible and not sure.{confirm}{seen}")
    missing = f" Not read: {', '.join(diagnosis.missing[:3])}." if diagnosis.missing else ""
    return _short(f"Escalate: no fault that is known by name was found.{missing}{seen}")


def _radius(dependents: Sequence[Dependent]) -> tuple[str, ...]:
    nearest = sorted(dependents, key=lambda each: (each.distance, each.slug))
    return _sentences(_needs(each) for each in nearest)[:_MOST_DEPENDENTS]


def _needs(dependent: Dependent) -> str:
    tier = f" ({dependent.tier})" if dependent.tier else ""
    between = dependent.distance - 1
    through = "directly" if between < 1 else f"through {between} other service{'s' if between > 1 else ''}"
    return f"{dependent.slug}{tier} needs it {through}"


def _sentences(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_short(text) for text in texts if text))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
