"""Forms: one address for every command of the catalogue; whoever may not use it is refused before it is read."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from werkzeug.wrappers import Request, Response

from shared.adapters.console.answers import guarded, local_path, see_other
from shared.adapters.console.asking import Question
from shared.adapters.console.cookies import ConsoleCookies
from shared.adapters.console.csrf import is_csrf_token
from shared.adapters.console.form import arguments_of
from shared.adapters.console.notice import NOTICE_COOKIE, Notice, pack
from shared.adapters.console.problems import refuse
from shared.adapters.console.visit import Visit
from shared.ports.console_sessions import ConsoleSession
from shared.ports.operation import Operation

#: ``/do/AcknowledgeIncident``. The form's own fields begin with an underscore: ``_csrf``, ``_key`` (the idempotency
#: key), ``_version`` (on which the person decided), ``_back`` (where to go then), ``_said`` (what to tell then), and
#: the ids of the path as ``_id.incident_id``.
DO = "/do/"
_CSRF, _KEY, _VERSION, _BACK, _SAID, _ID = "_csrf", "_key", "_version", "_back", "_said", "_id."
_NOTICE_S = 60
_LONGEST_KEY = 200


class Commands:
    """Does what forms ask for."""

    def __init__(self, operations: Mapping[str, Operation], cookies: ConsoleCookies) -> None:
        self._operations = operations
        self._cookies = cookies

    def check(self, request: Request, session: ConsoleSession, *, sent_from_here: bool) -> None:
        """Raises PageRefused for a form that did not stand on a page of this session."""
        token = request.form.get(_CSRF) or request.headers.get("X-CSRF-Token", "")
        if not sent_from_here or not is_csrf_token(token, session.csrf_secret):
            raise refuse(403, "This form was not made for your session. Reload the page and send it again.")

    def do(self, request: Request, visit: Visit) -> Response:
        """Does the command, and goes back to where the form said. Raises Declined, PageRefused, WriterUnavailable."""
        operation = self._operations.get(request.path.removeprefix(DO))
        if operation is None or operation.kind == "query" or operation.streams:
            raise refuse(404, "There is no such command")
        if not visit.may(operation.name):
            raise refuse(403, f"The role {visit.session.credential.role} may not use {operation.name}")
        asked = Question(operation.name, _ids(request, operation), arguments_of(request.form, visit.reader.zone))
        key = request.form.get(_KEY, "")[:_LONGEST_KEY] or None
        answer = visit.asking.answer(asked, key=key, version=_version(request))
        said = _told(answer.content) or request.form.get(_SAID, "")[:_LONGEST_KEY] or f"{_what(operation)}: done."
        notice = Notice(said, getattr(answer.content, "position", None))
        return self.told(request, visit, notice, about=getattr(answer.content, "aggregate_id", None))

    def told(self, request: Request, visit: Visit, notice: Notice, *, about: UUID | None = None) -> Response:
        """Goes back to where the form said, where the notice is told once."""
        response = self.back(request, about=about)
        self._cookies.keep(response, NOTICE_COOKIE, pack(notice, visit.session.csrf_secret), max_age=_NOTICE_S)
        return guarded(response)

    def place_of(self, request: Request) -> str:
        """Gives the path of the console that the form names to go to; the first page where it names none."""
        return local_path(request.form.get(_BACK))

    def back(self, request: Request, *, about: UUID | None = None) -> Response:
        """To where the form said; ``:id`` in it stands for the thing that the command was about."""
        where = self.place_of(request)
        return see_other(request, where if about is None else where.replace(":id", str(about)))


def _told(content: Any) -> str | None:
    """What a report says of itself, where it does: not all that was asked for has to be done."""
    said = getattr(content, "in_words", None)
    return said if isinstance(said, str) else None


def _what(operation: Operation) -> str:
    return operation.summary.partition(",")[0]


def _ids(request: Request, operation: Operation) -> Mapping[str, UUID]:
    try:
        return {name: UUID(request.form[f"{_ID}{name}"]) for name in operation.path_parameters}
    except (KeyError, ValueError) as missing:
        raise refuse(404, "The form names nothing that is here") from missing


def _version(request: Request) -> int | None:
    given = request.form.get(_VERSION, "")
    return int(given) if given.isascii() and given.isdigit() else None
