"""The console: pages out of the catalogue of operations, for people who are signed in, each in their own tenant."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect, Rule
from werkzeug.wrappers import Request, Response

from shared.adapters.console.answers import guarded, html, see_other, static_file
from shared.adapters.console.asking import PersonalCatalogue
from shared.adapters.console.calendar import CALENDAR, calendar_answer
from shared.adapters.console.commands import DO, Commands
from shared.adapters.console.cookies import ConsoleCookies, ConsoleOrigins
from shared.adapters.console.live import LIVE, live
from shared.adapters.console.notice import NOTICE_COOKIE, Notice, unpack
from shared.adapters.console.page import ConsolePage
from shared.adapters.console.parts import PageParts
from shared.adapters.console.picked import EACH, EachPicked
from shared.adapters.console.problems import Problems, refuse
from shared.adapters.console.reader import READER_COOKIE, reader_from, reader_of
from shared.adapters.console.showing import shown
from shared.adapters.console.sign_in import SIGN_IN, SIGN_OUT, SignIn
from shared.adapters.console.visit import Visit
from shared.adapters.http.server.early import known_as
from shared.adapters.observe import observed
from shared.ports.clock import Clock
from shared.ports.console_sessions import ConsoleSession, ConsoleSessions
from shared.ports.operation import Operation, OperationDispatcher

_STATIC, _HEALTH, _READER = "/assets/", "/healthz", "/reader"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleDependencies:
    """``transient``: failures that pass by themselves; ``ping`` raises one of them while the database is away.

    ``parts_within_s``: how long a page waits for its parts, in seconds.
    """

    dispatcher: OperationDispatcher
    sessions: ConsoleSessions
    sign_in: SignIn
    cookies: ConsoleCookies
    origins: ConsoleOrigins
    clock: Clock
    transient: tuple[type[Exception], ...]
    ping: Callable[[], None]
    #: Gives the calendar of a secret address; None where there is none.
    calendar: Callable[[str], bytes | None]
    parts_within_s: float


class Console:
    """Answers every path of the console."""

    def __init__(
        self, pages: Sequence[ConsolePage], operations: Sequence[Operation], dependencies: ConsoleDependencies
    ) -> None:
        self._pages = pages
        self._by_name = {page.name: page for page in pages}
        self._map = Map([Rule(page.path, endpoint=page.name) for page in pages], strict_slashes=False)
        self._operations: Mapping[str, Operation] = {operation.name: operation for operation in operations}
        self._with = dependencies
        self._parts = PageParts(dependencies.transient, within_s=dependencies.parts_within_s)
        self._commands = Commands(self._operations, dependencies.cookies, pages)
        self._each = EachPicked(self._operations)
        self._problems = Problems(dependencies.transient)

    def respond(self, request: Request) -> Response:
        """Answers one request; whatever goes wrong becomes a page that says so."""
        if request.path.startswith(_STATIC):
            return static_file(request, request.path.removeprefix(_STATIC))
        session: ConsoleSession | None = None
        try:
            if (answer := self._for_everybody(request)) is not None:
                return answer
            session = self._with.cookies.session_of(request, self._with.sessions)
            if session is None:
                return self._to_sign_in(request)
            known_as(request.environ, session.credential.tenant_id)
            return self._signed_in(request, session)
        except Exception as error:  # noqa: BLE001 - becomes an answer; logged with its trace
            return self._problems.answer(error, request, self._visit(request, session, {}), self._pages)

    def _for_everybody(self, request: Request) -> Response | None:
        """What is answered without a session; None: everything else. Raises PageRefused under another host's name."""
        if request.path == _HEALTH:
            self._with.ping()
            return guarded(Response(b'{"status":"ok"}', content_type="application/json"))
        if not self._with.origins.serves(request):
            raise refuse(421, "The console is not found under this name")
        if request.path.startswith(CALENDAR):
            return calendar_answer(request, self._with.calendar)
        return self._with.sign_in.respond(request)

    def _to_sign_in(self, request: Request) -> Response:
        """Whoever reads comes back to what they wanted; a form or a part of a page is refused."""
        if request.method not in ("GET", "HEAD") or "HX-Request" in request.headers or request.path == LIVE:
            raise refuse(401, "You are not signed in any more. Reload the page.")
        query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else ""
        response = see_other(request, SIGN_IN)
        response.location = f"{response.location}?back={quote(request.path + query, safe='/')}"
        return guarded(response)

    def _signed_in(self, request: Request, session: ConsoleSession) -> Response:
        traceparent = request.headers.get("traceparent")
        with observed("console.answer", traceparent=traceparent, path=request.path[:200]) as seen:
            seen.add(tenant=session.credential.tenant_id, key=session.credential.key_id)
            if request.method == "POST":
                response = self._post(request, session)
            elif request.method not in ("GET", "HEAD"):
                raise refuse(405, "This is not done here")
            elif request.path == LIVE:
                caller = session.credential
                response = live(request, caller, self._with.dispatcher, self._operations, self._with.transient)
            else:
                response = self._page(request, session)
            seen.add(status=response.status_code)
            return response

    def _page(self, request: Request, session: ConsoleSession) -> Response:
        page, ids = self._found(request)
        visit, notice = self._visit(request, session, ids), self._notice(request, session)
        if visit is None or not visit.may(page.needs):
            raise refuse(403, f"The role {session.credential.role} has no such page")
        content = page.show(visit) if page.typed is None or request.method != "POST" else page.typed(visit)
        if isinstance(content, Response):
            return guarded(content)
        text = shown(page.template, content, visit, self._pages, here=page.name, notice=notice)
        response = guarded(html(request, text))
        if notice is not None:
            self._with.cookies.forget(response, NOTICE_COOKIE)
        return response

    def _found(self, request: Request) -> tuple[ConsolePage, Mapping[str, Any]]:
        """The page of the path, for a form only one that shows what was typed. Raises PageRefused."""
        try:
            name, ids = self._map.bind("", path_info=request.path).match()
        except (RequestRedirect, HTTPException) as unknown:
            raise refuse(404, "There is no such page") from unknown
        page = self._by_name[name]
        if request.method == "POST" and page.typed is None:
            raise refuse(404, "There is no such form")
        return page, ids

    def _post(self, request: Request, session: ConsoleSession) -> Response:
        self._commands.check(request, session, sent_from_here=self._with.origins.sent_from_here(request))
        if request.path == SIGN_OUT:
            return self._with.sign_in.end(request)
        if request.path == _READER:
            return self._choose(request)
        if (visit := self._visit(request, session, {})) is not None:
            if request.path.startswith(DO):
                return self._commands.do(request, visit)
            if request.path.startswith(EACH):
                return self._each_picked(request, visit)
        return self._page(request, session)

    def _each_picked(self, request: Request, visit: Visit) -> Response:
        """Back to the page where all went well; otherwise what became of each."""
        outcomes = self._each.do(request, visit)
        done = [outcome for outcome in outcomes if outcome.refused is None]
        newest = max((outcome.position for outcome in done if outcome.position is not None), default=None)
        if len(done) == len(outcomes):
            return self._commands.told(request, visit, Notice(f"Done for all {len(done)} that were ticked.", newest))
        said = f"Done for {len(done)} of {len(outcomes)} that were ticked"
        content = {"said": said, "outcomes": outcomes, "back": self._commands.place_of(request)}
        return guarded(html(request, shown("picked.html", content, visit, self._pages), 200 if done else 409))

    def _choose(self, request: Request) -> Response:
        given = request.form
        chosen = reader_from(given.get("zone", ""), given.get("theme", ""), given.get("density", ""))
        response = self._commands.back(request)
        self._with.cookies.keep_readable(response, READER_COOKIE, chosen.cookie)
        return guarded(response)

    def _notice(self, request: Request, session: ConsoleSession) -> Notice | None:
        return unpack(request.cookies.get(NOTICE_COOKIE), session.csrf_secret)

    def _visit(self, request: Request, session: ConsoleSession | None, ids: Mapping[str, Any]) -> Visit | None:
        if session is None:
            return None
        notice = self._notice(request, session)
        return Visit(
            session=session,
            reader=reader_of(request.cookies),
            root=request.script_root,
            path=request.path,
            given=request.args,
            form=request.form if request.method == "POST" else MultiDict(),
            ids=ids,
            now=self._with.clock.now(),
            asking=PersonalCatalogue(
                self._with.dispatcher,
                self._operations,
                session.credential,
                min_position=None if notice is None else notice.position,
                traceparent=request.headers.get("traceparent"),
            ),
            parts=self._parts,
        )
