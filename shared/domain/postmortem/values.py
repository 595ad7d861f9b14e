"""A postmortem as data."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.kernel.ids import ServiceId
from shared.kernel.moment import Moment
from shared.kernel.value import Origin, Person, Tags, Text, Title, Url, Value


class PostmortemStatus(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"


class RootCauseCategory(StrEnum):
    """A closed vocabulary: free words cannot be grouped."""

    CODE = "code"
    CONFIGURATION = "configuration"
    DEPLOYMENT = "deployment"
    CAPACITY = "capacity"
    DEPENDENCY = "dependency"
    INFRASTRUCTURE = "infrastructure"
    NETWORK = "network"
    DATA = "data"
    SECURITY = "security"
    PROCESS = "process"
    HUMAN_FACTORS = "human_factors"
    UNKNOWN = "unknown"


class ActionStatus(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"


class Impact(Value):
    user_impact: Annotated[str, Field(min_length=1, max_length=20_000)]
    started_at: Moment | None = None
    ended_at: Moment | None = None
    scope: Text = ""


class RootCause(Value):
    category: RootCauseCategory
    description: Annotated[str, Field(min_length=1, max_length=20_000)]


class ActionItem(Value):
    id: Annotated[str, Field(min_length=1, max_length=100)]
    title: Title
    owner: Annotated[str, Field(max_length=200)] = ""
    due: date | None = None
    status: ActionStatus = ActionStatus.OPEN
    ticket_url: Url | None = None


class TimelineLine(Value):
    occurred_at: Moment
    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    #: The entry of the incident's timeline that this line rests on.
    entry_id: UUID | None = None


class PostmortemContent(Value):
    title: Title
    summary: Text = ""
    timeline: Annotated[tuple[TimelineLine, ...], Field(max_length=500)] = ()
    impact: Impact | None = None
    root_cause: RootCause | None = None
    contributing_factors: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=4_000)], ...], Field(max_length=100)
    ] = ()
    action_items: Annotated[tuple[ActionItem, ...], Field(max_length=200)] = ()
    #: Said outright when there is nothing to be done.
    no_action_needed: bool = False
    lessons_learned: Text = ""
    service_ids: Annotated[tuple[ServiceId, ...], Field(max_length=200)] = ()
    tags: Tags = ()
    authors: Annotated[tuple[Person, ...], Field(max_length=100)] = ()
    reviewers: Annotated[tuple[Person, ...], Field(max_length=100)] = ()
    markdown: Annotated[str, Field(max_length=100_000)] = ""
    origin: Origin | None = None
