"""Wires what looks into incidents: which clusters and metrics are read, what is known beside, who proposes."""

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.current_state import PostgresCurrentState
from shared.adapters.postgres.projections.service_catalog.queries import PostgresServiceCatalogQueries
from shared.app.triage.investigate_world import InvestigateWorld
from shared.app.triage.known_beside import KnownBeside
from shared.bootstrap.agent import sre_agent
from shared.bootstrap.world import world_evidence
from shared.diagnosis.redaction import redact
from shared.settings import AgentBudgetSettings, AgentSettings


def build_investigator(reading: Pool) -> InvestigateWorld:
    """Gives the one that this installation is set up for. ``reading`` is a pool of the role sre_query."""
    return InvestigateWorld(
        collect=world_evidence(reading),
        beside=KnownBeside(state=PostgresCurrentState(reading), services=PostgresServiceCatalogQueries(reading)),
        agent=sre_agent(AgentSettings(), AgentBudgetSettings(), redact),
    )
