"""The step of a change's verification: the application is read from its Argo CD, and the change with it."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from shared.app.collect_evidence import CollectEvidence
from shared.app.read_step import Brought
from shared.app.triage.kept_evidence import kept_evidence
from shared.kernel.envelope import Envelope
from shared.ports.clock import Clock, SystemClock
from shared.ports.evidence import Inquiry
from shared.processes.change_verification.facts import ChangeReadRequested
from shared.processes.change_verification.look import ChangeLook
from shared.processes.change_verification.reading import look_at
from shared.processes.change_verification.state import ChangeRun, VerificationPhase

_BEFORE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadChange:
    collect: CollectEvidence
    within_s: float
    clock: Clock = field(default_factory=SystemClock)

    def __call__(self, requested: Envelope[ChangeReadRequested], _run: ChangeRun) -> Brought:
        about, at = requested.data, self.clock.now()
        inquiry = Inquiry(resources=(about.application,), tenant_id=requested.tenant_id, from_at=at - _BEFORE, to_at=at)
        evidence, snapshot = self.collect.collect(inquiry, within_s=self.within_s)
        look = replace(look_at(snapshot, about.application, about.revision), number=about.look)
        return Brought(look, tuple(kept_evidence(evidence)))


def waits_for_read(run: ChangeRun) -> bool:
    return run.phase is VerificationPhase.LOOKING


NOT_IN_TIME: Final = ChangeLook(unread="Argo CD did not answer in time")
