"""Wires the API: queries read as the query role, commands go to the writer, and nothing here can write."""

from functools import partial

from flask import Flask

from shared.adapters.contracts.published_files import openapi_text
from shared.adapters.http.failures import tell_failures
from shared.adapters.http.front import Front, with_credentials
from shared.adapters.http.request_body import AtMost
from shared.adapters.http.router import PUBLIC, Router, RouterDependencies
from shared.adapters.postgres.connection import TRANSIENT, Pool, connect_pool
from shared.adapters.postgres.health import alive_within
from shared.adapters.reference.site import page, page_paths
from shared.app.feed import FeedLimits
from shared.app.operations.catalogue import OPERATIONS
from shared.app.operations.imports.procedures import IMPORTS_PATH
from shared.bootstrap.calling import command_gate
from shared.bootstrap.credentials import known_callers
from shared.bootstrap.dispatching import dispatcher_over, feed_limits
from shared.bootstrap.telemetry import start_telemetry
from shared.domain.published import FACTS, INTENTS
from shared.ports.coder import CoderReads
from shared.ports.outcome import CommandGate
from shared.settings import (
    DatabaseSettings,
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
    router = router_over(pool, command_gate(), feed_limits(), health=health)
    app.wsgi_app = Front(  # type: ignore[method-assign]
        app.wsgi_app,
        body=AtMost(MAX_BODY, MAX_BODIES),
        credentials=with_credentials(PUBLIC | _PAGES),
        caller_early=router.may_send,
    )
    tell_failures(app, router.passing)
    return router


def router_over(
    pool: Pool,
    gate: CommandGate,
    limits: FeedLimits,
    *,
    health: Pool | None = None,
    coder: CoderReads | None = None,
) -> Router:
    """Wires the router over a pool of the role sre_query.

    ``health`` is a pool of its own for /healthz, so that a busy API is not taken for a database that is away;
    ``coder`` None: the one that the environment names.
    """
    dependencies = RouterDependencies(
        dispatcher=dispatcher_over(pool, gate, limits, coder),
        credentials=known_callers(pool),
        transient=TRANSIENT,
        ping=lambda: alive_within(health or pool, _HEARD_S),
        document=openapi_text,
        pages={path: partial(page, path) for path in _PAGES},
    )
    return Router(OPERATIONS, dependencies)
