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


class PostmortemCreated(PostmortemFact):
    incident_id: IncidentId | None
    content: PostmortemContent
    created_by: str


class PostmortemUpdated(PostmortemFact):
    """The whole of it after the change."""

    content: PostmortemContent
    previous_status: PostmortemStatus
    status: PostmortemStatus
    updated_by: str


class PostmortemPublished(PostmortemFact):
    """Only now may it teach others. Carries the text, so that what was published stays known."""

    incident_id: IncidentId | None
    content: PostmortemContent
    published_by: str
    published_at: datetime


POSTMORTEM_FACTS: tuple[type[Fact], ...] = (
    PostmortemCreated,
    PostmortemUpdated,
    PostmortemPublished,
)
