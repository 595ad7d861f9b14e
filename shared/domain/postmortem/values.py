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
    """Being written."""
    IN_REVIEW = "in_review"
    """Waits for a reviewer who is not an author."""
    PUBLISHED = "published"
    """Done; it may teach others."""


class RootCauseCategory(StrEnum):
    """A closed vocabulary: free words cannot be grouped."""

    CODE = "code"
    """A fault in a program."""
    CONFIGURATION = "configuration"
    """A fault in a setting."""
    DEPLOYMENT = "deployment"
    """The way a change was rolled out."""
    CAPACITY = "capacity"
    """Too little of something."""
    DEPENDENCY = "dependency"
    """Another service or supplier."""
    INFRASTRUCTURE = "infrastructure"
    """Machines, clusters, storage."""
    NETWORK = "network"
    """Connections, names, certificates."""
    DATA = "data"
    """Data that was wrong, missing or too much."""
    SECURITY = "security"
    """An attack, or a defence that struck the wrong one."""
    PROCESS = "process"
    """How work is organised."""
    HUMAN_FACTORS = "human_factors"
    """Attention, fatigue, misleading tools."""
    UNKNOWN = "unknown"
    """It was not found."""


class ActionStatus(StrEnum):
    OPEN = "open"
    """Nobody has begun."""
    IN_PROGRESS = "in_progress"
    """Somebody is at it."""
    DONE = "done"
    """It is done."""
    DROPPED = "dropped"
    """It will not be done."""


class Impact(Value):
    user_impact: Annotated[str, Field(min_length=1, max_length=20_000)]
    """What users noticed, at most 20,000 characters."""
    started_at: Moment | None = None
    """When they began to notice; absent when unknown."""
    ended_at: Moment | None = None
    """When it was over for them; absent when unknown or not over."""
    scope: Text = ""
    """Who and how many were concerned."""


class RootCause(Value):
    category: RootCauseCategory
    """The cause's kind, out of a closed list so that causes can be counted."""
    description: Annotated[str, Field(min_length=1, max_length=20_000)]
    """The cause in words, at most 20,000 characters."""


class ActionItem(Value):
    id: Annotated[str, Field(min_length=1, max_length=100)]
    """The item's id within its postmortem."""
    title: Title
    """What is to be done."""
    owner: Annotated[str, Field(max_length=200)] = ""
    """Who does it; empty when nobody has taken it."""
    due: date | None = None
    """The day by which it shall be done; absent when none is set."""
    status: ActionStatus = ActionStatus.OPEN
    """How far it is."""
    ticket_url: Url | None = None
    """Where its ticket is."""


class TimelineLine(Value):
    occurred_at: Moment
    """When it happened."""
    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    """What happened."""
    entry_id: UUID | None = None
    """The entry of the incident's timeline that this line rests on."""


class PostmortemContent(Value):
    title: Title
    """What it is called, at most 500 characters."""
    summary: Text = ""
    """What happened, in a paragraph."""
    timeline: Annotated[tuple[TimelineLine, ...], Field(max_length=500)] = ()
    """What happened when, at most 500 lines."""
    impact: Impact | None = None
    """What users noticed; required to publish."""
    root_cause: RootCause | None = None
    """What caused it; required to publish."""
    contributing_factors: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=4_000)], ...], Field(max_length=100)
    ] = ()
    """What made it possible or worse, one sentence each, at most 100."""
    action_items: Annotated[tuple[ActionItem, ...], Field(max_length=200)] = ()
    """What is to be done; required to publish unless `no_action_needed` says so."""
    no_action_needed: bool = False
    """Said outright when there is nothing to be done."""
    lessons_learned: Text = ""
    """What others should know."""
    service_ids: Annotated[tuple[ServiceId, ...], Field(max_length=200)] = ()
    """Services of the catalog that were concerned, at most 200."""
    tags: Tags = ()
    """Free words to find it by, at most 50."""
    authors: Annotated[tuple[Person, ...], Field(max_length=100)] = ()
    """Who wrote it."""
    reviewers: Annotated[tuple[Person, ...], Field(max_length=100)] = ()
    """Who reviewed it; to publish, one of them is not an author."""
    markdown: Annotated[str, Field(max_length=100_000)] = ""
    """The text as its author wrote it, at most 100,000 characters."""
    origin: Origin | None = None
    """Which import it comes from; absent for a person's own work."""
