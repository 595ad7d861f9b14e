"""Written knowledge as data: what was seen, what it was, what helped, in the words of whoever wrote it down."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.kernel.moment import Moment
from shared.kernel.value import Origin, Tags, Text, Title, Url, Value

Word = Annotated[str, Field(max_length=300)]


class DocumentKind(StrEnum):
    BACKLOG_ITEM = "backlog_item"
    """An item of a tracker."""
    INCIDENT_NOTE = "incident_note"
    """One occurrence of a problem: when, where, what was seen, what helped."""
    GUIDE = "guide"
    """How a thing works or is done."""


class Revision(Value):
    """How new a text is where it comes from: by its number where both have one, else by its time."""

    number: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    """The source's own count of revisions; absent where it does not count."""
    at: Moment
    """When the text was written there."""

    def is_older_than(self, other: "Revision") -> bool:
        if self.number is not None and other.number is not None:
            return self.number < other.number
        return self.at < other.at


class KnowledgeContent(Value):
    kind: DocumentKind
    """What sort of document it is."""
    title: Title
    """What it is called, at most 500 characters."""
    body: Annotated[str, Field(max_length=100_000)] = ""
    """Markdown, as its author wrote it, at most 100,000 characters."""
    status: Word = ""
    """Of a backlog item, in its tracker's own word."""
    environment: Word = ""
    """Where it was seen; empty when that does not matter."""
    application: Word = ""
    """Which application it was seen in; empty when unknown."""
    resource: Word = ""
    """`deployment/checkout`: kind and name as the platform calls them."""
    symptom: Text = ""
    """What was seen."""
    root_cause: Text = ""
    """What it was."""
    fix: Text = ""
    """What helped."""
    verification: Text = ""
    """How it was seen that the fix works."""
    verified: bool = False
    """Somebody has seen that the fix works."""
    occurred_at: Moment | None = None
    """When the problem occurred; absent for guides."""
    tags: Tags = ()
    """Free words to find it by, at most 50."""
    url: Url | None = None
    """Where the original is."""
    origin: Origin | None = None
    """Which import it comes from; absent for a person's own work."""
