"""Whom to be at this machine's console: a few people of the sample tenant with different roles, behind a one-time link.

Nothing but the launcher of one machine mounts this page. Whoever is signed in by it may become somebody else of them.
"""

import hmac
from dataclasses import dataclass

from werkzeug.wrappers import Request, Response

from local.console_link import PEOPLE
from local.environment import SAMPLE
from shared.adapters.console.answers import guarded, html, see_other
from shared.adapters.console.cookies import ConsoleCookies, ConsoleOrigins
from shared.adapters.console.reader import reader_of
from shared.adapters.console.rendering import render
from shared.adapters.console.throttle import Throttle
from shared.adapters.postgres.connection import connect_pool
from shared.bootstrap.console import console_sessions
from shared.kernel.ids import TenantId, derive
from shared.ports.console_sessions import ConsoleSessions
from shared.ports.credentials import Credential, Role
from shared.settings import ConsoleSettings, DatabaseSettings


@dataclass(frozen=True, slots=True)
class LocalPerson:
    """Somebody to be, and what for."""

    name: str
    role: Role
    duty: str


LOCAL_PEOPLE = (
    LocalPerson("priya", Role.VIEWER, "Reads everything, changes nothing."),
    LocalPerson(
        "ana", Role.RESPONDER, "Is on call: acknowledges, silences, works on incidents, approves what is of low risk."
    ),
    LocalPerson("ruth", Role.APPROVER, "Says yes or no to plans, also to those of high risk."),
    LocalPerson("hanna", Role.ADMIN, "Changes rules and policies besides."),
)


class ConsolePeople:
    """The page, and the sign-in that follows from it."""

    def __init__(self, sessions: ConsoleSessions, origins: ConsoleOrigins, tenant_id: TenantId) -> None:
        self._sessions = sessions
        self._origins = origins
        self._cookies = ConsoleCookies(origins)
        self._tenant_id = tenant_id
        self._throttle = Throttle(burst=30, every_s=2.0)

    def respond(self, request: Request) -> Response:
        """Answers one request; ``script_root`` is the page's own path."""
        root = request.script_root.removesuffix(PEOPLE)
        if not self._origins.serves(request):
            return self._page(request, root, "The console is not found under this name.", 421)
        if not self._throttle.admits(request.remote_addr or ""):
            return self._page(request, root, "That was too often. Wait a minute.", 429)
        if request.method == "POST":
            return self._become(request, root)
        if "link" in request.args:
            return self._redeem(request, root)
        return self._page(request, root, None)

    def _redeem(self, request: Request, root: str) -> Response:
        """The link is used up; what it was good for goes on in this browser for some minutes."""
        if self._sessions.finish_sign_in("local", request.args["link"]) is None:
            return self._page(request, root, "This link was used before. `sre console` makes another.", 403)
        response = see_other(request, "")
        self._cookies.keep(response, self._cookies.sign_in, self._sessions.begin_sign_in("local", {}))
        return guarded(response)

    def _become(self, request: Request, root: str) -> Response:
        person = next((each for each in LOCAL_PEOPLE if each.name == request.form.get("person")), None)
        if person is None or not (self._origins.sent_from_here(request) and self._may_choose(request)):
            return self._page(request, root, "Sign in by the link that was printed. `sre console` makes another.", 403)
        before = request.cookies.get(self._cookies.session)
        if before is not None:
            self._sessions.end(before)
        credential = Credential(
            tenant_id=self._tenant_id,
            key_id=derive(self._tenant_id, "local-person", person.name),
            name=person.name,
            role=person.role,
        )
        response = Response(status=303)
        response.location = f"{root}/"
        self._cookies.keep(response, self._cookies.session, self._sessions.open(credential, "local"), max_age=None)
        self._cookies.forget(response, self._cookies.sign_in)
        return guarded(response)

    def _may_choose(self, request: Request) -> bool:
        """By a link that was redeemed in this browser, or by a session that came about here."""
        proof = request.form.get("proof", "")
        redeemed = request.cookies.get(self._cookies.sign_in, "")
        if redeemed and hmac.compare_digest(proof.encode(), redeemed.encode()):
            return self._sessions.finish_sign_in("local", redeemed) is not None
        token = request.cookies.get(self._cookies.session, "")
        session = self._cookies.session_of(request, self._sessions)
        return session is not None and session.origin == "local" and hmac.compare_digest(proof.encode(), token.encode())

    def _page(self, request: Request, root: str, said: str | None, status: int = 200) -> Response:
        """``proof``: what only this browser has, in the form, so that no other page can send it."""
        cookies = request.cookies
        context = {
            "root": root,
            "reader": reader_of(cookies),
            "said": said,
            "people": LOCAL_PEOPLE,
            "proof": cookies.get(self._cookies.sign_in) or cookies.get(self._cookies.session) or "",
            "action": f"{root}{PEOPLE}",
        }
        return guarded(html(request, render("people.html", context), status))


def build_people() -> ConsolePeople:
    """Wires the page for the sample tenant."""
    settings = ConsoleSettings()
    pool = connect_pool(DatabaseSettings().database_url, role="sre_console", application="console-people", max_size=1)
    tenant_id = TenantId(derive("tenant", SAMPLE))
    return ConsolePeople(console_sessions(pool, settings), ConsoleOrigins(settings.origins), tenant_id)
