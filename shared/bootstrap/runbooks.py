"""Wires what an execution of a runbook has read and done for it, and how much of it at once."""

from typing import Any

from shared.adapters.postgres.connection import TRANSIENT, Pool
from shared.adapters.postgres.current_state import PostgresCurrentState
from shared.app.run_process import RunProcess
from shared.app.runbooks.ask_coder import AskCoder
from shared.app.runbooks.step import RunbookActivity
from shared.app.triage.at_once import AtOnce
from shared.ports.coder import Coder, CoderUnavailable
from shared.ports.store import StoreUnavailable
from shared.settings import TriageSettings

_PASSING: tuple[type[Exception], ...] = (StoreUnavailable, CoderUnavailable, *TRANSIENT)
#: A question ends by itself before it is given up.
_OF_ITS_TIME = 0.9


def runbook_activity(run: RunProcess[Any], reading: Pool, coder: Coder | None) -> RunbookActivity:
    """``reading`` is a pool of the role sre_query."""
    settings = TriageSettings()
    ask = AskCoder(state=PostgresCurrentState(reading), coder=coder, within_s=settings.triage_read_s * _OF_ITS_TIME)
    at_once = AtOnce(
        settings.triage_reads_at_once,
        each_s=settings.triage_read_s,
        within_s=settings.triage_delivery_s,
        name="runbook-steps",
    )
    return RunbookActivity(run=run, do=ask, at_once=at_once, passing=_PASSING)
