"""Wires whoever carries plans out: the only part that holds credentials with which something can be changed."""

import time
from functools import lru_cache
from uuid import uuid4

from flask import Flask

from shared.adapters.a2a.server import CoderServer
from shared.adapters.a2a.wire import CARD_PATH
from shared.adapters.http.failures import tell_failures
from shared.adapters.http.front import Front, only_known, with_credentials
from shared.adapters.http.key_set import KeysUnavailable
from shared.adapters.http.problem import KEYS_UNAVAILABLE, unavailable
from shared.adapters.http.request_body import AtMost
from shared.adapters.postgres.coder_tasks import PostgresCoderTasks
from shared.adapters.postgres.connection import TRANSIENT, connect_pool
from shared.adapters.postgres.current_state import PostgresCurrentState
from shared.adapters.postgres.execution_journal import PostgresExecutionJournal
from shared.app.coder.carry_out import CarryOut
from shared.app.coder.desk import CoderDesk
from shared.app.coder.means import Means
from shared.app.coder.orders import Hands
from shared.bootstrap.calling import command_gate
from shared.bootstrap.credentials import known_callers
from shared.bootstrap.effects import build_effects
from shared.bootstrap.push_guard import build_verifier
from shared.bootstrap.telemetry import start_telemetry
from shared.ports.credentials import Role
from shared.ports.effects import PreconditionReader
from shared.ports.outcome import CommandGate
from shared.ports.store import StoreUnavailable
from shared.settings import CoderClientSettings, CoderSettings, DatabaseSettings, IdentitySettings

#: A plan with its dry run, and what surrounds it.
MAX_BODY = 1024 * 1024
#: What a key must be for to ask here; what is carried out is what a person has approved, whoever asks.
ROLES = frozenset({Role.AGENT, Role.ADMIN})
_PUBLIC = frozenset({CARD_PATH})


def protect_coder(app: Flask) -> None:
    """Puts the front before the function: our own services by their tokens, agents and admins as the API knows them."""
    verifier, database = build_verifier(IdentitySettings()), DatabaseSettings()
    known = known_callers(connect_pool(database.database_url, role="sre_coder", application="coder-keys"))
    app.wsgi_app = Front(  # type: ignore[method-assign]
        app.wsgi_app,
        body=AtMost(MAX_BODY),
        credentials=with_credentials(_PUBLIC),
        caller=only_known(verifier, known.find, roles=ROLES, public=_PUBLIC),
    )
    away = unavailable("coder.unavailable", "The database does not answer; ask again")
    tell_failures(app, {KeysUnavailable: KEYS_UNAVAILABLE, **dict.fromkeys((StoreUnavailable, *TRANSIENT), away)})


@lru_cache(maxsize=1)
def build_coder_server() -> CoderServer:
    """Wires it once per process, from the environment."""
    start_telemetry("sre_coder")
    settings = CoderSettings()
    url = settings.coder_public_url or CoderClientSettings().coder_url
    effects = build_effects()
    return coder_server(Hands(effects.effectors), effects.preconditions, command_gate(), url=url)


def coder_server(hands: Hands, preconditions: PreconditionReader, gate: CommandGate, *, url: str) -> CoderServer:
    """Wires it over these hands. What is noted as begun is on the disk before anything is sent, everywhere."""
    database, settings = DatabaseSettings(), CoderSettings()
    pool = connect_pool(
        database.database_url, role="sre_coder", application="sre_coder", max_size=database.database_pool
    )
    means = Means(
        state=PostgresCurrentState(pool),
        gate=gate,
        hands=hands,
        preconditions=preconditions,
        journal=PostgresExecutionJournal(pool),
        new_id=uuid4,
        monotonic=time.monotonic,
        paused=settings.automation_paused,
    )
    desk = CoderDesk(carry_out=CarryOut(means), tasks=PostgresCoderTasks(pool))
    return CoderServer(desk, url=url, request_s=settings.coder_request_s)
