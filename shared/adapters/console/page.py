"""What a page is: an address, the operations that it asks, and a template."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from shared.adapters.console.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class RailEntry:
    """A page has a place in the rail; ``key`` follows ``g``."""

    label: str
    key: str = ""
    #: Entries of one group stand together.
    group: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolePage:
    """One address of the console, read with GET. It is there for the roles that may use the operation it needs."""

    name: str
    """The page's name, once in the console."""
    path: str
    """The path below the console, with its ids as ``<uuid:name>``."""
    template: str
    """The file in ``templates``."""
    needs: str
    """The operation without which there is no such page."""
    show: Callable[[Visit], Mapping[str, Any] | Response]
    """Gives what the template shows, or an answer of another form, such as a file. Raises Declined."""
    typed: Callable[[Visit], Mapping[str, Any]] | None = None
    """Gives what the template shows of a form that was typed and is not kept, sent to the page itself. Raises Declined.
    None: nothing is sent to it."""
    rail: RailEntry | None = None
    """Where it stands in the rail. None: it is reached from other pages."""
