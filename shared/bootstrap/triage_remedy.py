"""Wires the steps of a plan on its way: who tries it, who carries it out, and who looks whether it has worked."""

from collections.abc import Callable, Mapping
from typing import Any

from shared.adapters.postgres.connection import TRANSIENT, Pool
from shared.adapters.postgres.current_state import PostgresCurrentState
from shared.adapters.postgres.processes.triage_record import PostgresTriageRecord
from shared.adapters.postgres.projections.incident_timeline.queries import PostgresIncidentQueries
from shared.app.receive_process_facts import WorkflowStep
from shared.app.run_process import RunProcess
from shared.app.triage.at_once import AtOnce
from shared.app.triage.look_back import LookBack
from shared.app.triage.remedy_steps import AskToCarryOut, TryDry, WatchRecovery
from shared.app.triage.step import Brought, TriageStep
from shared.app.triage.stop_carrying_out import StopCarryingOut
from shared.app.triage.write_down import WriteDown
from shared.bootstrap.step_facts import STEPS
from shared.kernel.envelope import Envelope
from shared.ports.coder import Coder
from shared.ports.recovery_verifier import RecoveryVerifier
from shared.ports.store import StoreUnavailable
from shared.processes.incident_triage.remedy import RemedyStage
from shared.processes.incident_triage.remedy_results import NotYet
from shared.processes.incident_triage.state import TriageRun
from shared.settings import TriageSettings

_PASSING: tuple[type[Exception], ...] = (StoreUnavailable, *TRANSIENT)
#: Whoever is asked ends by itself before the step takes it for late.
_OF_ITS_TIME = 0.9

#: By entry point: the stage that the plan is at after the facts that ask for the step.
REMEDY_STEPS: Mapping[str, RemedyStage] = {
    "dry_run": RemedyStage.DRY_RUN,
    "remediate": RemedyStage.EFFECT,
    "verify": RemedyStage.RECOVERY,
    "document": RemedyStage.RECORD,
}


def remedy_steps(
    run: RunProcess[Any], reading: Pool, coder: Coder | None, verifier: RecoveryVerifier
) -> Mapping[str, WorkflowStep]:
    """Gives the steps by entry point. ``reading`` is a pool of the role sre_query."""
    settings, state = TriageSettings(), PostgresCurrentState(reading)
    within_s = settings.triage_read_s * _OF_ITS_TIME
    asks: Mapping[str, Callable[[Envelope[Any], TriageRun], Brought]] = {
        "dry_run": TryDry(state=state, coder=coder, within_s=within_s),
        "remediate": AskToCarryOut(state=state, coder=coder, within_s=within_s),
        "verify": WatchRecovery(state=state, verifier=verifier, within_s=within_s),
        "document": WriteDown(
            state=state,
            record=PostgresTriageRecord(reading),
            incidents=PostgresIncidentQueries(reading),
            look_back=LookBack(state=state, verifier=verifier, within_s=within_s),
        ),
    }
    steps: dict[str, WorkflowStep] = {name: _step(name, ask, run, settings) for name, ask in asks.items()}
    return steps | {"call_off": StopCarryingOut(coder=coder)}


def _step(
    name: str, ask: Callable[[Envelope[Any], TriageRun], Brought], run: RunProcess[Any], settings: TriageSettings
) -> TriageStep[Any]:
    stage = REMEDY_STEPS[name]
    return TriageStep(
        after=STEPS[name],
        waits=lambda triage_run: triage_run.looks_at(stage),
        run=run,
        read=ask,
        when_late=NotYet(stage=stage),
        at_once=AtOnce(
            settings.triage_reads_at_once,
            each_s=settings.triage_read_s,
            within_s=settings.triage_delivery_s,
            name=name.replace("_", "-"),
        ),
        passing=_PASSING,
    )
