"""Written knowledge as data: what was seen, what it was, what helped, in the words of whoever wrote it down."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.kernel.moment import Moment
from shared.kernel.value import Origin, Tags, Text, Title, Url, Value

Word = Annotated[str, Field(max_length=300)]


class DocumentKind(StrEnum):
    BACKLOG_ITEM = "backlog_item"
    #: One occurrence of a problem: when, where, what was seen, what helped.
    INCIDENT_NOTE = "incident_note"
    #: How a thing works or is done.
    GUIDE = "guide"


class Revision(Value):
    """How new a text is where it comes from: by its number where both have one, else by its time."""

    number: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    at: Moment

    def is_older_than(self, other: "Revision") -> bool:
        if self.number is not None and other.number is not None:
            return self.number < other.number
        return self.at < other.at


class KnowledgeContent(Value):
    kind: DocumentKind
    title: Title
    #: Markdown, as its author wrote it.
    body: Annotated[str, Field(max_length=100_000)] = ""
    #: Of a backlog item, in its tracker's own word.
    status: Word = ""
    environment: Word = ""
    application: Word = ""
    #: ``deployment/checkout``: kind and name as the platform calls them.
    resource: Word = ""
    symptom: Text = ""
    root_cause: Text = ""
    fix: Text = ""
    verification: Text = ""
    #: Somebody has seen that the fix works.
    verified: bool = False
    occurred_at: Moment | None = None
    tags: Tags = ()
    url: Url | None = None
    origin: Origin | None = None
