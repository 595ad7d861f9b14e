"""Wires what the steps of a triage read, and how much of it at once."""

from collections.abc import Mapping
from typing import Any

from shared.adapters.postgres.connection import TRANSIENT, Pool
from shared.adapters.postgres.current_state import PostgresCurrentState
from shared.adapters.postgres.projections.knowledge_index.queries import PostgresKnowledgeQueries
from shared.adapters.postgres.projections.runbook_catalog.queries import PostgresRunbookQueries
from shared.app.receive_process_facts import WorkflowStep
from shared.app.run_process import RunProcess
from shared.app.triage.at_once import AtOnce
from shared.app.triage.look_up_patterns import LookUpPatterns
from shared.app.triage.readers import ReadPatterns, ReadWorld
from shared.app.triage.step import TriageStep
from shared.app.triage.words_first import WordsFirst
from shared.bootstrap.embeddings import embedders
from shared.bootstrap.step_facts import STEPS
from shared.ports.embedding import EmbedderUnavailable
from shared.ports.investigator import Investigator
from shared.ports.store import StoreUnavailable
from shared.processes.incident_triage.investigation import GivenUp
from shared.processes.incident_triage.phase import TriagePhase
from shared.settings import EmbeddingSettings, TriageSettings

_PASSING: tuple[type[Exception], ...] = (StoreUnavailable, EmbedderUnavailable, *TRANSIENT)
#: An investigation ends by itself, with what it has, before the step gives it up.
_OF_ITS_TIME = 0.9


def triage_steps(run: RunProcess[Any], reading: Pool, investigator: Investigator) -> Mapping[str, WorkflowStep]:
    """Gives the steps by entry point. ``reading`` is a pool of the role sre_query."""
    settings, state = TriageSettings(), PostgresCurrentState(reading)
    look_up = LookUpPatterns(
        knowledge=WordsFirst(
            words=PostgresKnowledgeQueries(reading, ()),
            meaning=PostgresKnowledgeQueries(reading, embedders(EmbeddingSettings())),
        ),
        runbooks=PostgresRunbookQueries(reading),
    )
    investigating = ReadWorld(state=state, investigator=investigator, within_s=settings.triage_read_s * _OF_ITS_TIME)
    return {
        "pattern_lookup": TriageStep(
            after=STEPS["pattern_lookup"],
            waits=lambda triage_run: triage_run.is_at(TriagePhase.PATTERN_LOOKUP),
            run=run,
            read=ReadPatterns(state=state, look_up=look_up),
            when_late=_late(TriagePhase.PATTERN_LOOKUP),
            at_once=_at_once(settings, settings.triage_lookups_at_once, "pattern-lookup"),
            passing=_PASSING,
        ),
        "investigate": TriageStep(
            after=STEPS["investigate"],
            waits=lambda triage_run: triage_run.is_at(TriagePhase.TRIAGE),
            run=run,
            read=investigating,
            when_late=_late(TriagePhase.TRIAGE),
            at_once=_at_once(settings, settings.triage_reads_at_once, "investigate"),
            passing=_PASSING,
        ),
    }


def _late(phase: TriagePhase) -> GivenUp:
    return GivenUp(phase=phase, reason="What it has to read did not come back in time.")


def _at_once(settings: TriageSettings, most: int, name: str) -> AtOnce:
    return AtOnce(most, each_s=settings.triage_read_s, within_s=settings.triage_delivery_s, name=name)
