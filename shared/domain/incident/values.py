"""Values inside incident messages."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.kernel.ids import AlertId, RuleId
from shared.kernel.moment import Moment
from shared.kernel.value import Value


class EntryKind(StrEnum):
    NOTE = "note"
    """A remark."""
    EVIDENCE = "evidence"
    """Something that was observed and that a conclusion may rest on."""
    ACTION = "action"
    """Something that was done."""
    DECISION = "decision"
    """Something that was decided, with its reason."""
    COMMS = "comms"
    """Something that was told to people outside the response."""


class IncidentRole(StrEnum):
    COMMANDER = "commander"
    """Leads the response and decides."""
    COMMUNICATIONS = "communications"
    """Tells people outside the response."""
    SCRIBE = "scribe"
    """Writes down what happens."""


class LinkKind(StrEnum):
    FOLLOWS = "follows"
    """This one is a later episode of the same problem."""
    RELATED = "related"
    """They have something to do with each other."""
    CAUSED_BY = "caused_by"
    """The other one is the cause of this one."""


class AlertRef(Value):
    """One episode of one alert, as the correlation saw it."""

    alert_id: AlertId
    """The alert's id."""
    episode: int = Field(ge=1)
    """Which firing period of the alert, counted from 1."""


class ServiceEdge(Value):
    """One edge of the service catalog, between two services by slug."""

    dependent: str = Field(min_length=1, max_length=300)
    """The service that needs the other."""
    dependency: str = Field(min_length=1, max_length=300)
    """The service that is needed."""


class JoinedThrough(Value):
    """How the service of an alert is connected with one that the incident was about already."""

    service: str = Field(min_length=1, max_length=300)
    """The alert's service, by slug."""
    incident_service: str = Field(min_length=1, max_length=300)
    """The incident's service that it is connected with, by slug."""
    edges: tuple[ServiceEdge, ...] = Field(default=(), max_length=4)
    """The edges between both, from the alert's service on; empty where both are the same service."""


class Correlation(Value):
    """Why alerts were put together: enough to explain it and to replay it."""

    rule_id: RuleId
    """The correlation rule that decided; a fixed id stands for people who put alerts together by hand."""
    rule_version: int = Field(ge=1)
    """The version of the rule's definition at that time, counted from 1."""
    correlation_key: str = Field(min_length=1, max_length=4000)
    """The rule and the values of the labels it groups by; equal keys are one problem."""
    matched: dict[str, str] = Field(default_factory=dict)
    """The names that the rule grouped by, each with the value that the alerts had."""
    through: JoinedThrough | None = None
    """What of the service catalog put them together; null where the rule's labels alone did."""


class ServiceLink(Value):
    service_id: UUID
    """The service of the catalog that is affected."""
    because: str = Field(min_length=1, max_length=500)
    """What says that the incident is this service's, in words for people."""


class TimelineEntry(Value):
    entry_id: UUID
    """The entry's own id; an entry told twice under one id is one entry."""
    kind: EntryKind
    """What sort of entry this is."""
    text: str = Field(min_length=1, max_length=20_000)
    """What is told, as plain text or Markdown, at most 20,000 characters."""
    occurred_at: Moment
    """When it happened, which is not when it was written down."""
    supersedes: UUID | None = None
    """The earlier entry that this one corrects; absent when it corrects none."""
