"""Whatever goes wrong as a page: which part, what still holds, what to try, and the trace to copy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from shared.adapters.console.answers import guarded, html
from shared.adapters.console.page import ConsolePage
from shared.adapters.console.reader import reader_of
from shared.adapters.console.rendering import render
from shared.adapters.console.showing import shown
from shared.adapters.console.visit import PageUnanswered, Visit
from shared.adapters.deadline import DeadlineExceeded
from shared.adapters.http.key_set import KeysUnavailable
from shared.adapters.http.problem import Problematic
from shared.adapters.http.router import STATUS
from shared.adapters.observe import failed
from shared.ports.operation import Declined
from shared.ports.outcome import WriterUnavailable

_NOT_FOUND = 404
_SERVER = 500
_TITLES: Mapping[int, str] = {
    400: "That cannot be done like this",
    401: "You are not signed in",
    403: "Your role may not do this",
    404: "There is no such thing here",
    409: "That was refused",
    412: "Somebody was faster",
    421: "Not here",
    422: "Something is not as it has to be",
    500: "Something here is broken",
    503: "A part of the system is away",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProblem:
    """A problem as a person reads it. ``missing`` says what was not answered, ``allowed`` where the incident may go
    instead.
    """

    status: int
    title: str
    detail: str = ""
    code: str = ""
    trace_id: str = ""
    missing: str = ""
    allowed: tuple[str, ...] = ()


class PageRefused(Exception):  # noqa: N818 - an answer to the person, not an error of ours
    """Stops the handling of a request with this problem."""

    def __init__(self, problem: ShownProblem) -> None:
        super().__init__(problem.title)
        self.problem = problem


def refuse(status: int, detail: str) -> PageRefused:
    """Makes the exception that ends a request with this status; raise what it gives."""
    return PageRefused(ShownProblem(status=status, title=_TITLES.get(status, _TITLES[400]), detail=detail))


class Problems:
    """Makes pages of failures, and reports those that nobody expects."""

    def __init__(self, transient: tuple[type[Exception], ...]) -> None:
        self._transient = transient

    def answer(self, error: Exception, request: Request, visit: Visit | None, pages: Sequence[ConsolePage]) -> Response:
        """Gives the page; without a visit nobody is signed in, and it has no frame."""
        problem = self._problem(error, request)
        given = [(name, value) for name, value in request.form.items(multi=True) if not name.startswith("_")]
        content = {"problem": problem, "typed": given if request.method == "POST" else []}
        if visit is None:
            frame = {"root": request.script_root, "reader": reader_of(request.cookies), "visit": None}
            text = render("problem.html", frame | content)
        else:
            text = shown("problem.html", content, visit, pages)
        response = guarded(html(request, text, problem.status))
        if problem.status == 503:  # noqa: PLR2004
            response.headers["Retry-After"] = "2"
        return response

    def _problem(self, error: Exception, request: Request) -> ShownProblem:
        match error:
            case PageRefused():
                return error.problem
            case PageUnanswered():
                return replace(self._problem(error.cause, request), missing=error.about)
            case Declined():
                return _declined(error)
            case Problematic():
                told = error.problem
                return ShownProblem(status=told.status, title=told.title, detail=told.detail, code=told.code)
            case HTTPException():
                return ShownProblem(status=error.code or _SERVER, title=_TITLES.get(error.code or _SERVER, error.name))
            case _:
                return self._unexpected(error, request)

    def _unexpected(self, error: Exception, request: Request) -> ShownProblem:
        trace_id = failed("console", error, traceparent=request.headers.get("traceparent"), path=request.path[:200])
        status, detail = self._passing(error)
        return ShownProblem(status=status, title=_TITLES[status], detail=detail, trace_id=trace_id)

    def _passing(self, error: Exception) -> tuple[int, str]:
        if isinstance(error, WriterUnavailable):
            return 503, "What decides cannot be reached; nothing is known to be written. Try again in a moment."
        if isinstance(error, KeysUnavailable):
            return 503, "The identity provider's keys cannot be read. Try again in a moment."
        if isinstance(error, DeadlineExceeded):
            return 503, "It took too long and was ended. What was written, if anything, is whole."
        if isinstance(error, self._transient):
            return 503, "The database cannot be reached. What is stored is safe. Try again in a moment."
        return _SERVER, "It has been recorded under the trace below. The other pages work without it."


def _declined(declined: Declined) -> ShownProblem:
    status, problem = STATUS[declined.reason], declined.problem
    title = _TITLES[_NOT_FOUND] if status == _NOT_FOUND else problem.title
    return ShownProblem(
        status=status,
        title=title,
        detail=problem.detail,
        code=problem.code,
        allowed=tuple(map(str, declined.more.get("allowed_transitions", ()))),
    )
