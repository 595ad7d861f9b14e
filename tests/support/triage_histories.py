"""``python -m tests.support.triage_histories``: keeps what each history of a triage said, where none is kept yet."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from shared.domain.incident.facts import IncidentEscalated, TriageCalledOff, TriageOrdered
from shared.domain.triage_policy.values import AutoApproval
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import IncidentSource
from shared.processes.incident_triage.investigation import GivenUp, Investigation
from shared.processes.incident_triage.phase import TriagePhase
from shared.remediation.outcome import DryRun, EffectStatus
from shared.remediation.proposal import Proposal
from tests.support.acting import Carries, Watches, outcome, reading
from tests.support.facts import T0, created, named
from tests.support.investigators import DIAGNOSIS
from tests.support.joining import found, joins
from tests.support.joining import without_a_plan as to_an_end_without_a_plan
from tests.support.remedies import approved, opened, policy
from tests.support.triage_world import INVESTIGATION, TriageWorld

FOLDER = Path(__file__).parents[1] / "payloads" / "histories"
INCIDENT = IncidentId(named("i"))


def _opened(**reads: Any) -> TriageWorld:
    world = TriageWorld(**reads)
    world.happened(created(source=IncidentSource.ALERT))
    world.clock.at = T0 + timedelta(seconds=2)
    return world


def to_a_plan() -> TriageWorld:
    world = _opened()
    world.deliver()
    return world


def without_a_plan() -> TriageWorld:
    nothing = Proposal(reason="The cause cannot be changed from here.")
    world = _opened(investigation=Investigation(evidence=INVESTIGATION.evidence, diagnosis=DIAGNOSIS, proposal=nothing))
    world.deliver()
    return world


def unreadable() -> TriageWorld:
    world = _opened(investigation=GivenUp(phase=TriagePhase.TRIAGE, reason="What it has to read did not come back."))
    world.deliver()
    return world


def too_slow() -> TriageWorld:
    world = _opened()
    world.tick(minute=11)
    return world


def again_and_called_off() -> TriageWorld:
    world = to_a_plan()
    world.happened(TriageOrdered(incident_id=INCIDENT, reason=None, ordered_by="human:ben"), minute=1)
    world.happened(TriageCalledOff(incident_id=INCIDENT, reason="a drill", called_off_by="human:ana"), minute=2)
    return world


def escalated() -> TriageWorld:
    world = to_a_plan()
    world.happened(IncidentEscalated(incident_id=INCIDENT, reason="the DBAs", escalated_by="human:ben"), minute=1)
    return world


def mended() -> TriageWorld:
    world = approved(coder=Carries(outcomes=[outcome(EffectStatus.PENDING), outcome()]))
    world.look_until(8)
    return world


def mended_by_a_policy() -> TriageWorld:
    rule = AutoApproval(name="reverts", actions=("git.revert",))
    world = opened(policy(auto_approve=(rule,), hold_s=20, verify_within_s=60))
    world.answer("granted", minute=1, granted_by="process:triage", policy="reverts")
    world.look_until(3)
    return world


def taken_back() -> TriageWorld:
    carries = Carries(outcomes=[outcome(undo=True), outcome()])
    world = approved(policy(hold_s=20, verify_within_s=60), coder=carries, verifier=Watches([reading(holds=False)]))
    world.look_until(3)
    world.answer("granted", minute=4)
    return world


def rejected() -> TriageWorld:
    world = opened()
    world.answer("rejected", minute=1)
    return world


def in_the_way() -> TriageWorld:
    return opened(coder=Carries(dry=[DryRun(text="", problems=("the branch main is protected",))]))


def again_for_what_joined() -> TriageWorld:
    world = to_an_end_without_a_plan()
    joins(world, "pricing")
    world.investigation = found()
    world.look_until(3)
    return world


HISTORIES: Mapping[str, Callable[[], TriageWorld]] = {
    each.__name__.replace("_", "-"): each
    for each in (
        to_a_plan,
        without_a_plan,
        unreadable,
        too_slow,
        again_and_called_off,
        escalated,
        mended,
        mended_by_a_policy,
        taken_back,
        rejected,
        in_the_way,
        again_for_what_joined,
    )
}


def file_of(name: str) -> Path:
    return FOLDER / f"triage-{name}.jsonl"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, history in HISTORIES.items():
        if not file_of(name).exists():
            file_of(name).write_text(history().bytes_said() + "\n", "utf-8")


if __name__ == "__main__":
    main()
