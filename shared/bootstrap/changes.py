"""Wires what the verification of a change reads."""

from typing import Any, Final

from shared.adapters.postgres.connection import TRANSIENT, Pool
from shared.app.changes.read_change import NOT_IN_TIME, ReadChange, waits_for_read
from shared.app.read_step import ReadStep
from shared.app.run_process import RunProcess
from shared.app.triage.at_once import AtOnce
from shared.bootstrap.step_facts import STEPS
from shared.bootstrap.world import world_evidence
from shared.ports.store import StoreUnavailable
from shared.processes.change_verification.facts import ChangeReadRequested
from shared.processes.change_verification.state import ChangeRun
from shared.settings import TriageSettings

#: A read ends by itself, with what it has, before the step gives it up.
_OF_ITS_TIME: Final = 0.9


def change_step(run: RunProcess[Any], reading: Pool) -> ReadStep[ChangeReadRequested, ChangeRun]:
    """``reading`` is a pool of the role sre_query."""
    settings = TriageSettings()
    return ReadStep(
        after=STEPS["read_change"],
        of=ChangeRun,
        waits=waits_for_read,
        run=run,
        read=ReadChange(collect=world_evidence(reading), within_s=settings.triage_read_s * _OF_ITS_TIME),
        when_late=NOT_IN_TIME,
        at_once=AtOnce(
            settings.triage_reads_at_once,
            each_s=settings.triage_read_s,
            within_s=settings.triage_delivery_s,
            name="read-change",
        ),
        passing=(StoreUnavailable, *TRANSIENT),
    )
