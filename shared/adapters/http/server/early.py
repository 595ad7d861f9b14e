"""What an application can say of a request before it answers."""

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from shared.adapters.http.problem import HttpProblem
from shared.kernel.ids import TenantId

#: Left in the environment by `at_header`: how many bytes of the body the application wants, of however many come.
TAKE = "sre.take"
#: In the environment while the body is on its way: it is chunked, its size is unknown.
CHUNKED = "sre.chunked"

#: In the environment: is called with the tenant of whoever calls, as soon as that is known.
KNOWN_AS = "sre.known_as"


def known_as(environ: Mapping[str, Any], tenant_id: TenantId) -> None:
    """Says whose turn this credential's requests take from now on; servers other than ours are not told."""
    tell = environ.get(KNOWN_AS)
    if tell is not None:
        tell(str(tenant_id))


@runtime_checkable
class Early(Protocol):
    """``environ`` has no ``wsgi.input``; what is left in it under names that begin with ``sre.`` is found again."""

    def at_header(self, environ: dict[str, Any]) -> HttpProblem | None:
        """What the header alone says: at once and without asking anybody."""
        ...

    def at_caller(self, environ: dict[str, Any]) -> HttpProblem | None:
        """Who calls: may look it up. Asked after `at_header` found no problem, for bodies that are large or of unknown
        size only.
        """
        ...


class NothingEarly:
    """For applications that decide once the body is here."""

    def at_header(self, _environ: dict[str, Any]) -> HttpProblem | None:
        return None

    def at_caller(self, _environ: dict[str, Any]) -> HttpProblem | None:
        return None


def early_of(application: object) -> Early:
    """The guard in front of a function, which Flask keeps in ``wsgi_app``, or the application itself."""
    guard = getattr(application, "wsgi_app", application)
    return guard if isinstance(guard, Early) else NothingEarly()
