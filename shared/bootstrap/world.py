"""Wires what reads the world for whoever looks into incidents, or whether plans have worked."""

from functools import lru_cache

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.past_facts import PostgresPastFacts
from shared.app.collect_evidence import CollectEvidence
from shared.app.recorded_changes import RecordedChanges
from shared.bootstrap.evidence import build_evidence
from shared.ports.clock import SystemClock


@lru_cache(maxsize=1)
def world_evidence(reading: Pool) -> CollectEvidence:
    """Gives the same one to all who read with a pool: it remembers which target is silent."""
    return build_evidence(RecordedChanges(PostgresPastFacts(reading), SystemClock()))
