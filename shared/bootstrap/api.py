"""Wires the API: queries read as the query role, commands go to the writer, and nothing here can write."""

from functools import partial
from uuid import uuid4

from flask import Flask

from shared.adapters.contracts.published_files import openapi_text
from shared.adapters.http.failures import tell_failures
from shared.adapters.http.front import Front, with_credentials
from shared.adapters.http.request_body import AtMost
from shared.adapters.http.router import PUBLIC, Router, RouterDependencies
from shared.adapters.postgres.connection import TRANSIENT, Pool, connect_pool
from shared.adapters.postgres.current_state import PostgresCurrentState
from shared.adapters.postgres.feed_log import PostgresFeedLog
from shared.adapters.postgres.health import alive_within
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
from shared.adapters.postgres.projections.slo_burndown.queries import PostgresSLOQueries
from shared.adapters.postgres.quarantine_reads import PostgresQuarantineReads
from shared.adapters.reference.site import page, page_paths
from shared.app.feed import Feed, FeedLimits, views_by_type
from shared.app.operations.catalogue import OPERATIONS
from shared.app.operations.dispatcher import CatalogueDispatcher
from shared.app.operations.imports.procedures import IMPORTS_PATH
from shared.app.operations.query_services import QueryServices
from shared.bootstrap.calling import command_gate
from shared.bootstrap.coder_client import build_coder
from shared.bootstrap.credentials import known_callers
from shared.bootstrap.embeddings import embedders
from shared.bootstrap.imports import PARSERS
from shared.bootstrap.telemetry import start_telemetry
from shared.domain.published import FACTS, INTENTS
from shared.ports.clock import SystemClock
from shared.ports.coder import CoderReads
from shared.ports.outcome import CommandGate
from shared.projections.registry import PROJECTIONS
from shared.settings import (
    DatabaseSettings,
    EmbeddingSettings,
    FeedSettings,
)

#: The largest command is an alert with many labels; what needs more is not a command.
MAX_BODY = 1024 * 1024
#: /healthz says within a second that the database is frozen.
_HEARD_S = 0.9
#: The reference. It says what the document at /openapi.json says, and is for everybody as that is.
_PAGES = page_paths(
    (operation.path for operation in OPERATIONS), (message.aggregate_type for message in (*INTENTS, *FACTS))
)
#: Files come many at a time.
MAX_BODIES = {IMPORTS_PATH: 8 * 1024 * 1024}


def build_api(app: Flask) -> Router:
    """Wires the API and puts its front before ``app``: callers without a token and large bodies are refused unread."""
    start_telemetry("api")
    database = DatabaseSettings()
    pool = connect_pool(
        database.database_url,
        role="sre_query",
        application="api",
        max_size=database.database_pool,
        statement_timeout_ms=10_000,
    )
    health = connect_pool(
        database.database_url, role="sre_query", application="api-health", max_size=1, statement_timeout_ms=1000
    )
    router = router_over(pool, command_gate(), _feed_limits(), health=health)
    app.wsgi_app = Front(  # type: ignore[method-assign]
        app.wsgi_app,
        body=AtMost(MAX_BODY, MAX_BODIES),
        credentials=with_credentials(PUBLIC | _PAGES),
        caller_early=router.may_send,
    )
    tell_failures(app, router.passing)
    return router


def query_services(pool: Pool, feed_limits: FeedLimits) -> QueryServices:
    """Wires everything that queries read, over one pool of the role sre_query."""
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
        quarantine=PostgresQuarantineReads(pool),
        past=PostgresPastFacts(pool),
        changes=PostgresChangeRecord(pool),
        triages=PostgresTriageRecord(pool),
        executions=PostgresExecutionRecord(pool),
        feed=Feed(PostgresFeedLog(pool), views_by_type(PROJECTIONS, FACTS), feed_limits),
    )


def router_over(
    pool: Pool,
    gate: CommandGate,
    feed_limits: FeedLimits,
    *,
    health: Pool | None = None,
    coder: CoderReads | None = None,
) -> Router:
    """Wires the router over a pool of the role sre_query.

    ``health`` is a pool of its own for /healthz, so that a busy API is not taken for a database that is away;
    ``coder`` None: the one that the environment names.
    """
    queries = query_services(pool, feed_limits)
    dependencies = RouterDependencies(
        dispatcher=CatalogueDispatcher(
            gate=gate,
            queries=queries,
            clock=SystemClock(),
            new_id=uuid4,
            parsers=PARSERS,
            dry_runs=coder or build_coder(),
        ),
        credentials=known_callers(pool),
        transient=TRANSIENT,
        ping=lambda: alive_within(health or pool, _HEARD_S),
        document=openapi_text,
        pages={path: partial(page, path) for path in _PAGES},
    )
    return Router(OPERATIONS, dependencies)


def _feed_limits() -> FeedLimits:
    settings = FeedSettings()
    return FeedLimits(readers=settings.feed_readers, longest_s=settings.feed_longest_s)
