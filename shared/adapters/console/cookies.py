"""The cookies of the console: what they are called, and how they are kept from scripts, other hosts and plain lines."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from werkzeug.wrappers import Request, Response

from shared.ports.console_sessions import ConsoleSession, ConsoleSessions

_MINUTES = 60
_SIGN_IN_S = 10 * _MINUTES
_YEAR_S = 365 * 24 * 60 * _MINUTES


@dataclass(frozen=True, slots=True)
class ConsoleOrigins:
    """Where browsers find the console, ``scheme://host[:port]`` each; people are sent to the first."""

    origins: tuple[str, ...]

    @property
    def first(self) -> str:
        return self.origins[0]

    @property
    def secure(self) -> bool:
        """True but for a machine that serves its own user on a plain line."""
        return urlsplit(self.first).scheme == "https"

    def serves(self, request: Request) -> bool:
        """Says whether the request names a host that is ours."""
        return request.environ.get("HTTP_HOST", "") in {urlsplit(origin).netloc for origin in self.origins}

    def sent_from_here(self, request: Request) -> bool:
        """Says whether a browser that names where a form stood names us; one that names nothing is believed."""
        origin = request.headers.get("Origin")
        return origin is None or origin in self.origins


class ConsoleCookies:
    """``__Host-`` keeps other hosts of the same domain from setting them; browsers want a secure line for it."""

    def __init__(self, origins: ConsoleOrigins) -> None:
        self._secure = origins.secure
        prefix = "__Host-" if self._secure else ""
        self.session = f"{prefix}sre-console"
        self.sign_in = f"{prefix}sre-sign-in"

    def session_of(self, request: Request, sessions: ConsoleSessions) -> ConsoleSession | None:
        token = request.cookies.get(self.session)
        return None if token is None else sessions.find(token)

    def keep(self, response: Response, name: str, value: str, *, max_age: int | None = _SIGN_IN_S) -> None:
        """Sets a cookie that no script reads. ``max_age`` None: until the browser is closed."""
        response.set_cookie(name, value, max_age=max_age, secure=self._secure, httponly=True, samesite="Lax", path="/")

    def keep_readable(self, response: Response, name: str, value: str) -> None:
        """Sets a cookie that says nothing secret and stays for a year."""
        response.set_cookie(name, value, max_age=_YEAR_S, secure=self._secure, samesite="Lax", path="/")

    def forget(self, response: Response, name: str) -> None:
        response.delete_cookie(name, secure=self._secure, httponly=True, samesite="Lax", path="/")
