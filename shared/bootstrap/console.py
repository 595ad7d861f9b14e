"""Wires the console: pages out of the same operations that the API answers, for people who are signed in."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from shared.adapters.console.application import Console, ConsoleDependencies
from shared.adapters.console.cookies import ConsoleCookies, ConsoleOrigins
from shared.adapters.console.oidc_sign_in import OidcSignIn
from shared.adapters.console.registry import PAGES
from shared.adapters.console.sign_in import CALLBACK, SignIn
from shared.adapters.exports.ical import ical_of
from shared.adapters.http.failures import tell_failures
from shared.adapters.http.front import Front
from shared.adapters.http.request_body import AtMost
from shared.adapters.postgres.calendar_feeds import PostgresCalendarFeedTokens
from shared.adapters.postgres.connection import TRANSIENT, Pool, connect_pool
from shared.adapters.postgres.console_sessions import PostgresConsoleSessions
from shared.adapters.postgres.current_state import PostgresCurrentState
from shared.adapters.postgres.health import alive_within
from shared.app.calendar_of_schedule import ReadScheduleCalendar
from shared.app.operations.catalogue import OPERATIONS
from shared.bootstrap.calling import command_gate
from shared.bootstrap.credentials import people_of, provider_tokens
from shared.bootstrap.dispatching import dispatcher_over, feed_limits
from shared.bootstrap.serving import PAGES_PER_READER
from shared.bootstrap.telemetry import start_telemetry
from shared.ports.clock import Clock, SystemClock
from shared.ports.operation import OperationDispatcher
from shared.settings import ConsoleSettings, DatabaseSettings, OidcSettings

#: A postmortem is the longest thing that is written in a form.
MAX_FORM = 512 * 1024
#: A part of a page that takes longer is named as missing; its statement ends soon after that.
_PARTS_WITHIN_S = 2.5
_STATEMENT_MS = 4_000
_HEARD_S = 0.9


def build_console(app: Flask) -> Console:
    """Wires the console and puts its front before ``app``: large bodies are refused unread."""
    start_telemetry("console")
    database = DatabaseSettings()
    reading, keeping = (
        connect_pool(
            database.database_url,
            role=role,
            application="console",
            max_size=database.database_pool,
            statement_timeout_ms=_STATEMENT_MS,
        )
        for role in ("sre_query", "sre_console")
    )
    console = console_over(
        reading,
        keeping,
        dispatcher_over(reading, command_gate(), feed_limits(places=PAGES_PER_READER)),
        ConsoleSettings(),
    )
    app.wsgi_app = Front(app.wsgi_app, body=AtMost(MAX_FORM))  # type: ignore[method-assign]
    tell_failures(app, {})
    return console


def console_over(
    reading: Pool,
    keeping: Pool,
    dispatcher: OperationDispatcher,
    settings: ConsoleSettings,
    *,
    parts_within_s: float = _PARTS_WITHIN_S,
) -> Console:
    """Wires the console over pools of the roles sre_query and sre_console."""
    origins = ConsoleOrigins(settings.origins)
    sessions, cookies, clock = console_sessions(keeping, settings), ConsoleCookies(origins), SystemClock()
    dependencies = ConsoleDependencies(
        dispatcher=dispatcher,
        sessions=sessions,
        sign_in=SignIn(sessions, cookies, _provider(reading, settings, OidcSettings()), clock),
        cookies=cookies,
        origins=origins,
        clock=clock,
        transient=TRANSIENT,
        ping=lambda: alive_within(keeping, _HEARD_S),
        calendar=_calendars(reading, clock),
        parts_within_s=parts_within_s,
    )
    return Console(PAGES, OPERATIONS, dependencies)


def console_sessions(pool: Pool, settings: ConsoleSettings) -> PostgresConsoleSessions:
    """Wires who is signed in, over a pool of the role sre_console."""
    return PostgresConsoleSessions(
        pool,
        idle=timedelta(minutes=settings.console_idle_minutes),
        longest=timedelta(hours=settings.console_longest_hours),
    )


def _calendars(reading: Pool, clock: Clock) -> Callable[[str], bytes | None]:
    read = ReadScheduleCalendar(
        tokens=PostgresCalendarFeedTokens(reading), state=PostgresCurrentState(reading), clock=clock
    )

    def calendar(token: str) -> bytes | None:
        schedule = read(token)
        return None if schedule is None else ical_of(schedule)

    return calendar


def _provider(pool: Pool, settings: ConsoleSettings, oidc: OidcSettings) -> OidcSignIn | None:
    """ID tokens are for the console's own client, whatever audience the API's tokens name."""
    if not (oidc.oidc_issuer and settings.console_client_id):
        return None
    tokens = provider_tokens(oidc, audience=settings.console_client_id, sole_key=True)
    return OidcSignIn(
        issuer=oidc.oidc_issuer,
        client_id=settings.console_client_id,
        client_secret=settings.console_client_secret,
        redirect_uri=f"{settings.origins[0]}{settings.console_path}{CALLBACK}",
        tokens=tokens,
        people=people_of(pool, oidc, tokens),
    )
