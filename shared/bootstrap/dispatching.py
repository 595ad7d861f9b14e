"""Wires what does the operations of the catalogue: for the API, and for the console, which asks it in process."""

from uuid import uuid4

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.current_state import PostgresCurrentState
from shared.adapters.postgres.feed_log import PostgresFeedLog
from shared.adapters.postgres.history_audit import PostgresHistoryAudit
from shared.adapters.postgres.measuring import PostgresMeasuringRecord
from shared.adapters.postgres.past_facts import PostgresPastFacts
from shared.adapters.postgres.processes.change_record import PostgresChangeRecord
from shared.adapters.postgres.processes.execution_record import PostgresExecutionRecord
from shared.adapters.postgres.processes.triage_record import PostgresTriageRecord
from shared.adapters.postgres.projections.alert_groups.queries import PostgresAlertQueries
from shared.adapters.postgres.projections.fleet_health.queries import PostgresFleetHealthQueries
from shared.adapters.postgres.projections.incident_timeline.queries import PostgresIncidentQueries
from shared.adapters.postgres.projections.knowledge_index.queries import PostgresKnowledgeQueries
from shared.adapters.postgres.projections.postmortem_search.queries import PostgresPostmortemQueries
from shared.adapters.postgres.projections.runbook_catalog.queries import PostgresRunbookQueries
from shared.adapters.postgres.projections.service_catalog.queries import PostgresServiceCatalogQueries
from shared.adapters.postgres.projections.slo_burndown.accounts import PostgresSLOAccounts
from shared.adapters.postgres.projections.slo_burndown.queries import PostgresSLOQueries
from shared.adapters.postgres.quarantine_reads import PostgresQuarantineReads
from shared.app.feed import Feed, FeedLimits, views_by_type
from shared.app.operations.dispatcher import CatalogueDispatcher
from shared.app.operations.query_services import QueryServices
from shared.bootstrap.administration import (
    AdministrationReads,
    administration_pool,
    administration_reads,
    build_administration,
)
from shared.bootstrap.coder_client import build_coder
from shared.bootstrap.embeddings import embedders
from shared.bootstrap.imports import PARSERS
from shared.bootstrap.source_kinds import SOURCE_KINDS
from shared.domain.published import FACTS
from shared.ports.clock import SystemClock
from shared.ports.coder import CoderReads
from shared.ports.outcome import CommandGate
from shared.projections.registry import PROJECTIONS
from shared.settings import EmbeddingSettings, FeedSettings


def dispatcher_over(
    pool: Pool, gate: CommandGate, limits: FeedLimits, coder: CoderReads | None = None
) -> CatalogueDispatcher:
    """Wires the dispatcher over a pool of the role sre_query and a way to the writer.

    ``coder`` None: the one that the environment names. What administrators do goes over a pool of its own to the same
    database.
    """
    administering = administration_pool(pool)
    reads = administration_reads(administering)
    return CatalogueDispatcher(
        gate=gate,
        queries=query_services(pool, limits, reads),
        clock=SystemClock(),
        new_id=uuid4,
        parsers=PARSERS,
        dry_runs=coder or build_coder(),
        administration=build_administration(administering, reads),
    )


def feed_limits(*, places: int = 1) -> FeedLimits:
    """Gives the bounds of the live feed, from the environment; ``places`` for each reader that they allow."""
    settings = FeedSettings()
    return FeedLimits(readers=places * settings.feed_readers, longest_s=settings.feed_longest_s)


def query_services(
    pool: Pool, feed_limits: FeedLimits, administered: AdministrationReads | None = None
) -> QueryServices:
    """Wires everything that queries read, over one pool of the role sre_query.

    ``administered`` None: over a pool of its own to the same database.
    """
    beside = administered or administration_reads(administration_pool(pool))
    return QueryServices(
        state=PostgresCurrentState(pool),
        incidents=PostgresIncidentQueries(pool),
        alerts=PostgresAlertQueries(pool),
        health=PostgresFleetHealthQueries(pool),
        knowledge=PostgresKnowledgeQueries(pool, embedders(EmbeddingSettings())),
        postmortems=PostgresPostmortemQueries(pool),
        runbooks=PostgresRunbookQueries(pool),
        services=PostgresServiceCatalogQueries(pool),
        slos=PostgresSLOQueries(pool),
        measuring=PostgresMeasuringRecord(pool),
        slo_accounts=PostgresSLOAccounts(pool),
        quarantine=PostgresQuarantineReads(pool),
        put_aside=beside.put_aside,
        audit=beside.audit,
        registrations=beside.registrations,
        source_kinds=tuple(kind.name for kind in SOURCE_KINDS),
        conditions=beside.conditions,
        calendar_feeds=beside.calendar_feeds,
        history=PostgresHistoryAudit(pool, PROJECTIONS),
        past=PostgresPastFacts(pool),
        changes=PostgresChangeRecord(pool),
        triages=PostgresTriageRecord(pool),
        executions=PostgresExecutionRecord(pool),
        feed=Feed(PostgresFeedLog(pool), views_by_type(PROJECTIONS, FACTS), feed_limits),
    )
