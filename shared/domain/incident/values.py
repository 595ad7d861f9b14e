"""Values inside incident messages."""

from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.kernel.ids import AlertId, RuleId
from shared.kernel.moment import Moment


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EntryKind(StrEnum):
    NOTE = "note"
    EVIDENCE = "evidence"
    ACTION = "action"
    DECISION = "decision"
    COMMS = "comms"


class Role(StrEnum):
    COMMANDER = "commander"
    COMMUNICATIONS = "communications"
    SCRIBE = "scribe"


class LinkKind(StrEnum):
    FOLLOWS = "follows"  # a later episode of the same problem
    RELATED = "related"
    CAUSED_BY = "caused_by"


class AlertRef(Value):
    """One episode of one alert, as the correlation saw it."""

    alert_id: AlertId
    episode: int = Field(ge=1)


class Correlation(Value):
    """Why alerts were put together: enough to explain it and to replay it."""

    rule_id: RuleId
    rule_version: int = Field(ge=1)
    correlation_key: str = Field(min_length=1, max_length=4000)
    matched: dict[str, str] = Field(default_factory=dict)


class ServiceLink(Value):
    service_id: UUID
    #: What says that it is this service's, in words.
    because: str = Field(min_length=1, max_length=500)


class TimelineEntry(Value):
    entry_id: UUID
    kind: EntryKind
    text: str = Field(min_length=1, max_length=20_000)
    #: When it happened, which is not when it was written down.
    occurred_at: Moment
    #: The entry that this one corrects.
    supersedes: UUID | None = None
