"""WSGI in front of a function: what the header says, who calls and how much of the body is taken, before it is parsed.

The checks of the header come first, then the rule for the body, then whether a token was presented at all; whose it is
is looked up last, and the application is called only when nobody had a problem. A server that takes bodies before it
calls asks `Front.at_header` and, for a body that is large or of unknown size, `Front.at_caller` while it is on its way.
"""

from collections.abc import Callable, Iterable
from typing import Any, Protocol
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from shared.adapters.http.authorization import presented_token
from shared.adapters.http.problem import PASSWORD_NEEDED, UNAUTHENTICATED, HttpProblem, Problematic, answered
from shared.adapters.http.request_body import BodyRule
from shared.adapters.http.server.early import known_as
from shared.kernel.ids import TenantId
from shared.ports.credentials import Credential, Role

#: Where the application finds who calls.
PRINCIPAL = "sre.principal"

#: Gives the answer that ends the request, or None. May raise Problematic instead, and failures that pass by themselves.
Check = Callable[[WSGIEnvironment], HttpProblem | None]


class Verifier(Protocol):
    """Whoever can tell which service has signed a token."""

    def verify(self, authorization: str | None) -> str | None:
        """The address of the service whose signed token this header holds, or None. Raises KeysUnavailable."""


class OfTenant(Protocol):
    """Whoever calls for a tenant."""

    @property
    def tenant_id(self) -> TenantId:
        """Gives the only tenant that this caller speaks for."""


class Front:
    """What stands in front of a function; the first problem is the answer, and the application is never called."""

    def __init__(
        self,
        application: WSGIApplication,
        *,
        body: BodyRule,
        allow: Check | None = None,
        credentials: Check | None = None,
        caller: Check | None = None,
        caller_early: Check | None = None,
    ) -> None:
        """``allow`` and ``credentials`` look at nothing but the header; ``caller`` may look up who calls.

        ``caller_early`` is asked in place of ``caller`` while a large body is on its way, where the application finds
        out by itself later.
        """
        self._application = application
        self._body = body
        self._header = (allow, body.announced, credentials)
        self._caller = caller
        self._caller_early = caller_early or caller

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        problem = _first((*self._header, self._caller, self._body.take), environ)
        if problem is not None:
            self._body.leave(environ)
            return answered(problem, environ, start_response)
        return self._application(environ, start_response)

    def at_header(self, environ: dict[str, Any]) -> HttpProblem | None:
        """Gives the problem that the header alone shows, without asking anybody."""
        return _first(self._header, environ)

    def at_caller(self, environ: dict[str, Any]) -> HttpProblem | None:
        """Gives the problem of a caller who is not known; asked after `at_header` found none."""
        return _first((self._caller_early,), environ)


def _first(checks: Iterable[Check | None], environ: dict[str, Any]) -> HttpProblem | None:
    try:
        return next((problem for check in checks if check and (problem := check(environ)) is not None), None)
    except Problematic as refusal:
        return refusal.problem


def only_post(paths: frozenset[str]) -> Check:
    """Refuses every path but these, which are named without slashes around them, and every method but POST."""

    def check(environ: WSGIEnvironment) -> HttpProblem | None:
        if environ.get("PATH_INFO", "").strip("/") not in paths:
            return HttpProblem(status=404, code="path.unknown", title="Nothing is here")
        if environ["REQUEST_METHOD"] != "POST":
            title = "Only POST is answered here"
            return HttpProblem(status=405, code="method.not-allowed", title=title, headers={"Allow": "POST"})
        return None

    return check


def with_credentials(public: frozenset[str] = frozenset(), challenged: frozenset[str] = frozenset()) -> Check:
    """Refuses whoever presents no token, but on paths that are for everybody. Whose it is is looked up later.

    ``challenged``: paths without slashes around them whose callers wait to be asked for a password.
    """

    def check(environ: WSGIEnvironment) -> HttpProblem | None:
        path = environ.get("PATH_INFO", "")
        if path in public or presented_token(environ) is not None:
            return None
        return PASSWORD_NEEDED if path.strip("/") in challenged else UNAUTHENTICATED

    return check


def known_to(find: Callable[[str], OfTenant | None]) -> Check:
    """Refuses whoever's token ``find`` does not know; what it gives is left in ``environ[PRINCIPAL]``.

    ``find`` is asked once for each request, however early that is, and may raise Problematic.
    """

    def check(environ: WSGIEnvironment) -> HttpProblem | None:
        token = presented_token(environ)
        principal: OfTenant | None = environ.get(PRINCIPAL)
        if principal is None and token is not None:
            environ[PRINCIPAL] = principal = find(token)
        if principal is None:
            return UNAUTHENTICATED
        known_as(environ, principal.tenant_id)
        return None

    return check


def called_by(verifier: Verifier) -> Check:
    """Refuses whoever's token is not verified; the caller's address is left in ``environ[PRINCIPAL]``.

    Raises KeysUnavailable.
    """

    def check(environ: WSGIEnvironment) -> HttpProblem | None:
        environ[PRINCIPAL] = verifier.verify(environ.get("HTTP_AUTHORIZATION"))
        return UNAUTHENTICATED if environ[PRINCIPAL] is None else None

    return check


def only_known(
    verifier: Verifier,
    find: Callable[[str], Credential | None],
    *,
    roles: frozenset[Role],
    public: frozenset[str] = frozenset(),
) -> Check:
    """Refuses whoever is neither one of our services nor has a key for one of these roles, but on public paths.

    The service's address, or the key's credential, is left in ``environ[PRINCIPAL]``. Raises KeysUnavailable.
    """

    def check(environ: WSGIEnvironment) -> HttpProblem | None:
        if environ.get("PATH_INFO", "") in public:
            return None
        token = presented_token(environ)
        principal: str | Credential | None = verifier.verify(environ.get("HTTP_AUTHORIZATION"))
        if principal is None and token is not None:
            principal = find(token)
        if principal is None:
            return UNAUTHENTICATED
        if isinstance(principal, Credential):
            if principal.role not in roles:
                return HttpProblem(status=403, code="role.forbidden", title="This key is not for asking here")
            known_as(environ, principal.tenant_id)
        environ[PRINCIPAL] = principal
        return None

    return check
