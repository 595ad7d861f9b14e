"""One request for a page: who asks, how they like to read, what stands in the URL, and the way to the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from shared.adapters.console.asking import PersonalCatalogue, Question
from shared.adapters.console.parts import PagePart, PageParts
from shared.adapters.console.reader import Reader
from shared.ports.console_sessions import ConsoleSession
from shared.ports.operation import Declined


class PageUnanswered(Exception):  # noqa: N818 - names the condition
    """What a page cannot be without was not answered. ``about`` says what that is, in the words of the operation."""

    def __init__(self, about: str, cause: Exception) -> None:
        super().__init__(about)
        self.about = about
        self.cause = cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """``given`` is the query string, ``ids`` what the path names; ``path`` stands below ``root``, the console.

    ``form`` is what was typed into a form of the page, where it asks how that would look; nothing of it is kept.
    ``missing`` collects the parts that were asked for and have not come: the frame says so, whatever the page does.
    """

    session: ConsoleSession
    reader: Reader
    root: str
    path: str
    given: MultiDict[str, str]
    ids: Mapping[str, UUID]
    now: datetime
    asking: PersonalCatalogue
    parts: PageParts
    form: MultiDict[str, str] = field(default_factory=MultiDict)
    missing: list[PagePart] = field(default_factory=list)

    def ask(self, asked: Question) -> Any:
        """Gives what the page cannot be without. Raises Declined, and PageUnanswered when there is no answer."""
        try:
            return self.asking.content(asked)
        except Declined:
            raise
        except Exception as error:
            raise PageUnanswered(self.asking.summary(asked.operation), error) from error

    def gather(self, **asks: Question) -> dict[str, PagePart]:
        """Gives parts that the page can be without, asked for side by side."""
        found = self.parts.gather(self.asking, asks)
        self.missing.extend(part for part in found.values() if part.missing is not None)
        return found

    def may(self, operation: str) -> bool:
        """Says whether this person's role may use the operation."""
        return self.asking.may(operation)

    def one(self, name: str) -> str | None:
        """Gives a parameter of the query string; None where it is absent or empty."""
        return self.given.get(name, "").strip() or None

    def several(self, name: str) -> list[str] | None:
        """Gives all values of a parameter; None where there are none."""
        return [text for text in self.given.getlist(name) if text.strip()] or None
