"""What can be true of a postmortem."""

from datetime import datetime
from typing import ClassVar

from shared.domain.postmortem.values import PostmortemContent, PostmortemStatus
from shared.kernel.ids import IncidentId, PostmortemId
from shared.kernel.message import Fact


class PostmortemFact(Fact):
    aggregate_type: ClassVar[str] = "postmortem"
    id_field: ClassVar[str] = "postmortem_id"

    postmortem_id: PostmortemId
    """The postmortem that this is about."""


class PostmortemCreated(PostmortemFact):
    incident_id: IncidentId | None
    """The incident it is about; null when that is not recorded here."""
    content: PostmortemContent
    """The text as it was begun."""
    created_by: str
    """Who began it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class PostmortemUpdated(PostmortemFact):
    """The whole of it after the change."""

    content: PostmortemContent
    """The whole text after the change."""
    previous_status: PostmortemStatus
    """The status before."""
    status: PostmortemStatus
    """The status from now on."""
    updated_by: str
    """Who changed it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class PostmortemPublished(PostmortemFact):
    """Only now may it teach others. Carries the text, so that what was published stays known."""

    incident_id: IncidentId | None
    """The incident it is about; null when that is not recorded here."""
    content: PostmortemContent
    """The text as it was published."""
    published_by: str
    """Who published it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    published_at: datetime
    """When it was published, by the writer's clock."""


POSTMORTEM_FACTS: tuple[type[Fact], ...] = (
    PostmortemCreated,
    PostmortemUpdated,
    PostmortemPublished,
)
